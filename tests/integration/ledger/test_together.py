"""Many at once: each on a connection of its own, with data that is committed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model

from followthrough.procedures.model.event import Subject
from followthrough.service.core.clock import FixedClock
from followthrough.service.ledger import actions, delivery, sweep
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Carried, Event, Letter, Outbox, Rung
from integration.ledger.practice import (
    ADA,
    BEN,
    DAY,
    HOME,
    START,
    WORKER,
    happens,
    ledger,
    lives_together,
    records,
    sent,
)

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(tasks: Sequence[Callable[[], Any]]) -> list[Any]:
    """Each task in its own thread and connection, all starting together."""
    start = Barrier(len(tasks))

    def run(task: Callable[[], Any]) -> Any:
        try:
            start.wait(10)
            return task()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return [each.result(30) for each in [pool.submit(run, task) for task in tasks]]


def several(task: Callable[[int], object], times: int) -> Callable[[], list[object]]:
    return lambda: [task(n) for n in range(times)]


def test_writers_about_one_child_take_turns_and_no_closing_is_lost() -> None:
    def writes(writer: int) -> Callable[[], object]:
        def one(n: int) -> None:
            records(sent(f"leg-{writer}-{n}"))
            records(happens("share.received", leg=f"leg-{writer}-{n}"), by=WORKER)

        return several(one, 5)

    at_once([writes(writer) for writer in range(4)])
    with as_assessor():
        events = list(Event.objects.filter(subject_id="ada").order_by("recorded_at"))
    assert len({event.recorded_at for event in events}) == len(events) == 40
    sent_before = {event.data["leg"]: n for n, event in enumerate(events) if event.kind == "share.sent"}
    received = {event.data["leg"]: n for n, event in enumerate(events) if event.kind == "share.received"}
    assert all(sent_before[leg] < received[leg] for leg in received)
    assert set(ledger()) == {"ada share-received met"}


def test_writers_about_different_children_never_share_an_instant_though_the_clock_stands() -> None:
    def writes(writer: int) -> Callable[[], object]:
        return several(lambda n: records(sent(f"leg-{n}", Subject("child", f"child-{writer}"))).recorded_at, 8)

    times = [time for one in at_once([writes(writer) for writer in range(4)]) for time in one]
    assert len(set(times)) == 32
    assert min(times) == START


def test_writers_who_come_from_both_sides_do_not_wait_for_each_other_for_ever() -> None:
    lives_together(ADA, BEN)
    pairs = [(ADA, BEN), (BEN, ADA)] * 2

    def writes(writer: int) -> Callable[[], object]:
        first, second = pairs[writer]
        return several(lambda n: records(sent(f"{writer}-{n}-a", first), sent(f"{writer}-{n}-b", second)), 5)

    at_once([writes(writer) for writer in range(4)])
    with as_assessor():
        assert Event.objects.filter(kind="share.sent").count() == 40


def test_two_children_who_join_a_household_at_once_do_not_miss_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    append, both_have_their_locks = actions._append, Barrier(2)

    def waits_for_the_other(*arguments: Any) -> Any:
        with suppress(BrokenBarrierError):  # as it should be: the other one is still waiting for a lock
            both_have_their_locks.wait(0.5)
        return append(*arguments)

    joins = {"at": START - 10 * DAY, "household": HOME.id}
    for child in (ADA, BEN):
        records(happens("da.incident", child, at=START), by=WORKER)
    monkeypatch.setattr(actions, "_append", waits_for_the_other)
    at_once([lambda child=child: records(happens("household.joined", child, **joins)) for child in (ADA, BEN)])  # type: ignore[misc]
    assert set(ledger(ADA, BEN)) == {"ada meet-about-it open", "ben meet-about-it open"}


def test_sweeps_at_once_fire_every_rung_once_and_send_every_letter_once(time: FixedClock) -> None:
    for n in range(12):
        records(sent("leg", Subject("child", f"child-{n}")))
    time.at += DAY
    reports = at_once([sweep.run_once] * 3)
    assert sum(report.assessed for report in reports) == 12
    assert sum(report.in_trouble for report in reports) == 0
    with as_assessor():
        assert Rung.objects.filter(kind="rung").count() == 12 * 3
    left = delivery.deliver()
    with as_assessor():
        told = list(Carried.objects.values_list("notice", "letter__channel", "letter__address", "letter__person"))
        assert len(told) == len(set(told)) and {notice for notice, *_ in told} == set(_ids(Outbox))
        assert sum(report.sent for report in reports) + left[0] == len(_ids(Letter))
    assert not sweep.run_once()


def _ids(model: type[Model]) -> list[str]:
    return list(model._default_manager.values_list("pk", flat=True))


def test_a_sweep_beside_writers_fires_nothing_for_what_was_done_in_time(time: FixedClock) -> None:
    children = [Subject("child", f"child-{n}") for n in range(10)]
    for child in children:
        records(sent("leg", child))
    time.at = START + (ledger(children[0])["child-0 share-received open"].due_at - START)

    def closes() -> None:
        for child in children:
            records(happens("share.received", child, leg="leg"), by=WORKER)

    at_once([closes, several(lambda _: sweep.run_once(), 5)])  # type: ignore[list-item]
    time.at += DAY
    sweep.run_once()
    with as_assessor():
        assert not Rung.objects.filter(kind="rung").exists()
