"""What people do to a recommendation: make it, answer for it, look at the answer, test what came of it."""

from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.service.learning.recommendations.actions.making import make
from followthrough.service.learning.recommendations.queries.progress import KINDS

__all__ = ["make", "recorded"]


def recorded(vocabulary: Vocabulary) -> tuple[str, ...]:
    return KINDS
