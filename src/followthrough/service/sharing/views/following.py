"""The page of one share, and what is done on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from followthrough.procedures.model.event import Subject
from followthrough.service.access.policies import NotVisible, can_see_child
from followthrough.service.access.routes import classed, viewer_of
from followthrough.service.agencies import queries as agencies
from followthrough.service.agencies.models import Team
from followthrough.service.attachments import presenters as attachments
from followthrough.service.attachments import queries as attached
from followthrough.service.caseload import elsewhere
from followthrough.service.children.presenters import page_of
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger import calendar, rulebook, same
from followthrough.service.ledger.actions import CannotRecord
from followthrough.service.sharing import actions, policies, queries
from followthrough.service.sharing.forms import ANSWERS, AnswerForm
from followthrough.service.sharing.models import Leg, Share
from followthrough.service.sharing.presenters import page, shared
from followthrough.service.sharing.presenters.choices import own_area_first
from followthrough.service.sharing.presenters.telling import Telling
from followthrough.service.sharing.suggesting import stand_in
from followthrough.service.sharing.views.opening import open_share

_DONE = {
    "receive": "You have taken receipt. The sender sees your name.",
    "accept": "Accepted. The sender sees it.",
    "redirect": "Passed on. The sender sees to whom, and why.",
    "act": "Recorded. The sender is told.",
    "confirm": "Your answer is recorded.",
    "chase": "The call is recorded.",
    "widen": "Sent to them as well. You follow both here.",
    "withdraw": "Taken back. Nobody has to act on it now. All who had it are told.",
    "correct": "Recorded. All who have it are told, and must say that they have read it.",
    "acknowledge": "Recorded. The sender sees that you have read it.",
    "answer": "Recorded. Whoever asked reads it.",
    "answer_in_part": "Recorded. Whoever asked reads it. The rest is still owed.",
    "refuse": "Recorded. Whoever asked, and the leads of both agencies, hear of it.",
    "write_down": "Recorded. They read it here.",
    "ask": "Asked. The sender sees it, and has a time to answer.",
    "reply": "Answered. They see it here.",
    "tell": "Recorded. The sender sees it.",
}
# The sender waits until something is overdue, so these stay folded till then.
_CAN_WAIT = ("chase", "widen", "correct", "withdraw")
_DO: dict[str, Any] = {name: getattr(actions, name) for name in ANSWERS}


@classed("signed-in")
@require_http_methods(["GET", "HEAD"])
def share(request: HttpRequest, reference: str) -> HttpResponse:
    viewer = viewer_of(request)
    return _page(request, viewer, open_share(viewer, reference))


@classed("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, reference: str, leg_id: str, name: str) -> HttpResponse:
    """One small form. What cannot be done is said on the page of the share, which shows how it stands by now."""
    viewer = viewer_of(request)
    if request.method != "POST":
        return redirect("sharing:share", reference)
    found = open_share(viewer, reference)
    leg = next((each for each in queries.legs(found) if each.pk == leg_id), None)
    if leg is None:
        raise NotVisible()
    form = answer_form(name, leg, list(agencies.teams()), request.POST)
    if not form.is_valid():
        return _page(request, viewer, found, form)
    try:
        _DO[name](leg_id=leg.pk, by=viewer, **form.cleaned)
    except (policies.CannotDo, CannotRecord) as error:
        subject = Subject("child", found.child_id)
        audit.record_apart(f"share.{name}", by=viewer, subject=subject, detail={"leg": leg.pk}, outcome="refused")
        form.add_error(None, str(error))
        return _page(request, viewer, found, form)  # it shows the share: that this was read must stay written down
    messages.success(request, _DONE[name])
    return redirect("sharing:share", found.reference)


def answer_form(name: str, leg: Leg, teams: Sequence[Team], posted: Any = None) -> AnswerForm:
    """`teams` are those that a leg may be passed on to. For one whose team is not there, who is stands chosen."""
    more: dict[str, Any] = {}
    if name in ("redirect", "widen"):
        more["teams"] = [(team.key, str(team)) for team in own_area_first(teams) if team.key not in leg.share.teams]
    if name == "widen" and (there := stand_in(leg.team, teams, clock.now())) is not None:
        more["initial"] = {"team": there.key}
    return ANSWERS[name](posted, prefix=f"{name}-{leg.pk[:6]}", **more)


def _page(request: HttpRequest, viewer: Viewer, found: Share, failed: AnswerForm | None = None) -> HttpResponse:
    legs = queries.legs(found)
    sees_child = can_see_child(viewer, found.child_id)
    clocks = queries.clocks(viewer, found, legs)
    teams = list(agencies.teams())
    request.teams = teams  # type: ignore[attr-defined]
    titles = {team.agency_id: team.agency.title for team in teams}
    tell = Telling(
        share=found,
        now=clock.now(),
        names=agencies.names({step["by"] for leg in legs for step in leg.steps} | {found.sender_id}),
        teams=teams,
        seats=agencies.seats_of({(rung.tell_agency, rung.tell_role) for each in clocks for rung in each.told}),
        rules=rulebook.current(),
        calendar=calendar.current(),
    )
    shown = [
        page.leg_shown(
            leg,
            [each for each in clocks if each.leg == leg.pk],
            tell,
            is_own=policies.can_answer(viewer, leg),
        )
        for leg in legs
    ]
    for each in shown:
        each.answers.extend(_answers(viewer, each, teams, failed))
    context = {
        "share": found,
        "legs": shown,
        "rows": shared.rows(tell, queries.carried(found) if sees_child else []),
        "elsewhere": elsewhere.rows_of(same.folding([found.child_id]).ids, titles) if sees_child else (),
        "files": attachments.files(attached.of_share(viewer, found.pk, found.items)),
        "child_href": page_of(found.child) if sees_child else "",
        "fact_href": shared.fact_page(found) if sees_child else "",
        "form": failed,
        "chain": shared.chain(legs, tell),
    }
    return render(request, "sharing/share.html", context)


def _answers(
    viewer: Viewer, shown: page.LegShown, teams: list[Team], failed: AnswerForm | None
) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    leg = shown.leg
    for name in policies.answers(viewer, leg):
        form = answer_form(name, leg, teams)
        is_failed = failed is not None and failed.prefix == form.prefix
        found.append(
            {
                "form": failed if is_failed else form,
                "url": f"sharing:act-{name}",
                "is_open": is_failed or _stands_open(name, shown, is_first=not found),
                "is_first": not found,
            }
        )
    return found


def _stands_open(name: str, shown: page.LegShown, *, is_first: bool) -> bool:
    """What to do next; and while nobody has an urgent share, whom the sender has spoken to."""
    if name == "chase" and shown.nobody:
        return True
    return is_first and (shown.is_overdue or name not in _CAN_WAIT)
