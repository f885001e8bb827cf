"""How many have read a version, of those whom it is for? By agency and team, in numbers.

Nobody is told who has not read it. Of few people no number is given, for it would name somebody. Where few of many have
read it, or few have not, no more than that is told. Nor is any team told beside one of which a number is kept back: it
would follow from theirs and the agency’s.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from followthrough.service.agencies.models import Membership
from followthrough.service.core.viewer import Viewer, as_part
from followthrough.service.learning.chapters.models import EVERYBODY, Reading, Version
from followthrough.service.learning.chapters.policies import can_write

FEWEST: Final = 5


Seat = tuple[str, str, str, str]  # person, agency, its title, team


@dataclass(frozen=True)
class Reach:
    """`people` is None where too few people are meant; `read` where few of them have read it, or few have not."""

    title: str
    people: int | None
    read: int | None
    has_most: bool = False  # all but a few, where `read` is kept back

    @property
    def is_kept_back(self) -> bool:
        return self.people is None or self.read is None


def reach(viewer: Viewer, version: Version) -> tuple[list[Reach], list[Reach]]:
    """By agency, and by team: of every agency for those who write chapters, else of the viewer’s own."""
    seats = _meant(version)
    if not can_write(viewer):
        seats = [each for each in seats if each[1] == viewer.agency]
    readers = _readers(version)
    by_agency = _counted(((title, who) for who, _, title, _ in seats), readers)
    titles = dict.fromkeys(title for _, _, title, _ in seats)
    return by_agency, [each for title in titles for each in _teams_of(title, seats, readers)]


def _teams_of(title: str, seats: Iterable[Seat], readers: set[str]) -> list[Reach]:
    found = _counted(((f"{team}, {title}", who) for who, _, agency, team in seats if agency == title), readers)
    return [Reach(each.title, None, None) for each in found] if any(each.is_kept_back for each in found) else found


def _meant(version: Version) -> list[Seat]:
    """Each seat of those whom it is for."""
    wanted = set(version.must_read)
    held = Membership.objects.at_work().filter(practitioner__is_active=True).order_by("team__agency__title")
    columns = ("practitioner", "team__agency", "team__agency__title", "team__slug", "team__title", "role")
    found = []
    for who, agency, title, slug, team, role in held.values_list(*columns):
        keys = {EVERYBODY, f"agency:{agency}", f"team:{agency}/{slug}", f"role:{role}"}
        if keys & wanted:
            found.append((who, agency, title, team))
    return found


@as_part("chapters")
def _readers(version: Version) -> set[str]:
    """Only numbers of it leave this module."""
    return set(Reading.objects.filter(version=version).values_list("practitioner", flat=True))


def _counted(pairs: Iterable[tuple[str, str]], readers: set[str]) -> list[Reach]:
    people: dict[str, set[str]] = defaultdict(set)
    for title, who in pairs:
        people[title].add(who)
    return [_shown(title, len(those), len(those & readers)) for title, those in sorted(people.items())]


def _shown(title: str, people: int, read: int) -> Reach:
    """That all have read it points at nobody."""
    if people < FEWEST:
        return Reach(title, None, None)
    if read < FEWEST or 0 < people - read < FEWEST:
        return Reach(title, people, None, has_most=read >= FEWEST)
    return Reach(title, people, read)
