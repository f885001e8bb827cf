"""What an agency that is asked says: what it will do, and what shows that it did."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction

from followthrough.service.access.policies import BOARD
from followthrough.service.agencies.directory import NAMED
from followthrough.service.core.ids import reference
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.recommendations import policies
from followthrough.service.learning.recommendations.actions.recording import happened
from followthrough.service.learning.recommendations.models import Recommendation
from followthrough.service.learning.recommendations.policies import CannotAnswer
from followthrough.service.learning.recommendations.queries import colleagues
from followthrough.service.learning.recommendations.queries.progress import ACCEPTED, SHOWN, Progress
from followthrough.service.ledger import outbox
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
    """One action of those that an agency takes, each with a clock of its own. `owner` is the id of one of its
    people, who is told; `measure` how anybody will know that it works. Said again of a known `step`, the latest holds.

    Raises CannotAnswer, in words.
    """
    policies.check_can_accept(by, of)
    if step and of.step(step) is None:
        raise CannotAnswer(UNKNOWN)
    if owner not in colleagues(of.agency, of.team):
        raise CannotAnswer("Choose one person who works there now.")
    said = {"step": step or reference(), "action": action, "owner": owner, "measure": measure, "for_team": of.team}
    made = happened(ACCEPTED, recommendation, of, by, told_agency=BOARD, due_on=due_on, **said)
    if owner != by.practitioner_id:
        _tell(owner, recommendation, of, said["step"])
    return made


def _tell(owner: str, made: Recommendation, of: Progress, step: str) -> None:
    """Once for an action, in the next digest: a sentence and a link."""
    outbox.enqueue(
        key=f"recommendation:{made.key}:{step}:{owner}",
        to=outbox.address_of(of.agency, of.team, f"{NAMED}{owner}"),
        sentence="You are named to see to something that your agency does because a review asked it. Open it, and show "
        "what was done by the day that it names.",
        reference=made.key,
        link=f"/recommendations/{made.key}/",
        matter=f"recommendation:{made.key}",
        is_urgent=False,
    )


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
