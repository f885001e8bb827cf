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
from followthrough.service.chronology.weighing import STRENGTH, WORRY, Weighing
from followthrough.service.design import dates
from followthrough.service.design.components import Tag
from followthrough.service.ledger.models.event import SEALED_CLASSES, SHARED, Handling


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
class Beside:
    """An entry that says otherwise, and why."""

    number: str
    title: str
    href: str
    words: str


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
    tags: tuple[Tag, ...] = ()
    weights: tuple[str, ...] = ()  # what each agency said that it means
    contradicts: tuple[Beside, ...] = ()
    readers: str = ""  # who may read it, where that is not everybody who works with the child
    unseen: str = ""  # for how long nobody had seen the child when it happened

    @property
    def is_corrected(self) -> bool:
        return bool(self.before) and not self.is_taken_back


def weighed_row(entry: Entry, weighing: Weighing, telling: Telling, calendar: Calendar, unseen: str = "") -> EntryRow:
    """With what was said of it, and who may read it."""
    plain, words = row_of(entry, weighing.chronicle, telling, calendar), weighing.words.get(entry.root, ())
    shows = weighing.shows(entry)
    tags = [Tag("Significant", "signal")] if weighing.is_significant(entry) else []
    helps = "Strength" if any(each.event.data["shows"] == STRENGTH for each in words) else "Something that helps"
    tags += [Tag("Worry")] if WORRY in shows else []
    tags += [Tag(helps, "done")] if STRENGTH in shows else []
    return replace(
        plain,
        tags=tuple(tags),
        weights=tuple(_weight(each, telling) for each in words),
        contradicts=tuple(
            Beside(
                found.other.number,
                telling.kind(found.other.event),
                reverse("chronology:entry", args=[telling.child_id, found.other.root]),
                f"{found.said.event.data['why']} ({_by(found.said, telling)})",
            )
            for found in weighing.contradictions.get(entry.root, ())
        ),
        readers=readers_words(entry.row.handling, entry.row.record_class),
        unseen=unseen,
    )


def _weight(said: Entry, telling: Telling) -> str:
    """“He was cold all night.” Seen or heard by whoever wrote it; confirmed (Nurse, Hospital, 3 Mar 2013)"""
    data = said.event.data
    how = "; ".join(str(data[name]) for name in ("known_as", "certainty") if data.get(name))
    parts = [str(data.get("impact", "")).strip(), how[:1].upper() + how[1:]]
    told = " ".join(f"{each.rstrip('.')}." for each in parts if each)
    return (
        f"{told} ({_by(said, telling)})" if told else f"{str(data['significance']).capitalize()} ({_by(said, telling)})"
    )


def _by(said: Entry, telling: Telling) -> str:
    who = telling.person(str(said.event.data.get("by", "")))
    on = dates.short_day(said.event.recorded_at.astimezone(dates.LONDON).date())
    return ", ".join(filter(None, (who, telling.agency(said.event.agency), on)))


def readers_words(handling: str, record_class: str) -> str:
    """Empty where everybody who works with the child may read it."""
    said = "" if handling == SHARED else Handling(handling).label if handling in Handling.values else handling
    kept = "" if record_class in _USUAL else RecordClass(record_class).label
    return ". ".join(filter(None, (said, kept)))


_USUAL = (RecordClass.CORE, RecordClass.NARRATIVE)


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
