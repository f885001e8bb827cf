"""How many answers have really been compared? One is what one rulebook says of one history, at one instant, in one
pair of eyes. The same comparison made twice counts once."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable

from hypothesis import settings

from tests.generative.worlds import World

COMPARED: dict[str, set[bytes]] = defaultdict(set)  # by what was compared
ROWS: Counter[str] = Counter()


def is_proof() -> bool:
    """Ask when tests are collected, not earlier: the profile is chosen after the first `conftest.py` is read."""
    return settings().max_examples >= 1000


def tell(what: str, worlds: Iterable[World], rulebook: str, perspective: str, rows: int) -> None:
    """Remember that the answers about `worlds`, of `rows` rows together, were compared."""
    question = f"{rulebook} {perspective}"
    COMPARED[what] |= {hashlib.sha256(f"{question} {each!r}".encode()).digest() for each in worlds}
    ROWS[what] += rows


def summary() -> list[str]:
    return [f"{what}: {len(found):,} answers compared, {ROWS[what]:,} rows" for what, found in COMPARED.items()]
