"""Two worlds that differ in a hidden child alone: an outsider gets the same answers in both."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions
from followthrough.service.children.folding import fold
from followthrough.service.children.models import Child
from followthrough.service.core import clock
from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import acting
from followthrough.service.ledger.actions import NewEvent, record
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Duty, Event
from integration.access import pairs
from integration.access.pairs import NOW, OWN, Hidden
from integration.agencies import making

pytestmark = pytest.mark.django_db(transaction=True)  # refusals are committed apart


@pytest.fixture(autouse=True)
def _world() -> Iterator[None]:
    with clock.use(clock.FixedClock(NOW)):
        pairs.build()
        yield


def test_the_comparison_would_notice_a_child_who_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def not_hidden(child: Hidden) -> None:
        Child.objects.create(id=child.id, name=child.name, folded_name=fold(child.name), born_on=child.born_on)

    monkeypatch.setattr(pairs, "hide", not_hidden)
    with pytest.raises(AssertionError, match="beside the child"):
        pairs.check_pairs(1, each_asks=len(pairs.QUESTIONS))


def test_what_an_outsider_records_beside_a_hidden_event_begins_the_same_duties() -> None:
    """Assessing reads everything, whoever records: the duties are the ones that the whole history makes."""
    constable, lead = pairs.of("constable"), pairs.of("lead")
    own = Subject("child", OWN)
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
