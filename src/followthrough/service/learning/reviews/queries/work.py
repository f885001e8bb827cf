"""Who sits on a panel, what did agencies answer, and what did the family say? Of one review, for who may see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from followthrough.service.agencies.models import Agency, Practitioner
from followthrough.service.agencies.queries import names
from followthrough.service.learning.reviews.models import AgencyPart, DeathReview, FamilyNote, Review, Seat

SCHOOL = "school"  # a kind of agency


@dataclass(frozen=True)
class Work:
    seats: tuple[Seat, ...]
    parts: tuple[AgencyPart, ...]
    family: tuple[FamilyNote, ...]
    death: DeathReview | None
    names: dict[str, str]


def work_of(review: Review) -> Work:
    """Row-level security answers for the viewer, as for the review itself."""
    seats, parts, family = tuple(review.seats.all()), tuple(review.parts.all()), tuple(review.family.all())
    people = {each.practitioner for each in seats} | {each.author for each in parts} | {n.written_by for n in family}
    death = DeathReview.objects.filter(review=review).first()
    return Work(seats, parts, family, death, dict(names({each for each in people if each})))


def people_of(agencies: Iterable[str] = ()) -> list[Practitioner]:
    """Who can sit on a panel: of these agencies, or of all where none is named."""
    found = Practitioner.objects.filter(is_active=True).select_related("agency").order_by("agency__title", "name")
    wanted = list(agencies)
    return list(found.filter(agency__in=wanted) if wanted else found)


def agencies_and_schools() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    every = list(Agency.objects.order_by("title"))
    pairs = [(each.pk, each.title) for each in every if each.kind != SCHOOL]
    return pairs, [(each.pk, each.title) for each in every if each.kind == SCHOOL]
