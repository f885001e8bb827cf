"""What does our own record know that an issue may not tell? Names, places, schools, the language of the home, and words
of the entries.

Read as the service itself, so that a name is found in a text also where the writer may not open the child. Nothing of
it is shown: it only marks what stands in the text already.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from followthrough.service.access.policies import BOARD
from followthrough.service.agencies.models import Agency, Practitioner
from followthrough.service.children.models import Child, HouseholdMember
from followthrough.service.core.viewer import as_part
from followthrough.service.learning.newsletter.disclosure import Known
from followthrough.service.learning.reviews.models import Reviewed
from followthrough.service.ledger.models import Event
from followthrough.service.ledger.queries import entries_of

CHILD, FAMILY, WORKER = "the child", "a member of the family", "a worker"
PLACES = {"school": "a school", "gp": "a surgery", "hospital": "the hospital"}  # kinds of agency
AREA, HOME = "the area", "at home"
MANY = 3  # agencies that share the first word of their names: it is the area's


@dataclass(frozen=True)
class About:
    """Whom the reviews are about, and where they ever lived."""

    children: frozenset[str]
    homes: frozenset[str]
    names: dict[str, str]
    places: dict[str, str]
    languages: tuple[str, ...]


def known(reviews: Collection[str]) -> Known:
    about = _about(reviews)
    return Known(about.names, about.places, words_of(entries_of(about.children, about.homes)), about.languages)


def names_and_places(reviews: Collection[str]) -> Known:
    """Without the words of the record, for what never asks them: to each of these there are milder words."""
    about = _about(reviews)
    return Known(about.names, about.places, languages=about.languages)


def words_of(entries: QuerySet[Event]) -> tuple[str, ...]:
    """What people wrote in entries that the viewer may read, in every version: what was corrected or taken back was
    written, and is known again. The same words are told once.
    """
    told = (words for each in entries.only("text", "data", "sealed").iterator() for words in _words(each))
    return tuple(dict.fromkeys(words for words in told if words))


def _words(entry: Event) -> Iterator[str]:
    yield entry.text
    said = {**entry.data, **(entry.sealed or {})}
    yield from (words for words in said.values() if isinstance(words, str))


@as_part("newsletter")
def _about(reviews: Collection[str]) -> About:
    reviewed = Reviewed.objects.filter(review__in=reviews).values("child_id")
    subjects = list(Child.objects.filter(pk__in=reviewed))
    children = {each.pk: each.name for each in subjects}
    homes = HouseholdMember.objects.filter(child__in=children).values("household")
    members = HouseholdMember.objects.filter(household__in=homes).select_related("child", "person", "household")
    names = dict.fromkeys(children.values(), CHILD)
    names |= {each.person.name: FAMILY for each in members if each.person}
    names |= {each.child.name: FAMILY for each in members if each.child and each.child.name not in names}
    workers = Practitioner.objects.exclude(agency=BOARD)  # the Board's people work with no child
    # Never in place of a family's, nor a part of one: a worker may have the name of a child.
    names |= {name: WORKER for name in workers.values_list("name", flat=True) if name not in names}
    places = {part: HOME for each in members for part in _parts(each.household.address_label)}
    people = [*subjects, *(each.person or each.child for each in members)]
    return About(
        frozenset(children), frozenset(each.household_id for each in members), names, places | _of_the_directory(),
        languages=tuple(dict.fromkeys(word for each in people if each for word in languages_of(each.language))),
    )  # fmt: skip


def languages_of(said: str) -> list[str]:
    """Of “Polish, and some English” the one that narrows it down."""
    return [each for each in re.findall(r"[^\W\d_]{3,}", said) if each[0].isupper() and each != "English"]


def _of_the_directory() -> dict[str, str]:
    found = list(Agency.objects.values_list("title", "kind"))
    first = Counter(title.split()[0] for title, _ in found if title)
    area = {word: AREA for word, count in first.items() if count >= MANY and len(word) > 4}
    return {title: PLACES[kind] for title, kind in found if kind in PLACES} | area


def _parts(address: str) -> list[str]:
    return [part.strip() for part in address.split(",") if part.strip()]
