"""What the Board says to what an agency did: enough, what is missing, whether it works, that it is closed."""

from __future__ import annotations

from django.db import transaction

from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.recommendations import policies
from followthrough.service.learning.recommendations.actions.recording import happened
from followthrough.service.learning.recommendations.models import Recommendation
from followthrough.service.learning.recommendations.queries.progress import (
    ASKED_BACK,
    CLOSED,
    CONFIRMED,
    TESTED,
    Progress,
)
from followthrough.service.ledger.actions import Recorded


@transaction.atomic
def confirm(*, recommendation: Recommendation, of: Progress, words: str = "", by: Viewer) -> Recorded:
    """What was shown is enough. Whether it works is another question: its test stays due."""
    policies.check_can_confirm(by, recommendation, of)
    return happened(CONFIRMED, recommendation, of, by, words=words, by=by.practitioner_id)


@transaction.atomic
def ask_back(*, recommendation: Recommendation, of: Progress, words: str, by: Viewer) -> Recorded:
    """What is missing. The agency has a clock to answer it."""
    policies.check_can_ask_back(by, recommendation, of)
    return happened(ASKED_BACK, recommendation, of, by, words=words, for_team=of.team, by=by.practitioner_id)


@transaction.atomic
def test(
    *, recommendation: Recommendation, of: Progress, how: str, result: str, words: str, data: str = "", by: Viewer
) -> Recorded:
    """`data` is what the result rests on, with its numbers. What does not work, or only in part, is open again."""
    policies.check_can_test(by, recommendation, of)
    said = {"how": how, "result": result, "words": words, "data": data, "for_team": of.team}
    return happened(TESTED, recommendation, of, by, **said)


@transaction.atomic
def close(*, recommendation: Recommendation, of: Progress, by: Viewer) -> Recorded:
    """Only what a test has shown to work; the gate of the rulebook says so as well."""
    policies.check_can_close(by, recommendation, of)
    return happened(CLOSED, recommendation, of, by, by=by.practitioner_id)
