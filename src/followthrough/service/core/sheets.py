"""What stands in a file of rows that another program wrote, which column is which, and which day is meant?

Commas, semicolons, tabs and strokes; UTF-8 and what Windows writes. Nothing is known here of what the rows are about.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

_DAY = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})")


class NoTable(ValueError):
    """The file cannot be read as rows; the message says what to do."""


@dataclass(frozen=True)
class Table:
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def read(raw: bytes, *, most_bytes: int, most_rows: int) -> Table:
    """Raises NoTable."""
    if len(raw) > most_bytes:
        raise NoTable(f"The file is larger than {most_bytes // 1_000_000} MB. Split it.")
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
    if len(found) - 1 > most_rows:
        raise NoTable(f"The file has {len(found) - 1} rows. Split it into files of {most_rows} or fewer.")
    width = len(found[0])
    return Table(tuple(_named(found[0])), tuple(tuple((row + [""] * width)[:width]) for row in found[1:]))


def guessed(head: Sequence[str], guesses: Mapping[str, Sequence[str]], remembered: Mapping[str, str]) -> dict[str, str]:
    """Which column is which: as the last file had it, else by the name of the column."""
    known = {name: column for name, column in remembered.items() if column in head}
    plain = {re.sub(r"[_\W]+", " ", each).strip().lower(): each for each in head}
    for name, words in guesses.items():
        found = next((plain[each] for each in words if each in plain), None)
        if found and name not in known and found not in known.values():
            known[name] = found
    return known


def day(words: str, what: str) -> date | None:
    """None for nothing. Raises ValueError in words."""
    if not words:
        return None
    try:
        found = _DAY.match(words)
        return date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(words[:10])
    except ValueError:
        raise ValueError(f"“{words}” is no {what}. Write it as 27/3/2010.") from None


def past_day(words: str, what: str, today: date) -> date | None:
    found = day(words, what)
    if found and found > today:
        raise ValueError(f"The {what}, {words}, is in the future.")
    return found


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
