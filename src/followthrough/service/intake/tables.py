"""What stands in a file of rows, which column means what, and which rows can be taken in?

A row with a mistake keeps none of the others back: it is named with its number, the mistake and what to write instead.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from followthrough.service.intake.arrivals import Arrival
from followthrough.service.intake.models import CameBy

MOST_BYTES, MOST_ROWS, LONGEST = 2_000_000, 500, 20_000
LONDON = ZoneInfo("Europe/London")
FIELDS: Final = {
    "text": "What happened",
    "subject": "What it is about, in one line",
    "sender": "Who wrote it",
    "written_on": "The day on which it was written",
    "name": "The child’s name",
    "born_on": "The child’s date of birth",
    "number": "NHS number or unique pupil number",
    "address": "The child’s address",
    "case_number": "Your own number for the child",
}
_GUESSES: Final = {
    "text": ("text", "notes", "details", "description", "what happened", "concern"),
    "subject": ("subject", "title", "category"),
    "sender": ("author", "reported by", "staff", "sender", "by"),
    "written_on": ("date", "incident date", "written", "recorded"),
    "name": ("name", "child", "pupil", "pupil name", "child name", "student"),
    "born_on": ("dob", "date of birth", "born", "birth date"),
    "number": ("nhs", "nhs number", "upn"),
    "address": ("address", "home address"),
    "case_number": ("id", "case", "case number", "reference", "pupil id"),
}
_DAY = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})")


class NoTable(ValueError):
    """The file cannot be read as rows; the message says what to do."""


@dataclass(frozen=True)
class Table:
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Row:
    """`number` is the line as a person counts it, the head being the first."""

    number: int
    arrival: Arrival | None
    fault: str = ""


def read(raw: bytes) -> Table:
    """Raises NoTable."""
    if len(raw) > MOST_BYTES:
        raise NoTable("The file is larger than 2 MB. Split it.")
    if b"\x00" in raw:
        raise NoTable("This is no CSV file. In Excel, choose “Save as” and “CSV UTF-8”.")
    try:
        words = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = raw.decode("cp1252", errors="replace")
    try:
        rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(words, newline=""), _dialect(words))]
    except csv.Error as error:
        raise NoTable("The file could not be read as CSV. In Excel, choose “Save as” and “CSV UTF-8”.") from error
    found = [row for row in rows if any(row)]
    if len(found) < 2:
        raise NoTable("The file has no rows. The first line names the columns, and each further line is a row.")
    if len(found) - 1 > MOST_ROWS:
        raise NoTable(f"The file has {len(found) - 1} rows. Split it into files of {MOST_ROWS} or fewer.")
    width = len(found[0])
    return Table(tuple(_named(found[0])), tuple(tuple((row + [""] * width)[:width]) for row in found[1:]))


def guessed(head: Sequence[str], remembered: Mapping[str, str]) -> dict[str, str]:
    """Which column is which: as this sender's last file had it, else by the name of the column."""
    known = {name: column for name, column in remembered.items() if column in head}
    plain = {re.sub(r"[_\W]+", " ", each).strip().lower(): each for each in head}
    for name, guesses in _GUESSES.items():
        found = next((plain[each] for each in guesses if each in plain), None)
        if found and name not in known and found not in known.values():
            known[name] = found
    return known


def rows_of(table: Table, columns: Mapping[str, str], *, sender: str, today: date) -> list[Row]:
    at = {name: table.head.index(column) for name, column in columns.items() if column in table.head}
    return [
        _row(number, {name: row[index] for name, index in at.items()}, sender, today)
        for number, row in enumerate(table.rows, 2)
    ]


def _row(number: int, said: dict[str, str], sender: str, today: date) -> Row:
    try:
        return Row(number, _arrival(said, sender, today))
    except ValueError as error:
        return Row(number, None, str(error))


def _arrival(said: dict[str, str], sender: str, today: date) -> Arrival:
    if not said.get("text"):
        raise ValueError("There is nothing under “What happened”.")
    if len(said["text"]) > LONGEST:
        raise ValueError(f"“What happened” is longer than {LONGEST} characters.")
    born_on = _day(said.get("born_on", ""), "date of birth", today)
    written_on = _day(said.get("written_on", ""), "day on which it was written", today)
    about = {name: said[name] for name in ("name", "number", "address", "case_number") if said.get(name)}
    about |= {"born_on": born_on.isoformat()} if born_on else {}
    key = hashlib.sha256("\x1f".join([sender, *(f"{name}={said[name]}" for name in sorted(said))]).encode())
    noon = datetime(written_on.year, written_on.month, written_on.day, 12, tzinfo=LONDON) if written_on else None
    who = f"{said['sender']} ({sender})" if said.get("sender") else sender
    return Arrival(
        CameBy.FILE.value,
        key.hexdigest(),
        sender=who,
        subject=said.get("subject", "")[:300] or f"From {sender}",
        text=said["text"],
        written_at=noon.astimezone(UTC) if noon else None,
        about=about,
    )


def _day(words: str, what: str, today: date) -> date | None:
    if not words:
        return None
    try:
        found = _DAY.fullmatch(words)
        day = date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(words[:10])
    except ValueError:
        raise ValueError(f"“{words}” is no {what}. Write it as 27/3/2010.") from None
    if day > today:
        raise ValueError(f"The {what}, {words}, is in the future.")
    return day


def _named(head: Sequence[str]) -> list[str]:
    """Columns without a name, and second ones of a name, get one that tells them apart."""
    found: list[str] = []
    for number, each in enumerate(head, 1):
        name = each or f"Column {number}"
        found.append(name if name not in found else f"{name} ({number})")
    return found


def _dialect(words: str) -> type[csv.Dialect]:
    try:
        return csv.Sniffer().sniff(words[:5000], delimiters=",;\t|")
    except csv.Error:
        return csv.excel
