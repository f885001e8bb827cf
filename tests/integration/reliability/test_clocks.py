"""Each rung is told once, none is missed and none comes early: over both changes of the clocks and every bank holiday,
with sweeps that look at once or not at all, and with clocks that jump. `make proof` asks for 10,000 duties.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
from pytest_django import Settings

from followthrough.procedures.calendars import england_and_wales
from followthrough.service.core import clock
from followthrough.service.core.clock import FixedClock
from followthrough.service.ledger import rulebook
from proof import clocks
from proof.clocks import DAY, FIRST_YEAR, LAST_YEAR, WAYS
from proof.simulating import Asked, Simulation, a_span, around, differences, fired

pytestmark = pytest.mark.django_db(transaction=True)
DUTIES = int(os.environ.get("FOLLOWTHROUGH_CLOCK_DUTIES", "40"))
DAYS = 400 if DUTIES > 1000 else 24
YEARS = range(FIRST_YEAR, LAST_YEAR + 1) if DUTIES > 1000 else [2026]


@pytest.fixture(autouse=True)
def small_rulebook(settings: Settings) -> Iterator[None]:
    settings.FOLLOWTHROUGH_DIRECTORY = "integration.ledger.practice.everybody"
    settings.FOLLOWTHROUGH_RECORDS = ["integration.ledger.practice.recorded"]
    settings.FOLLOWTHROUGH_ALSO_SWEPT = []
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    with rulebook.use(clocks.rulebook()):
        yield


def test_the_almanac_and_the_calendar_know_the_same_bank_holidays() -> None:
    known = {day for day in england_and_wales().bank_holidays if FIRST_YEAR <= day.year <= LAST_YEAR}
    # The calendar also names a holiday on the weekend day itself, which is no working day anyhow.
    assert {day for day in known if day.weekday() < 5} == {
        day for year in range(FIRST_YEAR, LAST_YEAR + 1) for day in clocks.bank_holidays(year)
    }


@pytest.mark.parametrize("start", [date(2026, 3, 20), date(2026, 10, 16)])
def test_each_rung_is_told_once_through_outages_and_jumps_of_the_clock(start: date) -> None:
    if DAYS == 400 and start.month == 10:
        start = date(2024, 2, 20)  # over a leap day instead: a span of 400 days has both changes anyhow
    first = datetime.combine(start, time(9), UTC)
    _compare(Simulation(*a_span(first, DAYS, DUTIES, seed=start.toordinal())), first)


def test_no_rung_is_early_or_late_over_bank_holidays_and_changes_of_the_clocks() -> None:
    days = [day for year in YEARS for day in [*clocks.bank_holidays(year), *_changes(year)]]
    if DUTIES <= 1000:
        days = [day for day in days if day.month in (3, 4, 10)]
    asked = [
        Asked(f"child-{day}-{before}-{way.name}", way, datetime.combine(day - before * DAY, time(hour), UTC))
        for day in days
        for before, hour in ((1, 18), (3, 9))
        for way in WAYS
    ]
    _compare(Simulation(asked, around(asked)), min(each.at for each in asked))


def _changes(year: int) -> list[date]:
    """The last Sundays of March and October."""
    return [max(date(year, month, day) for day in range(25, 32) if date(year, month, day).weekday() == 6)
            for month in (3, 10)]  # fmt: skip


def _compare(simulation: Simulation, start: datetime) -> None:
    with clock.use(FixedClock(start)) as standing:
        assert isinstance(standing, FixedClock)
        simulation.run(standing)
    expected, (found, rows) = simulation.expected(), fired()
    print(
        f"\n{len(simulation.asked):,} duties, {simulation.looked:,} looks of {simulation.sweeps} sweeps: {rows:,} rungs"
    )
    assert differences(expected, found)[:20] == []
    assert rows == len(expected) > 0
    late = [at - due for due, at in found.values()]
    assert min(late) >= timedelta(0)
