"""On a day of 300 contacts nobody is interrupted more than five times in a shift, and what is red never waits."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from benchmarks import alerts

pytestmark = pytest.mark.django_db
BUDGET = 5  # interrupts of one person in one shift


def test_a_day_of_300_contacts_keeps_to_the_budget(settings: Settings) -> None:
    settings.FOLLOWTHROUGH_CHANNELS = alerts.CHANNELS
    with alerts.clock.use(alerts.clock.FixedClock(alerts.MORNING)):
        alerts.staff()
        day = alerts.simulate()
    assert sum(day.contacts.values()) == alerts.CONTACTS and day.contacts["red"] > 20
    assert max(day.interrupts.values()) <= BUDGET, day.interrupts
    assert day.longest_red == 0, "what is red is told at the instant"
    assert day.early_for_others == 0, "what can wait interrupts nobody"
    assert day.notices >= alerts.CONTACTS
