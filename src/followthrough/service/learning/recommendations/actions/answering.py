"""What an agency that is asked says: what it will do, and what shows that it did."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction

from followthrough.service.access.policies import BOARD
from followthrough.service.core.ids import reference
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.recommendations import policies
from followthrough.service.learning.recommendations.actions.recording import happened
from followthrough.service.learning.recommendations.models import Recommendation
from followthrough.service.learning.recommendations.policies import CannotAnswer
from followthrough.service.learning.recommendations.queries.progress import ACCEPTED, SHOWN, Progress
from followthrough.service.ledger.actions import Recorded

UNKNOWN = "Say which of your actions you mean. Open the recommendation again to see them."


@transaction.atomic
def accept(
    *,
    recommendation: Recommendation,
    of: Progress,
    action: str,
    owner: str,
    due_on: date,
    measure: str,
    by: Viewer,
    step: str = "",
) -> Recorded:
    """One action of those that an agency takes, each with a clock of its own. `owner` is the name of one person,
    `measure` how anybody will know that it works. Said again of a `step` that is known, the latest holds.

    Raises CannotAnswer, in words.
    """
    policies.check_can_accept(by, of)
    if step and of.step(step) is None:
        raise CannotAnswer(UNKNOWN)
    said = {"step": step or reference(), "action": action, "owner": owner, "measure": measure, "for_team": of.team}
    return happened(ACCEPTED, recommendation, of, by, told_agency=BOARD, due_on=due_on, **said)


@transaction.atomic
def show(
    *,
    recommendation: Recommendation,
    of: Progress,
    evidence: str,
    link: str,
    by: Viewer,
    steps: Collection[str] = (),
) -> Recorded:
    """`steps` are the actions that it shows; where an agency takes one, that one. Raises CannotAnswer, in words."""
    policies.check_can_show(by, of)
    meant = tuple(steps) or tuple(each.key for each in of.steps if len(of.steps) == 1)
    if not meant or any(of.step(each) is None for each in meant):
        raise CannotAnswer(UNKNOWN)
    said = {"evidence": evidence, "link": link, "for_team": of.team}
    return happened(SHOWN, recommendation, of, by, told_agency=BOARD, steps=meant, **said)
