"""The definition: follow each thing that may make a row through every instant at which its row can change.

Whatever is read says when it may be read otherwise, and that is when to look again. A row, once there, is never lost:
when its ground goes it is excused, withdrawn or superseded, and says so. Each procedure is folded by itself, after
those that feed it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from followthrough.procedures.engines.plain.feeding import Folded, Upstream
from followthrough.procedures.engines.plain.holding import owed
from followthrough.procedures.engines.plain.owing import Owed
from followthrough.procedures.engines.plain.parties import told_of
from followthrough.procedures.engines.plain.reading import Reading
from followthrough.procedures.engines.plain.sight import Sight
from followthrough.procedures.engines.plain.sources import sources
from followthrough.procedures.engines.plain.states import standing
from followthrough.procedures.engines.plain.watching import Hit, hit_at
from followthrough.procedures.model.answer import (
    Debtor,
    DueRung,
    DutyRow,
    Row,
    SignalRow,
    SignalState,
    Version,
    signal_id,
)
from followthrough.procedures.model.event import TICK, Event
from followthrough.procedures.model.procedure import (
    AnyProcedure,
    Obliging,
    WatchProcedure,
)

_NEVER = datetime.max.replace(tzinfo=UTC)


def fold(procedure: AnyProcedure, reading: Reading, as_of: datetime, upstream: Upstream | None) -> Folded:
    """Every version of every row of `procedure` that is visible by `as_of`."""
    versions, events, wakes = _Versions(), _Events(), []
    for source, first in sources(procedure, reading, upstream, as_of).items():
        follower: _Signal | _Duties
        if isinstance(procedure, WatchProcedure):
            follower = _Signal(procedure, source)
        else:
            follower = _Duties(procedure, source, upstream, events)
        at: datetime | None = first
        while at is not None and at <= as_of:
            sight = Sight(reading, at)
            versions.take(follower.step(sight), at)
            at = sight.look_again_at
        if at is not None:
            wakes.append(at)
    return Folded(versions.all(), min(wakes, default=None), events.stood)


class _Versions:
    """Turns the rows of each instant into versions with bounds."""

    def __init__(self) -> None:
        self._open: dict[str, tuple[Row, datetime]] = {}
        self._closed: list[Version] = []

    def take(self, rows: list[Row], instant: datetime) -> None:
        for row in rows:
            held = self._open.get(row.id)
            if held is not None and held[0] == row:
                continue
            if held is not None:
                self._closed.append(Version(held[0], held[1], instant))
            self._open[row.id] = (row, instant)

    def all(self) -> list[Version]:
        return [*self._closed, *(Version(row, from_, None) for row, from_ in self._open.values())]


class _Events:
    """The trigger of each duty, as it stood from an instant on: what the duty feeds reads it as it stood then."""

    def __init__(self) -> None:
        self.stood: dict[str, list[tuple[datetime, Event]]] = {}

    def take(self, each: Owed, instant: datetime) -> None:
        stood = self.stood.setdefault(each.id, [])
        if not stood or stood[-1][1] is not each.event:
            stood.append((instant, each.event))


class _Duties:
    """Remembers the duties that a source ever gave rise to, as they last held, and since when they hold no more."""

    def __init__(self, procedure: Obliging, source: str, upstream: Upstream | None, events: _Events) -> None:
        self.procedure, self.source, self.upstream, self.events = procedure, source, upstream, events
        self._now: dict[str, Owed] = {}
        self._now_until: datetime | None = None
        self._held: dict[str, Owed] = {}
        self._withdrawn_at: dict[str, datetime] = {}
        self._ladders: dict[str, tuple[Owed, tuple[DueRung, ...], tuple[DueRung, ...]]] = {}

    def step(self, sight: Sight) -> list[Row]:
        if self._now_until is None or self._now_until <= sight.at:
            self._read_owed(sight)
        sight.note(self._now_until)
        return [self._row(each, sight) for each in self._held.values()]

    def _read_owed(self, sight: Sight) -> None:
        """What is owed stays the same until it may be read otherwise, however often its closings are read."""
        looking = Sight(sight.reading, sight.at)
        self._now = {each.id: each for each in owed(self.procedure, self.source, looking, self.upstream)}
        self._now_until = looking.look_again_at or _NEVER
        self._held |= self._now
        for identity, each in self._held.items():
            self.events.take(each, sight.at)
            if identity in self._now:
                self._withdrawn_at.pop(identity, None)
            else:
                self._withdrawn_at.setdefault(identity, sight.at)

    def _row(self, each: Owed, sight: Sight) -> DutyRow:
        procedure = self.procedure
        stands = standing(procedure, each, sight, self._withdrawn_at.get(each.id))
        if stands.state.is_waiting:
            sight.wake(each.earliest_due_at + TICK)
            sight.wake(each.due_at + TICK)
        rungs, reminders = self._ladder(each, sight)
        is_due_unclear = each.earliest_due_at < sight.at <= each.due_at and stands.state.is_waiting
        return DutyRow(
            id=each.id,
            procedure=procedure.id,
            version=procedure.version,
            subject=sight.reading.subject,
            debtor=each.debtor,
            trigger=each.trigger,
            each=each.each,
            opened_at=each.opened_at,
            due_at=each.due_at,
            state=stands.state,
            closed_at=stands.closed_at,
            closed_by=stands.closed_by,
            ended_at=stands.ended_at,
            because=each.because,
            is_uncertain=each.is_uncertain or stands.is_uncertain or is_due_unclear,
            rungs=rungs,
            reminders=reminders,
        )

    def _ladder(self, each: Owed, sight: Sight) -> tuple[tuple[DueRung, ...], tuple[DueRung, ...]]:
        """Its rungs and reminders, worked out once for each clock and deadline."""
        held = self._ladders.get(each.id)
        if held is None or _clock(held[0]) != _clock(each):
            rungs, reminders = _rungs(self.procedure, each, sight), _reminders(self.procedure, each, sight)
            held = self._ladders[each.id] = (each, tuple(rungs), tuple(reminders))
        return held[1], held[2]


def _clock(each: Owed) -> tuple[datetime, datetime, str]:
    return each.opened_at, each.due_at, each.event.id


def _rungs(procedure: Obliging, each: Owed, sight: Sight) -> Iterator[DueRung]:
    for index, rung in enumerate(procedure.ladder):
        at = sight.due(each.due_at, rung.after) if rung.after is not None else each.due_at
        yield DueRung(index, at, told_of(rung.tell, each.event, each.each, each.debtor))


def _reminders(procedure: Obliging, each: Owed, sight: Sight) -> Iterator[DueRung]:
    for index, reminder in enumerate(procedure.reminders):
        at = sight.back(each.due_at, reminder.before)
        if at > each.opened_at:
            yield DueRung(index, at, Debtor(each.debtor.agency, each.debtor.team, each.debtor.role))


class _Signal:
    """Remembers the signal that an event ever made."""

    def __init__(self, procedure: WatchProcedure, root: str) -> None:
        self.procedure, self.root = procedure, root
        self._stood: Hit | None = None

    def step(self, sight: Sight) -> list[Row]:
        now = hit_at(self.procedure, self.root, sight)
        # A silence that was broken before it could be seen never stood.
        if now is not None and (now.stands or self._stood is not None):
            self._stood = now
        return [] if self._stood is None else [self._row(self._stood, now is not None, sight)]

    def _row(self, hit: Hit, is_held: bool, sight: Sight) -> SignalRow:
        state = SignalState.WITHDRAWN
        if is_held:
            state = SignalState.STANDS if hit.stands else SignalState.ENDED
        return SignalRow(
            id=signal_id(self.procedure.id, sight.reading.subject, self.root),
            procedure=self.procedure.id,
            version=self.procedure.version,
            subject=sight.reading.subject,
            root=self.root,
            true_at=hit.true_at,
            state=state,
            evidence=hit.evidence,
            ended_at=hit.ended_at if state is SignalState.ENDED else None,
            is_uncertain=hit.is_uncertain,
        )
