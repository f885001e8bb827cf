"""Which rulebook holds? Read once for the whole process; FOLLOWTHROUGH_RULEBOOKS says where it lies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.conf import settings

from followthrough.procedures.language import PACKS, load_rulebook
from followthrough.procedures.model.rulebook import Rulebook

_OURS = Path(__file__).resolve().parents[4] / "rulebooks"
_path = cache(Path)  # asked for many times by every page
_replaced_by: list[Rulebook] = []


def current() -> Rulebook:
    if _replaced_by:
        return _replaced_by[-1]
    return _loaded(folder(), packs())


def folder() -> Path:
    return _path(getattr(settings, "FOLLOWTHROUGH_RULEBOOKS", _OURS))


def packs() -> tuple[str, ...]:
    return tuple(getattr(settings, "FOLLOWTHROUGH_PACKS", PACKS))


@contextmanager
def use(rulebook: Rulebook) -> Iterator[None]:
    """Another rulebook for the whole process until the block ends: for tests and what-if runs."""
    _replaced_by.append(rulebook)
    try:
        yield
    finally:
        _replaced_by.remove(rulebook)


@cache
def _loaded(folder: Path, packs: tuple[str, ...]) -> Rulebook:
    rules = load_rulebook(folder, packs)
    # Only where the clock stands in the past: a real partnership goes by what was in force when a clock started.
    return rules.latest() if getattr(settings, "FOLLOWTHROUGH_RULEBOOK_OF_TODAY", False) else rules
