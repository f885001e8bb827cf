"""The ledger's tables: events are appended; what follows from them is rewritten by the assessor alone."""

from followthrough.service.ledger.models.adopting import Adoption, AdoptionDecision
from followthrough.service.ledger.models.amending import Amendment
from followthrough.service.ledger.models.event import Event
from followthrough.service.ledger.models.outbox import Carried, Letter, Outbox
from followthrough.service.ledger.models.rows import Duty, Rung, Signal
from followthrough.service.ledger.models.same import Placement, SameChild
from followthrough.service.ledger.models.subject import SubjectState

__all__ = [
    "Adoption",
    "AdoptionDecision",
    "Amendment",
    "Carried",
    "Duty",
    "Event",
    "Letter",
    "Outbox",
    "Placement",
    "Rung",
    "SameChild",
    "Signal",
    "SubjectState",
]
