"""How does a case of a list read? Always with the day for which the list speaks, and plainly when that is long ago."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.urls import reverse

from followthrough.service.caseload.legal import words_of
from followthrough.service.caseload.models import Case, CaseList, Delivery
from followthrough.service.caseload.reading import FIELDS, Said
from followthrough.service.children.presenters import birthday
from followthrough.service.core import clock
from followthrough.service.design import dates
from followthrough.service.design.components import Cell, Row, Table, Tag, TimelineEntry

STALE_AFTER: Final = timedelta(days=2)  # our default: a list comes each night
STEPS: Final = {
    "matched": "Matched to a child",
    "unmatched": "It was another child",
    "looked at again": "It is the same child",
    "parted": "Two records that were taken for one child’s were parted",
}
_CHANGES: Final = ("worker", "worker_team", "legal", "plan", "review_on", "closed_on")


def is_stale(case: Case, now: datetime) -> bool:
    return now - case.as_of > STALE_AFTER


def rows_of(cases: Iterable[Case], titles: Mapping[str, str]) -> tuple[Row, ...]:
    """One row for each case, headed by whose list it is, for a child's page and for a share."""
    now = clock.now()
    return tuple(
        Row(
            f"{titles.get(case.agency, case.agency)}’s list",
            values=(as_of_words(case, now), *lines_of(case)),
            tag=tag_of(case, now),
        )
        for case in cases
    )


def lines_of(case: Case) -> tuple[str, ...]:
    """Each fact in a line of its own."""
    said = case.said
    found = [
        ("Allocated worker", _worker(said) or "nobody is named"),
        ("Legal status", words_of(said["legal"]) if said.get("legal") else "not said"),
        ("Plan", _plan(said)),
        ("Case number", case.number),
        ("Case closed", _day(said, "closed_on")),
    ]
    lines = [f"{label}: {words}" for label, words in found if words]
    if case.absent_since:
        lines.append(f"Not in the list since {dates.short_day(_on(case.absent_since))}. It says what stood last.")
    return (*lines, *([case.doubt] if case.doubt else []))


def as_of_words(case: Case, now: datetime) -> str:
    words = f"As of {dates.in_short(case.as_of)}"
    return f"{words}, {dates.span_words(now - case.as_of)} ago" if is_stale(case, now) else words


def tag_of(case: Case, now: datetime) -> Tag | None:
    if case.absent_since:
        return Tag("Not in the list now", "signal")
    return Tag("May be out of date", "overdue") if is_stale(case, now) else None


def changes(case: Case) -> tuple[TimelineEntry, ...]:
    """What stood before, the latest first: only what a person would ask for."""
    found = []
    for was in case.before:
        words = [f"{FIELDS[name]}: {_fact(was['said'], name)}" for name in _CHANGES if was["said"].get(name)]
        until = f"As of {dates.in_short(datetime.fromisoformat(was['to']))}"
        found.append(TimelineEntry(until, dates.when_short(datetime.fromisoformat(was["from"])), text="; ".join(words)))
    return tuple(found)


def history(case: Case, names: Mapping[str, str]) -> tuple[TimelineEntry, ...]:
    return tuple(
        TimelineEntry(
            STEPS.get(each["step"], each["step"]),
            dates.when_short(datetime.fromisoformat(each["at"])),
            by=names.get(each["by"], "By the number that a person had confirmed"),
            text=each.get("reason", "") or each.get("doubt", ""),
        )
        for each in reversed(case.steps)
    )


def unmatched_table(cases: Iterable[Case], caption: str) -> Table:
    rows = tuple(
        (
            Cell(case.number, href=reverse("caseload:case", args=[case.pk])),
            case.said.get("name", ""),
            birthday(case.born_on),
            case.said.get("worker", ""),
            case.doubt or _legal(case.said),
        )
        for case in cases
    )
    head = ("Case number", "Child", "Born", "Allocated worker", "Legal status")
    return Table(caption, head, rows, "There is none.", is_caption_hidden=True)


