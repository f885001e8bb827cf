"""The pages of section 11: the cycle of all agencies, one audit by its standards, and what the Board does with it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.service.access.policies import NotVisible
from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.agencies import queries as agencies
from followthrough.service.core import audit as trail
from followthrough.service.core import clock
from followthrough.service.design.forms.form import posted
from followthrough.service.learning.audits import actions, forms, policies
from followthrough.service.learning.audits.models import SelfAudit
from followthrough.service.learning.audits.policies import CannotAudit
from followthrough.service.learning.audits.presenters import section11 as presenters
from followthrough.service.learning.audits.queries import reading as queries
from followthrough.service.learning.audits.standards import BY_SLUG
from followthrough.service.learning.recommendations.queries.directory import members
from followthrough.service.learning.reviews.policies import can_keep

POSTED = ["GET", "HEAD", "POST"]


@classed("signed-in")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    context = {
        "members": presenters.members_table(queries.partnership(viewer), clock.now()) if can_keep(viewer) else None,
        "own": None if can_keep(viewer) else presenters.own_table(queries.own_audits(viewer)),
        "may_begin": not can_keep(viewer) and policies.can_answer_for(viewer, viewer.agency),
    }
    return render(request, "audits/overview.html", context)


@classed("signed-in")
@require_http_methods(POSTED)
def begin(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    policies.check_can_begin(viewer)
    if request.method == "POST":
        return redirect("audits:self", actions.begin(by=viewer).pk)
    return render(request, "audits/begin.html")


@classed("signed-in")
@require_http_methods(POSTED)
def join(request: HttpRequest, agency_key: str) -> HttpResponse:
    viewer = viewer_of(request)
    policies.check_can_draw(viewer)
    found = members().filter(pk=agency_key).first()
    if found is None:
        raise NotVisible()
    if request.method == "POST":
        actions.join(agency=found, by=viewer)
        messages.success(request, f"{found.title} audits itself in its turn from now on.")
        return redirect("audits:overview")
    return render(request, "audits/join.html", {"agency": found})


@classed("signed-in")
@require_safe
def self_audit(request: HttpRequest, audit_key: str) -> HttpResponse:
    viewer, held = viewer_of(request), _held(request, audit_key)
    trail.record("section-11.read", by=viewer, detail={"audit": held.key})
    may_answer, keeps = policies.can_answer(viewer, held), can_keep(viewer)
    context = {
        "audit": held,
        "tag": presenters.state_of(held),
        "rows": presenters.rows_of(held, agencies.names({held.signed_by} - {""})),
        "standards": presenters.standards_table(held, may_answer=may_answer),
        "may_send": may_answer and len(held.answers) == len(BY_SLUG),
        "may_challenge": keeps and held.returned_at and not held.challenged_at,
        "may_give_feedback": keeps and held.challenged_at and not held.feedback_at,
    }
    return render(request, "audits/self.html", context)


@classed("signed-in")
@require_http_methods(POSTED)
def standard(request: HttpRequest, audit_key: str, standard: str) -> HttpResponse:
    viewer, held = viewer_of(request), _held(request, audit_key)
    policies.check_can_answer(viewer, held)
    found = BY_SLUG.get(standard)
    if found is None:
        raise Http404
    form = forms.StandardForm(posted(request), initial=held.answers.get(standard, {}))
    if form.is_bound and form.is_valid():
        actions.answer(audit=held, standard=standard, by=viewer, **form.cleaned_data)
        messages.success(request, f"Kept: {found.title}.")
        return redirect("audits:self", held.key)
    return render(request, "audits/standard.html", {"audit": held, "standard": found, "form": form})


@classed("signed-in")
@require_http_methods(POSTED)
def send(request: HttpRequest, audit_key: str) -> HttpResponse:
    viewer, held = viewer_of(request), _held(request, audit_key)
    policies.check_can_answer(viewer, held)
    form = forms.SendForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            actions.send(audit=held, by=viewer)
        except CannotAudit as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Sent. The Board goes through it with you.")
            return redirect("audits:self", held.key)
    return page(request, held, form, "Send your audit to the Board", "Send it")


@classed("signed-in")
@require_http_methods(POSTED)
def challenge(request: HttpRequest, audit_key: str) -> HttpResponse:
    viewer, held = viewer_of(request), _held(request, audit_key)
    policies.check_can_challenge(viewer, held)
    form = forms.WordsForm(posted(request), question="What was asked, what was shown, and what was agreed?")
    if form.is_bound and form.is_valid():
        actions.challenge(audit=held, by=viewer, **form.cleaned_data)
        messages.success(request, "Written down. Feedback is owed next.")
        return redirect("audits:self", held.key)
    return page(request, held, form, "Go through the audit with the agency", "Write it down")


@classed("signed-in")
@require_http_methods(POSTED)
def feedback(request: HttpRequest, audit_key: str) -> HttpResponse:
    viewer, held = viewer_of(request), _held(request, audit_key)
    policies.check_can_give_feedback(viewer, held)
    form = forms.WordsForm(posted(request), question="What do you tell the agency?")
    if form.is_bound and form.is_valid():
        actions.give_feedback(audit=held, by=viewer, **form.cleaned_data)
        messages.success(request, "Given. The agency reads it here.")
        return redirect("audits:self", held.key)
    return page(request, held, form, "Give feedback", "Give it")


def page(request: HttpRequest, held: SelfAudit, form: object, heading: str, button: str) -> HttpResponse:
    return render(request, "audits/form.html", {"audit": held, "form": form, "heading": heading, "button": button})


def _held(request: HttpRequest, key: str) -> SelfAudit:
    return policies.check_can_see_self_audit(viewer_of(request), key)
