"""What people do with an issue: compose it, answer the check, release it, and say how far it reached."""

from followthrough.procedures.model.vocabulary import Vocabulary

KINDS = (
    "learning.agreed",
    "review.anonymity-checked",
    "review.published",
    "briefing.issued",
    "briefing.reach-reported",
)


def recorded(vocabulary: Vocabulary) -> tuple[str, ...]:
    return KINDS
