"""How does a log get into a store? Event by event through the mapping, in pieces, with what was skipped counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from followthrough.eventlogs.mapping import LogMapping, Precision, Target
from followthrough.eventlogs.raw import LogError, Raw
from followthrough.procedures.engines.relational.schema import DATA, SUBJECTS, schema_of
from followthrough.procedures.engines.relational.writing import Writer
from followthrough.procedures.language.faults import did_you_mean
from followthrough.procedures.language.instants import parse_local_instant
from followthrough.procedures.model.event import TICK, type_of_value
from followthrough.procedures.model.vocabulary import DataField, FieldType, Vocabulary

_PIECE = 50_000
_WORDS = {"yes": True, "no": False, "true": True, "false": False, "1": True, "0": False}


@dataclass
class Imported:
    """What came of it: events by kind, cases, and activities that were left out."""

    events: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    subjects: set[tuple[str, str]] = field(default_factory=set)


def import_log(raws: Iterable[Raw], file: str, mapping: LogMapping, vocabulary: Vocabulary, out: Path) -> Imported:
    """Write the store in `out`. Raises LogError at the first event that cannot be read."""
    done = Imported()
    pending: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with Writer(out, vocabulary, made_by=f"followthrough import-log, {file}", puts_in_order=True) as writer:
        for number, raw in enumerate(raws, 1):
            row = _Reading(raw, number, file, mapping, vocabulary).row()
            if row is None:
                done.skipped[raw.get(mapping.activity) or ""] += 1
                continue
            kind = row.pop("kind")
            done.events[kind] += 1
            done.subjects.add((row["subject_kind"], row["subject_id"]))
            pending[kind].append(row)
            if len(pending[kind]) >= _PIECE:
                _flush(writer, kind, pending, vocabulary)
        for kind in sorted(pending):
            _flush(writer, kind, pending, vocabulary)
        subjects = [{"kind": kind, "id": identity} for kind, identity in sorted(done.subjects)]
        writer.subjects(pa.Table.from_pylist(subjects, SUBJECTS))
    return done


def _flush(writer: Writer, kind: str, pending: dict[str, list[dict[str, Any]]], vocabulary: Vocabulary) -> None:
    writer.events(kind, pa.Table.from_pylist(pending.pop(kind, []), schema_of(vocabulary.kind(kind))))


@dataclass(frozen=True)
class _Reading:
    """One event of the log on its way."""

    raw: Raw
    number: int
    file: str
    mapping: LogMapping
    vocabulary: Vocabulary

    def row(self) -> dict[str, Any] | None:
        """The event as a row of a store, or None when its activity is left out on purpose."""
        target = self._target()
        if target is None:
            return None
        kind = self.vocabulary.kinds[target.kind]
        from_, to = self._occurred(target.precision or self.mapping.precision)
        case = self._need(self.mapping.case, "case")
        data = {**target.fixed, **self._data(target)}
        return {
            "kind": target.kind,
            "id": f"{case}-{self.number}",
            "subject_kind": kind.about,
            "subject_id": case,
            "agency": self._agency(),
            "occurred_from": from_,
            "occurred_to": to,
            "recorded_at": self._recorded(to),
            "corrects": None,
            "is_retraction": False,
            "text": (self.raw.get(target.text) or "") if target.text else "",
            **{DATA + name: list(value) if isinstance(value, tuple) else value for name, value in data.items()},
        }

    def _fault(self, message: str) -> LogError:
        return LogError(self.file, self.raw.line, message)

    def _need(self, name: str, what: str) -> str:
        value = self.raw.get(name)
        if value is None:
            raise self._fault(
                f'the event has no "{name}", which the mapping names as "{what}". Mend the log or the mapping.'
            )
        return value

    def _target(self) -> Target | None:
        activity = self._need(self.mapping.activity, "activity")
        if activity in self.mapping.targets:
            return self.mapping.targets[activity]
        if self.mapping.leaves_out_the_rest:
            return None
        known = did_you_mean(activity, self.mapping.targets)
        raise self._fault(f'the mapping has no activity "{activity}". {known} Or add it; “left out” skips it.')

    def _occurred(self, precision: Precision) -> tuple[datetime, datetime]:
        text = self._need(self.mapping.time, "time")
        from_, to = self._time(text, "time")
        if precision is Precision.EXACT or from_ != to:
            return from_, to
        local = from_.astimezone(self.mapping.zone).date()
        return self._span(local if precision is Precision.DAY else local.replace(day=1), precision)

    def _span(self, first: date, precision: Precision) -> tuple[datetime, datetime]:
        after = date.fromordinal(first.toordinal() + (1 if precision is Precision.DAY else 32))
        after = after if precision is Precision.DAY else after.replace(day=1)
        start, end = (
            datetime(d.year, d.month, d.day, tzinfo=self.mapping.zone).astimezone(UTC) for d in (first, after)
        )
        return start, end - TICK

    def _time(self, text: str, what: str) -> tuple[datetime, datetime]:
        try:
            at = datetime.fromisoformat(text)
            if len(text) > 10:
                at = at if at.tzinfo else at.replace(tzinfo=self.mapping.zone)
                return at.astimezone(UTC), at.astimezone(UTC)
            return self._span(at.date(), Precision.DAY)
        except ValueError:
            pass
        try:
            return parse_local_instant(text)
        except ValueError as error:
            raise self._fault(
                f'"{text}" is no {what} that we can read. Write "2013-03-28T17:30:00+00:00" or "2013-03-28".'
            ) from error

    def _recorded(self, to: datetime) -> datetime:
        """Never before it occurred; the end of the interval where the log does not say."""
        text = self.raw.get(self.mapping.recorded) if self.mapping.recorded else None
        return to if text is None else max(to, self._time(text, "time of recording")[1])

    def _agency(self) -> str:
        agencies = self.mapping.agencies
        word = self.raw.get(agencies.attribute) if agencies.attribute else None
        found = agencies.words.get(word, agencies.otherwise) if word is not None else agencies.otherwise
        if found is None:
            raise self._fault(f'the mapping has no agency for "{word}". Add it to “words”, or write “otherwise”.')
        return found

    def _data(self, target: Target) -> dict[str, type_of_value]:
        fields = self.vocabulary.kinds[target.kind].fields
        found: dict[str, type_of_value] = {}
        for name, attribute in target.from_attributes.items():
            text = self.raw.get(attribute)
            if text is not None:
                found[name] = self._value(text, fields[name], attribute)
            elif fields[name].required:
                raise self._fault(
                    f'{target.kind} needs "{name}", and the event has no "{attribute}". Mend one of them.'
                )
        return found

    def _value(self, text: str, field: DataField, attribute: str) -> type_of_value:
        try:
            value = self._typed(text, field)
        except ValueError:
            value = text
        problem = field.problem(value)
        if problem or (isinstance(value, str) and field.type in _TYPED):
            raise self._fault(f'"{attribute}" is {text!r}, but {field.name} is a {field.type.value}. Mend one of them.')
        return value

    def _typed(self, text: str, field: DataField) -> type_of_value:
        match field.type:
            case FieldType.BOOLEAN:
                return _WORDS.get(text.lower(), text)
            case FieldType.NUMBER:
                return float(text)
            case FieldType.DATE:
                return self._time(text, "date")[0].astimezone(self.mapping.zone).date()
            case FieldType.INSTANT:
                return self._time(text, "instant")[1]
            case FieldType.KEYS:
                return tuple(part.strip() for part in text.split("|") if part.strip())
            case _:
                return text


_TYPED = (FieldType.BOOLEAN, FieldType.NUMBER, FieldType.DATE, FieldType.INSTANT, FieldType.KEYS)
