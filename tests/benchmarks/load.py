"""How many shares a second does the site carry while others read? Against the site as `serve` starts it, over HTTP.

python -m benchmarks.load RATE READERS SECONDS prints JSON. Shares arrive at their rate whatever the site does, as
people do; each is the three pages. A reader opens a page, reads for twenty seconds, and opens the next.

python -m benchmarks.load cost prints what each page takes of the cores, asked one after the other: other work on the
machine changes that far less than it changes how long one waits.
"""

from __future__ import annotations

import json
import os
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
from proof.faults.site import DATABASE, WEB, Site, site
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


def cost(shares: int = 40) -> dict[str, Any]:
    """Milliseconds of the cores for each kind of page, of the web server and of the database."""
    with site(str(CHILDREN), "1") as (made, said), TemporaryDirectory() as folder:
        made.start(WEB)
        notes = History(Path(folder) / "history.jsonl")
        crowd, spent = Crowd(notes), Spent(made)
        sender = Costed(spent, made.port, said["cookie"], said["sessions"]["sender-0"])
        recipient = Costed(spent, made.port, said["cookie"], said["sessions"]["ines.doyle"])
        people = Sender(crowd, sender, said["children"]["sender-0"])
        for _ in range(8):  # each worker reads the rulebook before anything is measured
            people.share()
        spent.pages.clear()
        for number in range(shares):
            people.share()
            reference = crowd.sent.get()
            recipient.get("/")
            recipient.get(f"/shares/{reference}/")
            sender.get(f"/children/{said['children']['sender-0'][number % CHILDREN]}/")
        for each in (sender, recipient):
            each.close()
        notes.close()
    return {"shares": shares, "pages": {kind: _middle(found) for kind, found in sorted(spent.pages.items())}}


@dataclass
class Spent:
    """What the web server and the database have taken of the cores so far, in milliseconds."""

    site: Site
    pages: dict[str, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))

    def now(self) -> tuple[float, float]:
        return _processor(self.site.processes(WEB)), _processor(self.site.processes(DATABASE))


class Costed(Visitor):
    def __init__(self, spent: Spent, *said: Any) -> None:
        super().__init__(*said)
        self.spent = spent

    def _ask(self, method: str, place: str, body: str | None = None) -> Answer:
        before = self.spent.now()
        answer = super()._ask(method, place, body)
        after = self.spent.now()
        self.spent.pages[_kind(method, place)].append((after[0] - before[0], after[1] - before[1]))
        return answer


def _processor(processes: list[int]) -> float:
    found = 0
    for process in processes:
        with suppress(OSError):
            found += sum(map(int, Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]))
    return found * 1000 / os.sysconf("SC_CLK_TCK")


def _middle(found: list[tuple[float, float]]) -> dict[str, float]:
    """The mean: the clock of the cores counts in steps of ten milliseconds."""
    return {
        "times": len(found),
        "web": round(sum(web for web, _ in found) / len(found), 1),
        "database": round(sum(database for _, database in found) / len(found), 1),
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
    if parts[0] == "shares" and len(parts) == 2 and parts[1] != "new":
        return "a share"
    if parts[:2] == ["shares", "new"]:
        return f"page {3 if parts[-1] == 'check' else 2}, {'sent' if method == 'POST' else 'opened'}"
    return "page 1, with a child" if parts == ["shares"] else parts[0]


def _spread(found: list[float]) -> dict[str, float]:
    ordered = sorted(found)

    def at(share: float) -> float:
        return round(ordered[min(int(len(ordered) * share), len(ordered) - 1)])

    return {"times": len(ordered), "p50": at(0.5), "p95": at(0.95), "p99": at(0.99)}


if __name__ == "__main__":
    wanted = sys.argv[1:]
    print(json.dumps(cost() if wanted == ["cost"] else measure(float(wanted[0]), int(wanted[1]), float(wanted[2]))))
