"""How long records are kept, which are at the end of their time, who holds one back, and who destroys one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.procedures.model.event import Subject
from followthrough.service.access.policies import NotVisible
from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.access.stepup import needs_step_up, needs_step_up_to_send
from followthrough.service.agencies import queries as agencies
from followthrough.service.core import audit, clock
from followthrough.service.design.dates import LONDON
from followthrough.service.retention import actions, certificates, kinds, policies, presenters, queries
from followthrough.service.retention.destroying import StillNeeded
from followthrough.service.retention.forms import AnswerForm, EndHoldForm, HoldForm, PeriodForm, ProposeForm
from followthrough.service.retention.kinds import CountsFrom
from followthrough.service.retention.models import Disposal

BOTH = ["GET", "HEAD", "POST"]


@classed("signed-in")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    desk = queries.desk(viewer, _today())
    audit.record("retention.listed", by=viewer)
    names = agencies.names({each.proposed_by for each in desk.proposed} | {each.set_by for each in desk.holds})
    context = {
        "is_keeper": policies.is_keeper(viewer),
        "due": presenters.due_table(desk.due),
        "proposed": presenters.proposed_table(desk, names),
        "answered": presenters.answered_table(desk.answered),
        "holds": presenters.holds_table(desk, names),
    }
    return render(request, "retention/overview.html", context)


@classed("signed-in")
@require_safe
def periods(request: HttpRequest) -> HttpResponse:
    """Everybody may read for how long what they write is kept."""
    viewer = viewer_of(request)
    context = {"table": presenters.periods_table(queries.table()), "may_decide": policies.can_decide(viewer)}
    return render(request, "retention/periods.html", context)


@classed("signed-in")
@needs_step_up_to_send
@require_http_methods(BOTH)
def period(request: HttpRequest, kind: str) -> HttpResponse:
    viewer = viewer_of(request)
    if kind not in kinds.BY_KEY:
        raise Http404
    stands = queries.table()[kind]
    first = {"years": str(stands.years), "counts_from": stands.counts_from.value, "source": stands.source}
    form = PeriodForm(request.POST) if request.method == "POST" else PeriodForm(initial=first)
    if form.is_bound and form.is_valid():
        said: dict[str, Any] = form.cleaned_data
        try:
            actions.decide(**said | {"kind": kind, "counts_from": CountsFrom(said["counts_from"])}, by=viewer)
        except actions.CannotDecide as refusal:
            form.add_error("years", str(refusal))
        else:
            messages.success(request, "What the board decided is written down.")
            return redirect("retention:period", kind)
    found = list(queries.decided(kind))
    context = {
        "kind": stands.kind,
        "rows": presenters.period_rows(stands),
        "history": presenters.history_table(found, agencies.names({each.decided_by for each in found})),
        "form": form if policies.can_decide(viewer) else None,
    }
    return render(request, "retention/period.html", context)


@classed("signed-in")
@needs_step_up_to_send
@require_http_methods(BOTH)
def review(request: HttpRequest, child_id: str) -> HttpResponse:
    """What is known about a record without reading it, and the proposal to destroy it."""
    viewer = viewer_of(request)
    found = queries.one(viewer, child_id)
    if found is None:
        raise NotVisible()
    audit.record("retention.read", by=viewer, subject=Subject(queries.CHILD, child_id))
    form = ProposeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = actions.propose(child_id=child_id, reason=form.cleaned_data["reason"], by=viewer)
        except (StillNeeded, policies.NotForYou) as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, f"Proposed as {made.reference}. Somebody of another team has to agree.")
            return redirect("retention:overview")
    context = {
        "found": found,
        "rows": presenters.review_rows(found, agencies.titles()),
        "is_due": found.is_due(_today()),
        "form": form,
    }
    return render(request, "retention/review.html", context)


@classed("signed-in")
@require_http_methods(BOTH)
@needs_step_up
def disposal(request: HttpRequest, disposal_id: str) -> HttpResponse:
    """The second person’s page; once it is answered, the certificate."""
    viewer, found = viewer_of(request), _disposal(request, disposal_id)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        agrees = form.cleaned_data["answer"] == "yes"
        try:
            actions.answer(disposal=found, agrees=agrees, reason=form.cleaned_data["reason"], by=viewer)
        except (StillNeeded, policies.NotForYou) as refusal:
            form.add_error("answer", str(refusal))
        else:
            messages.success(request, "The record is destroyed." if agrees else "The record is kept.")
            return redirect("retention:disposal", disposal_id)
    still = queries.one(viewer, found.subject_id) if found.agreed is None else None
    context = {
        "found": found,
        "still": still,
        "about": presenters.review_rows(still, agencies.titles()) if still else (),
        "rows": _certificate_rows(found),
        "what_remains": presenters.WHAT_REMAINS,
        "form": form if found.agreed is None else None,
        "is_own": found.proposed_by == viewer.practitioner_id,
    }
    return render(request, "retention/disposal.html", context)


@classed("signed-in")
@require_safe
def certificate(request: HttpRequest, disposal_id: str) -> HttpResponse:
    found = _disposal(request, disposal_id)
    if found.destroyed_at is None:
        raise Http404
    answer = HttpResponse(certificates.as_pdf(found, _certificate_rows(found)), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="certificate-{found.reference}.pdf"'
    return answer


@classed("signed-in")
@require_http_methods(BOTH)
def hold(request: HttpRequest, child_id: str = "") -> HttpResponse:
    viewer = viewer_of(request)
    if child_id:
        policies.check_can_hold(viewer, child_id)
    else:
        policies.check_can_hold_all(viewer)
    form = HoldForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.hold(child_id=child_id, by=viewer, **form.cleaned_data)
        messages.success(request, "The hold stands. Nothing that it covers is destroyed until somebody ends it.")
        return redirect("retention:overview" if policies.is_keeper(viewer) else "worklist:home")
    context = {"form": form, "is_all": not child_id, "standing": queries.standing_holds(child_id) if child_id else []}
    return render(request, "retention/hold.html", context)


@classed("signed-in")
@needs_step_up_to_send
@require_http_methods(BOTH)
def end_hold(request: HttpRequest, hold_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    found = queries.hold(viewer, hold_id)
    if found is None:
        raise Http404
    form = EndHoldForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.end_hold(hold=found, reason=form.cleaned_data["reason"], by=viewer)
        messages.success(request, "The hold has ended.")
        return redirect("retention:overview" if policies.is_keeper(viewer) else "worklist:home")
    rows = presenters.hold_rows(found, agencies.names({found.set_by}).get(found.set_by, found.set_by))
    return render(request, "retention/end_hold.html", {"form": form, "rows": rows})


def _disposal(request: HttpRequest, disposal_id: str) -> Disposal:
    viewer = viewer_of(request)
    found = queries.disposal(viewer, disposal_id)
    if found is None:
        raise NotVisible()
    audit.record("destruction.read", by=viewer, detail={"disposal": found.pk})
    return found


def _certificate_rows(found: Disposal) -> tuple[Any, ...]:
    names = agencies.names({found.proposed_by, found.answered_by})
    return presenters.disposal_rows(found, names, agencies.titles())


def _today() -> date:
    return clock.now().astimezone(LONDON).date()
