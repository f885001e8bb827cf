"""What does an explanation hold? Sentences that a page or a file prints as they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from followthrough.procedures.model.procedure import Confidence, Procedure

HIDDEN = "An event that you may not see."


@dataclass(frozen=True, slots=True)
class Evidence:
    """One event that a row rests on. Of an event that the reader may not see, nothing but that is told."""

    root: str
    when: str = ""
    agency: str = ""
    what: str = ""
    text: str = ""
    is_hidden: bool = False

    def __str__(self) -> str:
        if self.is_hidden:
            return HIDDEN
        return " ".join(part for part in (f"{self.when}, {self.agency}: {self.what}.", self.text) if part)


@dataclass(frozen=True, slots=True)
class Holiday:
    """A bank holiday that the sum passed over."""

    on: date
    name: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a duty or a signal stands.

    `sentence` says who, what and why; `sum` how the date was worked out, `holidays` which bank holidays it passed over
    and `notes` what it assumes; `source` where the rule comes from and `confidence` how sure we are; `next_at` is when
    the next is told. `row` is the id of the duty or signal, `procedure` the rule that made it.
    """

    about: Literal["duty", "signal"]
    row: str
    procedure: Procedure
    state: str
    sentence: str
    sum: str
    source: str
    confidence: str
    evidence: tuple[Evidence, ...]
    what_would_meet: str
    who_next: str
    next_at: datetime | None = None
    notes: tuple[str, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    deadline_confidence: Confidence | None = None

    @property
    def is_default(self) -> bool:
        """Whether the rule or its number is our own default: every output labels it so."""
        return Confidence.OURS in (self.procedure.confidence, self.deadline_confidence)


@dataclass(frozen=True, slots=True)
class NotApplied:
    """A procedure that made nothing of a history, and the reason."""

    procedure: str
    version: int
    title: str
    reason: str
