"""What does each row of a rota's CSV say? Which column is which is asked; what cannot be read is said row by row.

Pure: nothing is looked up here but the people and the team's number, which come in.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from followthrough.service.agencies.models import Practitioner, ShiftLevel
from followthrough.service.design.dates import LONDON

MOST_ROWS = 2000
FIELDS: Mapping[str, str] = {
    "starts_at": "Begins",
    "ends_at": "Ends",
    "level": "Level",
    "name": "Name",
    "role": "Role",
    "telephone": "Number to ring",
}
NEEDED = ("starts_at", "ends_at")
_GUESSES = {
    "starts_at": ("begin", "start", "from"),
    "ends_at": ("end", "to", "until", "finish"),
    "level": ("level", "grade", "tier"),
    "name": ("name", "who", "person", "staff", "worker"),
    "role": ("role", "duty", "post"),
    "telephone": ("phone", "number", "tel", "mobile"),
}
_FORMATS = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M", "%d/%m/%y %H:%M", "%Y-%m-%d %H:%M:%S")
_LEVELS = {"": ShiftLevel.WORKER, **{level.value: level for level in ShiftLevel}}
_LEVELS |= {level.label.lower(): level for level in ShiftLevel}


class CannotRead(ValueError):
    """The message says what is wrong with the file as a whole."""


@dataclass(frozen=True)
class Row:
    """`number` is that of the line in the file, the head being 1. With a `problem` the rest may be missing."""

    number: int
    said: str
    problem: str = ""
    level: ShiftLevel = ShiftLevel.WORKER
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    person: Practitioner | None = None
    role: str = ""
    telephone: str = ""


def table(text: str) -> tuple[list[str], list[list[str]]]:
    """Head and rows. Commas, semicolons and tabs are told apart by the first line."""
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    comma = max(",;\t", key=first.count)
    rows = [row for row in csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=comma) if any(map(str.strip, row))]
    if len(rows) < 2:
        raise CannotRead("The file has no rows below its first line. The first line names the columns.")
    if len(rows) > MOST_ROWS:
        raise CannotRead(f"The file has more than {MOST_ROWS:,} rows. Cut it into parts.")
    head = [name.strip() or f"Column {number}" for number, name in enumerate(rows[0], 1)]
    if len(set(head)) < len(head):
        raise CannotRead("Two columns have the same name. Give each its own.")
    return head, rows[1:]


def guess(head: Sequence[str]) -> dict[str, str]:
    """Which column is probably which; each column once."""
    found: dict[str, str] = {}
    for field, words in _GUESSES.items():
        free = [name for name in head if name not in found.values()]
        match = next((name for name in free if _means(name, words)), "")
        if match:
            found[field] = match
    return found


def _means(column: str, words: Sequence[str]) -> bool:
    """ "Shift start" and "start_time" mean the begin; "to" is a word of its own only."""
    own = re.findall(r"[a-z]+", column.lower())
    return any(each == word or (len(word) > 3 and each.startswith(word)) for each in own for word in words)


def read(
    head: Sequence[str], rows: Iterable[Sequence[str]], columns: Mapping[str, str], people: Iterable[Practitioner],
    telephone: str,
) -> Iterator[Row]:  # fmt: skip
    by_name: dict[str, list[Practitioner]] = {}
    for person in people:
        for key in {person.name.casefold(), person.username.casefold()}:
            by_name.setdefault(key, []).append(person)
    for number, cells in enumerate(rows, 2):
        padded = [*cells, *[""] * (len(head) - len(cells))]
        named = dict(zip(head, padded, strict=False))
        said = {field: named.get(columns.get(field, ""), "").strip() for field in FIELDS}
        try:
            yield _row(number, said, by_name, telephone)
        except CannotRead as problem:
            yield Row(number, " · ".join(filter(None, said.values())) or "Nothing", str(problem))


def _row(number: int, said: Mapping[str, str], by_name: Mapping[str, list[Practitioner]], telephone: str) -> Row:
    starts_at, ends_at = (_instant(said[field], FIELDS[field]) for field in NEEDED)
    level = _LEVELS.get(said["level"].lower())
    if level is None:
        raise CannotRead(f"“{said['level']}” is no level. Write worker, manager or senior.")
    number_to_ring = said["telephone"] or telephone
    if not number_to_ring:
        raise CannotRead("There is no number to ring.")
    words = " · ".join(filter(None, said.values()))
    role = said["role"] or level.label
    person = _person(said["name"], by_name)
    return Row(number, words, "", level, starts_at, ends_at, person, role[:60], number_to_ring[:30])


def _instant(said: str, field: str) -> datetime:
    for shape in _FORMATS:
        try:
            at = datetime.strptime(said, shape).replace(tzinfo=LONDON)
        except ValueError:
            continue
        if _exists(at):
            return at
        raise CannotRead(f"{field}: there is no {said}, because the clocks go forward then.")
    raise CannotRead(f"{field}: “{said}” is no day and time. Write it as 2013-03-28 17:00 or 28/03/2013 17:00.")


def _exists(at: datetime) -> bool:
    from_utc = datetime.fromtimestamp(at.timestamp(), tz=LONDON)
    return from_utc.replace(tzinfo=None) == at.replace(tzinfo=None)


def _person(said: str, by_name: Mapping[str, list[Practitioner]]) -> Practitioner | None:
    if not said:
        return None
    found = by_name.get(said.casefold(), [])
    if not found:
        raise CannotRead(f"Nobody called “{said}” has an account in your agency. Mend the name, or enter the person.")
    if len({each.pk for each in found}) > 1:
        raise CannotRead(f"Two people are called “{said}”. Write the username instead.")
    return found[0]
