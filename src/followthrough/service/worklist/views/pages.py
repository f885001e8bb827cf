"""The home page, the page of one duty, and who acts on it."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from followthrough.service.access.reading import open_child
from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.agencies import queries as agencies
from followthrough.service.caseload import elsewhere
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.components import Row
from followthrough.service.ledger import same
from followthrough.service.ledger.actions import hand_back_duty
from followthrough.service.ledger.models import Duty
from followthrough.service.ledger.policies import CannotTake
from followthrough.service.ledger.queries import history, rungs_of
from followthrough.service.worklist import actions, disputes, explaining, policies, queries
from followthrough.service.worklist.desks import Desks
from followthrough.service.worklist.presenters import duty as duty_page
from followthrough.service.worklist.presenters.home import Shelf
from followthrough.service.worklist.presenters.homepage import homepage
from followthrough.service.worklist.views.opening import back_to, open_duty


@classed("signed-in")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    desks = Desks(viewer)
    shown = homepage(viewer, desks, is_mine=request.GET.get("show") == "mine", shows_all="all" in request.GET)
    request.teams = list(desks.teams.values())  # type: ignore[attr-defined]
    return render(request, "worklist/home.html", {"page": shown})


@classed("signed-in")
@require_safe
def duty(request: HttpRequest, duty_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    desks = Desks(viewer)
    found = open_duty(viewer, desks, duty_id)
    if found.pk != duty_id:
        return redirect("worklist:duty", found.pk)
    request.teams = list(desks.teams.values())  # type: ignore[attr-defined]
    context = {"page": _page(viewer, desks, found), "elsewhere": _elsewhere(viewer, desks, found)}
    return render(request, "worklist/duty.html", context)


def page_shown(viewer: Viewer, duty_id: str) -> tuple[Duty, duty_page.DutyPage]:
    """The duty as its page shows it to this viewer, for a paper."""
    desks = Desks(viewer)
    found = open_duty(viewer, desks, duty_id)
    return found, _page(viewer, desks, found)


def _page(viewer: Viewer, desks: Desks, found: Duty) -> duty_page.DutyPage:
    """Opening the child with it is written down."""
    can_open = policies.can_open_child(viewer, found)
    subject = queries.subject_of(found)
    if can_open:
        open_child(viewer, found.subject_id)
    known = history(subject)
    explanation = explaining.explain(found, known) if known.events else None
    shelf = Shelf(
        viewer=viewer,
        desks=desks,
        now=clock.now(),
        children=queries.children_of(viewer, [found]),
        triggers=queries.triggers([found]),
        names=agencies.names(duty_page.people_in(found, known)),
        disputes=disputes.behind([found]),
    )
    return duty_page.page_of(found, shelf, explanation, known, list(rungs_of(viewer, found)))


def _elsewhere(viewer: Viewer, desks: Desks, found: Duty) -> tuple[Row, ...]:
    """Only for whoever may open the child."""
    if not policies.can_open_child(viewer, found):
        return ()
    titles = {team.agency_id: team.agency.title for team in desks.teams.values()}
    return elsewhere.rows_of(same.folding([found.subject_id]).ids, titles)


@classed("signed-in")
@require_POST
def take(request: HttpRequest, duty_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    found = open_duty(viewer, Desks(viewer), duty_id)
    could_open = policies.can_open_child(viewer, found)
    try:
        actions.take(duty=found, by=viewer, instead_of=request.POST.get("instead_of", ""))
    except CannotTake as refusal:
        messages.error(request, f"{refusal} Nothing was changed.")
    else:
        opened = "" if could_open or not policies.can_open_child(viewer, found) else f" {duty_page.MAY_OPEN}"
        messages.success(request, f"You have taken this: {found.action}. Your name stands on it now.{opened}")
    return HttpResponseRedirect(back_to(request, found))


@classed("signed-in")
@require_POST
def hand_back(request: HttpRequest, duty_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    found = open_duty(viewer, Desks(viewer), duty_id)
    try:
        with transaction.atomic():
            hand_back_duty(found.pk, by=viewer)
    except CannotTake as refusal:
        messages.error(request, f"{refusal} Nothing was changed.")
    else:
        messages.success(request, "You have handed it back. Nobody has it now, and its clock goes on: tell your team.")
    return HttpResponseRedirect(back_to(request, found))
