"""How do the counts of a quarter read? A section for each question of the Board, made by plain rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from followthrough.service.board.content import Report
from followthrough.service.board.counting import Counts
from followthrough.service.board.presenters import children, following, groups, learning
from followthrough.service.design import dates
from followthrough.service.design.quarters import Quarter, from_key, month_began


@dataclass(frozen=True)
class Names:
    """What keys are called: agencies, and procedures with their theme."""

    agencies: Mapping[str, str]
    procedures: Mapping[str, str]
    themes: Mapping[str, str]


def report_of(
    quarter: Quarter, counts: Counts, before: Counts | None, names: Names, counted_at: datetime, compared: str
) -> Report:
    """`before` are the counts of the signed report of the quarter `compared`; None where there is none."""
    return Report(
        quarter=quarter.key,
        title=f"How we follow through: {quarter.title}",
        counted=_counted(quarter, counted_at),
        compared=_compared(compared),
        sections=(
            following.shares(counts, before, names.agencies),
            following.conformance(counts, before, names.agencies, names.procedures),
            following.cover(counts, before),
            children.disagreements(counts, before, names.themes),
            children.out_of_sight(counts, before),
            learning.reviews(counts, before),
            groups.groups(counts),
        ),
    )


def _counted(quarter: Quarter, at: datetime) -> str:
    """Whole months alone: from the figures of two days it could be read what happened to one child between them."""
    began = month_began(at)
    first = dates.day_in_words(began.astimezone(dates.LONDON).date())
    over = "" if quarter.until <= began else f" The quarter is not over yet: they are of what was before {first}."
    return f"Counted on {dates.in_words(at)}, and again next month.{over}"


def _compared(key: str) -> str:
    found = from_key(key)
    if found is None:
        return "No report has been signed off before this quarter, so nothing is compared."
    return f"“Last time” is the report of {found.title}, as the chair signed it off."
