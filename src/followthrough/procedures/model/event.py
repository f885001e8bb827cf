"""What happened, to whom, when, and who knew: events are immutable and checked when built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

from followthrough.procedures.model.errors import ModelError, require

type_of_value = str | int | float | bool | date | datetime | tuple[str, ...]
POOLED = "pooled"
TICK = timedelta(microseconds=1)


class Subject(NamedTuple):
    """Whom an event or a history is about, for example Subject("child", "child-one")."""

    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def parse(cls, text: str) -> Subject:
        kind, separator, identity = text.partition(":")
        require(
            bool(separator and kind and identity),
            f'"{text}" is no subject: write kind:id, as in "child:ada".',
        )
        return cls(kind, identity)


class Known(NamedTuple):
    """When an agency had something (`at`), and since when the record shows that it did (`shown_at`)."""

    at: datetime
    shown_at: datetime


def is_instant(value: datetime) -> bool:
    """Whether it is aware, and in UTC."""
    return isinstance(value, datetime) and (value.tzinfo is UTC or value.utcoffset() == timedelta(0))


def check_instant(value: datetime, name: str) -> None:
    require(is_instant(value), f"{name} must be an aware instant in UTC, not {value!r}.")


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened.

    `occurred_from`..`occurred_to` is the source's precision (equal for a minute's precision or better).
    `known` holds what is known beyond derivation, by agency; authorship and shares are derived (see history).
    `corrects` names an earlier event of the same kind that this one replaces; with `is_retraction` it takes it back.
    """

    id: str
    kind: str
    subject: Subject
    agency: str
    occurred_from: datetime
    occurred_to: datetime
    recorded_at: datetime
    known: Mapping[str, tuple[Known, ...]] = field(default_factory=dict)
    data: Mapping[str, type_of_value] = field(default_factory=dict)
    corrects: str | None = None
    is_retraction: bool = False
    text: str = ""

    def __post_init__(self) -> None:
        # A page makes thousands: a message is put together only where something is wrong.
        require(bool(self.id and self.kind and self.agency), "An event needs an id, a kind and an agency.")
        for name in ("occurred_from", "occurred_to", "recorded_at"):
            if not is_instant(getattr(self, name)):
                check_instant(getattr(self, name), f"{name} of event {self.id}")
        if self.occurred_from > self.occurred_to:
            raise ModelError(f"Event {self.id} ends before it begins.")
        if self.is_retraction and self.corrects is None:
            raise ModelError(f"Retraction {self.id} must name what it takes back.")
        object.__setattr__(self, "known", MappingProxyType(dict(self.known)))
        object.__setattr__(self, "data", MappingProxyType(dict(self.data)))

    @property
    def is_exact(self) -> bool:
        return self.occurred_from == self.occurred_to


def utc(*parts: int) -> datetime:
    """Short for an aware UTC instant, for code that states instants by hand."""
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]
