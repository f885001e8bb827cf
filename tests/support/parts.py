"""Which part of a long proof is this run? FOLLOWTHROUGH_PART=2/3 is the second of three, each a third of the work.

Parts differ in what they draw, so three of them prove what one run of the whole does, on three cores or in three
evenings.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
_NUMBER, _, _OF = os.environ.get("FOLLOWTHROUGH_PART", "1/1").partition("/")
NUMBER, OF = int(_NUMBER), int(_OF or 1)
assert 1 <= NUMBER <= OF, f"FOLLOWTHROUGH_PART is {NUMBER}/{OF}: say 1/3, 2/3 or 3/3"


def share_of(whole: int) -> int:
    """How many of so many this part has to do, at least."""
    return -(-whole // OF)


def of_these(every: Sequence[T]) -> list[T]:
    """Every so many-th, beginning at this part's own."""
    return list(every[NUMBER - 1 :: OF])
