"""Questions to one build of the service, true or mutated.

python -m proof.faults.probing QUESTION ADMINISTRATOR DATABASE

Runs in a process of its own on a migrated database, and prints as JSON what is wrong. Of the true build nothing is.

crashes   a process that sends is killed before each of its statements and after its commit: all of it is there or
          nothing, and sending again with the same key makes it whole
again     the same key at once from many sides, and again long afterwards: one share; other words are refused
at-once   two people accept the same part: the second learns who was first
clocks    deadlines over a change of the clocks, with looks hours apart: each rung is told once, by the clock's own time
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, BrokenBarrierError
from typing import Any

import django

django.setup()

from django.conf import settings
from django.db import connection, connections
from django.test import override_settings

from followthrough.service.core import clock
from followthrough.service.core.clock import FixedClock
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger import rulebook
from followthrough.service.sharing import actions
from followthrough.service.sharing.actions import answering
from followthrough.service.sharing.outgoing import CannotSend, Outgoing
from followthrough.service.sharing.policies import CannotDo
from integration.agencies import making
from integration.sharing import world as made
from integration.sharing.world import OUT_OF_HOURS, RESPONSE, World
from proof import clocks, simulating
from proof.faults import checker, history
from proof.faults.history import History
from proof.simulating import Asked, Look, Simulation

COMMITTED = 1_000_000  # a point after every statement
EVERY = int(os.environ.get("FOLLOWTHROUGH_CRASH_EVERY", "10"))  # of the statements, each n-th is one to be killed at
REPLAYS = int(os.environ.get("FOLLOWTHROUGH_REPLAYS", "100"))
AT_ONCE = 50
_TABLES = ("sharing_share", "sharing_leg", "ledger_event", "ledger_duty", "ledger_outbox", "core_auditrow")


def crashes(administrator: str, database: str) -> list[str]:
    found: list[str] = []
    with _world() as world, tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "history.jsonl"
        notes = History(file)
        _send_noted(world, notes)  # the first one takes more, for who is involved then stays so
        statements = _statements(lambda: _send_noted(world, notes))
        for point in [*range(1, statements + 1, EVERY), COMMITTED]:
            outgoing = world.outgoing(OUT_OF_HOURS, RESPONSE)
            before = _counts()
            if not _killed_at(point, outgoing, world.viewer("nurse")):
                found.append(f"nothing was killed at {point}")
            if point != COMMITTED and _counts() != before:
                found.append(f"killed at statement {point}, something was left behind: {before} became {_counts()}")
            _send_noted(world, notes, outgoing)
        notes.close()
        connection.close()
        found += checker.check(administrator, [file], database=database, now=clock.now())
        print(f"{statements} statements", file=sys.stderr)
    return found


def again(administrator: str, database: str) -> list[str]:
    found: list[str] = []
    with _world() as world:
        nurse, outgoing = world.viewer("nurse"), world.outgoing()
        if len({_send(twice, nurse) for twice in [world.outgoing()] * 2}) != 1:
            return ["one key became 2 shares, sent one after the other"]
        start = Barrier(AT_ONCE)

        def once(_: int) -> str:
            start.wait(60)
            return _closing(lambda: _send(outgoing, nurse))

        with ThreadPoolExecutor(AT_ONCE) as pool:
            references = set(pool.map(once, range(AT_ONCE)))
        before = _counts()
        for n in range(REPLAYS):
            world.at.at += timedelta(days=400) / REPLAYS
            references.add(_send(outgoing, nurse))
            with suppress(CannotSend):
                _send(Outgoing(**{**_fields(outgoing), "words": f"Other words {n}."}), nurse)
                found.append("other words under the same key were taken")
        if len(references) != 1:
            found.append(f"one key became {len(references)} shares")
        if _counts() != before:
            found.append(f"sending again changed {before} to {_counts()}")
    return found


def at_once(administrator: str, database: str) -> list[str]:
    """Both have looked at the part before either writes, where nothing makes them take turns."""
    looked, both = answering._need, Barrier(2)

    def waits(*said: Any) -> None:
        looked(*said)
        with suppress(BrokenBarrierError):  # as it should be: the other one waits for its turn
            both.wait(1)

    with _world() as world:
        leg = world.leg(world.send())
        answering._need = waits

        def accepts(name: str) -> bool:
            try:
                _closing(lambda: world.do("accept", leg, name))
            except CannotDo:
                return False
            return True

        with ThreadPoolExecutor(2) as pool:
            done = list(pool.map(accepts, ("duty", "duty.manager")))
        connection.close()
        found = checker.check(administrator, [], database=database, now=clock.now())
        found = [each for each in found if "never heard" not in each and "nobody asked" not in each]
    return found + ([] if sum(done) == 1 else [f"{sum(done)} people accepted the same part"])


def told(administrator: str, database: str) -> list[str]:
    start = datetime(2026, 3, 27, 9, tzinfo=UTC)
    asked = [
        Asked(f"child-{n}", way, start + timedelta(hours=7 * n)) for n, way in enumerate([*clocks.WAYS, *clocks.WAYS])
    ]
    looks = [Look(at, at) for at in (start + timedelta(hours=5 * n) for n in range(120))]
    quiet = {
        "FOLLOWTHROUGH_DIRECTORY": "integration.ledger.practice.everybody",
        "FOLLOWTHROUGH_RECORDS": ["integration.ledger.practice.recorded"],
        "FOLLOWTHROUGH_ALSO_SWEPT": [],
    }
    simulation = Simulation(asked, looks)
    with override_settings(**quiet), rulebook.use(clocks.rulebook()), clock.use(FixedClock(start)) as standing:
        simulation.run(standing)  # type: ignore[arg-type]
        return simulating.differences(simulation.expected(), simulating.fired()[0])


QUESTIONS: dict[str, Callable[[str, str], list[str]]] = {
    "crashes": crashes, "again": again, "at-once": at_once, "clocks": told,
}  # fmt: skip


@contextmanager
def _world() -> Iterator[World]:
    with clock.use(made.started()) as at:
        with acting(making.SETUP):
            world = made.build(at)  # type: ignore[arg-type]
        with acting(making.SETUP):
            people = dict(world.people)
            viewers = {name: world.viewer(name) for name in people}
        world.viewer = viewers.__getitem__  # type: ignore[method-assign]
        yield world


def _fields(outgoing: Outgoing) -> dict[str, Any]:
    return {name: getattr(outgoing, name) for name in outgoing.__dataclass_fields__}


def _send(outgoing: Outgoing, by: Viewer) -> str:
    with acting(by):
        return actions.send(outgoing=outgoing, by=by).reference


def _closing(act: Callable[[], Any]) -> Any:
    try:
        return act()
    finally:
        connection.close()


def _counts() -> list[int]:
    with acting(Viewer.system("test")), connection.cursor() as cursor:
        cursor.execute("select set_config('role', 'followthrough_assessor', true)")
        cursor.execute("select " + ", ".join(f"(select count(*) from {table})" for table in _TABLES))
        return list(cursor.fetchone())


def _send_noted(world: World, notes: History, outgoing: Outgoing | None = None) -> None:
    asked = outgoing or world.outgoing(OUT_OF_HOURS, RESPONSE)
    notes.note(history.BEGUN, key=asked.key)
    said = {"key": asked.key, "words": asked.words, "child": asked.child_id, "teams": list(asked.recipients)}
    notes.note(history.SENT, reference=_send(asked, world.viewer("nurse")), **said)


def _statements(act: Callable[[], None]) -> int:
    """How many it takes."""
    seen = 0

    def count(execute: Any, *said: Any) -> Any:
        nonlocal seen
        seen += 1
        return execute(*said)

    with connection.execute_wrapper(count):
        act()
    return seen


def _killed_at(point: int, outgoing: Outgoing, by: Viewer) -> bool:
    """Send in a process of its own, which ends itself without a word before statement `point`, or after its commit."""
    connections.close_all()
    process = os.fork()
    if process == 0:
        _send_and_die(point, outgoing, by)
        os._exit(0)
    _, status = os.waitpid(process, 0)
    return os.WIFSIGNALED(status)


def _send_and_die(point: int, outgoing: Outgoing, by: Viewer) -> None:
    seen, database = 0, connections["default"]
    commit = database._commit

    def die(execute: Any, *said: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen == point:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*said)

    def die_after() -> None:
        commit()
        if point == COMMITTED:
            os.kill(os.getpid(), signal.SIGKILL)

    database._commit = die_after
    with database.execute_wrapper(die):
        _send(outgoing, by)


if __name__ == "__main__":
    question, *where = sys.argv[1:]
    assert settings.configured
    print(json.dumps(QUESTIONS[question](*where)))
