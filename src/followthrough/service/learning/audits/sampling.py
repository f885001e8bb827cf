"""Which cases are read? Drawn by chance from a frame, the same for anybody who draws again with the same seed.

Each case gets a number made from the seed and its own id; the lowest numbers of each stratum are drawn. So a draw needs
no order of the frame and no particular machine, and nobody can choose a case or leave one out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, order=True, slots=True)
class Case:
    """One that could be drawn. `stratum` is said on the page; it is of an agency or a procedure, never of a person."""

    stratum: str
    id: str


def draw(frame: Iterable[Case], *, each: int, seed: str) -> list[Case]:
    """`each` of every stratum, or all where there are fewer; by stratum, and then as they were drawn."""
    strata: dict[str, list[Case]] = defaultdict(list)
    for case in set(frame):
        strata[case.stratum].append(case)
    found: list[Case] = []
    for name in sorted(strata):
        found += sorted(strata[name], key=lambda case: (_number(seed, case.id), case.id))[:each]
    return found


def digest(frame: Sequence[Case]) -> str:
    """Of the frame in order: says whether it is the same one."""
    return sha256("\n".join(f"{case.stratum}\t{case.id}" for case in sorted(frame)).encode()).hexdigest()


def _number(seed: str, identity: str) -> str:
    return sha256(f"{seed}:{identity}".encode()).hexdigest()
