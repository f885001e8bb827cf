"""The words of practice: kinds of event with typed data, states, agencies and roles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from followthrough.procedures.model.errors import ModelError, require
from followthrough.procedures.model.event import Event

BORN = "child.born"  # the kind that a birthday is counted from


class Polarity(StrEnum):
    """What a kind says of the child's safety. A risk may never close, excuse or silence a duty."""

    RISK = "risk"
    PROTECTIVE = "protective"
    NEUTRAL = "neutral"


class About(StrEnum):
    """Whom an event or a procedure is about."""

    CHILD = "child"
    HOUSEHOLD = "household"
    AGENCY = "agency"
    REVIEW = "review"

    @property
    def in_words(self) -> str:
        return f"an {self}" if self is About.AGENCY else f"a {self}"

    @property
    def reads(self) -> frozenset[About]:
        """Whose events the history of such a subject holds: a child's has those of its household too."""
        return frozenset({About.CHILD, About.HOUSEHOLD}) if self is About.CHILD else frozenset({self})


class FieldType(StrEnum):
    KEY = "key"
    TEXT = "text"
    CHOICE = "choice"
    BOOLEAN = "yes or no"
    NUMBER = "number"
    DATE = "date"
    INSTANT = "instant"
    AGENCY = "agency"
    TEAM = "team"
    PERSON = "person"
    KEYS = "list of keys"


_PYTHON_TYPES: dict[FieldType, tuple[type, ...]] = {
    FieldType.BOOLEAN: (bool,),
    FieldType.NUMBER: (int, float),
    FieldType.DATE: (date,),
    FieldType.INSTANT: (datetime,),
    FieldType.KEYS: (tuple,),
}


@dataclass(frozen=True, slots=True)
class DataField:
    """One typed field of a kind. A `protected` field can be read by no condition (see the meaning page, 4)."""

    name: str
    type: FieldType
    title: str = ""
    choices: tuple[str, ...] = ()
    required: bool = False
    protected: bool = False
    support_only: bool = False

    def problem(self, value: object) -> str | None:
        """What is wrong with `value`, in words, or None."""
        if self.type is FieldType.CHOICE:
            return None if value in self.choices else f"{value!r} is none of {', '.join(self.choices)}"
        wanted = _PYTHON_TYPES.get(self.type, (str,))
        fits = isinstance(value, wanted) and not (self.type is FieldType.NUMBER and isinstance(value, bool))
        if self.type is FieldType.DATE and isinstance(value, datetime):
            fits = False
        return None if fits else f"{value!r} is no {self.type}"


@dataclass(frozen=True, slots=True)
class EventKind:
    """A kind of event. `recorded_by` names the page or intake that records it.

    `conveys` makes it a share: (field with the recipient agency, field with the ids of the events it carries).
    """

    id: str
    title: str
    theme: str
    polarity: Polarity = Polarity.NEUTRAL
    recorded_by: str = ""
    fields: Mapping[str, DataField] = field(default_factory=dict)
    conveys: tuple[str, str] | None = None
    about: About = About.CHILD

    def problems(self, event: Event) -> list[str]:
        """What is wrong with the data of `event`, in words. Empty when all is well."""
        found = [
            f'"{name}" is no field of {self.id} (it has: {", ".join(sorted(self.fields)) or "none"})'
            for name in event.data
            if name not in self.fields
        ]
        for name, each in self.fields.items():
            if name in event.data:
                problem = each.problem(event.data[name])
                found += [f"{self.id}.{name}: {problem}"] if problem else []
            elif each.required and not event.is_retraction:
                found.append(f'{self.id} needs "{name}"')
        return found


@dataclass(frozen=True, slots=True)
class StateKind:
    """Something true over a time: begun and ended by events that agree on the fields of `matching`.

    `until` names a field of the beginning event that holds a date or instant at which the state ends by itself.
    """

    id: str
    title: str
    begun_by: tuple[str, ...]
    ended_by: tuple[str, ...]
    matching: tuple[str, ...] = ()
    until: str | None = None


@dataclass(frozen=True, slots=True)
class AgencyKind:
    id: str
    title: str


@dataclass(frozen=True)
class Vocabulary:
    kinds: Mapping[str, EventKind]
    states: Mapping[str, StateKind]
    agencies: Mapping[str, AgencyKind]
    roles: Mapping[str, str]

    def kind(self, name: str) -> EventKind:
        require(name in self.kinds, f'"{name}" is no kind of event in the vocabulary.')
        return self.kinds[name]

    @property
    def conveys(self) -> dict[str, tuple[str, str]]:
        """What with_derived_knowledge needs: kinds of share with their two fields."""
        return {kind.id: kind.conveys for kind in self.kinds.values() if kind.conveys is not None}

    def check(self, event: Event) -> None:
        """Raise ModelError when the event's kind or data do not fit the vocabulary."""
        problems = self.kind(event.kind).problems(event)
        if problems:
            raise ModelError(f"Event {event.id}: " + "; ".join(problems) + ".")
