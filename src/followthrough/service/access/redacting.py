"""What may go to a recipient? Each record by its class and label; where a child is placed only where asked for.

The answer keeps what goes, with where it comes from and its label, and says in plain words why the rest stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from followthrough.service.access.models import RecordClass
from followthrough.service.ledger.models.event import Handling

FOR_ALL = (RecordClass.CORE, RecordClass.NARRATIVE)
PLACEMENT = "It says where a child is placed. That goes only where somebody asked for it."
NOT_FOR_FAMILY = "It is not marked as “may be told to the family”."
POLICE_ONLY = "It is restricted to the police and to whoever wrote it."
OTHERS_CLASS = "It is of a kind that stays with the agency that wrote it."


class Record(Protocol):
    """Whatever is written by an agency, of a class, with a label: a row of the ledger is one."""

    id: str
    agency: str
    record_class: str
    handling: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Recipient:
    """An agency, or the family. `has_asked_where` is for the address of a placement, and is never set by default."""

    agency: str = ""
    is_police: bool = False
    is_family: bool = False
    has_asked_where: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """What goes, and what travels along with it: who wrote it, when, and how it must be handled."""

    record: Record
    agency: str
    recorded_at: datetime
    handling: str


@dataclass(frozen=True, slots=True)
class Redacted:
    parts: tuple[Part, ...]
    withheld: tuple[tuple[str, str], ...]  # id of the record, and why it stays


def redact(records: Iterable[Record], recipient: Recipient) -> Redacted:
    parts, withheld = [], []
    for each in records:
        why = why_not(each, recipient)
        if why:
            withheld.append((each.id, why))
        else:
            parts.append(Part(each, each.agency, each.recorded_at, each.handling))
    return Redacted(tuple(parts), tuple(withheld))


def why_not(record: Record, recipient: Recipient) -> str:
    """In plain words; empty where the record may go."""
    is_writer = bool(recipient.agency) and record.agency == recipient.agency
    if record.record_class == RecordClass.PLACEMENT_ADDRESS and not recipient.has_asked_where:
        return PLACEMENT
    if recipient.is_family:
        is_told = record.handling == Handling.FAMILY and record.record_class in FOR_ALL
        return "" if is_told else NOT_FOR_FAMILY
    if record.handling == Handling.POLICE and not (is_writer or recipient.is_police):
        return POLICE_ONLY
    return "" if record.record_class in FOR_ALL or is_writer else OTHERS_CLASS
