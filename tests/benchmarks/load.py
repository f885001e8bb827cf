"""How many shares a second does the site carry while others read? Against the site as `serve` starts it, over HTTP.

python -m benchmarks.load RATE READERS SECONDS prints JSON. Shares arrive at their rate whatever the site does, as
people do; each is the three pages. A reader opens a page, reads for twenty seconds, and opens the next.
"""

from __future__ import annotations

import json
import queue
import random
import sys
import threading
import time
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from proof.faults.history import History
from proof.faults.site import Site, site
from proof.faults.visitor import Answer, NoAnswer, Visitor
from proof.faults.writers import Crowd, Sender

SENDERS, CHILDREN = 24, 10
READING = 20.0  # seconds that a reader looks at a page
_READERS = ("ines.doyle", "fatima.noor", "martin.oakes", "amy.croft", "helen.marsh", "priya.sandhu")


@dataclass
class Times:
    """Milliseconds of each kind of page, and what went wrong."""

    pages: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    alone: threading.Lock = field(default_factory=threading.Lock)

    def note(self, kind: str, seconds: float) -> None:
        with self.alone:
            self.pages[kind].append(seconds * 1000)


class Timed(Visitor):
    """A visitor whose every page is timed."""

    def __init__(self, times: Times, *said: Any) -> None:
        super().__init__(*said)
        self.times = times

    def _ask(self, method: str, place: str, body: str | None = None) -> Answer:
        begun = time.perf_counter()
        try:
            return super()._ask(method, place, body)
        except NoAnswer as error:
            self.times.errors[str(error)] += 1
            raise
        finally:
            self.times.note(_kind(method, place), time.perf_counter() - begun)


def measure(rate: float, readers: int, seconds: float) -> dict[str, Any]:
    with site(str(CHILDREN), str(SENDERS)) as (made, said):
        made.start()
        return _measure(made, said, rate, readers, seconds)


def _measure(made: Site, said: dict[str, Any], rate: float, readers: int, seconds: float) -> dict[str, Any]:
    times, due, whole = Times(), queue.Queue[float](), Times()
    with TemporaryDirectory() as folder:
        notes = History(Path(folder) / "history.jsonl")
        crowd = Crowd(notes)

        def visitor(username: str) -> Timed:
            return Timed(times, made.port, said["cookie"], said["sessions"][username])

        for number in range(SENDERS):
            mine = visitor(username := f"sender-{number}")
            sender = Sender(crowd, mine, said["children"][username])
            crowd.add(mine, lambda sender=sender: _share(sender, due, whole))  # type: ignore[misc]
        _warm(made, due, notes)
        for number in range(readers):
            name = _READERS[number % len(_READERS)] if number % 4 else f"sender-{number % SENDERS}"
            mine = visitor(name)
            own = list(said["children"].get(name, ()))
            crowd.add(mine, lambda mine=mine, own=own: _read(mine, own, crowd))  # type: ignore[misc]
        times.pages.clear(), times.errors.clear(), whole.pages.clear()
        before, begun = notes.acknowledged, time.perf_counter()
        for n in range(int(rate * seconds)):
            time.sleep(max(begun + n / rate - time.perf_counter(), 0))
            due.put(time.perf_counter())
        waiting, sent = due.qsize(), notes.acknowledged - before
        took = time.perf_counter() - begun
        with due.mutex:
            due.queue.clear()
        crowd.finish()
        notes.close()
    pages = {**dict(times.pages), "a whole share": whole.pages["share"]}
    return {
        "rate": rate,
        "readers": readers,
        "seconds": round(took),
        "sent": sent,
        "still waiting": waiting,
        "errors": dict(times.errors),
        "wrong": crowd.wrong[:3],
        "pages": {kind: _spread(found) for kind, found in sorted(pages.items()) if found},
    }


def _warm(made: Site, due: queue.Queue[float], notes: History) -> None:
    """Each worker has read the rulebook before anything is timed."""
    for _ in range(8):
        due.put(time.perf_counter())
    while notes.acknowledged < 8:
        made.mend()
        time.sleep(0.1)


def _share(sender: Sender, due: queue.Queue[float], whole: Times) -> None:
    try:
        begun = due.get(timeout=0.5)
    except queue.Empty:
        return
    sender.share()
    whole.note("share", time.perf_counter() - begun)


def _read(visitor: Timed, children: list[str], crowd: Crowd) -> None:
    crowd.stop.wait(random.expovariate(1 / READING))
    if crowd.stop.is_set():
        return
    places = ["/", "/", "/shares/", *(f"/children/{each}/" for each in children[:1])]
    random.shuffle(children)
    with suppress(NoAnswer):
        visitor.get(random.choice(places))


def _kind(method: str, place: str) -> str:
    parts = [part for part in place.partition("?")[0].split("/") if part]
    if not parts:
        return "home"
    if parts[0] == "children":
        return "a child"
    if parts[:2] == ["shares", "new"]:
        return f"page {3 if parts[-1] == 'check' else 2}, {'sent' if method == 'POST' else 'opened'}"
    return "page 1, opened" if parts == ["shares"] else parts[0]


def _spread(found: list[float]) -> dict[str, float]:
    ordered = sorted(found)

    def at(share: float) -> float:
        return round(ordered[min(int(len(ordered) * share), len(ordered) - 1)])

    return {"times": len(ordered), "p50": at(0.5), "p95": at(0.95), "p99": at(0.99)}


if __name__ == "__main__":
    print(json.dumps(measure(float(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))))
