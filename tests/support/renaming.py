"""Gives each of many small worlds names of its own, so that all live in one population and are asked in one run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from followthrough.procedures.model.answer import Answer, DutyRow, Row, SignalRow, duty_id, signal_id
from followthrough.procedures.model.event import Event, Subject
from followthrough.procedures.model.vocabulary import FieldType, Vocabulary
from tests.generative.worlds import World

_KEYS = (FieldType.KEY, FieldType.KEYS)


@dataclass(frozen=True)
class Renamed:
    """One world with what the plain engine answered, under names that begin with `mark`."""

    mark: str
    world: World
    answer: Answer
    vocabulary: Vocabulary

    @cached_property
    def names(self) -> dict[str, str]:
        """Events, subjects and households; then signals and duties, whose ids are made of those."""
        events = self.world.events
        plain = {self.world.subject.id, *(each.id for each in events), *(each.subject.id for each in events)}
        plain |= {str(each.data["household"]) for each in events if "household" in each.data}
        names = {each: f"{self.mark}-{each}" for each in plain}
        for signal in self.answer.signals:
            names[signal.id] = signal_id(signal.procedure, self._subject(signal.subject, names), names[signal.root])
        for _ in self.answer.duties:  # a duty may be triggered by another
            names |= {each.id: self._duty(each, names) for each in self.answer.duties}
        return names

    def _duty(self, row: DutyRow, names: dict[str, str]) -> str:
        subject, trigger = self._subject(row.subject, names), names.get(row.trigger, row.trigger)
        return duty_id(row.procedure, subject, trigger, row.debtor, names.get(row.each, row.each))

    def _subject(self, subject: Subject, names: dict[str, str]) -> Subject:
        return Subject(subject.kind, names[subject.id])

    @property
    def renamed(self) -> World:
        subject = self._subject(self.world.subject, self.names)
        return World(subject, tuple(map(self._event, self.world.events)), self.world.as_of)

    @property
    def rows(self) -> list[Row]:
        return [*map(self._signal_row, self.answer.signals), *map(self._duty_row, self.answer.duties)]

    def _event(self, event: Event) -> Event:
        fields = self.vocabulary.kinds[event.kind].fields
        data = {name: self._value(value) if fields[name].type in _KEYS else value for name, value in event.data.items()}
        corrects = event.corrects and self.names[event.corrects]
        subject = self._subject(event.subject, self.names)
        return replace(event, id=self.names[event.id], subject=subject, corrects=corrects, data=data)

    def _value(self, value: object) -> object:
        if isinstance(value, tuple):
            return tuple(map(self._value, value))
        return self.names.get(value, value) if isinstance(value, str) else value

    def _signal_row(self, row: SignalRow) -> SignalRow:
        evidence = tuple(self.names[each] for each in row.evidence)
        subject = self._subject(row.subject, self.names)
        return replace(row, id=self.names[row.id], subject=subject, root=self.names[row.root], evidence=evidence)

    def _duty_row(self, row: DutyRow) -> DutyRow:
        return replace(
            row,
            id=self.names[row.id],
            subject=self._subject(row.subject, self.names),
            trigger=self.names.get(row.trigger, row.trigger),
            each=self.names.get(row.each, row.each),
            closed_by=row.closed_by and self.names.get(row.closed_by, row.closed_by),
            because=tuple(self.names.get(each, each) for each in row.because),
        )
