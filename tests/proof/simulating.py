"""Years of clocks in minutes: duties fall due, several sweeps look at once, and the time goes wrong on purpose.

What each rung should have done is worked out by the almanac and the list of looks; what it did stands in the ledger.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

from django.db import connection

from followthrough.procedures.model.event import Subject
from followthrough.service.core.clock import FixedClock
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger import sweep
from followthrough.service.ledger.actions import NewEvent, record
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Rung
from proof.clocks import ASKED, CLOSE, DAY, DONE, LONDON, WAYS, Way, rungs

BY = Viewer("p-worker", "worker", "social-care", ("social-care/front-door",), ("worker",))
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
JUMPS = (-HOUR, HOUR, -5 * MINUTE, DAY)
LONGEST_OUTAGE = 96 * HOUR


@dataclass(frozen=True)
class Asked:
    """A duty to come: of whom, in which way, from when, and when it is done, if ever."""

    child: str
    way: Way
    at: datetime
    done_at: datetime | None = None


@dataclass(frozen=True, order=True)
class Look:
    """At `at` all sweeps look; their clock reads `reading`."""

    at: datetime
    reading: datetime


Fired = dict[tuple[str, int], tuple[datetime, datetime]]  # child and rung: due, fired


@dataclass
class Simulation:
    asked: Sequence[Asked]
    looks: Sequence[Look]
    sweeps: int = 3
    looked: int = field(default=0, init=False)

    def run(self, time: FixedClock) -> None:
        """In the order of true time; asking and doing happen by a clock that is right."""
        todo: list[tuple[datetime, int, Callable[[], None]]] = []
        with ThreadPoolExecutor(self.sweeps) as pool:
            for each in self.asked:
                todo.append((each.at, 0, lambda each=each: _says(time, ASKED, each, each.at)))  # type: ignore[misc]
                if each.done_at:
                    todo.append((each.done_at, 0, lambda each=each: _says(time, DONE, each, each.done_at)))  # type: ignore[misc]
            for look in self.looks:
                todo.append((look.at, 1, lambda look=look: self._look(pool, time, look)))  # type: ignore[misc]
            try:
                for _, _, act in sorted(todo, key=lambda each: each[:2]):
                    act()
            finally:
                self._each(pool, lambda: connection.close())  # each thread its own

    def _look(self, pool: ThreadPoolExecutor, time: FixedClock, look: Look) -> None:
        time.at = look.reading
        for report in self._each(pool, lambda: sweep.run_once(adopts=False)):
            assert report.in_trouble == 0
        self.looked += 1

    def _each(self, pool: ThreadPoolExecutor, act: Callable[[], Any]) -> list[Any]:
        """All sweeps at once, each on its own thread and connection."""
        start = Barrier(self.sweeps)

        def run() -> Any:
            start.wait(30)
            return act()

        return [each.result(600) for each in [pool.submit(run) for _ in range(self.sweeps)]]

    def expected(self) -> Fired:
        """A rung is fired by the first look whose clock reads its time or later; or by whoever records before that."""
        looks = sorted(self.looks)
        found: Fired = {}
        for each in self.asked:
            mine = [(look.at, look.reading) for look in looks if look.at >= each.at]
            if each.done_at:
                mine = [*(look for look in mine if look[0] < each.done_at), (each.done_at, each.done_at)]
            for index, due in enumerate(rungs(each.way, each.at)):
                fired = next((reading for _, reading in mine if reading >= due), None)
                if fired is not None:
                    found[each.child, index] = (due, fired)
        return found


def fired() -> tuple[Fired, int]:
    """What the ledger says, and how many rungs it holds in all."""
    with as_assessor():
        rows = list(Rung.objects.filter(kind="rung").values_list("duty__subject_id", "index", "at", "fired_at"))
    return {(child, index): (at, when) for child, index, at, when in rows}, len(rows)


def differences(expected: Fired, found: Fired) -> list[str]:
    """Missed, early, or at another time; in words."""
    said = [f"{key}: missed, was due {expected[key][0]}" for key in expected.keys() - found.keys()]
    said += [f"{key}: told at {found[key][1]} and should not have been" for key in found.keys() - expected.keys()]
    both = expected.keys() & found.keys()
    said += [f"{key}: expected {expected[key]}, came {found[key]}" for key in both if expected[key] != found[key]]
    said += [f"{key}: early" for key, (due, at) in found.items() if at < due]
    return sorted(said)


def a_span(start: datetime, days: int, duties: int, seed: int) -> tuple[list[Asked], list[Look]]:
    """Duties at any time of the span, and looks with outages and with clocks that jump."""
    chance = random.Random(seed)
    asked = []
    for n in range(duties):
        at = start + timedelta(seconds=chance.randrange(int(days * DAY.total_seconds() * 0.95)))
        done = at + timedelta(seconds=chance.randrange(1, 12 * 24 * 3600)) if chance.random() < 0.4 else None
        asked.append(Asked(f"child-{n}", WAYS[n % len(WAYS)], at, done))
    moments = [each for n in range(days + 1) for each in _of_a_day(start + n * DAY, chance)]
    down = [(begin, begin + chance.random() * LONGEST_OUTAGE) for begin in
            (start + chance.random() * days * DAY for _ in range(max(days // 20, 1)))]  # fmt: skip
    up = [at for at in sorted(moments) if not any(begin <= at < end for begin, end in down)]
    jumps = {chance.randrange(len(up)): chance.choice(JUMPS) for _ in range(max(len(up) // 40, 4))}
    looks = [Look(at, at + jumps.get(n, timedelta())) for n, at in enumerate(up)]
    last = max([*(rungs(each.way, each.at)[-1] for each in asked), *up])
    return asked, [*looks, Look(last + DAY, last + DAY)]


def around(asked: Sequence[Asked]) -> list[Look]:
    """A look half a minute before each rung and one half a minute after."""
    at = {due for each in asked for due in rungs(each.way, each.at)}
    half = timedelta(seconds=30)
    moments = sorted({due - half for due in at} | {due + half for due in at})
    return [Look(each, each) for each in moments]


def _of_a_day(day: datetime, chance: random.Random) -> list[datetime]:
    """Before and after the close of the day, just after midnight, and at any time."""
    close = datetime.combine(day.astimezone(LONDON).date(), CLOSE, LONDON).astimezone(UTC)
    midnight = datetime.combine(day.astimezone(LONDON).date(), CLOSE.replace(hour=0), LONDON).astimezone(UTC)
    half = timedelta(seconds=30)
    return [close - half, close + half, midnight + half, midnight + timedelta(seconds=chance.randrange(86_000))]


def _says(time: FixedClock, what: str, asked: Asked, at: datetime) -> None:
    time.at = at
    subject = Subject("child", asked.child)
    record(
        [NewEvent(kind=f"{what}.{asked.way.name}", subject=subject, occurred_from=at, data={"leg": asked.child})], by=BY
    )
