"""Who lives with the child, by what was written down? The register's rows, and what was told since of each person.

Pure: a chronicle and rows hold what this viewer may see, and nothing else is asked. A person is known by a reference;
whoever joined without one is known by the entry itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from followthrough.service.children.models import HouseholdMember
from followthrough.service.chronology.presenters.telling import Telling
from followthrough.service.chronology.queries import Chronicle, Entry
from followthrough.service.design.dates import LONDON

DESCRIBED, TIED = "family.person-described", "family.tie-recorded"
ADULT_JOINED, CHILD_JOINED, LEFT = "home.adult-joined", "home.child-joined", "home.person-left"
CHECKED = "home.adults-checked"
OFTEN = "is often there"
SELF = "child"  # how an entry about a child refers to that child


@dataclass(frozen=True)
class Stay:
    """Somebody lives in a household, or is often there. `child` is the id of one with a record of their own.

    `household` is empty where nobody has said where the child lives.
    """

    key: str
    name: str
    household: str
    from_on: date
    to_on: date | None = None
    relation: str = ""
    child: str = ""
    is_adult: bool = True
    is_often: bool = False
    joined: Entry | None = None
    left: Entry | None = None


@dataclass(frozen=True)
class Homes:
    """`current` are the households that the child lives in now: more than one only where two records say so."""

    stays: tuple[Stay, ...]
    current: frozenset[str]

    @property
    def now(self) -> list[Stay]:
        return [
            each for each in self.stays if each.to_on is None and (each.household in self.current or not each.household)
        ]

    @property
    def before(self) -> list[Stay]:
        here = {each.key for each in self.now}
        return [each for each in self.stays if each not in self.now and each.key not in here]


def homes_of(chronicle: Chronicle, rows: Iterable[HouseholdMember]) -> Homes:
    """`rows` are those of the child's households, the child's own among them."""
    rows, own = list(rows), chronicle.records | {chronicle.subject.id}
    lived = [row for row in rows if row.child_id in own]
    current = frozenset(row.household_id for row in lived if row.to_on is None)
    beside = {row.child_id for row in rows if row.child_id and row.to_on is None and row.household_id in current}
    stays = [_of_row(row) for row in rows if row.child_id not in own and _met(row, lived)]
    names = described(chronicle)
    for entry in entries_of(chronicle, beside):
        stays = _after(stays, entry, _household(lived, day_of(entry)), chronicle)
    return Homes(tuple(_named(each, names) for each in stays), current)


def with_whom(homes: Homes, telling: Telling) -> tuple[str, ...]:
    """Everybody who lives with the child now, in words."""
    return tuple(dict.fromkeys(words_of(each, telling) for each in homes.now))


def words_of(stay: Stay, telling: Telling) -> str:
    name = telling.child(stay.child) if stay.child else stay.name
    more = ", ".join(filter(None, (stay.relation, OFTEN if stay.is_often else "")))
    return f"{name} ({more})" if more else name


def described(chronicle: Chronicle) -> dict[str, Entry]:
    """The latest description of each person; one in the child's own record goes before a brother's or sister's."""
    found: dict[str, Entry] = {}
    for entry in sorted(chronicle.entries, key=lambda each: each.event.subject == chronicle.subject):
        if entry.event.kind == DESCRIBED and not entry.is_taken_back:
            found[str(entry.event.data["member"])] = entry
    return found


def entries_of(chronicle: Chronicle, beside: Iterable[str | None] = ()) -> Iterator[Entry]:
    """The child's own entries, and those of the children named, the oldest first; not what was taken back."""
    wanted = {chronicle.subject.id, *beside}
    for each in chronicle.entries:
        if each.event.subject.kind == "child" and each.event.subject.id in wanted and not each.is_taken_back:
            yield each


def day_of(entry: Entry) -> date:
    return entry.event.occurred_from.astimezone(LONDON).date()


def member_of(entry: Entry) -> str:
    return str(entry.event.data.get("member") or entry.root)


def _of_row(row: HouseholdMember) -> Stay:
    is_adult = row.person is not None and not is_minor(row.person.born_on, row.from_on)
    key = row.person_id or f"child:{row.child_id}"
    name = row.person.name if row.person else ""
    return Stay(
        key, name, row.household_id, row.from_on, row.to_on, row.relation, row.child_id or "", is_adult=is_adult
    )  # fmt: skip


def _met(row: HouseholdMember, lived: Iterable[HouseholdMember]) -> bool:
    """They lived there at the same time."""
    return any(
        own.household_id == row.household_id
        and (own.to_on is None or row.from_on < own.to_on)
        and (row.to_on is None or own.from_on < row.to_on)
        for own in lived
    )


def _household(lived: Iterable[HouseholdMember], on: date) -> str:
    """Where the child lived that day."""
    there = [row for row in lived if row.from_on <= on and (row.to_on is None or on < row.to_on)]
    return there[-1].household_id if there else ""


def _after(stays: list[Stay], entry: Entry, household: str, chronicle: Chronicle) -> list[Stay]:
    event, key = entry.event, member_of(entry)
    is_open = any(each.key == key and each.to_on is None for each in stays)
    if event.kind in (ADULT_JOINED, CHILD_JOINED) and not is_open:
        name = str(event.data.get("who") or "Somebody whom nobody has named")
        often = event.data.get("lives") == OFTEN
        adult = event.kind == ADULT_JOINED
        return [*stays, Stay(key, name, household, day_of(entry), is_adult=adult, is_often=often, joined=entry)]
    if event.kind == LEFT:
        on = day_of(entry)
        return [
            replace(each, to_on=max(on, each.from_on), left=entry) if each.key == key and each.to_on is None else each
            for each in stays
        ]
    return stays


def _named(stay: Stay, names: dict[str, Entry]) -> Stay:
    """With what was said of the person last."""
    entry = names.get(stay.key)
    if entry is None:
        return stay
    data = entry.event.data
    return replace(stay, name=str(data.get("who") or stay.name), relation=str(data.get("relation") or stay.relation))


def is_minor(born_on: date | None, on: date) -> bool:
    """By a date of birth; where none is known, no."""
    return born_on is not None and (on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))) < 18
