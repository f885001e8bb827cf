"""What changes in a home and a family is written down: facts through the one door, nothing overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from followthrough.procedures.calendars import localtime
from followthrough.procedures.model.event import Subject, type_of_value
from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.service.children import actions as children
from followthrough.service.children.models import Child
from followthrough.service.chronology.homes import ADULT_JOINED, CHECKED, CHILD_JOINED, DESCRIBED, LEFT, TIED
from followthrough.service.chronology.recordable import OF_THE_HOUSEHOLD
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.dates import LONDON
from followthrough.service.ledger.actions import NewEvent, Recorded, record


def recorded(vocabulary: Vocabulary) -> tuple[str, ...]:
    return OF_THE_HOUSEHOLD


@dataclass(frozen=True)
class Described:
    """What is said of a person: `member` is the reference; empty answers say nothing."""

    member: str
    who: str
    relation: str = ""
    drawn_as: str = ""
    born_on: date | None = None
    has_died: bool = False
    words: str = ""

    @property
    def data(self) -> dict[str, type_of_value]:
        given: Mapping[str, type_of_value | None] = {
            "member": self.member, "who": self.who, "relation": self.relation, "drawn_as": self.drawn_as,
            "born_on": self.born_on, "has_died": self.has_died or None, "words": self.words,
        }  # fmt: skip
        return {name: value for name, value in given.items() if value not in ("", None)}


@transaction.atomic
def describe(*, child: Child, person: Described, by: Viewer) -> Recorded:
    """Raises CannotRecord, in words; so does every action here."""
    return record([_today(DESCRIBED, child, person.data)], by=by)


@transaction.atomic
def move_in(*, child: Child, person: Described, is_adult: bool, lives: str, on: date, by: Viewer) -> Recorded:
    """The person is described and joins the home. `lives` says how much of the time."""
    kind = ADULT_JOINED if is_adult else CHILD_JOINED
    joined = {"member": person.member, "who": person.who, "lives": lives}
    return record([_today(DESCRIBED, child, person.data), _on(kind, child, on, joined)], by=by)


@transaction.atomic
def move_out(*, child: Child, member: str, who: str, words: str, on: date, by: Viewer) -> Recorded:
    data = {"member": member, "who": who, **({"words": words} if words else {})}
    return record([_on(LEFT, child, on, data)], by=by)


@transaction.atomic
def tie(*, child: Child, member: str, tie: str, to_member: str, said: str, by: Viewer) -> Recorded:
    data = {"member": member, "tie": tie, "to_member": to_member, "said": said}
    return record([_today(TIED, child, data)], by=by)


@transaction.atomic
def check(*, child: Child, members: Iterable[tuple[str, str]], how: str, on: date, by: Viewer) -> Recorded:
    """`members` are references and names of those who were checked."""
    keys, names = zip(*members, strict=True)
    data: dict[str, type_of_value] = {
        "adults": ", ".join(names),
        "members": tuple(keys),
        "how": how,
        "by": by.practitioner_id,
    }
    return record([_on(CHECKED, child, on, data)], by=by)


@transaction.atomic
def move_child(*, child: Child, address_label: str, on: date, by: Viewer) -> None:
    """The child lives somewhere else from that day on. What happens at the old address is no longer seen with it."""
    children.move_household(child=child, address_label=address_label, on=on, by=by)


def _today(kind: str, child: Child, data: Mapping[str, type_of_value]) -> NewEvent:
    return NewEvent(kind=kind, subject=Subject("child", child.pk), occurred_from=clock.now(), data=dict(data))


def _on(kind: str, child: Child, on: date, data: Mapping[str, type_of_value]) -> NewEvent:
    """That day; of today only as much as has passed."""
    start, end = localtime.start_of(on, LONDON), min(localtime.end_of(on, LONDON), clock.now())
    return NewEvent(
        kind=kind, subject=Subject("child", child.pk), occurred_from=start, occurred_to=end, data=dict(data)
    )  # fmt: skip
