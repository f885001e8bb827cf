"""The demo's time stands still, moves forwards only, and takes the sweep through every moment on the way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from followthrough.service.agencies import queries
from followthrough.service.agencies.models import Practitioner
from followthrough.service.core import clock
from followthrough.service.core.models import AuditRow
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.demo import actions
from followthrough.service.demo.clock import START, DemoClock
from followthrough.service.ledger.models import Duty, Rung


@pytest.fixture(autouse=True)
def wealdshire_time(demo_db: None) -> Iterator[None]:
    with clock.use(DemoClock()):
        yield


@pytest.fixture
def visitor() -> Viewer:
    return queries.viewer_of(Practitioner.objects.get_by_natural_key("martin.oakes"))


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=actions.LONDON)


@pytest.mark.parametrize(
    "now, morning",
    [
        ("2013-03-28T17:30", "2013-04-02T09:00"),  # over Good Friday and Easter Monday, and into summer time
        ("2013-04-02T08:59", "2013-04-02T09:00"),
        ("2013-04-02T09:00", "2013-04-03T09:00"),
        ("2013-03-30T10:00", "2013-04-02T09:00"),
    ],
)
def test_the_next_working_morning(now: str, morning: str) -> None:
    assert actions.next_working_morning(london(now)) == london(morning)


def test_time_never_goes_back(visitor: Viewer) -> None:
    with pytest.raises(ValueError, match="forwards only"):
        actions.move_to(at=START - timedelta(minutes=1), by=visitor)


def test_past_the_next_deadline_something_is_overdue_that_was_not(visitor: Viewer) -> None:
    with acting(visitor):
        before = set(Duty.objects.filter(state="breached").values_list("id", flat=True))
    at = actions.move(step="deadline", by=visitor)
    assert at == clock.now() > START
    with acting(visitor):
        late = Duty.objects.filter(state="breached").exclude(id__in=before)
        assert [duty.due_at for duty in late if duty.due_at != at - timedelta(minutes=1)] == []
    assert AuditRow.objects.filter(action="demo.time-moved", viewer=visitor.practitioner_id, at=at).exists()


def test_over_easter_every_rung_fires_at_its_own_minute_and_once(visitor: Viewer) -> None:
    actions.move(step="morning", by=visitor)
    assert clock.now() == datetime(2013, 4, 2, 8, 0, tzinfo=UTC)
    with acting(visitor):
        fired = list(Rung.objects.order_by("fired_at"))
    assert fired
    assert all(rung.fired_at - rung.at <= timedelta(seconds=1) for rung in fired)
    keys = {(rung.duty_id, rung.kind, rung.index, rung.repeat) for rung in fired}
    assert len(keys) == len(fired)


def test_small_steps_come_to_the_same_as_a_great_one(visitor: Viewer, tests_database: object) -> None:
    end = START + timedelta(hours=6)
    for _ in range(6):
        actions.move(step="hour", by=visitor)
    small = _outcome(visitor)
    assert clock.now() == end
    tests_database.renew(of_demo=True)  # type: ignore[attr-defined]
    actions.move_to(at=end, by=visitor)
    assert _outcome(visitor) == small


def _outcome(visitor: Viewer) -> object:
    with acting(visitor):
        duties = sorted(Duty.objects.values_list("id", "state", "due_at"))
        rungs = sorted(Rung.objects.values_list("duty_id", "kind", "index", "repeat", "at", "fired_at"))
    assert rungs
    return duties, rungs


@pytest.fixture
def signed_in(client: Client, settings: object) -> Client:
    client.force_login(Practitioner.objects.get_by_natural_key("martin.oakes"))
    return client


def test_a_button_moves_the_time_and_comes_back(signed_in: Client) -> None:
    answer = signed_in.post("/demo/clock/", {"step": "hour", "back_to": "/children/find/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/children/find/")
    assert clock.now() == START + actions.HOUR
    page = signed_in.get("/children/find/").content.decode()
    assert "Thursday 28 March 2013, 18:30" in page


@pytest.mark.parametrize("form", [{"step": "year"}, {}])
def test_anything_else_moves_nothing(signed_in: Client, form: dict[str, str]) -> None:
    answer = signed_in.post("/demo/clock/", {**form, "back_to": "https://evil.example/"})
    assert answer.headers["Location"] == "/"
    assert clock.now() == START


def test_a_link_and_a_stranger_cannot_move_the_time(signed_in: Client) -> None:
    assert signed_in.get("/demo/clock/").status_code == 405
    assert Client().post("/demo/clock/", {"step": "hour"}).headers["Location"].startswith("/sign-in/")
    assert Client(enforce_csrf_checks=True).post("/demo/clock/", {"step": "hour"}).status_code == 403
    assert clock.now() == START


def test_who_signs_in_by_a_button_of_the_demo_is_in(client: Client) -> None:
    page = client.get("/sign-in/").content.decode()
    assert "Priya Sandhu" in page and "wealdshire-demo" in page
    answer = client.post("/sign-in/", {"username": "priya.sandhu", "password": "wealdshire-demo"})
    assert answer.headers["Location"] == "/"
