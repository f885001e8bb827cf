"""Which calendar holds? England and Wales, with the offices of the partnership's packs."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from followthrough.procedures.calendars import Calendar
from followthrough.procedures.language import load_calendar
from followthrough.service.ledger import rulebook


def current() -> Calendar:
    return _loaded(rulebook.folder(), rulebook.packs())


@cache
def _loaded(folder: Path, packs: tuple[str, ...]) -> Calendar:
    return load_calendar(folder, packs)
