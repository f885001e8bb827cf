"""What becomes of the rulebook's files when a partnership has changed something? Read anew, from the day of the change.

A change that no longer fits the files is left out and said, so that a new release of the files stops nobody's clock.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from django.conf import settings

from followthrough.procedures.language import Written, load_rulebook
from followthrough.procedures.language.written import Kind
from followthrough.procedures.model.errors import ModelError
from followthrough.procedures.model.fromaday import from_day
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.service.ledger.models import Amendment

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Change:
    number: int
    on: date
    written: Written


def agreed() -> tuple[Change, ...]:
    """In the order in which they take effect."""
    return tuple(Change(row.number, row.in_force_on, written_of(row)) for row in Amendment.objects.all())


def written_of(row: Amendment) -> Written:
    return Written(Kind(row.kind), row.name, row.theme, row.text)


def loaded(folder: Path, packs: tuple[str, ...], written: tuple[Written, ...] = ()) -> Rulebook:
    """The files with what is `written` besides, as if it had been so always. Raises ValueError and ModelError."""
    return _loaded(folder, packs, written, _goes_by_today())


def amended(
    folder: Path, packs: tuple[str, ...], changes: tuple[Change, ...], *, is_through_time: bool = False
) -> Rulebook:
    """The files, and from its day on each change. Through time, each file from its own day on too."""
    return _amended(folder, packs, changes, _goes_by_today() and not is_through_time)


def _goes_by_today() -> bool:
    """Only where the clock stands in the past: a real partnership goes by what was in force when a clock started."""
    return bool(getattr(settings, "FOLLOWTHROUGH_RULEBOOK_OF_TODAY", False))


@lru_cache(maxsize=16)  # proposals are tried out too, and a rulebook is large
def _loaded(folder: Path, packs: tuple[str, ...], written: tuple[Written, ...], is_of_today: bool) -> Rulebook:
    rules = load_rulebook(folder, packs, written)
    return rules.latest() if is_of_today else rules


@lru_cache(maxsize=3)
def _amended(folder: Path, packs: tuple[str, ...], changes: tuple[Change, ...], is_of_today: bool) -> Rulebook:
    base = held = before = _loaded(folder, packs, (), is_of_today)
    told: tuple[Written, ...] = ()
    for day, each in groupby(changes, lambda change: change.on):
        for change in each:
            more = _with(told, change.written)
            try:
                after = _loaded(folder, packs, more, is_of_today)
            except (ValueError, ModelError):
                _log.exception(
                    "The agreed change %s does not fit the rulebook any more. It is left out.", change.number
                )
                continue
            held = from_day(held, before, after, day, f"{base.version}+{_digest(more, day, held.version)}")
            told, before = more, after
    return held


def _with(told: Sequence[Written], new: Written) -> tuple[Written, ...]:
    """A later change of the same stands in place of the earlier."""
    return (*(each for each in told if (each.kind, each.id) != (new.kind, new.id)), new)


def written_until_now(changes: Iterable[Change]) -> tuple[Written, ...]:
    """All that is agreed, the latest of each."""
    told: tuple[Written, ...] = ()
    for change in changes:
        told = _with(told, change.written)
    return told


def written_at_first(changes: Sequence[Change]) -> tuple[Written, ...]:
    """The first that was agreed of each."""
    return tuple({(each.written.kind, each.written.id): each.written for each in reversed(changes)}.values())


def _digest(told: Sequence[Written], day: date, version: str) -> str:
    parts = [version, day.isoformat(), *(f"{each.kind}:{each.id}:{each.text}" for each in told)]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:8]
