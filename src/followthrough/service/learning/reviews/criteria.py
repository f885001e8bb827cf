"""Which criteria were in force on the day of an incident, and do the answers meet them? They stand in `criteria.yaml`,
each with its dates and its source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("criteria.yaml")
OVER_18 = (
    "Care Act 2014, section 44: a Safeguarding Adults Board arranges a review of an adult with needs for care and "
    "support. The adult died or came to serious harm by abuse or neglect, and there is concern how agencies worked "
    "together."
)
ADULT_AT = 18


@dataclass(frozen=True)
class Asked:
    id: str
    text: str
    weighs: bool = False


@dataclass(frozen=True)
class Criteria:
    """`must`: when they are met, the review is held. Else they only allow it."""

    id: str
    title: str
    from_on: date
    to_on: date | None
    review: str
    must: bool
    source: str
    address: str
    asks: tuple[Asked, ...]
    met: tuple[tuple[str, ...], ...]

    def are_met(self, answers: Mapping[str, bool]) -> bool:
        return any(all(answers.get(each, False) for each in together) for together in self.met)


def in_force(on: date) -> Criteria | None:
    """None before the first that are kept here."""
    return next((each for each in _read() if each.from_on <= on and (each.to_on is None or on <= each.to_on)), None)


def age_on(born_on: date, on: date) -> int:
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


@cache
def _read() -> tuple[Criteria, ...]:
    return tuple(_criteria(each) for each in yaml.safe_load(FILE.read_text(encoding="utf-8")))


def _criteria(raw: dict[str, Any]) -> Criteria:
    return Criteria(
        id=raw["id"],
        title=raw["title"],
        from_on=raw["from"],
        to_on=raw.get("to"),
        review=raw["review"],
        must=raw["must"],
        source=raw["source"],
        address=raw["address"],
        asks=tuple(Asked(each["id"], each["text"], each.get("weighs", False)) for each in raw["asks"]),
        met=tuple(tuple(each) for each in raw["met"]),
    )
