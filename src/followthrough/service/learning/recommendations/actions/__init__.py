"""What people do to a recommendation: make it, answer for it, look at the answer, test what came of it."""

from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.service.learning.recommendations.actions.answering import accept, show
from followthrough.service.learning.recommendations.actions.carrying import carry
from followthrough.service.learning.recommendations.actions.looking import ask_back, close, confirm, test
from followthrough.service.learning.recommendations.actions.making import make
from followthrough.service.learning.recommendations.queries.progress import KINDS

__all__ = ["accept", "ask_back", "carry", "close", "confirm", "make", "recorded", "show", "test"]


def recorded(vocabulary: Vocabulary) -> tuple[str, ...]:
    return KINDS
