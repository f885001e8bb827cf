"""How does an answer get into the ledger? Compared with every row that stands there, and written where it differs.

Compared with the whole assessment and never with a memory of the last one, so that a late look loses nothing. Answers
of many are compared and written together, each as if it were alone. As the assessor, with the subjects locked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from followthrough.procedures.calendars import Calendar
from followthrough.procedures.model.answer import Answer, DutyRow, DutyState, SignalRow, SignalState
from followthrough.procedures.model.event import Subject
from followthrough.procedures.model.procedure import AnyProcedure, Obliging, WatchProcedure
from followthrough.service.ledger import climbing
from followthrough.service.ledger.adoption import Stances
from followthrough.service.ledger.changes import Changes
from followthrough.service.ledger.models import Adoption, Duty, Signal
from followthrough.service.ledger.models.rows import ELSEWHERE, AssessedRow
from followthrough.service.ledger.rows import by_subject

R = TypeVar("R", Duty, Signal)
_WAITING = (DutyState.OPEN, DutyState.BREACHED)
# A person's choice, what the sweep keeps for itself, and what never changes.
_LEFT_ALONE = frozenset({"taken_by", "taken_at", "first_seen_at"})
_NOT_COMPARED = _LEFT_ALONE | {"climbs_at"}


_Held = dict[str, R]  # the rows of one subject that stand there, by id


@dataclass(frozen=True)
class Written:
    changes: Changes
    new: tuple[Duty, ...]
    repeats_at: datetime | None  # when a standing duty's rungs come again


@dataclass(frozen=True)
class Writing:
    """One subject's answer and what it is to be written with. `now` is when it is written, `as_of` what it says.

    `has_turned` when records became one child's, or were parted: what the answer has no more is then owed under the
    other name, and nobody is shown it here.
    """

    subject: Subject
    answer: Answer
    stances: Stances
    calendar: Calendar
    now: datetime
    has_turned: bool = False

    def duties(self, held: _Held[Duty]) -> list[Duty]:
        """What differs from the rows that stand there, by id."""
        new = [_as_adopted(self._duty(row), held) for row in self.answer.duties if self._is_kept(row)]
        return _differing(held, [*new, *_gone(held, new, self._gone_duty)])

    def signals(self, held: _Held[Signal]) -> list[Signal]:
        new = [_as_adopted(self._signal(row), held) for row in self.answer.signals if self._is_kept(row)]
        return _differing(held, [*new, *_gone(held, new, self._gone_signal)])

    @property
    def repeats_at(self) -> datetime | None:
        return min((at for at in self._repeats.values() if at), default=None)

    def _is_kept(self, row: DutyRow | SignalRow) -> bool:
        """What is off may have been worked out for the sake of what it feeds."""
        return self.stances.of(row.procedure) is not Adoption.OFF

    @property
    def _whose(self) -> dict[str, str]:
        return {"subject_kind": self.subject.kind, "subject_id": self.subject.id}

    @cached_property
    def _repeats(self) -> dict[str, datetime | None]:
        return {}

    def _duty(self, row: DutyRow) -> Duty:
        procedure = self.stances.rulebook.get(row.procedure, row.version)
        assert isinstance(procedure, Obliging)
        rungs, self._repeats[row.id] = climbing.repeated(row, procedure, self.calendar, self.answer.as_of)
        reminders = climbing.steps(row.reminders)
        return Duty(
            **self._common(row, procedure),
            debtor_agency=row.debtor.agency,
            debtor_team=row.debtor.team,
            debtor_role=row.debtor.role,
            action=procedure.action,
            trigger=row.trigger,
            each=row.each,
            opened_at=row.opened_at,
            due_at=row.due_at,
            closed_at=row.closed_at,
            closed_by=row.closed_by,
            because=list(row.because),
            rungs=rungs,
            reminders=reminders,
            climbs_from=self.stances.since(row.procedure),
            climbs_at=climbing.first_look(row, rungs, reminders),
        )

    def _signal(self, row: SignalRow) -> Signal:
        procedure = self.stances.rulebook.get(row.procedure, row.version)
        assert isinstance(procedure, WatchProcedure)
        return Signal(
            **self._common(row, procedure),
            root=row.root,
            true_at=row.true_at,
            evidence=list(row.evidence),
            meaning=procedure.meaning,
        )

    def _common(self, row: DutyRow | SignalRow, procedure: AnyProcedure) -> dict[str, Any]:
        source = procedure.source
        return self._whose | {
            "id": row.id,
            "procedure": row.procedure,
            "version": row.version,
            "title": procedure.title,
            "source": {
                "id": source.id,
                "title": source.title,
                "address": source.address,
                "clause": source.clause,
                "verified_on": source.verified_on.isoformat() if source.verified_on else None,
                "says": procedure.says,
            },
            "confidence": procedure.confidence.value,
            "state": row.state.value,
            "ended_at": row.ended_at,
            "is_uncertain": row.is_uncertain,
            "adoption": self.stances.of(row.procedure),
            "rulebook_version": self.stances.rulebook.version,
            "calendar_version": self.calendar.version,
            "first_seen_at": self.now,
        }

    def _gone_duty(self, duty: Duty) -> None:
        """The answer has it no more: its procedure was taken out of the rulebook, or it is owed under another name."""
        if self._is_elsewhere(duty):
            duty.state, duty.climbs_at = ELSEWHERE, None
        elif duty.state in _WAITING:
            duty.state, duty.ended_at, duty.climbs_at = DutyState.SUPERSEDED.value, self.answer.as_of, None

    def _gone_signal(self, signal: Signal) -> None:
        if self._is_elsewhere(signal):
            signal.state = ELSEWHERE
        elif signal.state == SignalState.STANDS:
            signal.state, signal.ended_at = SignalState.WITHDRAWN.value, self.answer.as_of

    def _is_elsewhere(self, row: Duty | Signal) -> bool:
        return self.has_turned and row.procedure in self.stances.rulebook.by_id


def write(writings: Sequence[Writing]) -> list[Written]:
    """What came of each, in order."""
    subjects = [each.subject for each in writings]
    duties, signals = _standing(Duty, subjects), _standing(Signal, subjects)
    new_duties = [each.duties(duties[each.subject]) for each in writings]
    new_signals = [each.signals(signals[each.subject]) for each in writings]
    _upsert(Duty, new_duties)
    _upsert(Signal, new_signals)
    return [
        Written(
            _duty_changes(duties[each.subject], of_duties) + _signal_changes(signals[each.subject], of_signals),
            tuple(row for row in of_duties if row.id not in duties[each.subject]),
            each.repeats_at,
        )
        for each, of_duties, of_signals in zip(writings, new_duties, new_signals, strict=True)
    ]


def _standing(model: type[R], subjects: Iterable[Subject]) -> dict[Subject, _Held[R]]:
    found = by_subject(model, subjects)
    return defaultdict(dict, {subject: {row.id: row for row in rows} for subject, rows in found.items()})


def _as_adopted(row: Any, held: dict[str, Any]) -> Any:
    """What is over keeps the stance that it had: a later decision must not hide what was done, or was not."""
    was = held.get(row.id)
    is_over = row.state not in (*_WAITING, SignalState.STANDS)
    if was is not None and is_over and was.state in (row.state, ELSEWHERE):
        row.adoption = was.adoption
    return row


def _gone(held: dict[str, Any], answered: Iterable[Any], settle: Any) -> list[Any]:
    ids = {row.id for row in answered}
    found = [_copy(row) for row in held.values() if row.id not in ids]
    for row in found:
        settle(row)
    return found


def _copy(row: Any) -> Any:
    return type(row)(**{each.attname: getattr(row, each.attname) for each in row._meta.concrete_fields})


def _differing(held: dict[str, R], wanted: list[R]) -> list[R]:
    """In order of id."""
    return [row for row in sorted(wanted, key=_id) if row.id not in held or _compared(row) != _compared(held[row.id])]


def _compared(row: AssessedRow) -> list[Any]:
    return [getattr(row, each.attname) for each in row._meta.concrete_fields if each.attname not in _NOT_COMPARED]


def _id(row: AssessedRow) -> str:
    return row.id


def _upsert(model: type[R], written: list[list[R]]) -> None:
    rows = sorted((row for each in written for row in each), key=_id)
    if rows:
        names = [each.attname for each in model._meta.concrete_fields]
        updated = [name for name in names if name != "id" and name not in _LEFT_ALONE]
        model._default_manager.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=updated)


def _duty_changes(held: dict[str, Duty], written: list[Duty]) -> Changes:
    was = {row.id: held[row.id].state if row.id in held else "" for row in written}
    return Changes(
        opened=tuple(row.id for row in written if row.state in _WAITING and was[row.id] not in _WAITING),
        closed=tuple(row.id for row in written if row.state not in _WAITING and was[row.id] in _WAITING),
        breached=tuple(row.id for row in written if row.state == DutyState.BREACHED != was[row.id]),
        rewritten=tuple(row.id for row in written),
    )


def _signal_changes(held: dict[str, Signal], written: list[Signal]) -> Changes:
    was = {row.id: held[row.id].state if row.id in held else "" for row in written}
    return Changes(
        raised=tuple(row.id for row in written if row.state == SignalState.STANDS != was[row.id]),
        lowered=tuple(row.id for row in written if row.state != SignalState.STANDS == was[row.id]),
        rewritten=tuple(row.id for row in written),
    )
