"""All that the page of one recommendation tells, and what stands in the lists of several."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from followthrough.procedures.model.event import Subject
from followthrough.service.access.policies import BOARD
from followthrough.service.agencies import queries as agencies
from followthrough.service.agencies.directory import desk_of
from followthrough.service.agencies.models import Team
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.recommendations.models import Carried, Recommendation
from followthrough.service.learning.recommendations.policies import (
    can_confirm,
    can_look,
    to_confirm,
    visible_recommendations,
)
from followthrough.service.learning.recommendations.queries.progress import Progress, progress_of, waiting_first
from followthrough.service.learning.reviews.models import REVIEW, Review
from followthrough.service.ledger.models import Duty
from followthrough.service.ledger.policies import Desk
from followthrough.service.ledger.queries import duties_for


@dataclass(frozen=True)
class Held:
    """One recommendation as the viewer may know it. `duties` are those that wait, by the event that began each."""

    viewer: Viewer
    recommendation: Recommendation
    review: Review | None  # None for whoever is asked, and does not see the review
    progress: tuple[Progress, ...]
    titles: Mapping[str, str]
    people: Mapping[str, str]  # names of who see to it, by id
    teams: tuple[Team, ...]
    duties: Mapping[str, tuple[Duty, ...]]
    carried: tuple[Carried, ...]
    may_look: bool
    may_confirm: bool
    desk: Desk
    now: datetime

    def of(self, agency: str) -> Progress | None:
        return next((each for each in self.progress if each.agency == agency), None)

    def title_of(self, of: Progress) -> str:
        return self.titles.get(f"{of.agency}/{of.team}" if of.team else of.agency, of.agency)

    def owed(self, of: Progress) -> list[Duty]:
        """Of this agency alone: what the Board owes about it, and what it owes itself. Soonest first."""
        found = [duty for entry in of.entries for duty in self.duties.get(entry, ())]
        return sorted(found, key=lambda duty: (duty.due_at, duty.pk))


def held(viewer: Viewer, found: Recommendation) -> Held:
    teams = tuple(agencies.teams())
    titles = {team.agency_id: team.agency.title for team in teams} | {team.key: team.title for team in teams}
    duties: dict[str, tuple[Duty, ...]] = {}
    for duty in duties_for(viewer, subject=Subject(REVIEW, found.review_id), is_waiting=True).filter(ended_at=None):
        duties[duty.trigger] = (*duties.get(duty.trigger, ()), duty)
    progress = progress_of(viewer, [found]).get(found.key, [])
    return Held(
        viewer=viewer,
        recommendation=found,
        review=Review.objects.filter(pk=found.review_id).first(),
        progress=tuple(waiting_first(progress, titles)),
        titles=titles,
        people=agencies.names({each.plan.owner for of in progress for each in of.steps}),
        teams=teams,
        duties=duties,
        carried=tuple(found.carried.all()),
        may_look=can_look(viewer, found),
        may_confirm=can_confirm(viewer, found),
        desk=desk_of(viewer, teams),
        now=clock.now(),
    )


@dataclass(frozen=True)
class Listed:
    """One line of a list, with what each agency that the viewer may know of has said."""

    recommendation: Recommendation
    progress: tuple[Progress, ...]


def asked_of(viewer: Viewer) -> list[Listed]:
    """What the viewer’s agency is asked, or at the Board the groups that the viewer sits in. The oldest first."""
    found = list(Recommendation.objects.filter(asked__contains=[viewer.agency]))
    groups = {key.partition("/")[2] for key in viewer.teams}
    mine = [each for each in found if viewer.agency != BOARD or each.owner in groups]
    return [_only(each, viewer.agency) for each in _listed(viewer, mine)]


def seen_to_by(viewer: Viewer, among: Iterable[Listed]) -> list[Listed]:
    """What the viewer is named to see to, and is not closed."""
    return [
        each
        for each in among
        if any(viewer.practitioner_id in of.named and of.closed_at is None for of in each.progress)
    ]


def shown_to_groups(viewer: Viewer) -> list[Listed]:
    """What was shown, and waits for the viewer’s groups to look at it. The oldest first."""
    every = _listed(viewer, list(to_confirm(viewer)))
    return [each for each in (_only_new(listed) for listed in every) if each.progress]


def of_review(viewer: Viewer, review: Review) -> list[Listed]:
    return _listed(viewer, list(Recommendation.objects.filter(review=review)))


def of_reviews(viewer: Viewer, reviews: Iterable[Review]) -> dict[str, list[Listed]]:
    """By the id of the review: what each asks, with one question for all."""
    found: dict[str, list[Listed]] = {}
    ids = [each.pk for each in reviews]
    for each in _listed(viewer, list(visible_recommendations(viewer).filter(review__in=ids))):
        found.setdefault(each.recommendation.review_id, []).append(each)
    return found


def _listed(viewer: Viewer, found: list[Recommendation]) -> list[Listed]:
    every = progress_of(viewer, found)
    return [Listed(each, tuple(every.get(each.key, ()))) for each in found]


def _only_new(listed: Listed) -> Listed:
    return Listed(listed.recommendation, tuple(each for each in listed.progress if each.is_new))


def _only(listed: Listed, agency: str) -> Listed:
    return Listed(listed.recommendation, tuple(each for each in listed.progress if each.agency == agency))
