"""How do the panel, the agencies' parts and the family's part of a review read?"""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from followthrough.service.design.components import Cell, Row, Table, Tag
from followthrough.service.design.dates import in_short
from followthrough.service.learning.reviews.models import AgencyPart, Seat
from followthrough.service.learning.reviews.policies import can_end_seat
from followthrough.service.learning.reviews.presenters.words import day
from followthrough.service.learning.reviews.queries import UnderReview
from followthrough.service.learning.reviews.queries.work import Work


def panel_table(held: UnderReview, work: Work) -> Table:
    """With a way out beside each seat that the viewer may end."""
    ends = {each.pk for each in work.seats if each.to_at is None and can_end_seat(held.viewer, each)}
    rows = tuple(
        (
            Cell(work.names.get(each.practitioner, "")),
            f"{held.telling.agency(each.agency)}. {Seat.Role(each.role).label}",
            each.conflict,
            each.independence,
            f"{day(each.from_at)} to {day(each.to_at)}" if each.to_at else f"Since {day(each.from_at)}",
            _unseat(held, each) if each.pk in ends else "",
        )
        for each in work.seats
    )
    head = ("Name", "From, and as what", "Conflicts of interest", "Independent because", "When")
    if ends:
        return Table("Panel", (*head, "Change"), rows, "Nobody sits on it yet.", is_caption_hidden=True)
    return Table("Panel", head, tuple(row[:-1] for row in rows), "Nobody sits on it yet.", is_caption_hidden=True)


def parts_table(held: UnderReview, work: Work) -> Table:
    rows = tuple(
        (
            Cell(held.telling.agency(each.agency), tag=tag_of(each)),
            work.names.get(each.author, "") or each.absence or "Not answered yet",
            each.summary,
            each.address,
        )
        for each in work.parts
    )
    head = ("Agency", "Who takes part, or why nobody", "Report in short", "Where the whole is")
    return Table("Agencies", head, rows, "No agency was asked yet.", is_caption_hidden=True)


def tag_of(part: AgencyPart) -> Tag:
    if part.summary:
        return Tag("Report is here", "done")
    if part.absence:
        return Tag("Does not take part", "neutral")
    return Tag("Writes its report", "due") if part.author else Tag("Asked", "waiting")


def family_rows(work: Work) -> Iterator[Row]:
    """Who is their contact, in which language, and what they said; the latest first."""
    told = next((each for each in work.family if each.contact), None)
    if told is not None:
        yield Row("Whom they can ring", told.contact)
    language = next((each.language for each in work.family if each.language), "")
    if language:
        yield Row("Language", language)
    for each in work.family:
        if each.words:
            who = work.names.get(each.written_by, "")
            yield Row(each.who, values=(each.words, f"Written by {who}, {in_short(each.written_at)}"))


def _unseat(held: UnderReview, seat: Seat) -> Cell:
    is_own = seat.practitioner == held.viewer.practitioner_id
    return Cell("Step back" if is_own else "End it", reverse("reviews:unseat", args=[held.review.pk, seat.pk]))


def death_rows(work: Work) -> Iterator[Row]:
    if work.death is None:
        return
    yield Row("Reference in the national system", work.death.reference)
    yield Row("What the panel decided", work.death.decision)
    for key, words in (("Factors that could be changed", work.death.factors), ("Learning", work.death.learning)):
        if words:
            yield Row(key, values=tuple(words.splitlines()))
