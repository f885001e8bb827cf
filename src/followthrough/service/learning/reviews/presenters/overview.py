"""How do all reviews read, and which themes came up over the years?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse

from followthrough.pictures import bars
from followthrough.pictures.svg import Svg
from followthrough.service.design.components import Cell, Table, Tag
from followthrough.service.design.figures import WIDTHS
from followthrough.service.learning.reviews.models import Kind, Review
from followthrough.service.learning.reviews.presenters.words import day
from followthrough.service.learning.reviews.queries import ThemeYears
from followthrough.service.ledger.models import Event

MOST_DRAWN = 12


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


def waiting_table(found: Iterable[Event], children: Mapping[str, str], agencies: Mapping[str, str]) -> Table:
    """Cases that wait for a decision, by child."""
    rows = tuple(
        (
            Cell(children.get(each.subject_id, "A child"), reverse("incidents:overview", args=[each.subject_id])),
            agencies.get(each.agency, each.agency),
            day(each.occurred_from),
            Cell(tag=Tag("Urgent", "soon") if each.data.get("urgency") == "urgent" else None),
        )
        for each in found
    )
    return Table("Cases put forward", ("Child", "By", "Since", "Urgency"), rows, "", is_caption_hidden=True)


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


def years_pictures(found: Sequence[ThemeYears]) -> list[tuple[str, Svg]]:
    """How often each theme was written of, as good practice and as a learning point; by the class of its figure. The
    table says the same.
    """
    rows = [_pair(each) for each in found[:MOST_DRAWN]]
    names = ("good practice", "learning point")
    return [
        (size, bars.pairs(rows, id=f"themes-{size}", title="Findings by theme", names=names, width=width))
        for size, width in WIDTHS.items()
        if rows
    ]


def _pair(theme: ThemeYears) -> bars.Pair:
    good, learning = (sum(getattr(each, side) for each in theme.years.values()) for side in ("good", "learning"))
    return bars.Pair(theme.theme.title, good, learning, (str(good), str(learning)))


def _cell(theme: ThemeYears, year: int | None) -> Cell:
    counted = [each for key, each in theme.years.items() if year in (None, key)]
    return Cell(str(sum(each.reviews for each in counted)), is_number=True)
