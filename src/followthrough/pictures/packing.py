"""How do things that overlap find room? Each takes the first free level; those without are bundled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")
GAP = 3.0


@dataclass(frozen=True, slots=True)
class Placed(Generic[Item]):
    """One item, or a bundle of several that found no room of their own, between two edges on a level."""

    items: tuple[Item, ...]
    left: float
    right: float
    level: int
    room: float = 0.0  # how far to the right its level is free

    @property
    def is_bundle(self) -> bool:
        return len(self.items) > 1


def pack(items: Sequence[tuple[Item, float, float]], most: int, bundle_width: float, end: float) -> list[Placed[Item]]:
    """Place (item, left, right) on at most `most` levels; if some find none, the last level holds bundles."""
    placed, left_over = _first_free(items, most)
    if left_over:
        placed, left_over = _first_free(items, most - 1)
        placed += _bundles(left_over, most - 1, bundle_width, end)
    return _with_room(placed, end)


def _first_free(
    items: Sequence[tuple[Item, float, float]], most: int
) -> tuple[list[Placed[Item]], list[tuple[Item, float, float]]]:
    ends: list[float] = []
    placed: list[Placed[Item]] = []
    left_over = []
    for item, left, right in sorted(items, key=lambda each: each[1]):
        level = next((n for n, edge in enumerate(ends) if edge + GAP <= left), len(ends))
        if level >= most:
            left_over.append((item, left, right))
            continue
        ends[level : level + 1] = [right]
        placed.append(Placed((item,), left, right, level))
    return placed, left_over


def _bundles(items: Sequence[tuple[Item, float, float]], level: int, width: float, end: float) -> list[Placed[Item]]:
    """Those left over, each with the neighbours that its bundle would cover."""
    bundles: list[Placed[Item]] = []
    for item, left, _ in items:
        left = min(left, end - width)
        if bundles and left < bundles[-1].right + GAP:
            last = bundles.pop()
            bundles.append(Placed((*last.items, item), last.left, last.right, level))
        else:
            bundles.append(Placed((item,), left, left + width, level))
    return bundles


def _with_room(placed: list[Placed[Item]], end: float) -> list[Placed[Item]]:
    with_room = []
    for each in placed:
        after = [other.left for other in placed if other.level == each.level and other.left > each.left]
        room = min(after, default=end) - GAP
        with_room.append(Placed(each.items, each.left, each.right, each.level, room))
    return with_room
