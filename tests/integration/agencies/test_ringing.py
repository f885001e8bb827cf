"""At every hour a page names a telephone that is answered: the team's own, or that of whoever is there instead."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from followthrough.service.access import context
from followthrough.service.agencies import queries
from followthrough.service.agencies.models import Agency, Team
from followthrough.service.agencies.ringing import ALWAYS, EVERY_DAY, SCHOOL_DAY, Ringing, to_ring
from followthrough.service.core import clock
from followthrough.service.core.clock import FixedClock
from followthrough.service.demo.wealdshire import AGENCIES

LONDON = ZoneInfo("Europe/London")
BEFORE_EASTER, GOOD_FRIDAY = datetime(2013, 3, 28, 17, 30, tzinfo=LONDON), datetime(2013, 3, 29, 10, tzinfo=LONDON)
AFTER_EASTER = datetime(2013, 4, 2, 9, tzinfo=LONDON)
CARE, HOSPITAL = "Wealdshire Care", "Weald Hospital"


def team(slug: str, office: str, agency: str = "social-care", **more: object) -> Team:
    title = {"social-care": CARE, "hospital": HOSPITAL}[agency]
    held = Agency(key=agency, title=title, kind=agency, telephone="01632 960100")
    said = {"title": slug.replace("-", " ").title(), "telephone": f"01632 96{len(slug):04}", "opening_hours": "hours"}
    return Team(agency=held, slug=slug, office=office, **{**said, **more})


DAY = team("front-door", "office", telephone="01632 960101", is_default=True)
NIGHT = team("out-of-hours", "office", telephone="01632 960102", is_out_of_hours=True)
LEADS = team("safeguarding-team", "office", "hospital", is_default=True)
WARD = team("ward", ALWAYS, "hospital")
TEAMS = [DAY, NIGHT, LEADS, WARD]


@pytest.mark.parametrize(
    "asked, at, words",
    [
        (DAY, BEFORE_EASTER, "Front Door is shut until Tuesday 2 April 09:00. Ring Out Of Hours: 01632 960102"),
        (DAY, GOOD_FRIDAY, "Front Door is shut until Tuesday 2 April 09:00. Ring Out Of Hours: 01632 960102"),
        (DAY, AFTER_EASTER, "Ring Front Door: 01632 960101 (hours)"),
        (NIGHT, BEFORE_EASTER, "Ring Out Of Hours: 01632 960102 (hours)"),
        (NIGHT, AFTER_EASTER, "Out Of Hours is shut until today 17:00. Ring Front Door: 01632 960101"),
        (LEADS, GOOD_FRIDAY, f"Safeguarding Team is shut until Tuesday 2 April 09:00. Ring {HOSPITAL}: 01632 960100"),
        (WARD, GOOD_FRIDAY, "Ring Ward: 01632 960004 (hours)"),
    ],
)
def test_who_answers_now(asked: Team, at: datetime, words: str) -> None:
    assert to_ring(asked, TEAMS, at).words == words


def test_the_line_for_a_table_says_who_and_why() -> None:
    found = to_ring(DAY, TEAMS, BEFORE_EASTER)
    assert (found.title, found.telephone) == ("Out Of Hours", "01632 960102")
    assert found.line == "Out Of Hours: 01632 960102 (Front Door is shut until Tuesday 2 April 09:00)"


@pytest.mark.parametrize(
    "office, at, opens",
    [
        (EVERY_DAY, datetime(2013, 3, 29, 21, 59, tzinfo=LONDON), ""),
        (EVERY_DAY, datetime(2013, 3, 29, 22, tzinfo=LONDON), "tomorrow, Saturday 30 March 08:00"),
        (SCHOOL_DAY, datetime(2013, 3, 20, 8, tzinfo=LONDON), "today 08:30"),
        (SCHOOL_DAY, datetime(2013, 8, 1, 10, tzinfo=LONDON), "September"),  # never in the holidays
    ],
)
def test_desks_with_hours_of_their_own(office: str, at: datetime, opens: str) -> None:
    shut = to_ring(team("desk", office, "hospital"), [], at).shut
    assert (opens in shut) if opens else (shut == "")


def test_where_the_hours_are_not_known_both_numbers_are_given() -> None:
    found = to_ring(team("desk", "nobody-entered-them", "hospital"), [], GOOD_FRIDAY)
    assert found.words == "Ring Desk: 01632 960004 (hours; at any hour 01632 960100)"


def test_a_team_that_is_shut_without_anybody_instead_is_named_itself() -> None:
    alone = team("desk", "office", "hospital")
    alone.agency.telephone = ""
    assert to_ring(alone, [alone], GOOD_FRIDAY) == Ringing(
        "Desk", "01632 960004", "Desk is shut until Tuesday 2 April 09:00"
    )


def test_every_team_of_the_demo_has_hours_that_are_known() -> None:
    offices = {each.office for agency in AGENCIES for each in agency.teams}
    assert offices == {"office", ALWAYS, EVERY_DAY, SCHOOL_DAY}


@pytest.mark.django_db
@pytest.mark.parametrize("at, number", [(BEFORE_EASTER, "01632 960102"), (AFTER_EASTER, "01632 960101")])
def test_the_foot_of_every_page_names_who_answers_now(at: datetime, number: str) -> None:
    for each in TEAMS:
        Agency.objects.get_or_create(
            key=each.agency_id, defaults={"title": each.agency.title, "kind": "k", "telephone": "01632 960100"}
        )
        Team.objects.create(
            agency_id=each.agency_id,
            slug=each.slug,
            title=each.title,
            telephone=each.telephone,
            email="desk@example.org",
            office=each.office,
            opening_hours="hours",
            is_out_of_hours=each.is_out_of_hours,
            is_default=each.is_default,
        )
    with clock.use(FixedClock(at)):
        assert [told for _, told in context._help_lines(queries.teams())] == [number]
