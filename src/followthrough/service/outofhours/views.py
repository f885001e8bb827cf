"""The pages that a phone opens at night: what waits, one alert, to take it, and what one must know of a child."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from followthrough.procedures.model.event import Subject
from followthrough.service.access.policies import NotVisible
from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.agencies import queries as agencies
from followthrough.service.children import queries as children
from followthrough.service.core import audit, clock
from followthrough.service.ledger.actions import CannotRecord
from followthrough.service.ledger.models import Duty
from followthrough.service.ledger.policies import CannotTake, can_take
from followthrough.service.ledger.same import Folding
from followthrough.service.outofhours import phone, taking, tonight
from followthrough.service.sharing.policies import CannotDo
from followthrough.service.worklist import policies, queries
from followthrough.service.worklist.desks import Desks
from followthrough.service.worklist.views.opening import open_duty

MOST = 20


@classed("team")
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for the viewer's teams, soonest first."""
    viewer, now = viewer_of(request), clock.now()
    desks = Desks(viewer)
    duties = list(queries.owed(viewer, desks)[: MOST + 1])
    names = agencies.names({each.taken_by for each in duties if each.taken_by})
    lines = phone.lines(duties[:MOST], queries.children_of(viewer, duties), names, now)
    audit.record("alerts.read", by=viewer)
    return render(request, "outofhours/waiting.html", {"lines": lines, "has_more": len(duties) > MOST})


@classed("signed-in")
@require_safe
def alert(request: HttpRequest, duty_id: str) -> HttpResponse:
    viewer, now = viewer_of(request), clock.now()
    desks = Desks(viewer)
    found = open_duty(viewer, desks, duty_id)
    share, leg = taking.behind(viewer, found)
    if share is not None:
        about = Subject("child", share.child_id)
        audit.record("share.read", by=viewer, subject=about, detail={"share": share.reference})
    people = {found.taken_by} | ({step["by"] for step in leg.steps} if leg else set())
    is_waiting = policies.is_waiting(found)
    untaken = is_waiting and not found.taken_by and can_take(viewer, found, desks.desk)
    shown = phone.alert(
        found,
        share=share,
        leg=leg,
        teams=desks.teams.values(),
        child=queries.children_of(viewer, [found]).get(found.subject_id) if share is None else None,
        names=agencies.names(people - {""}),
        can_take=phone.may_answer(viewer, leg) if leg else untaken,
        is_waiting=is_waiting,
        now=now,
    )
    about_child = share.child_id if share else found.subject_id if found.subject_kind == "child" else ""
    known = children.by_any_record(viewer, [about_child]).get(about_child) if about_child else None
    context = {"alert": shown, "duty_id": found.pk, "child_id": known.pk if known else ""}
    return render(request, "outofhours/alert.html", context)


@classed("child")
@require_safe
@gzip_page
def child(request: HttpRequest, child_id: str) -> HttpResponse:
    """The 2 a.m. page. The middleware has opened the child before: checked, and written down."""
    viewer = viewer_of(request)
    found = children.child(viewer, child_id)
    if found is None:
        raise NotVisible()
    records: Folding = request.records  # type: ignore[attr-defined]
    return render(request, "outofhours/tonight.html", {"page": tonight.page_of(viewer, found, records)})


@classed("signed-in")
@require_POST
def take(request: HttpRequest, duty_id: str) -> HttpResponse:
    viewer = viewer_of(request)
    found: Duty = open_duty(viewer, Desks(viewer), duty_id)
    try:
        with transaction.atomic():
            taking.take(found, by=viewer)
    except (CannotDo, CannotTake, CannotRecord) as refusal:
        messages.error(request, f"{refusal} Nothing was changed.")
    else:
        messages.success(request, "You have it. The sender sees your name. Ring them now.")
    return redirect("outofhours:alert", found.pk)
