"""What an agency that is asked says: what it will do, and what shows that it did."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from followthrough.service.access.policies import BOARD
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.recommendations import policies
from followthrough.service.learning.recommendations.actions.recording import happened
from followthrough.service.learning.recommendations.models import Recommendation
from followthrough.service.learning.recommendations.queries.progress import ACCEPTED, SHOWN, Progress
from followthrough.service.ledger.actions import Recorded


@transaction.atomic
def accept(
    *, recommendation: Recommendation, of: Progress, action: str, owner: str, due_on: date, measure: str, by: Viewer
) -> Recorded:
    """`owner` is the name of one person, `measure` how anybody will know that it works. Said again, the latest holds.

    Raises CannotAnswer, in words.
    """
    policies.check_can_accept(by, of)
    said = {"action": action, "owner": owner, "measure": measure, "for_team": of.team}
    return happened(ACCEPTED, recommendation, of, by, told_agency=BOARD, due_on=due_on, **said)


@transaction.atomic
def show(*, recommendation: Recommendation, of: Progress, evidence: str, link: str, by: Viewer) -> Recorded:
    policies.check_can_show(by, of)
    said = {"evidence": evidence, "link": link, "for_team": of.team}
    return happened(SHOWN, recommendation, of, by, told_agency=BOARD, **said)
