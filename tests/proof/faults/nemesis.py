"""Something is killed at a moment that nobody foresees: frozen for a random while, then killed, then started again.

Only after work was acknowledged since the last time, so that each kill meets people in the middle of something.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from proof.faults.site import DATABASE, SWEEP, WEB, Site

# Half of the kills are the database's, as the goal asks; the sealer dies with none, for it owns no promise of a share.
SHARES = {DATABASE: 2, WEB: 1, SWEEP: 1}
ONLY_DATABASE = {DATABASE: 1}
LONGEST_FREEZE, LONGEST_PEACE = 0.3, 2.0  # seconds
_PATIENCE = 120


@dataclass
class Nemesis:
    site: Site
    pages: Callable[[], int]  # how much was acknowledged over HTTP so far
    anything: Callable[[], int]  # and through the one door as well
    seed: int
    parts: Mapping[str, int] = field(default_factory=lambda: SHARES)
    killed: Counter[str] = field(default_factory=Counter)
    recoveries: list[float] = field(default_factory=list)  # seconds until work was acknowledged again

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def kill(self, times: int) -> None:
        whole = sum(self.parts.values())
        order = [name for name, share in self.parts.items() for _ in range(times * share // whole)]
        order += [DATABASE] * (times - len(order))
        self._random.shuffle(order)
        self.wait_for(self.pages if WEB in self.parts else self.anything)
        for name in order:
            time.sleep(self._random.uniform(0, LONGEST_PEACE))
            self._strike(name)

    def _strike(self, name: str) -> None:
        self.site.freeze(name)
        time.sleep(self._random.uniform(0, LONGEST_FREEZE))
        self.site.kill(name)
        self.killed[name] += 1
        begun = time.monotonic()
        self.site.start_again(name)
        self.wait_for(self.pages if name == WEB else self.anything)
        self.recoveries.append(time.monotonic() - begun)

    def wait_for(self, work: Callable[[], int]) -> None:
        before, until = work(), time.monotonic() + _PATIENCE
        while work() == before:
            if time.monotonic() > until:
                raise AssertionError(f"Nothing was acknowledged in {_PATIENCE} s after a kill.\n{self.site.log(WEB)}")
            self.site.mend()
            time.sleep(0.05)
