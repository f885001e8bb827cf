"""From 2024 to 2030 each minute of an agency's day and night has one holder who is named, or shows as a gap.

Every bank holiday and every change of the clocks is among them. The minutes are asked for in two ways that share no
code: by stretches, as the pages do, and one by one, as an urgent share does.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followthrough.service.agencies import holding
from followthrough.service.agencies.models import Agency, Practitioner, Shift, Team
from followthrough.service.agencies.ringing import ALWAYS, EVERY_DAY, on_duty, open_spans, opens_next
from followthrough.service.cover.filling import Holding, fill, gaps

MINUTE = timedelta(minutes=1)
START, END = datetime(2024, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
MINUTES = (END - START) // MINUTE
CARE = Agency(key="care", title="Care", kind="k")
DAY = Team(pk=1, agency=CARE, slug="day", title="Day", office="office", is_default=True)
NIGHT = Team(pk=2, agency=CARE, slug="night", title="Night", office="office", is_out_of_hours=True)
OWN = [DAY, NIGHT]
PEOPLE = [Practitioner(pk=str(n), name=f"Person {n}", agency=CARE) for n in range(3)]


def minutes(spans: object) -> int:
    return sum((until - since) // MINUTE for since, until in spans)  # type: ignore[attr-defined]


def test_by_day_or_by_night_one_team_of_the_agency_is_there_at_every_minute_of_seven_years() -> None:
    day, night = (list(open_spans(team, OWN, START, END)) for team in OWN)
    assert minutes(day) + minutes(night) == MINUTES
    ordered = sorted([*day, *night])
    assert ordered[0][0] == START and ordered[-1][1] == END
    assert all(before[1] == after[0] for before, after in pairwise(ordered))


@pytest.mark.parametrize("office, hours", [(ALWAYS, 24), (EVERY_DAY, 14)])
def test_desks_with_hours_of_their_own_are_there_for_all_of_them(office: str, hours: int) -> None:
    desk = Team(pk=3, agency=CARE, slug="desk", title="Desk", office=office, is_default=True)
    assert minutes(open_spans(desk, [desk], START, END)) == hours * 60 * (END - START).days


shifts_of_a_team = st.lists(
    st.tuples(st.integers(0, 14 * 24 * 4), st.integers(1, 80), st.integers(-1, len(PEOPLE) - 1)), max_size=12
)


def rostered(drawn: list[tuple[int, int, int]], since: datetime) -> list[Shift]:
    """Quarters of an hour after `since`; what would overlap is left out, as the database would."""
    made: list[Shift] = []
    for start, length, who in sorted(drawn):
        starts_at = since + start * 15 * MINUTE
        if not made or made[-1].ends_at <= starts_at:
            person = PEOPLE[who] if who >= 0 else None
            ends_at = starts_at + length * 15 * MINUTE
            made.append(
                Shift(
                    team=NIGHT,
                    level="worker",
                    starts_at=starts_at,
                    ends_at=ends_at,
                    practitioner=person,
                    role="Duty",
                    telephone="1",
                )
            )
    return made


@settings(deadline=None)
@given(
    drawn=shifts_of_a_team,
    days=st.integers(0, (END - START).days - 15),
    at=st.lists(st.integers(0, 14 * 24 * 60 - 1), min_size=20, max_size=60),
)
def test_each_minute_has_one_named_holder_or_shows_as_a_gap(
    drawn: list[tuple[int, int, int]], days: int, at: list[int]
) -> None:
    since = START + timedelta(days=days)
    until, shifts = since + timedelta(days=14), rostered(drawn, since)
    spans = list(open_spans(NIGHT, OWN, since, until))
    stretches = list(fill(spans, shifts, since))
    assert minutes((each.starts_at, each.ends_at) for each in stretches) == minutes(spans)
    shown = list(gaps(stretches))
    told = Team(pk=2, agency=CARE, slug="night", title="Night", office="office", is_out_of_hours=True)
    told.rota_levels, told.on_rota = ["worker"], [_as_read(each) for each in shifts]  # type: ignore[misc]
    for minute in at:
        moment = since + minute * MINUTE
        found = [each for each in stretches if each.starts_at <= moment < each.ends_at]
        if opens_next(NIGHT, OWN, moment) is not None:
            assert found == [] and on_duty(OWN, moment) is DAY
            continue
        assert len(found) == 1 and on_duty(OWN, moment) is NIGHT
        held = [each.name for each in holding.holders(told, moment) if each.name]
        is_gap = any(each.starts_at <= moment < each.ends_at for each in shown)
        assert (len(held), is_gap, holding.is_gap(told, moment)) in ((1, False, False), (0, True, True))
        assert (found[0].holding is Holding.NAMED) == bool(held)


def _as_read(shift: Shift) -> dict[str, str]:
    person = shift.practitioner
    return {
        "level": shift.level,
        "starts_at": shift.starts_at.isoformat(),
        "ends_at": shift.ends_at.isoformat(),
        "name": person.name if person else "",
        "practitioner": person.pk if person else "",
        "role": shift.role,
        "telephone": shift.telephone,
    }
