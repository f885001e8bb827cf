"""How far did an issue reach? Counts by agency and team, never who has not read it; small numbers are hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from followthrough.service.agencies.models import Agency, Membership, Team
from followthrough.service.core.suppressing import hidden_in_line, is_small, numbers_in_line
from followthrough.service.core.viewer import Viewer, as_part
from followthrough.service.learning.newsletter.models import Opened, Release, Shown, Talk, Where
from followthrough.service.learning.reviews.models import REVIEW
from followthrough.service.learning.reviews.policies import can_keep
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event

REPORTED = "briefing.reach-reported"


@dataclass(frozen=True)
class Reach:
    """Of a team or an agency, by its key. None where the number is hidden; `people` work there."""

    key: str
    title: str
    opened: int | None
    people: int | None


@as_part("newsletter")
def by_agency(release: Release) -> list[Reach]:
    """Every agency that somebody opened it in, and all together last."""
    counted = Counter(Opened.objects.filter(release=release).values_list("agency", flat=True))
    people = Counter(Membership.objects.at_work().values_list("team__agency", "practitioner").distinct())
    at_work = Counter(agency for agency, _ in people)
    found = list(Agency.objects.filter(pk__in=counted).order_by("title"))
    hidden = _hidden([(counted[each.pk], at_work[each.pk]) for each in found])
    rows = [
        Reach(each.pk, each.title, *_shown(counted[each.pk], at_work[each.pk], is_hidden=place in hidden))
        for place, each in enumerate(found)
    ]
    return [*rows, Reach("", "All agencies", *_shown(counted.total(), sum(at_work.values()), is_hidden=False))]


@as_part("newsletter")
def by_team(release: Release, agency: str) -> list[Reach]:
    counted = Counter(Opened.objects.filter(release=release, agency=agency).values_list("team", flat=True))
    at_work = Counter(Membership.objects.at_work().filter(team__agency=agency).values_list("team", flat=True))
    found = list(Team.objects.filter(agency=agency).order_by("title"))
    hidden = _hidden([(counted[each.key], at_work[each.pk]) for each in found])
    return [
        Reach(each.key, each.title, *_shown(counted[each.key], at_work[each.pk], is_hidden=place in hidden))
        for place, each in enumerate(found)
    ]


def _hidden(lines: list[tuple[int, int]]) -> frozenset[int]:
    """Of how many opened it, and of how many did not: neither is worked out from the sum."""
    return hidden_in_line([opened for opened, _ in lines]) | hidden_in_line(
        [people - opened for opened, people in lines]
    )


def _shown(opened: int, people: int, *, is_hidden: bool) -> tuple[int | None, int | None]:
    """In a group of few, a number tells of persons; and so do the few who are left, as the one of “5 of 6”."""
    if is_hidden or is_small(people) or is_small(opened) or is_small(people - opened):
        return None, None
    return opened, people


@dataclass(frozen=True)
class Talked:
    """How many teams have talked a question over, and where; a team that did so twice counts in both places. `shown` is
    what each team said last of a case that it went through in supervision; None where the number is hidden.
    """

    question: int
    teams: int
    where: Mapping[str, int]
    shown: Mapping[str, int | None]


@as_part("newsletter")
def talked_over(release: Release) -> list[Talked]:
    """Each question of the issue. What was said is told by no team: so small numbers of it are hidden."""
    said = list(Talk.objects.filter(release=release).order_by("at", "id"))
    return [_talked(number, [each for each in said if each.question == number]) for number in _questions(release)]


def _questions(release: Release) -> range:
    return range(1, len(release.issue.questions) + 1)


def _talked(question: int, said: list[Talk]) -> Talked:
    where = Counter(place for place, _ in {(each.where, each.team) for each in said})
    last = Counter({each.team: each.shown for each in said if each.shown}.values())
    shown = dict(zip(Shown.values, numbers_in_line([last[each] for each in Shown.values]), strict=True))
    return Talked(question, len({each.team for each in said}), {each: where[each] for each in Where.values}, shown)


def reach(viewer: Viewer, release: Release) -> list[Reach]:
    """Every agency for whoever keeps reviews, else the viewer’s own alone, with what is hidden of all still hidden."""
    found = by_agency(release)
    return found if can_keep(viewer) else [each for each in found if each.key == viewer.agency]


def reported(viewer: Viewer, release: Release) -> list[tuple[str, int, int]]:
    """Agency, how many read it and how many talked it over: of every agency for whoever keeps reviews, else of the
    viewer’s own.
    """
    said = _reported(release)
    return said if can_keep(viewer) else [each for each in said if each[0] == viewer.agency]


def _reported(release: Release) -> list[tuple[str, int, int]]:
    """As each said last. An agency does not see the review, and reads what it has said itself: numbers alone leave."""
    found: dict[str, tuple[int, int]] = {}
    with as_assessor():
        for review, learning in release.briefed[:1]:  # it says the same of each review of the issue
            said = Event.objects.filter(kind=REPORTED, subject_kind=REVIEW, subject_id=review, is_retraction=False)
            for each in said.filter(data__learning=learning).order_by("recorded_at"):
                found[each.agency] = int(str(each.data.get("read", 0))), int(str(each.data.get("discussed", 0)))
    return [(agency, *numbers) for agency, numbers in found.items()]


def talks(viewer: Viewer, release: Release) -> list[Talk]:
    """What the viewer’s own teams have said."""
    return list(Talk.objects.filter(release=release, team__in=viewer.teams))
