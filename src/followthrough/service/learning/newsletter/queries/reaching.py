"""How far did an issue reach? Counts by agency and team, never who has not read it; small numbers are hidden."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from followthrough.procedures.model.event import Subject
from followthrough.service.agencies.models import Agency, Membership, Team
from followthrough.service.chronology.queries import chronicle
from followthrough.service.core.suppressing import hidden_in_line, is_small
from followthrough.service.core.viewer import Viewer, as_part
from followthrough.service.learning.newsletter.models import Opened, Release, Talk
from followthrough.service.learning.reviews.models import REVIEW

REPORTED = "briefing.reach-reported"


@dataclass(frozen=True)
class Reach:
    """Of a team or an agency. None where the number is hidden; `people` work there."""

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
    hidden = hidden_in_line([counted[each.pk] for each in found])
    rows = [
        Reach(each.title, *_shown(counted[each.pk], at_work[each.pk], is_hidden=place in hidden))
        for place, each in enumerate(found)
    ]
    return [*rows, Reach("All agencies", *_shown(counted.total(), sum(at_work.values()), is_hidden=False))]


@as_part("newsletter")
def by_team(release: Release, agency: str) -> list[Reach]:
    counted = Counter(Opened.objects.filter(release=release, agency=agency).values_list("team", flat=True))
    at_work = Counter(Membership.objects.at_work().filter(team__agency=agency).values_list("team", flat=True))
    found = list(Team.objects.filter(agency=agency).order_by("title"))
    hidden = hidden_in_line([counted[each.key] for each in found])
    return [
        Reach(each.title, *_shown(counted[each.key], at_work[each.pk], is_hidden=place in hidden))
        for place, each in enumerate(found)
    ]


def _shown(opened: int, people: int, *, is_hidden: bool) -> tuple[int | None, int | None]:
    """In a group of few, a number tells of persons."""
    if is_hidden or is_small(people) or is_small(opened):
        return None, None
    return opened, people


@as_part("newsletter")
def talked_over(release: Release) -> list[tuple[int, int]]:
    """Each question with how many teams have talked it over."""
    rows = Talk.objects.filter(release=release).values_list("question", "team").distinct()
    counted = Counter(question for question, _ in rows)
    return [(number, counted[number]) for number in range(1, len(release.issue.questions) + 1)]


def reported(viewer: Viewer, release: Release) -> list[tuple[str, int, int]]:
    """Agency, how many read it and how many talked it over, as each said last. Whoever sees the review reads it."""
    found: dict[str, tuple[int, int]] = {}
    for review, learning in release.briefed[:1]:  # it says the same of each review of the issue
        for entry in chronicle(viewer, Subject(REVIEW, review)).entries:
            said = entry.event.data
            if entry.event.kind == REPORTED and said.get("learning") == learning:
                found[entry.event.agency] = int(str(said.get("read", 0))), int(str(said.get("discussed", 0)))
    return [(agency, *numbers) for agency, numbers in found.items()]


def talks(viewer: Viewer, release: Release) -> list[Talk]:
    """What the viewer’s own teams have said."""
    return list(Talk.objects.filter(release=release, team__in=viewer.teams))
