"""Which lists does the home page show to this person? Read once for all of them, in a bounded number of questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from followthrough.service.agencies import queries as agencies
from followthrough.service.children.models import Child
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.design import dates
from followthrough.service.design.components import Cell, DutyCard, Table
from followthrough.service.ledger.models import Duty
from followthrough.service.sharing.addressing import title
from followthrough.service.sharing.models import Asks, Leg
from followthrough.service.sharing.projecting import taken
from followthrough.service.triage.presenters import Line, lines
from followthrough.service.triage.queries import waiting
from followthrough.service.worklist import disputes, queries
from followthrough.service.worklist.desks import Desks
from followthrough.service.worklist.presenters import words
from followthrough.service.worklist.presenters.home import Shelf, addressed_to, climbed_table

MOST = 1000
MISSING = {
    Leg.State.SENT: "Nobody has said that they have it",
    Leg.State.RECEIVED: "Received; not accepted yet",
    Leg.State.ACCEPTED: "Accepted; no outcome yet",
}


@dataclass(frozen=True)
class Alarm:
    """An urgent share of ours that nobody has received."""

    text: str
    ring: str
    href: str
    reference: str


@dataclass(frozen=True)
class Held:
    """An urgent share of ours that a named person has taken: who, when, and what they said they will do."""

    text: str
    share: str
    href: str
    reference: str


@dataclass(frozen=True)
class HomePage:
    untaken: tuple[DutyCard, ...]
    taken: tuple[DutyCard, ...]
    long_overdue: tuple[DutyCard, ...]
    climbed: Table | None
    waiting: Table | None
    alarms: tuple[Alarm, ...]
    held: tuple[Held, ...]
    in_pieces: tuple[Line, ...]
    is_mine: bool
    has_more: bool

    @property
    def tonight(self) -> int:
        return len(self.untaken) + len(self.taken)

    @property
    def owed(self) -> int:
        return self.tonight + len(self.long_overdue)


def homepage(viewer: Viewer, desks: Desks, *, is_mine: bool, shows_all: bool) -> HomePage:
    most = MOST if shows_all else queries.AT_ONCE
    owed = queries.listed(queries.owed(viewer, desks, is_mine=is_mine), most=most)
    long_overdue = queries.listed(queries.owed(viewer, desks, is_mine=is_mine, is_long_overdue=True), most=most)
    climbed = queries.climbed(viewer, desks)
    awaited = queries.waited_for(viewer)
    every = [*owed.duties, *long_overdue.duties, *(rung.duty for rung in climbed)]
    shelf = _shelf(viewer, desks, every, awaited, is_mine)
    return HomePage(
        untaken=tuple(shelf.card(each) for each in owed.duties if not each.taken_by),
        taken=tuple(shelf.card(each) for each in owed.duties if each.taken_by),
        long_overdue=tuple(shelf.card(each) for each in long_overdue.duties),
        climbed=climbed_table(climbed, shelf) if climbed else None,
        waiting=_waiting_table(awaited, shelf) if awaited else None,
        alarms=tuple(_alarm(each, shelf) for each in awaited if _is_alarming(each)),
        held=tuple(_held(each, shelf) for each in awaited if _is_urgent(each) and taken(each.leg)),
        in_pieces=lines(waiting(viewer)),
        is_mine=is_mine,
        has_more=owed.has_more or long_overdue.has_more,
    )


def _shelf(viewer: Viewer, desks: Desks, duties: list[Duty], awaited: list[queries.Awaited], is_mine: bool) -> Shelf:
    children: Mapping[str, Child] = queries.children_of(viewer, duties, (each.leg.share.child_id for each in awaited))
    triggers = queries.triggers(duties) if duties else {}
    people = (
        {each.taken_by for each in duties if each.taken_by}
        | addressed_to(triggers.values())
        | {step["by"] for each in awaited for step in each.leg.steps if step["step"] in ("received", "accepted")}
    )
    return Shelf(
        viewer=viewer,
        desks=desks,
        now=clock.now(),
        children=children,
        triggers=triggers,
        names=agencies.names(people) if people else {},
        disputes=disputes.behind(duties),
        back_to=reverse("worklist:home") + ("?show=mine" if is_mine else ""),
    )


def _waiting_table(awaited: list[queries.Awaited], shelf: Shelf) -> Table:
    rows = []
    for each in awaited:
        share, team = each.leg.share, each.leg.team
        child = shelf.children.get(share.child_id)
        due = dates.clock(each.duty.due_at, shelf.now) if each.duty else None
        rows.append(
            (
                Cell(title(team, each.leg.role, each.leg.person), words.address("sharing:share", share.reference)),
                f"{child.name}, {share.reference}" if child else share.reference,
                _missing(each, shelf),
                Cell(when=due) if due else "No clock runs",
                words.ringing(team, shelf.desks, shelf.now).line,
            )
        )
    return Table(
        caption="What we are waiting for",
        head=("From whom", "About", "What is missing", "By when", "Ring"),
        rows=tuple(rows),
        is_caption_hidden=True,
    )


def _missing(awaited: queries.Awaited, shelf: Shelf) -> str:
    """What has not come yet; and who has it, where somebody does."""
    who = f"{_taken_words(awaited.leg, shelf)}. " if taken(awaited.leg) else ""
    is_unanswered = awaited.leg.share.is_request and awaited.leg.state == Leg.State.RECEIVED
    missing = "Not answered yet" if is_unanswered else MISSING.get(Leg.State(awaited.leg.state), awaited.leg.state)
    return f"{who}{missing}"


def _taken_words(leg: Leg, shelf: Shelf) -> str:
    """Taken today 19:12 by Priya Sandhu: “visiting tonight”"""
    held = taken(leg)
    assert held is not None
    step, doing = held
    at = dates.near_words(datetime.fromisoformat(step["at"]), shelf.now)
    said = f": “{doing}”" if doing else ""
    return f"Taken {at} by {shelf.names.get(step['by'], 'somebody')}{said}"


def _is_urgent(awaited: queries.Awaited) -> bool:
    return awaited.leg.share.asks == Asks.URGENT


def _is_alarming(awaited: queries.Awaited) -> bool:
    return _is_urgent(awaited) and awaited.leg.state == Leg.State.SENT


def _held(awaited: queries.Awaited, shelf: Shelf) -> Held:
    share = awaited.leg.share
    return Held(
        text=f"{_taken_words(awaited.leg, shelf)}.",
        share=f"Your urgent share {share.reference} to {awaited.leg.team}. {MISSING[Leg.State(awaited.leg.state)]}.",
        href=words.address("sharing:share", share.reference),
        reference=share.reference,
    )


def _alarm(awaited: queries.Awaited, shelf: Shelf) -> Alarm:
    share, leg, team = awaited.leg.share, awaited.leg, awaited.leg.team
    return Alarm(
        text=f"Nobody has this: your urgent share {share.reference} to {title(team, leg.role, leg.person)}",
        ring=words.unbroken(words.ringing(team, shelf.desks, shelf.now).words),
        href=words.address("sharing:share", share.reference),
        reference=share.reference,
    )
