"""How do the reviews of the stories' children come into the demo? Through the actions that a panel uses.

Two stand when the demo begins. The third is of what a visitor lives through at Easter: it comes with the demo's time.
A finding rests on those entries of its child that stand in the record by then, and says so where none does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.access.policies import BOARD
from followthrough.service.agencies.models import Practitioner
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.chronology.queries import Chronicle, chronicle
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.demo.learnt import Learnt, learnt
from followthrough.service.learning.newsletter.actions.learning import agree
from followthrough.service.learning.recommendations import actions as recommendations
from followthrough.service.learning.reviews import actions as reviews
from followthrough.service.learning.reviews.models import Finding, Kind, Review
from followthrough.service.learning.reviews.policies import OFFICE

KEEPER: Final = "margaret.thorne"
KINDS: Final = {"child-one": Kind.SERIOUS}  # else another kind of review
NOT_YET: Final = "What shows it was not in the record when the review found it."
LATER: Final = {"child-one": datetime(2013, 4, 10, 8, tzinfo=UTC)}  # nine o'clock in London


@dataclass
class Passing:
    """A clock that goes on while it is looked at, so that what was written first stands first."""

    at: datetime

    def now(self) -> datetime:
        self.at += timedelta(milliseconds=1)
        return self.at


def enter() -> None:
    """Those that stand when the demo begins."""
    with clock.use(Passing(clock.now())):
        for told in learnt():
            if told.child not in LATER:
                _bring(told)


def bring_due(now: datetime) -> None:
    """Those whose time has come. Safe to repeat."""
    due = [told for told in learnt() if told.child in LATER and LATER[told.child] <= now]
    for told in due:
        with acting(_keeper()):
            is_there = Review.objects.filter(children__child_id=told.child).exists()
        if not is_there:
            with clock.use(Passing(LATER[told.child] - timedelta(minutes=10))):
                _bring(told)


def _keeper() -> Viewer:
    return viewer_of(Practitioner.objects.get(username=KEEPER))


def _bring(told: Learnt) -> None:
    by, child = _keeper(), Subject("child", told.child)
    access.involve(agency=BOARD, team=OFFICE, subject=child, reason="heard of the case", by=by)
    with acting(by):
        facts = "\n".join(each.words for each in told.facts)
        kind = KINDS.get(told.child, Kind.OTHER)
        review = reviews.begin(title=told.review, kind=kind, children=[told.child], by=by, words=facts)
        found = _found(told, review, chronicle(by, child), by)
        for asked in told.recommendations:
            recommendations.make(
                review=review, owner=asked.owner, words=asked.words, agencies=asked.asked, by=by,
                findings=[found[key] for key in asked.findings],
            )  # fmt: skip
        agree(review=review, words="\n".join(each.words for each in told.learning), by=by)


def _found(told: Learnt, review: Review, held: Chronicle, by: Viewer) -> dict[str, Finding]:
    child = review.children.get()
    found = {}
    for each in told.findings:
        cites = [entry for entry in each.rests_on if held.entry(entry) is not None]
        found[each.key] = reviews.find(
            review=review, child=child, theme=each.theme, side=each.side, words=each.words, by=by, cites=cites,
            without_entry="" if cites else NOT_YET,
        )  # fmt: skip
    return found
