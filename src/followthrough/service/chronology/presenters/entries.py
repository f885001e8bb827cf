"""How does the chronology read as a table? One row for each thing that happened, in the order of time.

What is most private, such as where a child is placed, is not spelled out in the table, which others on a ward can see
on the screen or find on the printer: it stands on the page of its entry, for whoever opens that.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.urls import reverse

from followthrough.procedures.calendars import Calendar
from followthrough.procedures.explain import occurred_words
from followthrough.procedures.model.event import Event
from followthrough.service.access.models import RecordClass
from followthrough.service.chronology import reasons
from followthrough.service.chronology.presenters.telling import Telling
from followthrough.service.chronology.queries import Chronicle, Entry
from followthrough.service.design import dates
from followthrough.service.ledger.models.event import SEALED_CLASSES


@dataclass(frozen=True)
class Said:
    """One version of an entry: what it says, who wrote it when, and why it replaced the one before."""

    title: str
    when: str
    lines: tuple[str, ...]
    gist: tuple[str, ...]
    agency: str
    recorded: str
    reason: str = ""
    is_taken_back: bool = False


@dataclass(frozen=True)
class EntryRow:
    number: str
    anchor: str
    href: str
    agency: str
    said: Said
    precision: str
    whose: str
    known_to: tuple[str, ...]
    before: tuple[Said, ...]
    is_taken_back: bool

    @property
    def is_corrected(self) -> bool:
        return bool(self.before) and not self.is_taken_back


def rows_of(entries: list[Entry], chronicle: Chronicle, telling: Telling, calendar: Calendar) -> tuple[EntryRow, ...]:
    return tuple(row_of(each, chronicle, telling, calendar) for each in entries)


def row_of(entry: Entry, chronicle: Chronicle, telling: Telling, calendar: Calendar) -> EntryRow:
    told = versions_of(entry, chronicle, telling, calendar)
    classes = [chronicle.rows[member.id].record_class for member in entry.chain.members]
    versions = tuple(_in_table(said, record_class) for said, record_class in zip(told, classes, strict=True))
    return EntryRow(
        number=entry.number,
        anchor=anchor_of(entry),
        href=reverse("chronology:entry", args=[telling.child_id, entry.root]),
        agency=telling.agency(entry.event.agency),
        said=versions[-1],
        precision=precision_words(entry.stood),
        whose=telling.whose(entry.event),
        known_to=tuple(f"{telling.agency(agency)}" for agency, _ in known_to(entry, telling)),
        before=versions[:-1],
        is_taken_back=entry.is_taken_back,
    )


def is_kept_off_tables(record_class: str) -> bool:
    return record_class in SEALED_CLASSES


def _in_table(said: Said, record_class: str) -> Said:
    if not (is_kept_off_tables(record_class) and said.lines):
        return said
    instead = (f"{RecordClass(record_class).label}: open the entry to read it.",)
    return replace(said, lines=instead, gist=instead, reason="")


def versions_of(entry: Entry, chronicle: Chronicle, telling: Telling, calendar: Calendar) -> tuple[Said, ...]:
    """Oldest first."""
    return tuple(
        Said(
            title=telling.kind(member),
            when=occurred_words(member, calendar),
            lines=() if member.is_retraction else telling.lines(member),
            gist=() if member.is_retraction else telling.gist(member),
            agency=telling.agency(member.agency),
            recorded=telling.recorded(chronicle.rows[member.id]),
            reason=reasons.split(member.text)[1],
            is_taken_back=member.is_retraction,
        )
        for member in entry.chain.members
    )


def known_to(entry: Entry, telling: Telling) -> list[tuple[str, str]]:
    """Which agencies have it, in order of when they came to know, and since when."""
    agencies = {agency for member in entry.chain.members for agency in member.known}
    # While a clock stands still, what was recorded just now stands a tick after it.
    as_of = max(telling.now, entry.event.recorded_at)
    since = {agency: entry.chain.known_at(agency, as_of) for agency in agencies}
    ordered = sorted((at, agency) for agency, at in since.items() if at is not None)
    return [(agency, dates.in_short(at)) for at, agency in ordered]


def precision_words(event: Event) -> str:
    """How exactly it is known when it happened; empty for a minute."""
    if event.is_exact:
        return ""
    first, last = (at.astimezone(dates.LONDON).date() for at in (event.occurred_from, event.occurred_to))
    return "day known, time not" if first == last else "time not exact"


def anchor_of(entry: Entry) -> str:
    return f"entry-{entry.number}"
