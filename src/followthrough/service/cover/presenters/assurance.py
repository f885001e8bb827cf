"""How does it read who is there when the offices are shut?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from followthrough.procedures.calendars.daysoff import DaysOff
from followthrough.service.core.viewer import Viewer
from followthrough.service.cover import policies
from followthrough.service.cover.models.assurance import Level, Period
from followthrough.service.cover.queries.assurance import CameIn, Cover, Days, is_over
from followthrough.service.design import dates
from followthrough.service.design.components import Cell, Table, Tag

_HEAD = ("Agency", "Signed", "Who is on duty", "Who can decide", "How to reach them", "How they take over")
_CAME_IN = (
    "Agency",
    "Sent to it",
    "Urgent",
    "Received late",
    "Never received",
    "Gaps not filled in time",
    "Urgent with nobody on duty",
)


@dataclass(frozen=True)
class PeriodPart:
    title: str
    days: str
    sentence: str
    table: Table
    sign_href: str
    report_href: str
    is_over: bool


@dataclass(frozen=True)
class ReportPage:
    title: str
    part: PeriodPart
    gaps: tuple[str, ...]
    came_in: Table | None
    came_in_title: str


def period_title(days: DaysOff) -> str:
    return " and ".join(dict.fromkeys(days.titles))


def period_part(viewer: Viewer, days: Days, now: datetime, today: date) -> PeriodPart:
    period = days.period
    over = is_over(period, today)
    asked = {each.agency.pk for each in days.covers}
    may_sign = not over and policies.can_sign(viewer, period, asked)
    return PeriodPart(
        title=period.title,
        days=f"{dates.day_in_words(period.starts_on)} to {dates.day_in_words(period.ends_on)}",
        sentence=_sentence(days),
        table=Table(f"Cover for {period.title}", _HEAD, tuple(_row(each, now) for each in days.covers), "Nobody."),
        sign_href=reverse("cover:sign", args=[period.pk]) if may_sign else "",
        report_href=reverse("cover:report", args=[period.pk]),
        is_over=over,
    )


def report_page(
    viewer: Viewer, days: Days, last: Period | None, came_in: Mapping[str, CameIn], now: datetime, today: date
) -> ReportPage:
    part = period_part(viewer, days, now, today)
    return ReportPage(
        title=f"Cover for {days.period.title}",
        part=part,
        gaps=tuple(gap for each in days.covers for gap in _gaps(each, now)),
        came_in=_came_in_table(days, last, came_in) if last else None,
        came_in_title=f"What came in over {last.title}, {dates.day_in_words(last.starts_on)}" if last else "",
    )


def for_paper(page: ReportPage) -> dict[str, Any]:
    """The same report as data for a PDF: words alone, one block an agency."""
    head = page.part.table.head
    blocks = [
        {
            "title": _words(row[0]),
            "rows": [{"key": key, "values": [_words(cell)]} for key, cell in zip(head[1:], row[1:], strict=True)],
        }
        for row in page.part.table.rows
    ]
    counted = [
        f"{_words(row[0])}: {_words(row[1])} sent to it, {_words(row[2])} of them urgent; {_words(row[3])} received "
        f"late; {_words(row[4])} never received. {_words(row[5])} gaps were not filled in time; "
        f"{_words(row[6])} urgent shares came while nobody was on duty."
        for row in (page.came_in.rows if page.came_in else ())
    ]
    return {
        "title": page.title,
        "days": page.part.days,
        "sentence": page.part.sentence,
        "gaps": list(page.gaps)
        or ["None: every agency has signed, a manager can decide at any hour, and each rota names somebody."],
        "blocks": blocks,
        "came_in_title": page.came_in_title,
        "came_in": counted,
    }


def _sentence(days: Days) -> str:
    signed = sum(each.signed is not None for each in days.covers)
    return f"{signed} of {len(days.covers)} agencies have signed."


def _row(cover: Cover, now: datetime) -> tuple[Cell | str, ...]:
    signed = cover.signed
    if signed is None:
        return (cover.agency.title, Cell(_due_words(cover, now), tag=_unsigned_tag(cover)), "", "", "", "")
    when = f"{signed.by.name}, {dates.near_words(signed.at, now)}"
    return (
        cover.agency.title,
        Cell(when, tag=Tag("Signed", "done")),
        signed.on_duty,
        Cell(Level(signed.level).label, tag=Tag("Too low", "overdue") if signed.level == Level.ALONE else None),
        signed.reach,
        signed.hand_over,
    )


def _unsigned_tag(cover: Cover) -> Tag:
    return Tag("Overdue", "overdue") if cover.is_overdue else Tag("Not signed", "soon")


def _due_words(cover: Cover, now: datetime) -> str:
    return f"Due {dates.near_words(cover.due_at, now)}" if cover.due_at else ""


def _gaps(cover: Cover, now: datetime) -> list[str]:
    ring = f" Ring {cover.agency.telephone}." if cover.agency.telephone else ""
    empty = [f"{cover.agency.title}, nobody is on the rota: {gap}." for gap in cover.gaps]
    if cover.signed is None:
        when = f" It was due {dates.near_words(cover.due_at, now)}." if cover.due_at and cover.is_overdue else ""
        return [f"{cover.agency.title} has not signed.{when}{ring}", *empty]
    if cover.signed.level == Level.ALONE:
        return [f"{cover.agency.title} has a worker on duty alone: nobody there can decide.{ring}", *empty]
    return empty


def _came_in_table(days: Days, last: Period, came_in: Mapping[str, CameIn]) -> Table:
    rows: list[tuple[Cell | str, ...]] = []
    for each in days.covers:
        counted = came_in.get(each.agency.pk, CameIn(each.agency.pk, 0, 0, 0, 0))
        numbers = (counted.sent, counted.urgent, counted.late, counted.untaken, counted.gaps, counted.unheld)
        rows.append((each.agency.title, *(Cell(str(number), is_number=True) for number in numbers)))
    return Table(f"What came in over {last.title}", _CAME_IN, tuple(rows))


def _words(cell: Cell | str) -> str:
    if isinstance(cell, str):
        return cell
    return ". ".join(filter(None, [cell.tag.text if cell.tag else "", cell.text]))
