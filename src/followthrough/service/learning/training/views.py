"""The pages of training: the programme, a course with its reach, a session with its register and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from followthrough.service.access.policies import BOARD, NotVisible
from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.agencies import queries as agencies
from followthrough.service.design.forms import Form, posted
from followthrough.service.learning.recommendations.presenters.words import row_of
from followthrough.service.learning.training import actions, forms, policies, presenters, queries
from followthrough.service.learning.training.actions import CannotDo
from followthrough.service.learning.training.models import Stage
from followthrough.service.learning.training.registers import MOST_BYTES, NoTable
from followthrough.service.ledger.actions import CannotRecord

STAGES = {"now": Stage.AFTER, "later": Stage.LATER}


@classed("signed-in")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    return render(
        request,
        "training/overview.html",
        {
            "table": presenters.course_table(queries.courses(viewer), _names()),
            "asked": presenters.asked_links(queries.waiting_for(viewer)),
            "may_lead": policies.can_lead(viewer),
        },
    )


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def add_course(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    policies.check_can_lead(viewer)
    told = [(each.key, f"{each.key}: {each.words[:100]}") for each in queries.recommendations(viewer)]
    form = forms.CourseForm(posted(request), recommendations=told, agencies=_choices())
    if made := _done(form, lambda said: actions.add_course(by=viewer, **said)):
        messages.success(request, "Added. Say who needs it next.")
        return redirect("training:course", made.pk)
    return _form(request, form, "Add a course", reverse("training:overview"))


@classed("signed-in")
@require_safe
def course(request: HttpRequest, course_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    found, names = queries.course(viewer, course_id), _names()
    reach = queries.reach(found)
    return render(
        request,
        "training/course.html",
        {
            "course": found,
            "rows": presenters.course_rows(found, row_of(viewer, found.recommendation), names),
            "reach": presenters.reach_table(reach, names),
            "sessions": presenters.session_table(found.sessions.all()),
            "may_lead": policies.can_lead(viewer),
            "may_teach": policies.can_teach(viewer, found),
            "to_count": [
                each.audience
                for each in reach
                if each.audience.is_priority and policies.can_count(viewer, each.audience)
            ],
        },
    )


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def add_audience(request: HttpRequest, course_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    found = queries.course(viewer, course_id)
    policies.check_can_lead(viewer)
    form = forms.AudienceForm(posted(request), agencies=_choices())
    if _done(form, lambda said: actions.add_audience(course=found, by=viewer, **said)):
        messages.success(request, "Added. Its reach is shown from now on.")
        return redirect("training:course", found.pk)
    return _form(request, form, "Who needs this course?", _href("course", found.pk), found.title)


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, course_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    found = queries.course(viewer, course_id)
    policies.check_can_teach(viewer, found)
    form = forms.SessionForm(posted(request))
    if made := _done(form, lambda said: actions.plan_session(course=found, by=viewer, **said)):
        messages.success(request, "The session is planned. Bring its register when it is over.")
        return redirect("training:session", made.pk)
    return _form(request, form, "Plan a session", _href("course", found.pk), found.title)


@classed("signed-in")
@require_safe
def session(request: HttpRequest, session_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    found = queries.session(viewer, session_id)
    teaches = policies.can_teach(viewer, found.course)
    context: dict[str, Any] = {"session": found, "rows": presenters.session_rows(found), "may_teach": teaches}
    if teaches:
        context["came"] = presenters.came_table(queries.came(found), _names())
        asked = queries.stages_open(found)
        context["said"] = presenters.said(queries.answers(found, asked), asked)
        context["may_lead"] = policies.can_lead(viewer)
    return render(request, "training/session.html", context)


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, session_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    found = queries.session(viewer, session_id)
    policies.check_can_teach(viewer, found.course)
    form = forms.RegisterForm(posted(request), request.FILES or None)

    def write(said: dict[str, Any]) -> Any:
        return actions.bring_register(session=found, raw=said["file"].read(MOST_BYTES + 1), by=viewer)

    if made := _done(form, write, "file"):
        return redirect("training:register", made.pk)
    return _form(request, form, "Bring the register", _href("session", found.pk), found.course.title)


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, register_id: str) -> HttpResponse:
    """Nothing comes in before somebody has seen what would."""
    viewer = viewer_of(request)
    found = queries.register(viewer, register_id)
    if request.method == "POST" and found.rows:
        number = actions.take_register(register=found, by=viewer)
        messages.success(request, f"Taken in: {number} who had not been counted before.")
        return redirect("training:session", found.session_id)
    table = presenters.preview_table(found, _names())
    return render(request, "training/register.html", {"register": found, "table": table})


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, session_id: str, when: str) -> HttpResponse:
    viewer = viewer_of(request)
    found = queries.session(viewer, session_id)
    stage = STAGES.get(when)
    if stage is None or stage not in queries.asked_of(viewer, found):
        raise NotVisible()
    form = forms.AnswerForm(posted(request), stage=stage)
    if _done(form, lambda said: actions.answer(session=found, stage=stage, by=viewer, **said) or True):
        messages.success(request, "Thank you. Your answer is kept, and nothing that says it is yours.")
        return redirect("training:overview")
    return _form(request, form, "What came of it?", reverse("training:overview"), found.course.title)


@classed("signed-in")
@require_POST
def write_down(request: HttpRequest, session_id: str, when: str) -> HttpResponse:
    viewer = viewer_of(request)
    found = queries.session(viewer, session_id)
    policies.check_can_lead(viewer)
    if when not in STAGES:
        raise NotVisible()
    done = "Written down. The duty to ask is done."
    _said(request, lambda: actions.write_down(session=found, stage=STAGES[when], by=viewer), done)
    return redirect("training:session", found.pk)


@classed("signed-in")
@require_POST
def count(request: HttpRequest, audience_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    found = queries.audience(viewer, audience_id)
    policies.check_can_count(viewer, found)
    _said(request, lambda: actions.count(audience=found, by=viewer), "The count is written down.")
    return redirect("training:course", found.course_id)


@classed("signed-in")
@require_POST
def end(request: HttpRequest, course_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    found = queries.course(viewer, course_id)
    policies.check_can_lead(viewer)
    _said(request, lambda: actions.end_course(course=found, by=viewer), "The course has ended. What was done stays.")
    return redirect("training:course", found.pk)


def _said(request: HttpRequest, write: Callable[[], object], done: str) -> None:
    try:
        write()
    except (CannotDo, CannotRecord) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)


def _done(form: Form, write: Callable[[dict[str, Any]], Any], field: str | None = None) -> Any:
    """What was written; None where the form says why it was not."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return write(form.cleaned_data)
    except (CannotDo, CannotRecord, NoTable) as refusal:
        form.add_error(field, str(refusal))
        return None


def _form(request: HttpRequest, form: Form, heading: str, back: str, caption: str = "") -> HttpResponse:
    context = {"form": form, "heading": heading, "back_href": back, "caption": caption}
    return render(request, "training/form.html", context)


def _names() -> dict[str, str]:
    return {each.key: each.title for each in agencies.agencies()}


def _choices() -> list[tuple[str, str]]:
    """The Board’s office last: it stands for the partnership itself."""
    return sorted(_names().items(), key=lambda each: (each[0] == BOARD, each[1]))


def _href(name: str, identity: str) -> str:
    return reverse(f"training:{name}", args=[identity])
