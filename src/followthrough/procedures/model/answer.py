"""What the engine answers: duties, signals, the sharing gap, and when to look again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from followthrough.procedures.model.event import Subject


class DutyState(StrEnum):
    OPEN = "open"
    MET = "met"
    MET_LATE = "met late"
    MET_RECORDED_LATE = "met, recorded late"
    BREACHED = "breached"
    EXCUSED = "excused"
    SUPERSEDED = "superseded"

    @property
    def is_waiting(self) -> bool:
        """Whether somebody still has to act."""
        return self in (DutyState.OPEN, DutyState.BREACHED)


class SignalState(StrEnum):
    STANDS = "stands"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, order=True)
class Debtor:
    """Who owes: an agency with a team or role in it, never a person."""

    agency: str
    team: str = ""
    role: str = ""

    def __str__(self) -> str:
        return " · ".join(part for part in (self.agency, self.team, self.role) if part)


@dataclass(frozen=True, slots=True)
class DueRung:
    """A rung or reminder with its instant: `index` counts from 0 within its list."""

    index: int
    at: datetime
    tell: Debtor


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One duty as it stood. Instants are UTC.

    `trigger` is the root id of the event (or the id of the signal or duty) that made it; `because` are root ids of
    the events that its conditions rest on. `opened_at` is when its clock started, `closed_at` when the closing
    occurred, `ended_at` when an excuse after the deadline stopped the climbing.
    """

    id: str
    procedure: str
    version: int
    subject: Subject
    debtor: Debtor
    trigger: str
    opened_at: datetime
    due_at: datetime
    state: DutyState
    each: str = ""
    closed_at: datetime | None = None
    closed_by: str | None = None
    ended_at: datetime | None = None
    because: tuple[str, ...] = ()
    is_uncertain: bool = False
    rungs: tuple[DueRung, ...] = ()
    reminders: tuple[DueRung, ...] = ()


@dataclass(frozen=True, slots=True)
class SignalRow:
    """One signal as it stood. `true_at` is when the pattern was true in the world; `evidence` are root ids."""

    id: str
    procedure: str
    version: int
    subject: Subject
    root: str
    true_at: datetime
    state: SignalState
    evidence: tuple[str, ...]
    ended_at: datetime | None = None
    is_uncertain: bool = False


Row = DutyRow | SignalRow


@dataclass(frozen=True, slots=True)
class Version:
    """A row with the visible time over which it stood, half-open; `to` is None while it still stands."""

    row: Row
    from_: datetime
    to: datetime | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer as of an instant. Constant until `changes_at` unless something new is recorded."""

    as_of: datetime
    duties: tuple[DutyRow, ...]
    signals: tuple[SignalRow, ...]
    changes_at: datetime | None
    versions: tuple[Version, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """How long a picture existed in pieces: true in the world, held by the pooled record, known by each agency."""

    watch: str
    signal: str
    true_at: datetime
    pooled_at: datetime
    by_agency: dict[str, datetime | None]


def duty_id(procedure: str, subject: Subject, trigger: str, debtor: Debtor, each: str) -> str:
    """The same duty always has the same id, on every engine: a digest of what makes it that duty."""
    return _digest("duty", procedure, str(subject), trigger, debtor.agency, debtor.team, debtor.role, each)


def signal_id(procedure: str, subject: Subject, root: str) -> str:
    return _digest("signal", procedure, str(subject), root)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]
