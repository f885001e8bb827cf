"""What people do to a review. What a clock rests on is an event, in the same transaction as the rows of the act."""

from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.service.learning.reviews.actions.beginning import begin
from followthrough.service.learning.reviews.actions.deciding import Answer, decide, tell_adults_board
from followthrough.service.learning.reviews.actions.findings import find, take_back
from followthrough.service.learning.reviews.actions.incidents import (
    ask_for_summaries,
    handle_press,
    know_harm,
    note,
    put_forward,
    send_summary,
)

__all__ = [
    "Answer",
    "ask_for_summaries",
    "begin",
    "decide",
    "find",
    "handle_press",
    "know_harm",
    "note",
    "put_forward",
    "recorded",
    "send_summary",
    "take_back",
    "tell_adults_board",
]


def recorded(vocabulary: Vocabulary) -> tuple[str, ...]:
    """What the pages of a review record; what comes before one the plain page of a child can record as well."""
    return ("review.began",)
