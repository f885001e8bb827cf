"""What people do to a review. What a clock rests on is an event, in the same transaction as the rows of the act."""

from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.service.learning.reviews.actions import agencies, family, panel
from followthrough.service.learning.reviews.actions.agencies import ask_agencies, explain_absence, give_report, join
from followthrough.service.learning.reviews.actions.beginning import begin
from followthrough.service.learning.reviews.actions.deciding import Answer, decide, tell_adults_board
from followthrough.service.learning.reviews.actions.family import hear_family, invite_family, put_off_family
from followthrough.service.learning.reviews.actions.findings import find, take_back
from followthrough.service.learning.reviews.actions.incidents import (
    ask_for_summaries,
    handle_press,
    know_harm,
    note,
    put_forward,
    send_summary,
)
from followthrough.service.learning.reviews.actions.owing import ask_what_was_owed
from followthrough.service.learning.reviews.actions.panel import end, include, meet, scope, seat, unseat
from followthrough.service.learning.reviews.actions.workspace import comment, decide_on_death, gather, take_apart

__all__ = [
    "Answer",
    "ask_agencies",
    "ask_for_summaries",
    "ask_what_was_owed",
    "begin",
    "comment",
    "decide",
    "decide_on_death",
    "end",
    "explain_absence",
    "find",
    "gather",
    "give_report",
    "handle_press",
    "hear_family",
    "include",
    "invite_family",
    "join",
    "know_harm",
    "meet",
    "note",
    "put_forward",
    "put_off_family",
    "recorded",
    "scope",
    "seat",
    "send_summary",
    "take_apart",
    "take_back",
    "tell_adults_board",
    "unseat",
]


def recorded(vocabulary: Vocabulary) -> tuple[str, ...]:
    """What the pages of a review record; what comes before one the plain page of a child can record as well."""
    return (
        "review.began",
        *(panel.SCOPED, panel.MET, panel.PRACTITIONERS_MET),
        *(agencies.ASKED, agencies.JOINED, agencies.ABSENT, agencies.GIVEN),
        *(family.INVITED, family.PUT_OFF),
    )
