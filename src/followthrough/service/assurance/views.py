"""The pages of the procedures, all as they stand and one with what it would bring; and what became of the shares."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.access.stepup import needs_step_up_to_send
from followthrough.service.agencies import queries as agencies
from followthrough.service.assurance import actions, policies, queries, reconciling
from followthrough.service.assurance.forms import DecideForm
from followthrough.service.assurance.presenters import rules as presenters
from followthrough.service.assurance.presenters.shares import shares_page
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger import adoption
from followthrough.service.ledger.models import Adoption


@classed("signed-in")
@require_safe
def procedures(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    stances, shown = queries.stances(viewer), request.GET.get("show", "")
    page = presenters.list_page(stances, queries.loads(viewer), shown if shown in presenters.FILTERS else "")
    context = {"page": page, "counts_all": policies.can_decide(viewer)}
    return render(request, "assurance/procedures.html", context)


@classed("signed-in")
@needs_step_up_to_send
@require_http_methods(["GET", "HEAD", "POST"])
def procedure(request: HttpRequest, procedure_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    found = queries.procedure(viewer, procedure_id)
    if found is None:
        raise Http404
    form = DecideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and _decide(request, viewer, form, procedure_id):
        return redirect("assurance:procedure", procedure_id)
    decisions, decides = queries.decisions(viewer, procedure_id), policies.can_decide(viewer)
    page = presenters.procedure_page(
        found,
        queries.stances(viewer),
        queries.loads(viewer, procedure_id),
        decisions,
        names=agencies.names({each.decided_by for each in decisions}),
        teams=agencies.teams(),
    )
    return render(
        request,
        "assurance/procedure.html",
        {
            "page": page,
            "form": form if decides else None,
            "counts_all": decides,
            "procedure_id": procedure_id,
        },
    )


@classed("signed-in")
@require_safe
def followed(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    policies.check_can_reconcile(viewer)
    audit.record("shares.reconciled", by=viewer)
    page = shares_page(
        reconciling.tallies(viewer, everywhere=policies.sees_all_agencies(viewer)),
        queries.open_legs(viewer),
        {team.key: team for team in agencies.teams()},
        queries.staffed(viewer),
        queries.latest_check(viewer),
        clock.now(),
    )
    return render(request, "assurance/followed.html", {"page": page})


def _decide(request: HttpRequest, viewer: Viewer, form: DecideForm, procedure_id: str) -> bool:
    """Whether a decision was written down, or was refused with a reason that the next page says."""
    policies.check_can_decide(viewer)
    if not form.is_valid():
        return False
    stance, reason = Adoption(form.cleaned_data["stance"]), form.cleaned_data["reason"]
    try:
        actions.decide(procedure=procedure_id, stance=stance, reason=reason, by=viewer)
    except adoption.CannotDecide as refusal:
        form.add_error("stance", str(refusal))
        return False
    messages.success(request, presenters.decided_words(stance))
    return True
