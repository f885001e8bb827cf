"""Nobody is interrupted for what can wait, nothing urgent waits, and every notice is in one letter to each person."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from followthrough.service.core.clock import FixedClock
from followthrough.service.core.viewer import acting
from followthrough.service.ledger import budget, delivery, outbox, wording
from followthrough.service.ledger.addressing import EMAIL, TEXT, Reach
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Carried, Letter, Outbox
from integration.ledger.practice import NURSE, START, ledger, records, sent

pytestmark = pytest.mark.django_db
DESKS = ("police//", "police/response/", "social-care/front-door/", "social-care/front-door/team-manager")


def people(agency: str, team: str, role: str, *, is_urgent: bool) -> list[Reach]:
    """Three desks share a person, and she takes texts too."""
    ada = Reach(agency, team, "ada", "ada@example.org", "+447700900001", (EMAIL, TEXT))
    own = Reach(agency, team, "", f"{team or 'all'}{role}@{agency}.example")
    return [own] if team == "response" else [own, ada]


def text(letter: Letter, words: wording.Words) -> None:
    """A channel for texts that always works."""


@pytest.fixture(autouse=True)
def both_channels(settings: Settings) -> None:
    settings.FOLLOWTHROUGH_DIRECTORY = f"{__name__}.people"
    settings.FOLLOWTHROUGH_CHANNELS = {**settings.FOLLOWTHROUGH_CHANNELS, "text": f"{__name__}.text"}


@pytest.mark.parametrize(
    "now, then",
    [
        ("2013-03-28 06:00", "2013-03-28 07:30"),
        ("2013-03-28 07:30", "2013-03-28 16:30"),
        ("2013-03-28 17:00", "2013-03-29 07:30"),
        ("2013-03-30 17:00", "2013-03-31 06:30"),  # the clocks go forward in the night: 07:30 is 06:30 UTC
        ("2013-10-26 20:00", "2013-10-27 07:30"),
    ],
)
def test_digests_go_at_half_past_seven_and_half_past_four_in_london(now: str, then: str) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert budget.next_digest(at) == datetime.fromisoformat(then).replace(tzinfo=UTC)


def test_what_is_due_within_hours_is_told_at_once(time: FixedClock) -> None:
    records(sent())
    with as_assessor():
        assert list(Outbox.objects.values_list("is_urgent", "due_at")) == [(True, START)]
    time.at += timedelta(hours=1, minutes=1)
    delivery.deliver()
    assert "ada share-received open" in ledger()


@given(
    made=st.lists(
        st.tuples(
            st.sampled_from(DESKS), st.booleans(), st.sampled_from("abc"), st.integers(min_value=0, max_value=40 * 60)
        ),
        max_size=8,
    ),
    every=st.sampled_from([60, 600]),
)
@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_every_notice_is_in_one_letter_to_each_of_its_people(
    time: FixedClock, made: list[tuple[str, bool, str, int]], every: int
) -> None:
    with as_assessor():
        before = set(Outbox.objects.values_list("pk", flat=True))
    time.at = START
    waiting = sorted(made, key=lambda each: each[3])
    for minute in range(0, 60 * 60, every):
        time.at = START + timedelta(minutes=minute)
        while waiting and waiting[0][3] <= minute:
            to, is_urgent, matter, _ = waiting.pop(0)
            with acting(NURSE):
                outbox.enqueue(
                    key=f"{len(before)}-{len(waiting)}",
                    to=to,
                    sentence="Something.",
                    reference=matter,
                    link=f"/duties/{matter}/",
                    matter=matter,
                    is_urgent=is_urgent,
                )
        delivery.deliver()
    with as_assessor():
        notices = list(Outbox.objects.exclude(pk__in=before))
        carried = list(Carried.objects.filter(notice__in=notices).select_related("letter", "notice"))
    assert len(notices) == len(made)
    _each_is_told_once(notices, carried)
    by_letter: dict[str, list[Carried]] = defaultdict(list)
    for each in carried:
        by_letter[each.letter_id].append(each)
    for held in by_letter.values():
        _keeps_to_the_budget(held)


def test_a_notice_that_cannot_be_addressed_holds_up_no_other(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FOLLOWTHROUGH_DIRECTORY = f"{__name__}.broken"
    for to in ("lost//", "police//"):
        with acting(NURSE):
            outbox.enqueue(key=to, to=to, sentence="s", reference="r")
    delivery.deliver()
    with as_assessor():
        assert dict(Outbox.objects.values_list("to", "state")) == {"lost//": "waiting", "police//": "addressed"}


def broken(agency: str, team: str, role: str, *, is_urgent: bool) -> list[Reach]:
    if agency == "lost":
        raise RuntimeError("the directory is down")
    return people(agency, team, role, is_urgent=is_urgent)


def _each_is_told_once(notices: list[Outbox], carried: list[Carried]) -> None:
    told = Counter((each.notice_id, each.letter.channel, each.letter.address) for each in carried)
    wanted = {
        (notice.pk, channel, address)
        for notice in notices
        for reach in people(*notice.to.split("/"), is_urgent=notice.is_urgent)
        for channel, address in reach.addresses(is_urgent=notice.is_urgent)
    }
    assert set(told) == wanted and set(told.values()) <= {1}
    assert {each.letter.state for each in carried} <= {"sent"}


def _keeps_to_the_budget(held: list[Carried]) -> None:
    """An urgent letter holds one matter and goes at once. A digest goes at its hour, and says each matter once."""
    letter, notices = held[0].letter, [each.notice for each in held]
    if letter.is_urgent:
        assert len({notice.matter for notice in notices}) == 1
        assert all(notice.is_urgent and letter.written_at == notice.written_at for notice in notices)
        return
    assert letter.channel == EMAIL and not any(notice.is_urgent for notice in notices)
    assert all(budget.next_digest(each.written_at) == each.due_at <= letter.written_at for each in notices)
    body = wording.words(letter, notices).body
    assert all(body.count(f"/duties/{matter}/") == 1 for matter in {notice.matter for notice in notices})
