"""YAML → the opening hours of named offices, and the calendar that knows them.

A pack keeps them in `offices.yaml`; an office that a later pack names again is replaced as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, time
from pathlib import Path

from followthrough.procedures.calendars import Calendar, CalendarError, Office, england_and_wales
from followthrough.procedures.calendars.settings import OFFICE, Hours
from followthrough.procedures.language.faults import Found, did_you_mean
from followthrough.procedures.language.instants import parse_day
from followthrough.procedures.language.reading import Node, read_yaml
from followthrough.procedures.model.timescale import OF_AN_OFFICE

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOURS = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")
_NAME = re.compile(r"[a-z][a-z0-9-]*")


def load_calendar(root: Path, packs: Iterable[str]) -> Calendar:
    """The calendar of England and Wales with the offices of the packs. Raises Fault."""
    offices = load_offices(root, packs)
    return england_and_wales(offices=offices) if set(offices) != {OFFICE.name} else england_and_wales()


def load_offices(root: Path, packs: Iterable[str]) -> dict[str, Office]:
    found = Found()
    offices = read_offices(root, packs, found)
    found.raise_all()
    return offices


def read_offices(root: Path, packs: Iterable[str], found: Found) -> dict[str, Office]:
    """What can be read of them, with the faults of the rest."""
    offices = {OFFICE.name: OFFICE}
    for path in (root / pack / "offices.yaml" for pack in packs):
        if path.exists():
            with found.gathering():
                for name, node in read_yaml(path, str(path.relative_to(root))).named("Offices"):
                    with found.gathering(name):
                        offices[name] = _office(name, node)
    return offices


def refuse_unknown_offices(node: Node, offices: Iterable[str]) -> None:
    """Every "office hours of …" in a file names an office that is known."""
    if isinstance(node.value, dict):
        for inner in node.value.values():
            refuse_unknown_offices(inner, offices)
    elif isinstance(node.value, list):
        for inner in node.value:
            refuse_unknown_offices(inner, offices)
    elif isinstance(node.value, str) and (found := OF_AN_OFFICE.fullmatch(node.value)) and found[2] not in offices:
        raise node.fault(
            f'No opening hours are known for the office "{found[2]}". {did_you_mean(found[2], offices)} '
            "Or write its hours in offices.yaml."
        )


def _office(name: str, node: Node) -> Office:
    if not _NAME.fullmatch(name):
        raise node.fault(f'"{name}" is no name for an office: write small letters and hyphens, as in "triage".')
    entry = node.entry(f'The office "{name}"')
    entry.text("title")
    hours = _hours(entry.need("open"))
    is_open = entry.maybe("bank_holidays", _is_open, False)
    changes = entry.maybe("changes", lambda n: tuple(_change(item) for item in n.items('"changes"')), ())
    entry.done()
    try:
        return Office(name, hours, is_open, changes)
    except CalendarError as error:
        raise node.fault(f"{error}.") from error


def _change(node: Node) -> tuple[date, Hours]:
    entry = node.entry("A change of hours")
    try:
        start = parse_day(entry.text("from"))
    except ValueError as error:
        raise entry.need("from").fault(str(error)) from error
    hours = _hours(entry.need("open"))
    entry.done()
    return start, hours


def _hours(node: Node) -> Hours:
    found: dict[int, tuple[time, time]] = {}
    for words, inner in node.named('"open"'):
        for day in _days(words, inner):
            found[day] = _opening(inner)
    return found


def _days(words: str, node: Node) -> range:
    """ "monday", or "monday to friday"."""
    first, _, last = words.partition(" to ")
    for day in filter(None, (first, last)):
        if day not in _DAYS:
            raise node.fault(f'"{day}" is no day of the week. {did_you_mean(day, _DAYS)}')
    return range(_DAYS.index(first), _DAYS.index(last or first) + 1)


def _opening(node: Node) -> tuple[time, time]:
    found = _HOURS.fullmatch(node.text("The opening hours"))
    try:
        if found:
            opens, closes, minutes = int(found[1]), int(found[3]), (int(found[2]), int(found[4]))
            return time(opens, minutes[0]), time(closes % 24, minutes[1])
    except ValueError:
        pass
    raise node.fault('Write the opening hours like "09:00-17:00"; 24:00 is midnight at the end of the day.')


def _is_open(node: Node) -> bool:
    word = node.text('"bank_holidays"')
    if word not in ("open", "shut"):
        raise node.fault('"bank_holidays" is open or shut.')
    return word == "open"
