"""What stands in a file of rows, which column means what, and which rows can be taken in?

A row with a mistake keeps none of the others back: it is named with its number, the mistake and what to write instead.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from followthrough.service.core import sheets
from followthrough.service.core.sheets import NoTable, Table, past_day
from followthrough.service.intake.arrivals import Arrival
from followthrough.service.intake.models import CameBy

__all__ = ["FIELDS", "MOST_BYTES", "NoTable", "Row", "Table", "guessed", "read", "rows_of"]

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


@dataclass(frozen=True)
class Row:
    """`number` is the line as a person counts it, the head being the first."""

    number: int
    arrival: Arrival | None
    fault: str = ""


def read(raw: bytes) -> Table:
    """Raises NoTable."""
    return sheets.read(raw, most_bytes=MOST_BYTES, most_rows=MOST_ROWS)


def guessed(head: Sequence[str], remembered: Mapping[str, str]) -> dict[str, str]:
    return sheets.guessed(head, _GUESSES, remembered)


def rows_of(table: Table, columns: Mapping[str, str], *, sender: str, today: date) -> list[Row]:
    at = {name: table.head.index(column) for name, column in columns.items() if column in table.head}
    return [
        _row(
            number,
            {name: row[index] for name, index in at.items()},
            _digest(sender, zip(table.head, row, strict=True)),
            sender,
            today,
        )
        for number, row in enumerate(table.rows, 2)
    ]


def _digest(sender: str, said: Iterable[tuple[str, str]]) -> str:
    """Whatever the order of the columns."""
    return hashlib.sha256(
        "\x1f".join([sender, *sorted(f"{name}={value}" for name, value in said)]).encode()
    ).hexdigest()


def _row(number: int, said: dict[str, str], digest: str, sender: str, today: date) -> Row:
    try:
        return Row(number, replace(_arrival(said, sender, today), row=digest))
    except ValueError as error:
        return Row(number, None, str(error))


def _arrival(said: dict[str, str], sender: str, today: date) -> Arrival:
    if not said.get("text"):
        raise ValueError("There is nothing under “What happened”.")
    if len(said["text"]) > LONGEST:
        raise ValueError(f"“What happened” is longer than {LONGEST} characters.")
    born_on = past_day(said.get("born_on", ""), "date of birth", today)
    written_on = past_day(said.get("written_on", ""), "day on which it was written", today)
    about = {name: said[name] for name in ("name", "number", "address", "case_number") if said.get(name)}
    about |= {"born_on": born_on.isoformat()} if born_on else {}
    noon = datetime(written_on.year, written_on.month, written_on.day, 12, tzinfo=LONDON) if written_on else None
    who = f"{said['sender']} ({sender})" if said.get("sender") else sender
    return Arrival(
        CameBy.FILE.value,
        _digest(sender, said.items()),
        sender=who,
        subject=said.get("subject", "")[:300] or f"From {sender}",
        text=said["text"],
        written_at=noon.astimezone(UTC) if noon else None,
        about=about,
    )
