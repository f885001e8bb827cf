"""Is a timescale read as people write it, and refused gently when it is not clear?"""

from __future__ import annotations

from datetime import UTC, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthrough.procedures.model.timescale import Moment, Timescale, TimescaleError, Unit, parse_timescale


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("3 working days", Timescale(3, Unit.WORKING_DAYS)),
        ("1 working day", Timescale(1, Unit.WORKING_DAYS)),
        ("  24  Clock Hours ", Timescale(24, Unit.CLOCK_HOURS)),
        ("90 clock minutes", Timescale(90, Unit.CLOCK_MINUTES)),
        ("6 weeks", Timescale(6, Unit.WEEKS)),
        ("12 months", Timescale(12, Unit.MONTHS)),
        ("1 year", Timescale(1, Unit.YEARS)),
        ("10 school days", Timescale(10, Unit.SCHOOL_DAYS)),
        ("28 calendar days", Timescale(28, Unit.CALENDAR_DAYS)),
        ("6 office hours", Timescale(6, Unit.OFFICE_HOURS)),
        ("same day", Timescale(0, Unit.CALENDAR_DAYS)),
        ("09:00 on the next working day", Moment("time on the n-th working day", 1, time(9))),
        ("17:30 on the 3rd working day", Moment("time on the n-th working day", 3, time(17, 30))),
        ("the next 09:00 on a working day", Moment("next time on a working day", 1, time(9))),
        ("before the next school day", Moment("before the next school day")),
    ],
)
def test_reads(text: str, meant: Timescale | Moment) -> None:
    assert parse_timescale(text) == meant
    assert parse_timescale(str(meant)) == meant


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("3 bizness days", 'Did you mean "3 working days"?'),
        ("3 workng days", 'Did you mean "3 working days"?'),
        ("two weeks", 'Did you mean "2 weeks"?'),
        ("24 hours", 'Say which: "24 clock hours" or "24 office hours".'),
        ("3 days", 'Say which: "3 working days" or "3 school days" or "3 calendar days".'),
        ("3", "write a number and a unit"),
        ("", "write a number and a unit"),
        ("-3 working days", "write a number and a unit"),
        ("1.5 weeks", "write a number and a unit"),
        ("0 working days", '"0 working days" has no clear meaning: write "the same day"'),
        ("25:00 on the next working day", "25:00 is not a time of day"),
        ("09:00 on the 0th working day", "the day number"),
    ],
)
def test_refuses_with_a_hint(text: str, hint: str) -> None:
    with pytest.raises(TimescaleError) as refused:
        parse_timescale(text)
    assert hint in str(refused.value)


def test_words_of_one_and_many() -> None:
    one_and_many = [
        (Unit.WORKING_DAYS, "working day"),
        (Unit.MONTHS, "month"),
        (Unit.OFFICE_HOURS, "office hour"),
    ]
    assert [(str(Timescale(1, u)), str(Timescale(2, u))) for u, _ in one_and_many] == [
        (f"1 {word}", f"2 {word}s") for _, word in one_and_many
    ]


@pytest.mark.parametrize(
    ("amount", "unit"),
    [(-1, Unit.WEEKS), (True, Unit.WEEKS), (1.5, Unit.WEEKS), (1, "weeks"), (0, Unit.MONTHS)],
)
def test_a_timescale_that_makes_no_sense_cannot_be_built(amount: object, unit: object) -> None:
    with pytest.raises(TimescaleError):
        Timescale(amount, unit)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "values",
    [
        ("some day", 1, time(9)),
        ("before the next school day", 1, time(9)),
        ("before the next school day", 2, None),
        ("time on the n-th working day", 1, None),
        ("time on the n-th working day", 0, time(9)),
        ("next time on a working day", 2, time(9)),
        ("next time on a working day", 1, time(9, tzinfo=UTC)),
    ],
)
def test_a_moment_that_makes_no_sense_cannot_be_built(values: tuple[str, int, time | None]) -> None:
    with pytest.raises(TimescaleError):
        Moment(*values)  # type: ignore[arg-type]


@given(st.integers(1, 999_999), st.sampled_from(Unit))
def test_what_is_written_is_read_back(amount: int, unit: Unit) -> None:
    assert parse_timescale(str(Timescale(amount, unit))) == Timescale(amount, unit)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_as_a_timescale(text: str) -> None:
    try:
        read = parse_timescale(text)
    except TimescaleError:
        return
    assert parse_timescale(str(read)) == read