def matched_table(cases: Iterable[Case]) -> Table:
    now = clock.now()
    rows = tuple(
        (
            Cell(case.number, href=reverse("caseload:case", args=[case.pk])),
            str(case.child),
            _worker(case.said),
            _legal(case.said),
            Cell("", tag=Tag("Look at this", "overdue")) if case.doubt else Cell("", tag=tag_of(case, now)),
        )
        for case in cases
    )
    head = ("Case number", "Child", "Allocated worker", "Legal status", "State")
    return Table("Matched to a child", head, rows, "None is matched to a child that you may see.", True)


def files_table(files: Iterable[Delivery]) -> Table:
    rows = tuple(
        (
            Cell(dates.in_short(each.as_of), href=reverse("caseload:file", args=[each.pk])),
            each.get_came_by_display(),
            Cell(str(each.rows), is_number=True),
            _what_became(each),
        )
        for each in files
    )
    head = ("As of", "How it came", "Rows", "What became of it")
    return Table("The last files", head, rows, "No file has come yet.", is_caption_hidden=True)


def state_rows(held: CaseList, next_at: datetime | None) -> tuple[Row, ...]:
    """How the list stands, for those who look after it."""
    now = clock.now()
    came = f"As of {dates.in_words(held.as_of)}" if held.as_of else "No list has come yet"
    tag = Tag("The list is missing", "overdue") if held.failure else None
    if not tag and held.as_of and now - held.as_of > STALE_AFTER:
        tag = Tag("May be out of date", "overdue")
    rows = [Row("The list", came, tag=tag)]
    rows += [Row("What went wrong", held.problem)] if held.problem else []
    rows.append(Row("Who looks after it", f"{held.owner.name}, {held.team.title}"))
    waits = f"Each day by {held.due_by:%H:%M}. The next by {dates.near_words(next_at, now)}" if next_at else ""
    rows.append(Row("When it has to be here", waits or "Nobody waits for it: it is brought by hand"))
    return tuple(rows)


def case_rows(case: Case) -> tuple[Row, ...]:
    """Everything that the list says of a case."""
    now = clock.now()
    rows = [Row("The list", as_of_words(case, now), tag=tag_of(case, now))]
    rows += [Row(title, _fact(case.said, name)) for name, title in FIELDS.items() if case.said.get(name)]
    return tuple(rows)


def preview_rows(lines: Iterable[Any]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            str(line.number),
            line.said["number"],
            line.said["name"],
            birthday(date.fromisoformat(line.said["born_on"]) if line.said.get("born_on") else None),
            _worker(line.said),
            _legal(line.said),
            _plan(line.said),
        )
        for line in lines
        if line.said
    )


PREVIEW_HEAD: Final = ("Row", "Case number", "Child", "Born", "Allocated worker", "Legal status", "Plan")


def _what_became(file: Delivery) -> Cell:
    if file.taken_at is None:
        return Cell("It waits for you to look at it", tag=Tag("Not taken in", "due"))
    faulty = f", {len(file.faults)} with a mistake" if file.faults else ""
    return Cell(f"{file.new} new, {file.changed} changed, {file.gone} no longer in it{faulty}")


def _worker(said: Said) -> str:
    parts = (said.get("worker", ""), said.get("worker_team", ""), said.get("worker_telephone", ""))
    return ", ".join(each for each in parts if each)


def _legal(said: Said) -> str:
    return words_of(said["legal"]) if said.get("legal") else ""


def _plan(said: Said) -> str:
    review = _day(said, "review_on")
    return ", ".join(filter(None, (said.get("plan", ""), f"review on {review}" if review else "")))


def _fact(said: Said, name: str) -> str:
    return _day(said, name) if name.endswith("_on") else _legal(said) if name == "legal" else said.get(name, "")


def _day(said: Said, name: str) -> str:
    return dates.short_day(date.fromisoformat(said[name])) if said.get(name) else ""


def _on(at: datetime) -> date:
    return at.astimezone(dates.LONDON).date()


def numbered(faults: Iterable[Any]) -> Iterator[tuple[int, str]]:
    return ((int(number), str(words)) for number, words in faults)
