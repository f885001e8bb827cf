"""How do all reviews read, and which themes came up over the years?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse

from followthrough.service.design.components import Cell, Table, Tag
from followthrough.service.learning.reviews.models import Kind, Review
from followthrough.service.learning.reviews.presenters.words import day
from followthrough.service.learning.reviews.queries import ThemeYears


def table_of(found: Iterable[Review]) -> Table:
    rows = tuple(
        (
            Cell(each.title, reverse("reviews:review", args=[each.pk])),
            each.reference,
            Kind(each.kind).label,
            Cell(str(getattr(each, "count", "")), is_number=True),
            day(each.began_at),
            Cell(tag=Tag("Ended", "done") if each.ended_at else Tag("Going on", "due")),
        )
        for each in found
    )
    head = ("Review", "Reference", "What kind", "Children", "Began", "State")
    return Table("Reviews", head, rows, "You have to do with no review.", is_caption_hidden=True)


def years_table(found: Sequence[ThemeYears]) -> Table:
    """In how many reviews of a year a theme came up."""
    years = sorted({year for each in found for year in each.years})
    rows: list[tuple[Cell | str, ...]] = []
    for each in found:
        rows.append((each.theme.title, *(_cell(each, year) for year in years), _cell(each, None)))
    head = ("Theme", *(str(year) for year in years), "All years")
    return Table(
        "Reviews in which a theme came up, by the year they began", head, tuple(rows), "Nothing was found yet."
    )


def _cell(theme: ThemeYears, year: int | None) -> Cell:
    counted = [each for key, each in theme.years.items() if year in (None, key)]
    return Cell(str(sum(each.reviews for each in counted)), is_number=True)
