"""How well can two kinds of answer be told apart by their time? By ranks, so that one slow moment of the machine
counts no more than any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def slower(pairs: Iterable[tuple[float, float]]) -> float:
    """The part of pairs in which the second was slower; a half is what a coin says. Equals count half."""
    found: Sequence[float] = [1.0 if b > a else 0.5 if a == b else 0.0 for a, b in pairs]
    return sum(found) / len(found)
