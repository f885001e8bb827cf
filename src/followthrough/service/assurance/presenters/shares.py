"""How does it read what became of all that was shared?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from followthrough.service.agencies.models import Team
from followthrough.service.assurance.checking import EVERY
from followthrough.service.assurance.invariants import INVARIANTS
from followthrough.service.assurance.models import LedgerCheck
from followthrough.service.assurance.reconciling import Tally
from followthrough.service.design import dates
from followthrough.service.design.components import Cell, Table, Tag
from followthrough.service.sharing.models import Leg

STATES = {
    Leg.State.SENT: "Nobody has taken receipt",
    Leg.State.RECEIVED: "Received; not accepted yet",
    Leg.State.ACCEPTED: "Accepted; no outcome yet",
    Leg.State.ACTED: "Acted on; the sender has not said whether it is enough",
}
_HEAD = ("Team", "Sent", "Nobody yet", "Received", "Accepted", "Acted on", "Closed", "Overdue", "Oldest open")


@dataclass(frozen=True)
class SharesPage:
    sentence: str
    tallies: Table
    unstaffed: tuple[str, ...]
    open: Table
    checks: Table
    check_words: str


def shares_page(
    tallies: Sequence[Tally],
    open_legs: Iterable[Leg],
    teams: Mapping[str, Team],
    staffed: frozenset[str],
    check: LedgerCheck | None,
    now: datetime,
) -> SharesPage:
    return SharesPage(
        sentence=_sentence(tallies),
        tallies=_tally_table(tallies, teams, now),
        unstaffed=tuple(str(teams[each.team]) for each in tallies if each.open and each.team not in staffed),
        open=_open_table(open_legs, now),
        checks=_check_table(check),
        check_words=_check_words(check, now),
    )


def _sentence(tallies: Sequence[Tally]) -> str:
    sent, still, closed = (sum(getattr(each, name) for each in tallies) for name in ("sent", "open", "closed"))
    return f"{sent} sent = {still} open + {closed} closed."


def _tally_table(tallies: Sequence[Tally], teams: Mapping[str, Team], now: datetime) -> Table:
    rows = [
        (
            str(teams[each.team]),
            *map(_number, (each.sent, each.nobody_yet, each.received, each.accepted, each.acted, each.closed)),
            Cell(tag=Tag(f"{each.overdue} overdue", "overdue")) if each.overdue else "None",
            dates.near_words(each.oldest_open, now) if each.oldest_open else "None is open",
        )
        for each in tallies
    ]
    return Table("What was sent to each team", _HEAD, tuple(rows), "Nothing was sent yet.")


def _number(number: int) -> Cell:
    return Cell(str(number), is_number=True)


def _open_table(legs: Iterable[Leg], now: datetime) -> Table:
    rows = tuple(
        (
            Cell(leg.share.reference, href=reverse("sharing:share", args=[leg.share.reference])),
            str(leg.team),
            STATES[Leg.State(leg.state)],
            dates.near_words(leg.share.sent_at, now),
        )
        for leg in legs
    )
    return Table(
        "Open shares of your teams, the oldest first",
        ("Share", "With", "How it stands", "Sent"),
        rows,
        "None of your teams’ shares is open.",
    )


def _check_table(check: LedgerCheck | None) -> Table:
    rows = tuple(
        (each.says, Cell(tag=Tag("Does not hold", "overdue") if each.number in check.broken else Tag("Holds", "done")))
        for each in INVARIANTS
        if check is not None and each.sql
    )
    return Table("What is asked of the whole ledger", ("Sentence", "Answer"), rows, "It was not asked yet.")


def _check_words(check: LedgerCheck | None, now: datetime) -> str:
    if check is None:
        return "The first check comes with the next sweep."
    when = dates.near_words(check.at, now)
    if now - check.at > 2 * EVERY:
        return f"Last check: {when}. One should come each hour: tell whoever runs the service."
    return f"Last check: {when}. The next one comes within the hour."
