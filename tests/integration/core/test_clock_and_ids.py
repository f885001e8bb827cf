"""Time can be given; references can be read out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pytest_django import Settings

from followthrough.service.core import clock, ids

EASTER = datetime(2013, 3, 28, 17, 30, tzinfo=UTC)


class StoppedAtEaster:
    def now(self) -> datetime:
        return EASTER


def test_the_real_clock_is_in_utc() -> None:
    assert clock.now().utcoffset() == timedelta(0)


def test_settings_name_the_clock_and_the_real_time_stays_real(settings: Settings) -> None:
    settings.FOLLOWTHROUGH_CLOCK = f"{__name__}.StoppedAtEaster"
    assert clock.now() == EASTER
    assert clock.real_now() > EASTER


def test_a_clock_in_use_gives_way_when_its_block_ends() -> None:
    with clock.use(clock.FixedClock(EASTER)) as fixed:
        assert clock.now() == EASTER
        fixed.at += timedelta(hours=1)
        assert clock.now() == EASTER + timedelta(hours=1)
    assert clock.now() > EASTER + timedelta(hours=1)


def test_a_reference_has_no_letter_that_could_be_mistaken() -> None:
    start, first, second = ids.reference().split("-")
    assert (start, len(first), len(second)) == ("FT", 4, 4)
    assert not set(first + second) & set("01ILOU")


def test_ids_do_not_repeat() -> None:
    assert len({ids.new_id() for _ in range(100)}) == 100
