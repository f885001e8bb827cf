"""A machine on a session is slowed and no person is; slow work leaves room for pages; nobody fills the disk."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from followthrough.service.access import pace
from followthrough.service.access.models import Reach
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.attachments import actions, kinds
from followthrough.service.attachments.models import Attachment
from followthrough.service.config.commands import serve
from followthrough.service.core import lanes
from followthrough.service.core.models import AuditRow
from followthrough.service.core.viewer import acting
from integration.agencies import making
from support import files

pytestmark = [pytest.mark.django_db, pytest.mark.urls("integration.access.urls")]


@pytest.fixture(autouse=True)
def paced(settings: Settings) -> Iterator[None]:
    settings.FOLLOWTHROUGH_PACE = True
    pace.forget()
    making.agency("police", "response")
    making.practitioner("constable", ("police", "response", "worker"))
    yield
    pace.forget()


def later(by: timedelta) -> None:
    """As if what was counted had been then."""
    for seen in pace._counted.values():
        for number, (at, what) in enumerate(seen):
            seen[number] = (at - by.total_seconds(), what)


def test_who_sends_faster_than_people_do_waits_and_loses_no_words(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "SENT", pace.Limit("forms", 3, timedelta(minutes=10)))
    client.post("/sign-in/", {"username": "constable", "password": making.PASSWORD})
    statuses = [client.post("/grave/", {"words": "She told me"}).status_code for _ in range(pace.SENT.most)]
    assert set(statuses) == {200}, "as many as a person could"
    Reach.objects.all().delete()
    stopped = client.post("/grave/", {"words": "She told me at the gate", "password": "secret"})
    assert stopped.status_code == 429 and 0 < int(stopped.headers["Retry-After"]) <= 600
    page = stopped.content.decode()
    assert 'name="words" value="She told me at the gate"' in page and "secret" not in page
    assert "If a child is in danger, ring 999" in page and not Reach.objects.exists()
    assert client.post("/grave/", {"words": "again"}).status_code == 429
    assert client.get("/").status_code == 200, "what is not too fast goes on"
    row = AuditRow.objects.get(action="pace")
    assert (row.outcome, row.detail["of"]) == ("refused", "forms"), "written down once"
    later(pace.SENT.within)
    assert client.post("/grave/", {"words": "She told me at the gate"}).status_code == 200


def test_who_opens_record_after_record_faster_than_people_read_waits(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "CHILDREN", pace.Limit("different children", 3, timedelta(minutes=10)))
    client.post("/sign-in/", {"username": "constable", "password": making.PASSWORD})
    opened = [client.get(f"/child/{each}/").status_code for each in ("a", "b", "b", "a", "c", "b", "d", "a")]
    assert opened == [404] * 6 + [429, 404], "the same child again is no other one; who is not there counts too"
    later(timedelta(minutes=10))
    assert client.get("/child/d/").status_code == 404


def test_so_many_at_once_are_slow_the_next_waits_and_others_learn_at_once(client: Client) -> None:
    lane, go, order = lanes.Lane(abreast=2, waiting=1), threading.Event(), list[str]()

    def work(name: str) -> None:
        with lane.place():
            order.append(name)
            go.wait(60)

    threads = [threading.Thread(target=work, args=[name]) for name in ("first", "second", "third")]
    for each in threads:
        each.start()
    while len(order) < 2 or lane._all._value > 0:
        time.sleep(0.01)
    with pytest.raises(lanes.Busy), lane.place():
        pass
    assert sorted(order) == ["first", "second"]
    go.set()
    for each in threads:
        each.join(60)
    assert sorted(order) == ["first", "second", "third"]
    with lane.place():
        pass
    words = serve._web_server("127.0.0.1", 1)
    assert int(words[words.index("--blocking-threads") + 1]) > lanes.ABREAST + lanes.WAITING, "one is left for pages"
    client.force_login(making.practitioner("other", ("police", "response", "worker")))
    busy = client.get("/busy/")
    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "60") and not Reach.objects.exists()


def test_a_person_adds_so_many_files_in_a_day_and_is_told_to_send_without_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    by = viewer_of(making.practitioner("other", ("police", "response", "worker")))
    monkeypatch.setattr(kinds, "MOST_IN_A_DAY", 2)
    with acting(by):
        for number in range(2):
            actions.add_one(draft=f"draft-{number}", name="a.jpg", content=files.jpeg(number), by=by)
        with pytest.raises(kinds.Refused, match="Send without it, and ring"):
            actions.add_one(draft="draft-3", name="a.jpg", content=files.jpeg(3), by=by)
        monkeypatch.setattr(kinds, "MOST_IN_A_DAY", 3)
        monkeypatch.setattr(kinds, "MOST_BYTES_IN_A_DAY", 1000)
        with pytest.raises(kinds.Refused, match="Send without it, and ring"):
            actions.add_one(draft="draft-3", name="a.jpg", content=files.jpeg(3), by=by)
        assert Attachment.objects.count() == 2
