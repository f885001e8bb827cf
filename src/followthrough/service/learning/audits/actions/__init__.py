"""What people do here: an agency audits itself, the Board goes through it; cases are drawn, read, and reported."""

from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.service.learning.audits.actions.cases import agree_topic, ask, draw, find, read, report
from followthrough.service.learning.audits.actions.section11 import (
    answer,
    begin,
    challenge,
    give_feedback,
    join,
    send,
)

KINDS = (
    *("agency.joined", "section-11.returned", "section-11.challenged", "section-11.feedback-given"),
    *("audit-topic.agreed", "audit.reported"),
)
__all__ = [
    "agree_topic",
    "answer",
    "ask",
    "begin",
    "challenge",
    "draw",
    "find",
    "give_feedback",
    "join",
    "read",
    "recorded",
    "report",
    "send",
]


def recorded(vocabulary: Vocabulary) -> tuple[str, ...]:
    return KINDS
