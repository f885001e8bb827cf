"""What has the child said, in own words or ways, how freely was it said, and who must hear the child next?"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from followthrough.procedures.explain import occurred_words
from followthrough.procedures.model.event import Subject
from followthrough.service.children.models import Child
from followthrough.service.chronology import hearing
from followthrough.service.chronology.presenters.page import telling_of
from followthrough.service.chronology.presenters.telling import Telling
from followthrough.service.chronology.queries import Entry, chronicle
from followthrough.service.chronology.standing import own_entries
from followthrough.service.core.viewer import Viewer
from followthrough.service.design import dates
from followthrough.service.design.components import Row, Tag
from followthrough.service.ledger import calendar, rulebook
from followthrough.service.ledger.models import Duty
from followthrough.service.ledger.queries import duties_for
from followthrough.service.ledger.same import Folding

THEME = "voice"
SPOKEN = ("in talk", "in writing")  # what was shown is described, not quoted
AGAIN = Tag("Hear the child again", "overdue")


@dataclass(frozen=True)
class Heard:
    """One time that somebody wrote down what the child said. `again` where it was not said freely."""

    words: str
    rows: tuple[Row, ...]
    again: Tag | None
    href: str


@dataclass(frozen=True)
class Awaited:
    """Who must hear the child, and by when."""

    action: str
    href: str
    who: str
    clock: dates.When


@dataclass(frozen=True)
class Voice:
    heard: tuple[Heard, ...]
    awaited: tuple[Awaited, ...]


def voice_of(viewer: Viewer, child: Child, records: Folding | None = None) -> Voice:
    """The latest first: what was heard, and what the child said at visits."""
    subject = Subject("child", child.pk)
    held = chronicle(viewer, subject, records)
    duties = [each for each in _waiting(viewer, subject) if each.procedure in _asked()]
    telling = telling_of(viewer, held, duties, known={child.pk: child.name})
    said = [each for each in own_entries(held) if hearing.is_said(each)]
    return Voice(
        tuple(_heard(each, telling) for each in reversed(said)), tuple(_awaited(each, telling) for each in duties)
    )


def _heard(entry: Entry, telling: Telling) -> Heard:
    event = entry.event
    who = telling.person(str(event.data.get("by", "")))
    by = f"{who}, {telling.agency(event.agency)}" if who else telling.agency(event.agency)
    words = str(event.data.get("words", "")).strip("“” ")
    alone = {True: "Without a carer", False: "With a carer there"}.get(event.data.get("alone"), "Not written down")  # type: ignore[call-overload]
    rows = [
        Row("When and by whom", f"{occurred_words(event, calendar.current())}, by {by}"),
        Row("How", str(event.data.get("how") or "at a visit").capitalize()),
        Row("Alone or not", alone),
        Row("Language", str(event.data.get("language", ""))),
        Row("Interpreter", str(event.data.get("interpreter", "")).capitalize()),
        Row("Why a family member", str(event.data.get("why_family", ""))),
    ]
    return Heard(
        words=f"“{words}”" if event.data.get("how", "in talk") in SPOKEN else words,
        rows=tuple(row for row in rows if row.value),
        again=AGAIN if hearing.needs_hearing_again(entry) else None,
        href=reverse("chronology:entry", args=[telling.child_id, entry.root]),
    )


def _waiting(viewer: Viewer, subject: Subject) -> list[Duty]:
    return list(duties_for(viewer, subject=subject, is_waiting=True).filter(ended_at=None))


def _asked() -> set[str]:
    return {key for key, held in rulebook.current().by_id.items() if held[-1].theme == THEME}


def _awaited(duty: Duty, telling: Telling) -> Awaited:
    href = reverse("worklist:duty", args=[duty.pk])
    return Awaited(duty.action, href, telling.debtor(duty), dates.clock(duty.due_at, telling.now))
