"""The definition: step through every instant at which an answer can change, and remember what once held.

A row, once there, is never lost: when its ground goes it is excused, withdrawn or superseded, and says so. Each
procedure is folded by itself, after those that feed it.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from followthrough.procedures.engines.plain.holding import owed
from followthrough.procedures.engines.plain.kinds import begins, grounds, reads
from followthrough.procedures.engines.plain.owing import Owed
from followthrough.procedures.engines.plain.parties import told_of
from followthrough.procedures.engines.plain.sight import Reading, Sight
from followthrough.procedures.engines.plain.states import standing
from followthrough.procedures.engines.plain.triggering import TOLD, Fed
from followthrough.procedures.engines.plain.watching import Hit, hits
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
    DutyProcedure,
    GateProcedure,
    Obliging,
    OnAge,
    OnBreach,
    OnCalendar,
    OnSignal,
    StandingProcedure,
    WatchProcedure,
)
from followthrough.procedures.model.rulebook import Rulebook


@dataclass
class Folded:
    """What one procedure gave: all its row versions up to the instant asked, and when to look again."""

    versions: list[Version]
    changes_at: datetime | None
    events: dict[str, Event] = field(default_factory=dict)

    def at(self, instant: datetime) -> list[Row]:
        return [v.row for v in self.versions if v.from_ <= instant and (v.to is None or instant < v.to)]

    @property
    def bounds(self) -> set[datetime]:
        return {version.from_ for version in self.versions}


Duty = DutyProcedure | StandingProcedure | GateProcedure


def fold(procedure: AnyProcedure, reading: Reading, as_of: datetime, upstream: Upstream | None) -> Folded:
    """Every version of every row of `procedure` that is visible by `as_of`."""
    if not _may_begin(procedure, reading, upstream):
        return Folded([], None)
    folder: _Signals | _Duties
    if isinstance(procedure, WatchProcedure):
        folder = _Signals(procedure)
    else:
        folder = _Duties(procedure, upstream, reading)
    points = _Points(_bounds(procedure, reading, upstream))
    versions = _Versions()
    for instant in points.until(as_of):
        sight = Sight(reading, instant)
        rows = folder.step(sight)
        versions.take(rows, instant)
        for row in rows:
            if isinstance(row, DutyRow):
                sight.wake(row.due_at + TICK)
        points.add(sight.wakes)
    return Folded(versions.all(), points.next, folder.events)


@dataclass
class Upstream:
    """The procedure whose signals or breaches feed this one."""

    procedures: tuple[AnyProcedure, ...]
    folded: list[Folded]

    def fed(self, sight: Sight) -> Fed:
        rows = [row for folded in self.folded for row in folded.at(sight.at)]
        events = {key: event for folded in self.folded for key, event in folded.events.items()}
        watch = self.procedures[-1]
        return Fed(
            tuple(row for row in rows if isinstance(row, SignalRow)),
            tuple(row for row in rows if isinstance(row, DutyRow)),
            events,
            watch if isinstance(watch, WatchProcedure) else None,
        )


class _Points:
    """Instants to look at, in order, each once; more may be added ahead of the one at hand."""

    def __init__(self, instants: Iterable[datetime]) -> None:
        self._known = set(instants)
        self._heap = list(self._known)
        heapq.heapify(self._heap)

    def add(self, instants: Iterable[datetime]) -> None:
        for instant in instants:
            if instant not in self._known:
                self._known.add(instant)
                heapq.heappush(self._heap, instant)

    def until(self, as_of: datetime) -> Iterator[datetime]:
        while self._heap and self._heap[0] <= as_of:
            yield heapq.heappop(self._heap)

    @property
    def next(self) -> datetime | None:
        return self._heap[0] if self._heap else None


class _Versions:
    """Turns the rows of each instant into versions with bounds."""

    def __init__(self) -> None:
        self._open: dict[str, tuple[Row, datetime]] = {}
        self._closed: list[Version] = []

    def take(self, rows: list[Row], instant: datetime) -> None:
        for row in rows:
            held = self._open.get(row.id)
            if held is not None and (held[0] is row or held[0] == row):
                continue
            if held is not None:
                self._closed.append(Version(held[0], held[1], instant))
            self._open[row.id] = (row, instant)

    def all(self) -> list[Version]:
        return [*self._closed, *(Version(row, from_, None) for row, from_ in self._open.values())]


@dataclass(frozen=True)
class _Now:
    """What is owed within one segment of time, until the next instant that may change it."""

    owed: dict[str, Owed]
    segment: int
    until: datetime | None

    def holds(self, segment: int, at: datetime) -> bool:
        return segment == self.segment and (self.until is None or at < self.until)


class _Duties:
    """Remembers every duty that ever held, as it last held, and since when it holds no more."""

    def __init__(self, procedure: Duty, upstream: Upstream | None, reading: Reading) -> None:
        self.procedure, self.upstream = procedure, upstream
        self._kinds = tuple(sorted(reads(procedure, reading)))
        self._grounds = tuple(sorted(grounds(procedure, reading)))
        self._held: dict[str, Owed] = {}
        self._withdrawn_at: dict[str, datetime] = {}
        self._steps: dict[tuple[str, datetime, datetime, str], tuple[tuple[DueRung, ...], tuple[DueRung, ...]]] = {}
        self._now: _Now | None = None
        self._rows: dict[str, tuple[tuple[object, ...], DutyRow]] = {}

    @property
    def events(self) -> dict[str, Event]:
        return {identity: each.event for identity, each in self._held.items()}

    def step(self, sight: Sight) -> list[Row]:
        now = self._owed(sight)
        self._held |= now
        for identity in self._held:
            if identity in now:
                self._withdrawn_at.pop(identity, None)
            else:
                self._withdrawn_at.setdefault(identity, sight.at)
        segment = sight.reading.segment(self._kinds, sight.at)
        return [self._row(each, sight, segment) for each in self._held.values()]

    def _owed(self, sight: Sight) -> dict[str, Owed]:
        """What is owed now. It stays the same until something is learnt of its grounds, or an instant wakes it."""
        segment = sight.reading.segment(self._grounds, sight.at)
        if self._now is None or not self._now.holds(segment, sight.at) or not self._is_of_the_record:
            looking = Sight(sight.reading, sight.at)
            found = {each.id: each for each in owed(self.procedure, looking, self._fed(sight))}
            sight.wakes |= looking.wakes
            self._now = _Now(found, segment, min(looking.wakes, default=None))
        return self._now.owed

    @property
    def _is_of_the_record(self) -> bool:
        """Whether what is owed follows from events alone: not from other rows, nor from who has heard of the child."""
        when = self.procedure.when if isinstance(self.procedure, DutyProcedure) else None
        return self.upstream is None and not isinstance(when, OnAge | OnCalendar)

    def _fed(self, sight: Sight) -> Fed:
        return self.upstream.fed(sight) if self.upstream is not None else Fed()

    def _row(self, each: Owed, sight: Sight, segment: int) -> DutyRow:
        """How a duty stands. It is read again when something was learnt, or when a deadline has passed."""
        withdrawn_at = self._withdrawn_at.get(each.id)
        is_late = (sight.at > each.earliest_due_at, sight.at > each.due_at)
        key = (each, withdrawn_at, segment, is_late)
        held = self._rows.get(each.id)
        if held is None or held[0] != key:
            held = self._rows[each.id] = (key, self._read_row(each, sight, withdrawn_at))
        return held[1]

    def _read_row(self, each: Owed, sight: Sight, withdrawn_at: datetime | None) -> DutyRow:
        procedure = self.procedure
        stands = standing(procedure, each, sight, withdrawn_at)
        sight.wake(each.earliest_due_at + TICK)
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
        key = (each.id, each.opened_at, each.due_at, each.event.id)
        if key not in self._steps:
            self._steps[key] = (
                tuple(_rungs(self.procedure, each, sight)),
                tuple(_reminders(self.procedure, each, sight)),
            )
        return self._steps[key]


def _rungs(procedure: Obliging, each: Owed, sight: Sight) -> Iterator[DueRung]:
    for index, rung in enumerate(procedure.ladder):
        at = sight.due(each.due_at, rung.after) if rung.after is not None else each.due_at
        yield DueRung(index, at, told_of(rung.tell, each.event, each.each, each.debtor))


def _reminders(procedure: Obliging, each: Owed, sight: Sight) -> Iterator[DueRung]:
    for index, reminder in enumerate(procedure.reminders):
        at = sight.calendar.back(each.due_at, reminder.before)
        if at > each.opened_at:
            yield DueRung(index, at, Debtor(each.debtor.agency, each.debtor.team, each.debtor.role))


class _Signals:
    """Remembers every signal that ever stood."""

    def __init__(self, procedure: WatchProcedure) -> None:
        self.procedure = procedure
        self.events: dict[str, Event] = {}
        self._stood: dict[str, Hit] = {}

    def step(self, sight: Sight) -> list[Row]:
        now = hits(self.procedure, sight)
        # A silence that was broken before it could be seen never stood.
        self._stood |= {root: hit for root, hit in now.items() if hit.stands or root in self._stood}
        return [self._row(root, hit, root in now, sight) for root, hit in self._stood.items()]

    def _row(self, root: str, hit: Hit, is_held: bool, sight: Sight) -> SignalRow:
        state = SignalState.WITHDRAWN
        if is_held:
            state = SignalState.STANDS if hit.stands else SignalState.ENDED
        return SignalRow(
            id=signal_id(self.procedure.id, sight.reading.subject, root),
            procedure=self.procedure.id,
            version=self.procedure.version,
            subject=sight.reading.subject,
            root=root,
            true_at=hit.true_at,
            state=state,
            evidence=hit.evidence,
            ended_at=hit.ended_at if state is SignalState.ENDED else None,
            is_uncertain=hit.is_uncertain,
        )


# -- what can matter


def _may_begin(procedure: AnyProcedure, reading: Reading, upstream: Upstream | None) -> bool:
    """Whether anything of the history, or of what feeds the procedure, could begin a row: most rules ask for nothing
    of most children, and nobody need look at those.
    """
    if upstream is not None:
        return any(folded.versions for folded in upstream.folded)
    kinds = begins(procedure, reading)
    return kinds is None or any(kind in reading.history.chains_by_kind for kind in kinds)


def _bounds(procedure: AnyProcedure, reading: Reading, upstream: Upstream | None) -> set[datetime]:
    """The bounds of every version of every event that the procedure, or what feeds it, may read."""
    kinds = reads(procedure, reading)
    found: set[datetime] = set()
    if upstream is not None:
        kinds |= {kind for each in upstream.procedures for kind in reads(each, reading)} | {TOLD}
        found |= {bound for folded in upstream.folded for bound in folded.bounds}
    for chain in reading.chains(kinds):
        found |= set(chain.bounds)
    if isinstance(procedure, DutyProcedure) and isinstance(procedure.when, OnAge | OnCalendar):
        named = procedure.owes.agency
        agencies = reading.history.agencies if named is None else (named,)
        heard = (reading.heard_of_subject_at(agency) for agency in (None, *agencies))
        found |= {at for at in heard if at is not None}
    return found


def feeds(procedure: AnyProcedure, rulebook: Rulebook, done: dict[str, list[Folded]]) -> Upstream | None:
    """What feeds a procedure, already folded."""
    if isinstance(procedure, DutyProcedure) and isinstance(procedure.when, OnSignal | OnBreach):
        source = procedure.when.procedure
        return Upstream(rulebook.by_id[source], done[source])
    return None
