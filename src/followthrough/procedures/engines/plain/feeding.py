"""What a procedure gave, over time, and how that feeds the next one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from followthrough.procedures.engines.plain.sight import Sight
from followthrough.procedures.model.answer import DutyRow, Row, SignalRow, Version
from followthrough.procedures.model.event import Event
from followthrough.procedures.model.procedure import AnyProcedure, DutyProcedure, OnBreach, OnSignal, WatchProcedure
from followthrough.procedures.model.rulebook import Rulebook


@dataclass
class Folded:
    """What one procedure gave: all its row versions up to the instant asked, and when to look again.

    `events` are the triggers of its duties, by the duty's id, each as it stood from an instant on.
    """

    versions: list[Version] = field(default_factory=list)
    changes_at: datetime | None = None
    events: dict[str, list[tuple[datetime, Event]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_row: dict[str, list[Version]] = {}
        for version in sorted(self.versions, key=lambda each: each.from_):
            self.by_row.setdefault(version.row.id, []).append(version)

    def at(self, instant: datetime) -> list[Row]:
        return [v.row for v in self.versions if v.from_ <= instant and (v.to is None or instant < v.to)]


@dataclass
class Upstream:
    """The procedure, in all its versions, whose signals or breaches feed another."""

    procedures: tuple[AnyProcedure, ...]
    folded: list[Folded]

    @property
    def first_rows(self) -> dict[str, datetime]:
        """When each row first stood, by its id."""
        first: dict[str, datetime] = {}
        for folded in self.folded:
            for row, versions in folded.by_row.items():
                first[row] = min(versions[0].from_, first.get(row, versions[0].from_))
        return first

    def signals(self, identity: str, sight: Sight) -> Iterator[tuple[SignalRow, WatchProcedure]]:
        """A signal, with the version of the watch that found it."""
        for watch, folded in zip(self.procedures, self.folded, strict=True):
            row = _row(folded, identity, sight)
            if isinstance(row, SignalRow) and isinstance(watch, WatchProcedure):
                yield row, watch

    def duties(self, identity: str, sight: Sight) -> Iterator[tuple[DutyRow, Event]]:
        """A duty, with its trigger as it stands then."""
        for folded in self.folded:
            row = _row(folded, identity, sight)
            if isinstance(row, DutyRow):
                yield row, _event(folded, identity, sight)


def _row(folded: Folded, identity: str, sight: Sight) -> Row | None:
    found = None
    for version in folded.by_row.get(identity, ()):
        sight.note(version.from_)
        if version.from_ <= sight.at:
            found = version.row
    return found


def _event(folded: Folded, identity: str, sight: Sight) -> Event:
    stood = folded.events[identity]
    for from_, _ in stood:
        sight.note(from_)
    return next(event for from_, event in reversed(stood) if from_ <= sight.at)


def feeds(procedure: AnyProcedure, rulebook: Rulebook, done: dict[str, list[Folded]]) -> Upstream | None:
    """What feeds a procedure, already folded."""
    if isinstance(procedure, DutyProcedure) and isinstance(procedure.when, OnSignal | OnBreach):
        source = procedure.when.procedure
        return Upstream(rulebook.by_id[source], done[source])
    return None
