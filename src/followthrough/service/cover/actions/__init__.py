"""What changes cover: signing for days off, and keeping a rota."""

from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.service.cover.actions.assurance import announce_due, sign

HANDED = ("hand-over.listed", "hand-over.list-accepted")

__all__ = ["announce_due", "recorded", "sign"]


def recorded(vocabulary: Vocabulary) -> tuple[str, ...]:
    return ("cover.period", "cover.assured", "rota.gap-found", "rota.filled", "queue.unheld", "queue.held", *HANDED)
