"""A made-up county in a service: every event as the store has it, and the one door works on top of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from followthrough.procedures.calendars import england_and_wales
from followthrough.procedures.engines.relational.histories import histories
from followthrough.procedures.engines.relational.store import Store
from followthrough.procedures.model.event import Subject
from followthrough.service.config.commands import stores
from followthrough.service.config.embedded import CannotRun
from followthrough.service.core import clock
from followthrough.service.gateway.loading import load
from followthrough.service.ledger import histories as ledger
from followthrough.service.ledger import rulebook
from followthrough.service.ledger.assessor import as_assessor
from followthrough.synth.county import County, make_county


@pytest.mark.django_db(transaction=True)
def test_what_is_loaded_is_what_was_made(tmp_path: Path) -> None:
    vocabulary = rulebook.current().vocabulary
    made = make_county(County(children=40, years=3, seed=3), vocabulary, england_and_wales(), tmp_path / "county")
    store = Store(tmp_path / "county", vocabulary)
    with clock.use(clock.FixedClock(datetime(2019, 1, 1, tzinfo=UTC))):
        assert load(store) == made.total
    compared = 0
    for history in histories(store):
        if history.subject.kind != "child":
            continue
        with as_assessor():
            held = ledger.history(Subject("child", history.subject.id), vocabulary)
        assert {e.id: (e.kind, e.recorded_at, dict(e.data)) for e in held.events} == {
            e.id: (e.kind, e.recorded_at, dict(e.data)) for e in history.events
        }
        compared += len(held.events)
    assert compared > 500


def test_never_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOLLOWTHROUGH_ENVIRONMENT", "production")
    with pytest.raises(CannotRun, match="never loaded into a service that may hold real children"):
        stores._check_may_be_filled()
