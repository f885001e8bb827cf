"""How does one share read for somebody who sees nothing else; and how do the organisations read?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.urls import reverse

from followthrough.service.agencies.models import Outside, Team
from followthrough.service.agencies.ringing import to_ring
from followthrough.service.design import dates
from followthrough.service.design.components import Cell, Row, Table, Tag
from followthrough.service.outside import queries
from followthrough.service.sharing.models import Asks, Leg
from followthrough.service.sharing.presenters import choices
from followthrough.service.sharing.presenters.words import interpreter_words

DONE: Final = {
    "receive": "Thank you. The sender sees your name, and that you have it.",
    "act": "Thank you. The sender sees what you did.",
    "ask": "Your question is with the sender.",
}
STATES: Final = {
    Leg.State.SENT: "Nobody at your organisation has said yet that they have this.",
    Leg.State.RECEIVED: "Received. The sender knows.",
    Leg.State.ACCEPTED: "Accepted. The sender waits to hear what you did.",
    Leg.State.ACTED: "You have said what you did.",
    Leg.State.CONFIRMED: "The sender has read what you did. Nothing more is needed.",
    Leg.State.WITHDRAWN: "The sender has taken this back. Nothing is needed.",
}


@dataclass(frozen=True)
class Page:
    reference: str
    about: str
    state: str
    is_received: bool
    name: str
    words: str
    rows: tuple[Row, ...]
    ring: str
    ring_href: str


def page(found: queries.Behind, teams: Sequence[Team], name: str, now: datetime) -> Page:
    share, leg = found.share, found.leg
    ringing = to_ring(share.sender_team, teams, now)
    rows = [
        Row("From", f"{share.sender.name}, {share.sender_team}"),
        Row("Sent", dates.in_words(share.sent_at)),
        Row("What is asked", choices.ASKS_WORDS[Asks(share.asks)]),
        Row("Language", interpreter_words(share.language, share.interpreter_needed)),
        Row("The family knows", "Yes" if share.family_told else f"No. {share.why_not_told}"),
    ]
    return Page(
        reference=share.reference,
        about=choices.child_line(share.child.name, share.child.born_on, share.age_note),
        state=STATES.get(Leg.State(leg.state), ""),
        is_received=leg.state != Leg.State.SENT,
        name=name,
        words=share.words,
        rows=tuple(rows),
        ring=ringing.line,
        ring_href="tel:" + re.sub(r"[^\d+]", "", ringing.telephone),
    )


def organisations(found: Iterable[Outside], today: date, *, can_enter: bool) -> Table:
    rows = tuple(_organisation(each, today, can_enter) for each in found)
    return Table(
        "Organisations without an account",
        ("Name", "E-mail", "To ring", "Mobile for codes", "Numbers checked"),
        rows,
        "None has been entered yet.",
        is_caption_hidden=True,
    )


def _organisation(each: Outside, today: date, can_enter: bool) -> tuple[Cell | str, ...]:
    href = reverse("outside:numbers", args=[each.team.agency_id]) if can_enter else ""
    checked = f"{dates.day_in_words(each.checked_on)}, by {each.checked_by.name}"
    old = queries.is_old(each, today)
    return (
        Cell(each.team.agency.title, href=href),
        each.team.email,
        each.team.telephone,
        f"ends in {each.code_number[-3:]}",
        Cell(checked, tag=Tag("Check again", "soon")) if old else checked,
    )
