"""Subjects that are due together are looked at together: the ledger is as if each had been looked at alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from followthrough.procedures.model.event import Subject
from followthrough.service.core.audit.models import AuditRow
from followthrough.service.core.clock import FixedClock
from followthrough.service.core.viewer import acting
from followthrough.service.ledger import assessing, joining, sweep
from followthrough.service.ledger.actions import record
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Duty, Outbox, Rung, Signal, SubjectState
from integration.ledger.practice import DAY, HOME, HOUR, START, WORKER, happens, ledger, records, sent

pytestmark = pytest.mark.django_db
CHILDREN = tuple(Subject("child", name) for name in ("ada", "ben", "cal", "dot", "eve"))
KINDS = ("share.sent", "share.received", "plan.began", "child.seen", "da.incident", "meeting.held", "household.joined")
ROWS: tuple[tuple[Any, set[str]], ...] = (
    (Duty, set()),
    (Signal, set()),
    (Rung, {"id"}),
    (Outbox, {"id"}),
    (SubjectState, {"id"}),
)


@pytest.fixture(autouse=True)
def alone(settings: Settings) -> None:
    """Without what other apps see to in each sweep."""
    settings.FOLLOWTHROUGH_ALSO_SWEPT = []


@dataclass(frozen=True)
class Written:
    child: int
    kind: str
    hours: int


written = st.builds(Written, st.integers(0, len(CHILDREN) - 1), st.sampled_from(KINDS), st.integers(0, 30))


@settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    events=st.lists(written, min_size=3, max_size=12),
    pauses=st.lists(st.integers(1, 24 * 14), min_size=1, max_size=3),
    merged=st.none() | st.tuples(st.integers(0, 2), st.booleans()),
)
def test_many_together_give_the_ledger_of_one_at_a_time(
    time: FixedClock, events: list[Written], pauses: list[int], merged: tuple[int, bool] | None
) -> None:
    def swept(at_once: int) -> list[list[str]]:
        with transaction.atomic(), pytest.MonkeyPatch.context() as patched:
            patched.setattr(sweep, "_ASSESSED_AT_ONCE", at_once)
            time.at = START
            _happen(time, events)
            if merged is not None:
                _merge(time, *merged)
            for pause in pauses:
                time.at += pause * HOUR
                assert sweep.run_once(adopts=False).in_trouble == 0
            found = _all_rows()
            transaction.set_rollback(True)
        return found

    assert swept(100) == swept(1)


def _happen(time: FixedClock, events: list[Written]) -> None:
    for number, each in enumerate(events):
        time.at += timedelta(hours=each.hours)
        child, identity = CHILDREN[each.child], f"event-{number}"
        said: dict[str, Any] = {"household": HOME.id} if each.kind == "household.joined" else {}
        said |= {"leg": f"leg-{each.child}"} if each.kind == "share.received" else {}
        new = sent(f"leg-{each.child}", child, id=identity) if each.kind == "share.sent" else None
        records(new or happens(each.kind, child, id=identity, **said), by=WORKER)


def _merge(time: FixedClock, survivor: int, is_parted: bool) -> None:
    """Two records become one child's, and may be parted again before anybody sweeps."""
    alias = CHILDREN[-1].id
    with transaction.atomic(), acting(WORKER):
        same = joining.join(alias=alias, survivor=CHILDREN[survivor].id)
        record([happens("child.seen", CHILDREN[survivor], id="merged")], by=WORKER)
        joining.keep_climbing(same)
    if is_parted:
        time.at += HOUR
        with transaction.atomic(), acting(WORKER):
            joining.part(same, placed={"merged": alias}, by=WORKER)
            record([happens("child.seen", CHILDREN[survivor], id="parted")], by=WORKER)
            joining.keep_climbing(same)


def _all_rows() -> list[list[str]]:
    with as_assessor():
        found = [_told(model.objects.values(), own) for model, own in ROWS]
    return [*found, _told(AuditRow.objects.filter(action__startswith="dut").values(), {"id", "real_at"})]


def _told(rows: Iterable[dict[str, Any]], own: set[str]) -> list[str]:
    return sorted(str({name: value for name, value in row.items() if name not in own}) for row in rows)


def _fails_for_ada(how: Any) -> Any:
    whole = assessing.assess

    def assess(history: Any, *rest: Any) -> Any:
        if history.subject == CHILDREN[0]:
            how()
        return whole(history, *rest)

    return assess


def _in_the_engine() -> None:
    raise RuntimeError("a fault of the engine")


def _in_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select 1 / 0")


@pytest.mark.parametrize("how", [_in_the_engine, _in_the_database])
def test_one_that_fails_holds_up_none_of_those_that_are_looked_at_with_it(
    time: FixedClock, monkeypatch: pytest.MonkeyPatch, how: Any
) -> None:
    for number, child in enumerate(CHILDREN):
        records(sent(f"leg-{number}", child))
    monkeypatch.setattr(assessing, "assess", _fails_for_ada(how))
    time.at += 2 * HOUR
    report = sweep.run_once()
    assert (report.assessed, report.in_trouble) == (len(CHILDREN) - 1, 1)
    breached = {f"{child.id} share-received breached" for child in CHILDREN[1:]}
    assert breached | {"ada share-received open"} == set(ledger(*CHILDREN))
    with as_assessor():
        assert Rung.objects.filter(kind="rung").count() == len(CHILDREN) - 1


def test_who_has_many_steps_to_go_keeps_nobody_waiting_and_goes_them_all(
    time: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep, "_FEW_STEPS", 1)
    for child in CHILDREN[:2]:
        records(happens("plan.began", child), by=WORKER)
    time.at += 20 * DAY
    report = sweep.run_once(adopts=False)
    assert (report.assessed, report.in_trouble) == (2, 0)
    with as_assessor():
        assert not SubjectState.objects.filter(changes_at__lte=time.at).exists()
        fired = list(Rung.objects.order_by("duty__subject_id", "repeat").values_list("duty__subject_id", "repeat"))
    assert len(fired) == 2 * len({repeat for _, repeat in fired}) > 10


def test_statements_do_not_grow_with_the_number_of_subjects(
    time: FixedClock, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        records(sent(f"leg-{number}", Subject("child", f"child-{number}")))
    time.at += HOUR + timedelta(microseconds=1)
    with django_assert_max_num_queries(45):
        assert sweep._assess_due() == (30, 0)
