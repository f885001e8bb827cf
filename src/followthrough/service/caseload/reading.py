"""What does each row of an agency's list say, and which rows cannot be taken?

A row with a mistake keeps none of the others back. Pure: no child is looked for here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from followthrough.service.children.folding import fold
from followthrough.service.children.models import Number
from followthrough.service.children.numbers import NotANumber, check, folded
from followthrough.service.core import sheets
from followthrough.service.core.sheets import Table, day, past_day

MOST_BYTES, MOST_ROWS = 8_000_000, 20_000
FIELDS: Final = {
    "number": "Your own case number",
    "name": "The child’s name",
    "born_on": "Date of birth",
    "nhs": "NHS number",
    "upn": "Unique pupil number",
    "worker": "Allocated worker",
    "worker_telephone": "The worker’s telephone",
    "worker_email": "The worker’s e-mail",
    "worker_team": "The worker’s team",
    "legal": "Legal status",
    "plan": "Plan",
    "review_on": "When the plan is reviewed",
    "opened_on": "When the case was opened",
    "closed_on": "When the case was closed",
}
NEEDED: Final = ("number", "name")
_GUESSES: Final = {
    "number": ("case number", "case id", "case no", "case", "id", "person id", "client id", "reference", "pupil id"),
    "name": ("name", "child", "child name", "full name", "pupil", "pupil name", "client name"),
    "born_on": ("dob", "date of birth", "birth date", "born"),
    "nhs": ("nhs", "nhs number", "nhs no"),
    "upn": ("upn", "unique pupil number"),
    "worker": ("worker", "allocated worker", "social worker", "key worker", "lead worker", "case worker"),
    "worker_telephone": ("worker telephone", "worker phone", "telephone", "phone", "tel", "mobile"),
    "worker_email": ("worker email", "worker e mail", "email", "e mail"),
    "worker_team": ("team", "worker team", "allocated team"),
    "legal": ("legal status", "legal", "status"),
    "plan": ("plan", "plan type", "current plan"),
    "review_on": ("review", "review date", "plan review", "plan review date", "next review", "review due"),
    "opened_on": ("opened", "open date", "date opened", "case opened", "start date"),
    "closed_on": ("closed", "close date", "date closed", "case closed", "end date"),
}
_LONGEST: Final = 200
_NUMBERS: Final = {"nhs": Number.Scheme.NHS, "upn": Number.Scheme.UPN}
Said = dict[str, str]


@dataclass(frozen=True)
class Line:
    """`number` is the line as a person counts it, the head being the first. Without `said` it has a fault; its
    `key` is given where its case number could be read, for a case with a fault is not gone.
    """

    number: int
    key: str = ""
    said: Said | None = None
    fault: str = ""


def read(raw: bytes) -> Table:
    """Raises NoTable."""
    return sheets.read(raw, most_bytes=MOST_BYTES, most_rows=MOST_ROWS)


def guessed(head: Sequence[str], remembered: Mapping[str, str]) -> dict[str, str]:
    return sheets.guessed(head, _GUESSES, remembered)


def lines_of(table: Table, columns: Mapping[str, str], today: date) -> list[Line]:
    """Two rows of one number are both faulty: nobody can tell which is right."""
    at = {name: table.head.index(column) for name, column in columns.items() if column in table.head}
    found = [
        _line(number, {name: row[index] for name, index in at.items()}, today)
        for number, row in enumerate(table.rows, 2)
    ]
    first: dict[str, int] = {}
    doubled = {each.key for each in found if each.key and first.setdefault(each.key, each.number) != each.number}
    return [
        Line(each.number, each.key, fault=f"Case number {_shown(each)} stands in more than one row.")
        if each.key in doubled
        else each
        for each in found
    ]


def digest_of(said: Said) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _line(number: int, said: Said, today: date) -> Line:
    key = folded(said.get("number", ""))
    try:
        return Line(number, key, _checked(said, today))
    except (ValueError, NotANumber) as error:
        return Line(number, key, fault=str(error))


def _checked(said: Said, today: date) -> Said:
    if not said.get("number"):
        raise ValueError("There is no case number.")
    check(Number.Scheme.CASE, said["number"])
    if not fold(said.get("name", "")):
        raise ValueError(f"Case {said['number']} has no name.")
    long = next((FIELDS[name] for name, value in said.items() if len(value) > _LONGEST), "")
    if long:
        raise ValueError(f"Case {said['number']}: “{long}” is longer than {_LONGEST} characters.")
    kept = {name: value for name, value in said.items() if value and not name.endswith("_on")}
    days = {
        "born_on": past_day(said.get("born_on", ""), "date of birth", today),
        "opened_on": past_day(said.get("opened_on", ""), "day of opening", today),
        "closed_on": past_day(said.get("closed_on", ""), "day of closing", today),
        "review_on": day(said.get("review_on", ""), "day of a review"),
    }
    kept |= {name: check(scheme, kept[name]) for name, scheme in _NUMBERS.items() if name in kept}
    return kept | {name: found.isoformat() for name, found in days.items() if found}


def _shown(line: Line) -> str:
    return line.said["number"] if line.said else line.key
