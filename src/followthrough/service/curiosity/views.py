"""The pages of open questions: ask, answer or leave open, name a second reader. One task on each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.service.access.policies import NotVisible
from followthrough.service.access.routes import classed
from followthrough.service.curiosity import actions, forms, presenters
from followthrough.service.curiosity.reading import Desk, desk_of
from followthrough.service.design.forms import Form, posted
from followthrough.service.sharing.doing import is_written


@classed("child")
@require_safe
def overview(request: HttpRequest, child_id: str) -> HttpResponse:
    desk = desk_of(request, child_id)
    return render(request, "curiosity/overview.html", {"child": desk.child, "page": presenters.page_of(desk)})


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, child_id: str) -> HttpResponse:
    desk = desk_of(request, child_id)
    form = forms.AskForm(posted(request), teams=desk.may_be_asked)
    done = "Asked. It stays open here until somebody answers it."
    if is_written(request, form, lambda said: actions.ask(child_id=desk.child.pk, by=desk.viewer, **said), done):
        return redirect("curiosity:overview", desk.child.pk)
    return _form(request, desk, "ask", form)


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, child_id: str, event_id: str) -> HttpResponse:
    desk = desk_of(request, child_id)
    found = desk.question(event_id)
    if found is None:
        raise NotVisible()
    if found.answer is not None:
        messages.info(request, "This question is answered already.")
        return redirect("curiosity:overview", desk.child.pk)
    data = found.latest.event.data
    team = f"{data['answers_agency']}/{data.get('answers_team', '')}"

    def write(said: dict[str, Any]) -> object:
        if said["outcome"] == forms.ANSWERED:
            return actions.answer(question=found, words=said["words"], from_whom=said["from_whom"], by=desk.viewer)
        more = {"words": said["words"], "what_else": said["what_else"]}
        return actions.leave_open(question=found, team=team, by=desk.viewer, **more)

    form = forms.AnswerForm(posted(request))
    if is_written(request, form, write, "Written down. Everybody who works with the child sees it."):
        return redirect("curiosity:overview", desk.child.pk)
    rows = presenters.rows_of(desk, found)
    return _form(request, desk, "answer", form, question=found.asked.event.data["words"], rows=rows)


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def reader(request: HttpRequest, child_id: str) -> HttpResponse:
    desk = desk_of(request, child_id)
    case = desk.case
    if case is None or not actions.can_name(desk.viewer, case):
        raise actions.CannotName("A manager of the agency that has the open case names the second reader.")
    form = forms.ReaderForm(posted(request), people=desk.may_read)
    done = "Named, and told. They can open the record until they have written what they found. The worker stays."
    if is_written(
        request, form, lambda said: actions.name_reader(child_id=desk.child.pk, case=case, by=desk.viewer, **said), done
    ):
        return redirect("curiosity:overview", desk.child.pk)
    return _form(request, desk, "reader", form)


@classed("child")
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest, child_id: str) -> HttpResponse:
    """What the second reader writes down: then the record may close to them, so they go home."""
    desk = desk_of(request, child_id)
    case = desk.case
    if case is None or case.who_reads != desk.viewer.practitioner_id:
        raise actions.CannotRead("Only the second reader who is named for the case writes down what they found.")
    form = forms.ReadingForm(posted(request))
    done = "Written down. Your reading is done, and the record is no longer open to you by it. Thank you."

    def write(said: dict[str, Any]) -> object:
        return actions.write_reading(child_id=desk.child.pk, case=case, said=said, by=desk.viewer)

    if is_written(request, form, write, done):
        return redirect("worklist:home")
    return _form(request, desk, "read", form, rows=list(presenters.readers(desk, case)))


def _form(request: HttpRequest, desk: Desk, name: str, form: Form, **more: Any) -> HttpResponse:
    back = reverse("curiosity:overview", args=[desk.child.pk])
    return render(request, f"curiosity/{name}.html", {"child": desk.child, "form": form, "back_href": back, **more})
