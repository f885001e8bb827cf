"""What did reviews find, by theme, and what does each finding rest on? What was taken back is left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from followthrough.service.core.viewer import Viewer
from followthrough.service.design.dates import LONDON
from followthrough.service.learning.reviews.models import Citation, Finding, Review, Reviewed, Side, Theme
from followthrough.service.learning.reviews.policies import check_can_see_review, visible_reviews
from followthrough.service.ledger.models import Event


@dataclass(frozen=True)
class Cited:
    """An entry by its first version; no `row` where this viewer cannot read it. `child_id` is whose page shows it."""

    root: str
    row: Event | None
    child_id: str


@dataclass(frozen=True)
class Found:
    finding: Finding
    cites: tuple[Cited, ...]


@dataclass(frozen=True)
class ThemeRow:
    theme: Theme
    good: tuple[Found, ...]
    learning: tuple[Found, ...]


@dataclass(frozen=True)
class Counted:
    """In how many reviews a theme came up, and how many findings of each side were written of it."""

    reviews: int
    good: int
    learning: int


@dataclass(frozen=True)
class ThemeYears:
    theme: Theme
    years: Mapping[int, Counted]


def matrix(viewer: Viewer, review_id: str) -> list[ThemeRow]:
    """Themes in the order in which the review first wrote of them. Raises NotVisible."""
    review = check_can_see_review(viewer, review_id)
    standing = review.findings.filter(taken_back_at=None).select_related("theme", "child")
    found = [*standing.prefetch_related("citations")]
    cited = _cited(review, found)
    by_theme: dict[Theme, list[Finding]] = defaultdict(list)
    for each in found:
        by_theme[each.theme].append(each)
    return [
        ThemeRow(theme, *(tuple(Found(f, cited[f.pk]) for f in rows if f.side == side) for side in Side))
        for theme, rows in by_theme.items()
    ]


def themes_over_years(viewer: Viewer) -> list[ThemeYears]:
    """Of the reviews that the viewer may see, by the year in which each began; the themes that came up most often
    first.
    """
    rows = Finding.objects.filter(taken_back_at=None, review__in=visible_reviews(viewer))
    by_theme: dict[Theme, dict[int, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for each in rows.select_related("theme", "review"):
        by_theme[each.theme][_year(each.review)].append(each)
    told = [ThemeYears(theme, {y: _count(f) for y, f in sorted(years.items())}) for theme, years in by_theme.items()]
    return sorted(told, key=lambda each: (-sum(c.reviews for c in each.years.values()), each.theme.title))


def _cited(review: Review, findings: Iterable[Finding]) -> Mapping[str, tuple[Cited, ...]]:
    """Row-level security answers which of the entries the viewer reads."""
    rows = Event.objects.in_bulk({c.event_id for each in findings for c in each.citations.all()})
    children = list(review.children.all())
    return {f.pk: tuple(_of(c, rows, f.child, children) for c in f.citations.all()) for f in findings}


def _of(cited: Citation, rows: Mapping[str, Event], child: Reviewed | None, children: list[Reviewed]) -> Cited:
    """An entry about a household stands on the page of the child whom the finding is about, else of the first."""
    row = rows.get(cited.event_id)
    if row is not None and row.subject_kind == "child":
        return Cited(cited.event_id, row, row.subject_id)
    whose = child or next(iter(children), None)
    return Cited(cited.event_id, row, whose.child_id if whose else "")


def _count(findings: list[Finding]) -> Counted:
    good = sum(each.side == Side.GOOD for each in findings)
    return Counted(len({each.review_id for each in findings}), good, len(findings) - good)


def _year(review: Review) -> int:
    return review.began_at.astimezone(LONDON).year
