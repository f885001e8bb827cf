"""Which event of a log is which of ours? A mapping file says it: YAML, checked against the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from followthrough.procedures.language.conditions import read_value
from followthrough.procedures.language.faults import did_you_mean
from followthrough.procedures.language.reading import Entry, Node, read_yaml
from followthrough.procedures.model.event import type_of_value
from followthrough.procedures.model.vocabulary import DataField, Vocabulary


class Precision(StrEnum):
    """How much of a time of the log is known."""

    EXACT = "exact"
    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True)
class Target:
    """What one activity becomes: a kind, and how its fields are filled: from an attribute, or with a value."""

    kind: str
    from_attributes: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, type_of_value] = field(default_factory=dict)
    text: str | None = None
    precision: Precision | None = None


@dataclass(frozen=True)
class Agencies:
    """Whose record an event is: an attribute through a table, else one agency for all."""

    attribute: str | None
    words: Mapping[str, str]
    otherwise: str | None


@dataclass(frozen=True)
class LogMapping:
    """`targets` has None for an activity that is left out on purpose."""

    case: str
    activity: str
    time: str
    recorded: str | None
    precision: Precision
    zone: ZoneInfo
    agencies: Agencies
    targets: Mapping[str, Target | None]
    leaves_out_the_rest: bool


def read_mapping(path: Path, vocabulary: Vocabulary) -> LogMapping:
    """Raises Fault (file, line, what is wrong, the mend) and OSError."""
    entry = read_yaml(path, path.name).entry("A mapping")
    targets: dict[str, Target | None] = {}
    for activity, node in entry.need("activities").named('"activities"'):
        targets[activity] = None if node.value == "left out" else _target(node, vocabulary)
    mapping = LogMapping(
        case=entry.text("case"),
        activity=entry.text("activity"),
        time=entry.text("time"),
        recorded=entry.maybe("recorded", lambda n: n.text('"recorded"'), None),
        precision=entry.maybe("precision", _precision, Precision.EXACT),
        zone=entry.maybe("zone", _zone, ZoneInfo("Europe/London")),
        agencies=_agencies(entry, vocabulary),
        targets=targets,
        leaves_out_the_rest=entry.maybe("others", _others, False),
    )
    entry.done()
    return mapping


def _target(node: Node, vocabulary: Vocabulary) -> Target:
    entry = node.entry("An activity")
    kind = entry.text("kind")
    if kind not in vocabulary.kinds:
        known = did_you_mean(kind, vocabulary.kinds)
        raise entry.need("kind").fault(f'"{kind}" is no kind of event in the vocabulary. {known}')
    fields = vocabulary.kinds[kind].fields
    read, fixed = {}, {}
    for name, each in entry.need("data").named('"data"') if entry.has("data") else ():
        if name not in fields:
            raise each.fault(f'"{name}" is no field of {kind}. {did_you_mean(name, fields)}')
        if isinstance(each.value, dict):
            inner = each.entry(f'"{name}"')
            read[name] = inner.text("from")
            inner.done()
        else:
            fixed[name] = read_value(each, fields[name])
    _need_required(entry, kind, fields, {*read, *fixed})
    target = Target(
        kind,
        read,
        fixed,
        entry.maybe("text", lambda n: n.text('"text"'), None),
        entry.maybe("precision", _precision, None),
    )
    entry.done()
    return target


def _need_required(entry: Entry, kind: str, fields: Mapping[str, DataField], given: set[str]) -> None:
    missing = sorted(name for name, each in fields.items() if each.required and name not in given)
    if missing:
        raise entry.fault(f'{kind} needs "{missing[0]}". Write under "data": {missing[0]}: {{from: attribute}}.')


def _agencies(entry: Entry, vocabulary: Vocabulary) -> Agencies:
    node = entry.need("agency")
    if not isinstance(node.value, dict):
        return Agencies(None, {}, _agency(node, vocabulary))
    inner = node.entry('"agency"')
    found = Agencies(
        attribute=inner.text("from"),
        words={word: _agency(each, vocabulary) for word, each in inner.need("words").named('"words"')},
        otherwise=inner.maybe("otherwise", lambda n: _agency(n, vocabulary), None),
    )
    inner.done()
    return found


def _agency(node: Node, vocabulary: Vocabulary) -> str:
    agency = node.text("An agency")
    if agency not in vocabulary.agencies:
        raise node.fault(f'"{agency}" is no agency in the vocabulary. {did_you_mean(agency, vocabulary.agencies)}')
    return agency


def _precision(node: Node) -> Precision:
    word = node.text('"precision"')
    if word not in list(Precision):
        raise node.fault(f'"precision" cannot be "{word}". {did_you_mean(word, list(Precision))}')
    return Precision(word)


def _zone(node: Node) -> ZoneInfo:
    name = node.text('"zone"')
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise node.fault(f'"{name}" is no time zone. Write one as "Europe/London" or "UTC".') from error


def _others(node: Node) -> bool:
    if node.text('"others"') != "left out":
        raise node.fault('"others" can only be "left out": activities that stand nowhere are then skipped.')
    return True
