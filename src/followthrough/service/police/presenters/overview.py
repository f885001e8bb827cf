"""Which forms are missing, sent back, or wait for a sergeant? With the clock of each procedure, the soonest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from followthrough.service.agencies.queries import names
from followthrough.service.children import queries as children
from followthrough.service.children.models import Child
from followthrough.service.chronology.presenters.duties import LONG
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.design import dates
from followthrough.service.design.components import Cell, Table
from followthrough.service.ledger.models import Duty, Event
from followthrough.service.ledger.queries import duties_for
from followthrough.service.police import owing
from followthrough.service.sharing.models import Draft

_HEAD = ("Child", "Police reference", "What is missing", "By when", "Who has it")


@dataclass(frozen=True)
class DraftLine:
    id: str
    words: str
    kept: dates.When
    href: str


@dataclass(frozen=True)
class Overview:
    missing: Table
    to_check: Table
    old: Table
    drafts: tuple[DraftLine, ...]


def overview(viewer: Viewer, drafts: Iterable[Draft]) -> Overview:
    now = clock.now()
    owed = duties_for(viewer, is_waiting=True, is_own=True).filter(subject_kind="child", ended_at=None)
    found = [each for each in owed if owing.is_about_forms(each)]
    seen = children.by_any_record(viewer, {each.subject_id for each in found}) if found else {}
    begun = Event.objects.in_bulk({each.trigger for each in found}) if found else {}
    people = names({each.taken_by for each in found if each.taken_by}) if found else {}

    def table(duties: list[Duty], caption: str, empty: str) -> Table:
        rows = tuple(_row(each, seen, begun, people) for each in duties if each.subject_id in seen)
        return Table(caption, _HEAD, rows, empty, is_caption_hidden=True)

    recent = [each for each in found if each.due_at >= now - LONG]
    return Overview(
        missing=table(
            [each for each in recent if owing.wants_form(each)], "Forms that are missing", "None is missing."
        ),
        to_check=table([each for each in recent if owing.wants_check(each)], "Forms to look through", "None waits."),
        old=table([each for each in found if each.due_at < now - LONG], "Overdue for more than 4 weeks", ""),
        drafts=tuple(_draft(each) for each in drafts),
    )


def _row(
    duty: Duty, seen: Mapping[str, Child], begun: Mapping[str, Event], people: Mapping[str, str]
) -> tuple[Cell | str, ...]:
    event = begun.get(duty.trigger)
    number = str(event.data.get("incident", "")) if event else ""
    return (
        Cell(seen[duty.subject_id].name, reverse("police:attendance", args=[seen[duty.subject_id].pk, duty.trigger])),
        number,
        duty.action,
        Cell(when=dates.clock(duty.due_at, clock.now())),
        people.get(duty.taken_by, "Nobody yet"),
    )


def _draft(draft: Draft) -> DraftLine:
    what = draft.data.get("what", {})
    if draft.page == Draft.Page.POLICE_FORM:
        href = reverse("police:form", args=[draft.data["child"], draft.data["attendance"]])
        return DraftLine(draft.pk, "A child’s form", dates.when_short(draft.updated_at), href)
    number = next(iter(what.get("incident", [])), "")
    words = f"Attendance {number}" if number else "An attendance"
    href = reverse("police:draft", args=[draft.pk])
    return DraftLine(draft.pk, words, dates.when_short(draft.updated_at), href)
