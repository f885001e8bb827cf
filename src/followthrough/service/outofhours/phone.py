"""What does somebody on duty see first on a phone? The concern, whom to ring, and one button: I have it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from followthrough.service.agencies.models import Practitioner, Team
from followthrough.service.agencies.ringing import to_ring
from followthrough.service.children.models import Child
from followthrough.service.core.viewer import Viewer
from followthrough.service.design import dates
from followthrough.service.ledger.models import Duty
from followthrough.service.ledger.notices import reference
from followthrough.service.sharing.models import Asks, Leg, Share
from followthrough.service.sharing.presenters import choices
from followthrough.service.sharing.presenters.words import interpreter_words
from followthrough.service.worklist.presenters import words as duty_words


@dataclass(frozen=True)
class Number:
    """`href` dials it."""

    title: str
    telephone: str
    note: str = ""

    @property
    def href(self) -> str:
        return "tel:" + re.sub(r"[^\d+]", "", self.telephone)


@dataclass(frozen=True)
class Alert:
    """`held` says who has it, in one sentence; `can_take` whether the reader may press the button."""

    reference: str
    title: str
    about: str
    clock: dates.When | None
    held: str
    is_held: bool
    can_take: bool
    whole_href: str
    concern: str = ""
    asks: str = ""
    sender: str = ""
    spoke_to: str = ""
    language: str = ""
    numbers: tuple[Number, ...] = ()


@dataclass(frozen=True)
class Line:
    href: str
    title: str
    about: str
    clock: dates.When
    held: str


def alert(
    duty: Duty,
    *,
    share: Share | None,
    leg: Leg | None,
    teams: Iterable[Team],
    child: Child | None,
    names: Mapping[str, str],
    can_take: bool,
    is_waiting: bool,
    now: datetime,
) -> Alert:
    whole = reverse("sharing:share", args=[share.reference]) if share else reverse("worklist:duty", args=[duty.pk])
    holder, since = _holder(duty, leg)
    return Alert(
        reference=share.reference if share else reference(duty.pk),
        title=duty.action,
        about=_about(duty, share, child),
        clock=dates.clock(duty.due_at, now) if is_waiting else None,
        held=f"{names.get(holder, 'Somebody')} has it, since {since}." if holder else "Nobody has this yet.",
        is_held=bool(holder),
        can_take=can_take,
        whole_href=whole,
        concern=share.words if share else "",
        asks=choices.ASKS_WORDS[Asks(share.asks)] if share else "",
        sender=f"{share.sender.name}, {share.sender_team}, {dates.in_words(share.sent_at)}" if share else "",
        spoke_to=share.spoke_to if share else "",
        language=interpreter_words(share.language, share.interpreter_needed) if share else "",
        numbers=_numbers(share.sender, share.sender_team, teams, now) if share else (),
    )


def lines(duties: Iterable[Duty], children: Mapping[str, Child], names: Mapping[str, str], now: datetime) -> list[Line]:
    return [
        Line(
            href=reverse("outofhours:alert", args=[duty.pk]),
            title=duty.title,
            about=duty_words.about(duty, children)[0],
            clock=dates.clock(duty.due_at, now),
            held=f"{names.get(duty.taken_by, 'Somebody')} has it" if duty.taken_by else "Nobody has this yet",
        )
        for duty in duties
    ]


def may_answer(viewer: Viewer, leg: Leg) -> bool:
    return leg.state == Leg.State.SENT and leg.team.key in viewer.teams


def _about(duty: Duty, share: Share | None, child: Child | None) -> str:
    if share is not None:
        return choices.child_line(share.child.name, share.child.born_on, share.age_note)
    return duty_words.about(duty, {child.pk: child} if child else {})[0]


def _holder(duty: Duty, leg: Leg | None) -> tuple[str, str]:
    """Who took receipt, or else who took the duty; with since when."""
    taken = next((step for step in leg.steps if step["step"] == "received"), None) if leg else None
    if taken is not None:
        return taken["by"], dates.in_short(datetime.fromisoformat(taken["at"]))
    return duty.taken_by, dates.in_short(duty.taken_at) if duty.taken_at else ""


def _numbers(sender: Practitioner, team: Team, teams: Iterable[Team], now: datetime) -> tuple[Number, ...]:
    own = [Number(sender.name, sender.telephone)] if sender.telephone else []
    ring = to_ring(team, teams, now)
    there = [Number(ring.title, ring.telephone, ring.shut or ring.note)] if ring.telephone else []
    return (*own, *there)
