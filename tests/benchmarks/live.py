"""How long does one write take beside a record of so many children? Load, assess, commit and the whole, apart.

On a private PostgreSQL that really writes to disk, through the one door, as the application:
python -m benchmarks.live CHILDREN prints milliseconds as JSON. The page around a write is not measured here.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "followthrough.service.config.settings.test")

import django

django.setup()

from django.db import connection, transaction
from django.test import override_settings

from followthrough.procedures.engines.plain import assess
from followthrough.procedures.engines.relational.store import Store
from followthrough.procedures.model.event import Subject
from followthrough.service.config.embedded import Server
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.gateway.loading import load
from followthrough.service.ledger import calendar, histories, rulebook
from followthrough.service.ledger.actions import NewEvent, record
from followthrough.service.ledger.addressing import Reach
from followthrough.service.ledger.assessor import as_assessor
from followthrough.synth.county import County, make_county
from support.database import TestDatabase

WORKER = Viewer("p-bench", "bench", "social-care", ("social-care/front-door",), ("worker",))
START = datetime(2025, 3, 3, 10, tzinfo=UTC)
WRITES = 40


def everybody(agency: str, team: str, role: str, *, is_urgent: bool) -> list[Reach]:
    return [Reach(agency, team, email=f"{agency}@bench.example")]


def main(children: int) -> None:
    with _database(), override_settings(FOLLOWTHROUGH_DIRECTORY="benchmarks.live.everybody"):
        now = clock.FixedClock(START)
        with clock.use(now), tempfile.TemporaryDirectory() as folder:
            store = _county(Path(folder) / "county", children)
            loaded = load(store)
            with connection.cursor() as cursor:
                cursor.execute("select set_config('role', 'none', false)")
            subjects = _busy(children)
            for subject in subjects:  # the first look at a child writes all that ever followed
                _write(subject, now)
            parts = [_parts(subject, now) for subject in subjects]
    said = {name: _spread([each[name] for each in parts]) for name in parts[0]}
    print(json.dumps({"children": children, "events": loaded, "writes": len(parts), **said}))


@contextmanager
def _database() -> Iterator[None]:
    folder = Path(tempfile.mkdtemp(prefix="followthrough-bench-"))
    server = Server(folder / "postgres")
    try:
        server.start()
        database = TestDatabase(server.address(), is_private=True)
        database.make_template()
        database.renew()
        yield
    finally:
        server.stop(at_once=True)
        shutil.rmtree(folder, ignore_errors=True)


def _county(folder: Path, children: int) -> Store:
    vocabulary = rulebook.current().vocabulary
    make_county(County(children, years=10, seed=1), vocabulary, calendar.current(), folder)
    return Store(folder, vocabulary)


def _busy(children: int) -> list[Subject]:
    """Children from everywhere in the record, always the same ones."""
    step = max(children // WRITES, 1)
    return [Subject("child", f"c{number:08d}") for number in range(0, children, step)][:WRITES]


def _write(subject: Subject, now: clock.FixedClock) -> None:
    now.at += timedelta(minutes=1)
    event = NewEvent(kind="concern.raised", subject=subject, occurred_from=now.at, data={"category": "neglect"})
    record([event], by=WORKER)


def _parts(subject: Subject, now: clock.FixedClock) -> dict[str, float]:
    rules = rulebook.current()
    with as_assessor():
        start = time.perf_counter()
        history = histories.history(subject, rules.vocabulary)
        load_ms = _since(start)
    start = time.perf_counter()
    assess(history, rules, calendar.current(), now.at)
    assess_ms = _since(start)
    start = time.perf_counter()
    with transaction.atomic():
        _write(subject, now)
        before_commit = time.perf_counter()
    return {
        "load": load_ms,
        "assess": assess_ms,
        "commit": _since(before_commit),
        "write": _since(start),
        "events of the history": float(len(history.events)),
    }


def _since(start: float) -> float:
    return (time.perf_counter() - start) * 1000


def _spread(values: list[float]) -> dict[str, float]:
    ordered = sorted(values)
    return {
        "p50": round(statistics.median(ordered), 2),
        "p95": round(ordered[int(len(ordered) * 0.95) - 1], 2),
        "most": round(ordered[-1], 2),
    }


if __name__ == "__main__":
    main(int(sys.argv[1]))
