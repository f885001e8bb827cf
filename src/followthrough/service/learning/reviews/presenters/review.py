"""What stands on the page of one review? What it is, what is owed, and where each part of the work is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from followthrough.service.chronology.presenters.duties import closed_table, is_waiting, short_cards
from followthrough.service.design.components import DutyCard, Row, Table, TimelineEntry
from followthrough.service.design.dates import when_short
from followthrough.service.learning.reviews.actions.panel import SCOPED
from followthrough.service.learning.reviews.models import Kind
from followthrough.service.learning.reviews.policies import can_keep, can_write
from followthrough.service.learning.reviews.presenters.words import called, day, period
from followthrough.service.learning.reviews.presenters.work import death_rows, family_rows, panel_table, parts_table
from followthrough.service.learning.reviews.queries import UnderReview
from followthrough.service.learning.reviews.queries.work import Work


@dataclass(frozen=True)
class ReviewPage:
    rows: tuple[Row, ...]
    duties: tuple[DutyCard, ...]
    closed: Table
    entries: tuple[TimelineEntry, ...]
    panel: Table
    parts: Table
    family: tuple[Row, ...]
    death: tuple[Row, ...]
    may_keep: bool
    may_write: bool


def page_of(held: UnderReview, work: Work) -> ReviewPage:
    numbered = {each.pk: f"D{n}" for n, each in enumerate(held.duties, 1)}
    return ReviewPage(
        rows=tuple(_rows(held)),
        duties=short_cards([each for each in held.duties if is_waiting(each)], held.telling),
        closed=closed_table(numbered, list(held.duties), held.telling),
        entries=tuple(_entries(held)),
        panel=panel_table(held, work),
        parts=parts_table(held, work),
        family=tuple(family_rows(work)),
        death=tuple(death_rows(work)),
        may_keep=can_keep(held.viewer) and held.review.ended_at is None,
        may_write=can_write(held.viewer, held.review),
    )


def _rows(held: UnderReview) -> Iterator[Row]:
    review = held.review
    yield Row("Reference", review.reference)
    yield Row("What kind", Kind(review.kind).label)
    yield Row("Began", day(review.began_at))
    if review.ended_at:
        yield Row("Ended", day(review.ended_at))
    for each in held.children:
        name = held.names.get(each.child_id)
        href = reverse("reviews:space", args=[review.pk, each.number]) if name else ""
        words = f"{name}: the chronology under review" if name else "You may not open this record"
        yield Row(called(each), words, href=href)
    yield Row("Time that is looked at", period(review))
    if review.questions:
        yield Row("Questions", values=tuple(line for line in review.questions.splitlines() if line.strip()))
    if scoped := held.latest(SCOPED):
        yield Row("Agencies and schools", values=held.telling.gist(scoped.event) or ("None",))


def _entries(held: UnderReview) -> Iterator[TimelineEntry]:
    """What happened with the review itself, the newest first."""
    for each in reversed(held.chronicle.entries):
        yield TimelineEntry(
            title=held.telling.kind(each.event),
            when=when_short(each.event.occurred_from),
            by=held.telling.recorded(each.row),
            text=". ".join(held.telling.gist(each.event)),
            agency=held.telling.agency(each.event.agency),
        )
