"""What stands in a register that was brought, and which rows can be taken in?

A row with a mistake keeps none of the others back. Of a person only a digest leaves this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.crypto import salted_hmac

from followthrough.service.agencies.models import Agency
from followthrough.service.core import sheets
from followthrough.service.core.sheets import NoTable, Table
from followthrough.service.ledger import rulebook

__all__ = ["MOST_BYTES", "NoTable", "Read", "person_of", "read"]

MOST_BYTES, MOST_ROWS, LONGEST = 500_000, 500, 120
_GUESSES: Final = {
    "email": ("email", "e mail", "work email", "email address", "staff number", "reference"),
    "agency": ("agency", "organisation", "employer"),
    "team": ("team", "service", "department"),
}


@dataclass(frozen=True)
class Read:
    """`rows` are (digest, agency, team); `faults` are (line, sentence), the head being line 1."""

    rows: tuple[tuple[str, str, str], ...]
    faults: tuple[tuple[int, str], ...]


def person_of(email: str) -> str:
    """The same for the same person. Whose it is can be found out only with the service’s key and their address."""
    return salted_hmac("training", email.strip().lower(), algorithm="sha256").hexdigest()


def read(raw: bytes, agencies: Iterable[Agency]) -> Read:
    """Raises NoTable."""
    table = sheets.read(raw, most_bytes=MOST_BYTES, most_rows=MOST_ROWS)
    columns = sheets.guessed(table.head, _GUESSES, {})
    missing = [name for name in _GUESSES if name not in columns]
    if missing:
        raise NoTable(f"The file needs the columns email, agency and team. There is none for {' and '.join(missing)}.")
    words = rulebook.current().vocabulary.agencies  # as the field calls them, besides their own names
    known = {
        word.lower(): each.key
        for each in agencies
        for word in (each.key, each.title, words[each.key].title if each.key in words else each.key)
    }
    return _rows(table, {name: table.head.index(column) for name, column in columns.items()}, known)


def _rows(table: Table, at: Mapping[str, int], known: Mapping[str, str]) -> Read:
    rows: dict[str, tuple[str, str, str]] = {}
    faults: list[tuple[int, str]] = []
    for line, cells in enumerate(table.rows, 2):
        said = {name: cells[index].strip() for name, index in at.items()}
        try:
            row = _row(said, known)
        except ValueError as error:
            faults.append((line, str(error)))
        else:
            rows.setdefault(row[0], row)  # who signed twice came once
    return Read(tuple(rows.values()), tuple(faults))


def _row(said: Mapping[str, str], known: Mapping[str, str]) -> tuple[str, str, str]:
    if not said["email"]:
        raise ValueError("The work e-mail address or staff number is missing. Enter one, so that nobody counts twice.")
    agency = known.get(said["agency"].lower())
    if agency is None:
        raise ValueError(f"“{said['agency'][:40]}” is no agency of the partnership. Write its name as it stands here.")
    if not said["team"] or len(said["team"]) > LONGEST:
        raise ValueError("The team is missing or too long. Enter the team as it stands in the programme.")
    return person_of(said["email"]), agency, said["team"]
