"""Two worlds that differ in a hidden child alone: an outsider gets the same answers in both."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions, closing
from followthrough.service.access.models import Level
from followthrough.service.agencies.models import Practitioner
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.children.folding import fold
from followthrough.service.children.models import Child
from followthrough.service.core import clock
from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger.actions import NewEvent, record
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Duty, Event
from integration.access.comparing import bare
from integration.agencies import making

pytestmark = pytest.mark.django_db(transaction=True)  # refusals are committed apart
NOW = datetime(2013, 3, 5, 10, tzinfo=UTC)
FIRST, LAST = ["Ada", "Zofia", "Callum", "Ines", "Tom"], ["Moor", "Łuczak", "Reeve", "Frost", "Hale"]
PAIRS = 12  # `make proof` asks for thousands


@pytest.fixture
def outsider() -> Iterator[Client]:
    making.agency("social-care", "front-door", "out-of-hours")
    making.agency("police", "response")
    making.practitioner("lead", ("social-care", "front-door", "safeguarding-lead"))
    constable = making.practitioner("constable", ("police", "response", "worker"))
    Child.objects.create(id="own", name="Ben Ash", folded_name="ben ash", born_on=date(2009, 2, 1))
    actions.involve(agency="police", team="response", subject=Subject("child", "own"), reason="t", by=making.SETUP)
    client = Client()
    with clock.use(clock.FixedClock(NOW)):
        client.force_login(constable)
        yield client


def check_pairs(client: Client, count: int) -> None:
    """The same questions before and after a child is there whom the outsider must not find. They pile up."""
    chance = random.Random(count)
    for _ in range(count):
        name, born, child_id = f"{chance.choice(FIRST)} {chance.choice(LAST)}", _day(chance), new_id()
        before = _answers(client, name, born, child_id)
        _hide(chance, name, born, child_id)
        assert _answers(client, name, born, child_id) == before


def _answers(client: Client, name: str, born: date, child_id: str) -> list[tuple[int, str, str]]:
    session = client.session
    session["proved_at"] = clock.real_now().timestamp()
    session.save()
    named = {"name": name, "born_on_day": born.day, "born_on_month": born.month, "born_on_year": born.year}
    asked = [
        client.post("/children/find/", named),
        client.post("/children/find/", {"name": name.split()[0]}),
        client.get(f"/children/{child_id}/"),
        client.get(f"/danger/{child_id}/"),
        client.post(f"/danger/{child_id}/", {"danger": "life", "words": "now"}),
        client.get("/"),
        client.get("/children/own/"),
    ]
    return [bare(each, child_id) for each in asked]


def _hide(chance: random.Random, name: str, born: date, child_id: str) -> None:
    lead = _viewer("lead")
    Child.objects.create(id=child_id, name=name, folded_name=fold(name), born_on=born)
    child = Subject("child", child_id)
    actions.involve(agency="social-care", team="front-door", subject=child, reason="t", by=making.SETUP)
    at = NOW - timedelta(days=chance.randrange(1, 200))
    kind = chance.choice(["child.seen", "concern.raised"])
    data = {"category": "neglect"} if kind == "concern.raised" else {}
    with acting(lead):
        record([NewEvent(kind=kind, subject=child, occurred_from=at, data=data)], by=lead)
        level = chance.choice([Level.SEALED, Level.INVISIBLE])
        closing.close(child=child, level=level, names=[], reason="t", review_by=date(2013, 6, 1), by=lead)


def _viewer(username: str) -> Viewer:
    return viewer_of(Practitioner.objects.get(username=username))


def _day(chance: random.Random) -> date:
    return date(2000, 1, 1) + timedelta(days=chance.randrange(4000))


def test_an_outsider_gets_the_same_answers_whether_a_hidden_child_is_there_or_not(outsider: Client) -> None:
    check_pairs(outsider, PAIRS)


def test_the_comparison_would_notice_a_child_who_is_not_hidden(outsider: Client) -> None:
    before = _answers(outsider, "Ada Moor", date(2010, 4, 1), "ada")
    Child.objects.create(id="ada", name="Ada Moor", folded_name="ada moor", born_on=date(2010, 4, 1))
    assert _answers(outsider, "Ada Moor", date(2010, 4, 1), "ada") != before


def test_what_an_outsider_records_beside_a_hidden_event_begins_the_same_duties(outsider: Client) -> None:
    """Assessing reads everything, whoever records: the duties are the ones that the whole history makes."""
    constable, lead = _viewer("constable"), _viewer("lead")
    own = Subject("child", "own")
    actions.involve(agency="social-care", team="front-door", subject=own, reason="t", by=making.SETUP)
    found = []
    for author in (lead, constable):
        twin = Subject("child", new_id())
        Child.objects.create(id=twin.id, name="T", folded_name="t")
        hidden = NewEvent(
            kind="harm.judged",
            subject=twin,
            agency="social-care",
            occurred_from=NOW - timedelta(days=3),
            record_class="witness-protection",
        )
        record([hidden], by=lead)
        with acting(author):
            assert not Event.objects.filter(subject_id=twin.id).exists()
        beside = NewEvent(
            kind="child.seen", subject=twin, agency="police", occurred_from=NOW - timedelta(days=1), data={}
        )
        record([beside], by=author)
        with acting(making.SETUP):
            found.append(_duties(twin))
    assert found[0] == found[1] and found[0]


def _duties(subject: Subject) -> list[tuple[str, str, object]]:
    with as_assessor():
        rows = Duty.objects.filter(subject_kind=subject.kind, subject_id=subject.id)
        return sorted((each.procedure, each.state, each.due_at) for each in rows)
