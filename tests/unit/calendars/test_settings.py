"""Do a partnership's own settings change the dates, the version and what is said about them?"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from followthrough.procedures.calendars import Calendar, CalendarError, DayZero, Office, england_and_wales, work_out
from followthrough.procedures.model.timescale import parse_timescale

LONDON = ZoneInfo("Europe/London")


def due(calendar: Calendar, start: datetime, when: str, office: str | None = None) -> datetime:
    return calendar.due(start, parse_timescale(when), office=office).astimezone(LONDON)


def test_close_of_day() -> None:
    calendar = england_and_wales(close_of_day=time(16, 30))
    start = datetime(2013, 3, 28, 16, tzinfo=LONDON)
    assert due(calendar, start, "1 working day") == datetime(2013, 4, 2, 16, 30, tzinfo=LONDON)
    told = work_out(calendar, start, parse_timescale("1 working day")).assumptions
    assert "a day closes at 16:30 (local setting)" in told
    assert "day 0 is the day of the event (our default)" in told


def test_day_zero_may_be_the_next_counted_day() -> None:
    calendar = england_and_wales(day_zero=DayZero.NEXT_COUNTED_DAY)
    on_saturday, on_thursday = (datetime(2013, 3, day, 10, tzinfo=LONDON) for day in (30, 28))
    assert due(calendar, on_saturday, "1 working day").date() == date(2013, 4, 3)
    assert due(calendar, on_thursday, "1 working day").date() == date(2013, 4, 2)


def test_a_schools_own_closures_replace_the_example() -> None:
    calendar = england_and_wales(school_closures={date(2013, 4, 8): "training day"}, school_starts=time(8, 45))
    sunday = datetime(2013, 4, 7, 20, tzinfo=LONDON)
    worked_out = work_out(calendar, sunday, parse_timescale("before the next school day"))
    assert worked_out.due_local == datetime(2013, 4, 9, 8, 45, tzinfo=LONDON)
    assert "training day 8 April is not counted" in worked_out.words()
    assert worked_out.assumptions == (
        "school starts at 08:45 (local setting)",
        "school holidays (local setting)",
    )


def test_an_office_has_its_own_hours() -> None:
    hub = Office("hub", {day: (time(8), time(20)) for day in range(7)}, is_open_on_bank_holidays=True)
    night = Office("night", {4: (time(18), time(0))})
    calendar = england_and_wales(offices={"hub": hub, "night": night}, office="hub")
    start = datetime(2013, 3, 28, 19, tzinfo=LONDON)
    assert due(calendar, start, "2 office hours") == datetime(2013, 3, 29, 9, tzinfo=LONDON)
    # Good Friday is shut for the other, so its six hours are those of the Friday after, to midnight.
    assert due(calendar, start, "6 office hours", "night") == datetime(2013, 4, 6, 0, tzinfo=LONDON)
    assert "not counted" not in work_out(calendar, start, parse_timescale("20 office hours")).words()
    with pytest.raises(CalendarError, match="known: hub, night"):
        due(calendar, start, "2 office hours", "moon base")


@pytest.mark.parametrize("hours", [{}, {7: (time(9), time(17))}, {0: (time(17), time(9))}, {0: (time(9), time(9))}])
def test_an_office_that_cannot_be_is_refused(hours: dict[int, tuple[time, time]]) -> None:
    with pytest.raises(CalendarError):
        Office("hub", hours)


def test_another_setting_is_another_version_and_the_same_settings_the_same() -> None:
    hub = Office("hub", {0: (time(8), time(20)), 1: (time(8), time(20))})
    turned = Office("hub", {1: (time(8), time(20)), 0: (time(8), time(20))})
    variants = [
        england_and_wales(),
        england_and_wales(close_of_day=time(16)),
        england_and_wales(day_zero=DayZero.NEXT_COUNTED_DAY),
        england_and_wales(school_closures={}),
        england_and_wales(offices={"hub": hub}),
    ]
    assert len({calendar.version for calendar in variants}) == len(variants)
    assert len(set(variants)) == len(variants)
    assert england_and_wales(offices={"hub": hub}).version == england_and_wales(offices={"hub": turned}).version
    assert england_and_wales() == england_and_wales()


def test_an_unknown_setting_is_refused_by_name() -> None:
    with pytest.raises(CalendarError, match="no such setting: clse_of_day"):
        england_and_wales(clse_of_day=time(16))


def test_a_calendar_cannot_be_changed_behind_its_version() -> None:
    calendar = england_and_wales()
    with pytest.raises(TypeError):
        calendar.bank_holidays[date(2013, 1, 2)] = "extra"  # type: ignore[index]


def test_beyond_official_announcements_is_said() -> None:
    calendar = england_and_wales()
    inside, beyond, before = (
        work_out(calendar, datetime(year, 12, 20, tzinfo=UTC), parse_timescale("10 working days")).assumptions
        for year in (2027, 2028, 2008)
    )
    assert not any("official" in line for line in inside)
    assert "beyond official announcements: bank holidays after 2028 are computed" in beyond
    assert "bank holidays before 2012 are computed, not from the official list" in before
