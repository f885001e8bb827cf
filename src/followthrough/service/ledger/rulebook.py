"""Which rulebook holds? Read once for the whole process; FOLLOWTHROUGH_RULEBOOKS says where it lies.

What the partnership has changed since stands in the database. Whatever makes duties asks there each time whether there
is a later change; a page is told at most some seconds late (decision 0025).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.conf import settings

from followthrough.procedures.language import PACKS
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.service.ledger import amending
from followthrough.service.ledger.models import Amendment

_OURS = Path(__file__).resolve().parents[4] / "rulebooks"
_path = cache(Path)  # asked for many times by every page
_replaced_by: list[Rulebook] = []
_known: tuple[amending.Change, ...] = ()
_asked_at = float("-inf")


def current() -> Rulebook:
    """As far as this process knows."""
    if _replaced_by:
        return _replaced_by[-1]
    return amending.amended(folder(), packs(), _known)


def through_time() -> Rulebook:
    """What was asked at each time: also where the clock stands in the past, and the service goes by today's files."""
    if _replaced_by:
        return _replaced_by[-1]
    return amending.amended(folder(), packs(), _known, is_through_time=True)


def folder() -> Path:
    return _path(getattr(settings, "FOLLOWTHROUGH_RULEBOOKS", _OURS))


def packs() -> tuple[str, ...]:
    return tuple(getattr(settings, "FOLLOWTHROUGH_PACKS", PACKS))


def last_agreed() -> int:
    """The number of the latest change of the partnership's; 0 where there is none."""
    return Amendment.objects.order_by("-number").values_list("number", flat=True).first() or 0


def know(number: int) -> Rulebook:
    """`current`, now that somebody has asked the database: `number` is that of the latest change in it."""
    global _known
    if number != max((change.number for change in _known), default=0):
        _known = amending.agreed()
    return current()


def ask_now_and_then() -> None:
    """For pages: asks the database every few seconds, so that no page costs a question more."""
    global _asked_at
    every, now = settings.FOLLOWTHROUGH_RULEBOOK_ASKED_EVERY, time.monotonic()
    if every is not None and now - _asked_at >= every:
        _asked_at = now
        know(last_agreed())


@contextmanager
def use(rulebook: Rulebook) -> Iterator[None]:
    """Another rulebook for the whole process until the block ends: for tests and what-if runs."""
    _replaced_by.append(rulebook)
    try:
        yield
    finally:
        _replaced_by.remove(rulebook)
