"""How does a report become a page, and papers? The same sections for all of them; only a page has links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse

from followthrough.pictures.bars import Pair, pairs
from followthrough.procedures.model.answer import DutyState
from followthrough.service.board.content import HIDDEN_NOTE, Grid, Report, Section
from followthrough.service.board.counting import Counts
from followthrough.service.board.figures import Definition
from followthrough.service.design import dates
from followthrough.service.design.components import Cell, Row, Table
from followthrough.service.design.figures import WIDTHS
from followthrough.service.design.quarters import Quarter, month_began
from followthrough.service.design.wordfile import Part, Rows, word
from followthrough.service.ledger.models import Duty
from followthrough.service.worklist.presenters.words import STATES

NOTE = "Numbers for the Board. Nothing here names a child or a person who works with one."


@dataclass(frozen=True)
class Shown:
    table: Table
    note: str
    pictures: tuple[tuple[str, Any], ...]
    figure_href: str


@dataclass(frozen=True)
class OnPage:
    key: str
    title: str
    said: tuple[str, ...]
    grids: tuple[Shown, ...]


def parts_of(report: Report) -> list[OnPage]:
    return [
        OnPage(
            each.key,
            each.title,
            each.said,
            tuple(_shown(report, grid, f"{each.key}-{n}") for n, grid in enumerate(each.grids)),
        )
        for each in report.sections
    ]


def _shown(report: Report, grid: Grid, identity: str) -> Shown:
    rows = tuple(_row(row, grid.links[n] if grid.links else "") for n, row in enumerate(grid.rows))
    return Shown(
        Table(grid.caption, grid.head, rows, grid.empty),
        grid.notes,
        tuple((size, bars_of(grid, f"{identity}-{size}", width)) for size, width in WIDTHS.items() if grid.bars),
        reverse("board:figure", args=[report.quarter, grid.figure]),
    )


def _row(row: tuple[str, ...], link: str) -> tuple[Cell | str, ...]:
    return Cell(row[0], href=link), *(Cell(each) for each in row[1:])


def bars_of(grid: Grid, identity: str, width: int = WIDTHS["ft-wide"]) -> Any:
    rows = [Pair(each.label, each.first, each.second, (each.said, each.also)) for each in grid.bars]
    title = f"{grid.caption}. The table says the same."
    return pairs(rows, id=f"bars-{identity}", title=title, names=grid.names, width=width)


def quarters_table(found: Iterable[Quarter], signed: dict[str, datetime], now: datetime) -> Table:
    return Table(
        "Quarters",
        ("Quarter", "How its figures stand"),
        tuple(
            (
                Cell(each.title, reverse("board:quarter", args=[each.key]) if has_figures(each, now) else ""),
                _stands(each, signed, now),
            )
            for each in found
        ),
    )


def _stands(quarter: Quarter, signed: dict[str, datetime], now: datetime) -> str:
    if quarter.key in signed:
        return f"Signed off on {dates.in_words(signed[quarter.key])}"
    if not has_figures(quarter, now):
        return "Its first month is not over yet. There are no figures before that"
    return "Counted once a month. Not signed off" if quarter.until <= now else "Not over yet. Counted once a month"


def has_figures(quarter: Quarter, now: datetime) -> bool:
    """A month of it is over."""
    return quarter.since < month_began(now)


def definition_rows(figure: str, held: Definition, counts: Counts, quarter: Quarter) -> list[Row]:
    since = counts["since"][0][held.since]
    begins = f"{dates.in_words(datetime.fromisoformat(since))}. Before that there is nothing to count." if since else ""
    rows = [
        Row("What counts", held.counts),
        Row("From which data", held.data),
        Row("Since when", begins or "There is no data yet."),
        Row("Time", f"{quarter.title}: from its first moment, and not including the first of the next quarter."),
    ]
    rows += [Row("What is left out", held.left_out)] if held.left_out else []
    href = reverse("board:list", args=[quarter.key, figure]) if held.has_duties else _listed(held)
    return [*rows, Row("Its list", "What you may see of it", href=href) if href else Row("Its list", _NO_LIST)]


_NO_LIST = "There is no list for you: who works with a child sees it on the child’s own page."


def _listed(held: Definition) -> str:
    try:
        return reverse(held.listed_at) if held.listed_at else ""
    except NoReverseMatch:
        return ""


def duties_table(found: Iterable[Duty], agencies: Mapping[str, str]) -> Table:
    """Each leads to its own page, which says about whom it is to whoever may know."""
    rows = tuple(
        (
            Cell(each.title, reverse("worklist:duty", args=[each.pk])),
            agencies.get(each.debtor_agency, each.debtor_agency),
            dates.in_short(each.due_at),
            STATES[DutyState(each.state)].capitalize(),
        )
        for each in found
    )
    return Table("Duties that you may open", ("Duty", "Owed by", "Fell due", "How it stands"), rows, "None.")


# Papers


def for_pdf(report: Report) -> dict[str, Any]:
    return {
        "title": report.title,
        "note": NOTE,
        "lines": [report.counted, report.compared],
        "sections": [_for_pdf(each) for each in report.sections],
    }


def _for_pdf(section: Section) -> dict[str, Any]:
    grids = [
        {
            "caption": grid.caption,
            "note": grid.notes,
            "head": list(grid.head),
            "rows": [list(row) for row in grid.rows],
            "empty": grid.empty,
            "svg": str(bars_of(grid, f"{section.key}-{n}")) if grid.bars else "",
        }
        for n, grid in enumerate(section.grids)
    ]
    return {"title": section.title, "said": list(section.said), "grids": grids}


def as_word(report: Report, at: datetime) -> bytes:
    parts = [
        Part(each.title, each.said, [Rows(grid.caption, grid.head, grid.rows, grid.empty) for grid in each.grids])
        for each in report.sections
    ]
    return word(report.title, [NOTE, HIDDEN_NOTE, report.counted, report.compared], parts, at=at)
