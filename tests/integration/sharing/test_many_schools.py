"""A county with three hundred schools: a list that long is searched, and no page grows with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from followthrough.service.agencies.models import Agency, Team
from followthrough.service.core.viewer import acting
from followthrough.service.design.forms.finding import SHOWN
from followthrough.service.sharing.models import Draft
from integration.chronology.writing import write
from integration.sharing.test_pages import ANSWERS, begin, draft_of
from integration.sharing.world import FRONT_DOOR, OUT_OF_HOURS, World, duties, local
from integration.worklist.test_home import ours

SignIn = Callable[[str], Client]
SCHOOLS = 300
WANTED = "school-277/safeguarding"
MOST = 90_000  # bytes; before, each list of teams alone took more
ALWAYS = 12 + 3  # questions to the database, with those of the frame


@pytest.fixture
def county(world: World) -> World:
    schools = [Agency(key=f"school-{n}", title=f"Ash {n} Primary School", kind="school") for n in range(SCHOOLS)]
    Agency.objects.bulk_create(schools)
    teams = [
        Team(
            agency=each,
            slug="safeguarding",
            title="Safeguarding Leads",
            email=f"{each.key}@schools.example",
            office="always",
            opening_hours="school days",
            is_default=True,
        )
        for each in schools
    ]
    Team.objects.bulk_create(teams)
    return world


def asked(client: Client, path: str, given: dict[str, Any] | None = None) -> tuple[str, int]:
    """The page, and how many questions it put to the database."""
    with CaptureQueriesContext(connection) as all_of_them:
        answer = client.get(path) if given is None else client.post(path, given)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode(), len(ours(all_of_them))


def test_a_school_is_found_on_a_share_and_what_was_typed_stays(county: World, signed_in: SignIn) -> None:
    nurse = signed_in("nurse")
    page = begin(nurse, county)
    text, questions = asked(nurse, page)
    assert "There are 305. Type a part of the name" in text and "Primary School" not in text
    assert len(text) < MOST and questions <= ALWAYS
    text, questions = asked(nurse, page, ANSWERS | {"look": "others", "find_others": "ash 277"})
    assert "Ash 277 Primary School" in text and "1 found." in text and "Ash 276" not in text
    assert "He has a burn on his hand." in text and "There is a problem" not in text
    assert len(text) < MOST and questions <= ALWAYS + 1  # what was typed is kept meanwhile
    # Ticked, it stays beside what is found next; and it gets the share.
    text, _ = asked(nurse, page, ANSWERS | {"look": "others", "find_others": "ash", "others": [WANTED]})
    assert f"{SCHOOLS} found. The first {SHOWN} are below" in text
    assert text.count('name="others"') == SHOWN + 1 and f'value="{WANTED}"' in text
    sent = nurse.post(page, ANSWERS | {"recipients": [OUT_OF_HOURS], "others": [WANTED]})
    assert sent.status_code == 302
    assert "Ash 277 Primary School" in nurse.get(sent.headers["Location"]).content.decode()
    again, _ = asked(nurse, page)
    assert f'value="{WANTED}"' in again and again.count('name="others"') == 1
    assert "find_others" not in draft_of(county).data["what"]


def test_looking_sends_nothing_and_a_team_that_is_not_there_is_refused(county: World, signed_in: SignIn) -> None:
    nurse = signed_in("nurse")
    page = begin(nurse, county)
    text, _ = asked(nurse, page, ANSWERS | {"look": "others", "find_others": "nowhere"})
    assert "Nothing has this name." in text
    with acting(county.viewer("nurse")):
        assert Draft.objects.count() == 1
    text, _ = asked(nurse, page, ANSWERS | {"others": ["school-900/safeguarding"]})
    assert "Select one of the answers shown" in text


def test_a_team_is_found_on_the_page_of_a_call_and_of_a_request(county: World, signed_in: SignIn) -> None:
    nurse = signed_in("nurse")
    for path in ("/shares/call/", "/shares/ask/"):
        text, questions = asked(nurse, path)
        assert "Find a team or a school" in text and text.count("<option") < 10
        assert len(text) < MOST and questions <= ALWAYS
        text, _ = asked(nurse, path, {"name": "Jonas Weber", "look": "team", "find_team": "ash 12"})
        assert 'value="school-12/safeguarding"' in text and "Jonas Weber" in text and "There is a problem" not in text


def test_passing_a_share_on_to_a_school(county: World, signed_in: SignIn) -> None:
    share = county.send(FRONT_DOOR)
    leg = county.leg(share, FRONT_DOOR)
    desk = signed_in("day")
    shown, questions = asked(desk, f"/shares/{share.reference}/")
    assert len(shown) < MOST and questions <= ALWAYS + 3, questions
    forms = [each["form"] for each in desk.get(f"/shares/{share.reference}/").context["legs"][0].answers]
    prefix = next(each.prefix for each in forms if "team" in each.fields and "reason" in each.fields)
    path = f"/shares/{share.reference}/{leg.pk}/redirect/"
    text, _ = asked(desk, path, {f"{prefix}-find_team": "ash 40", "look": f"{prefix}-team", f"{prefix}-reason": "Hers"})
    assert 'value="school-40/safeguarding"' in text and "Hers" in text
    assert desk.post(path, {f"{prefix}-team": "school-40/safeguarding", f"{prefix}-reason": "Hers"}).status_code == 302


def test_a_school_is_asked_to_a_strategy_discussion(county: World, signed_in: SignIn) -> None:
    event = write(county, "harm.judged", local(2013, 3, 28, 17, 0))
    county.send(FRONT_DOOR, items=(event,))
    day = signed_in("day")
    path = f"/children/{county.child.pk}/strategy/call/"
    text, questions = asked(day, path)
    assert "Ash" not in text and len(text) < MOST and questions <= ALWAYS
    said = {"means": "telephone", "agencies": ["police"], "join": "We ring you", "words": "The burn"}
    text, _ = asked(day, path, said | {"look": "others", "find_others": "277"})
    assert 'value="school-277"' in text and "We ring you" in text


def test_an_agency_is_found_where_an_entry_is_recorded_and_a_duty_is_answered(county: World, signed_in: SignIn) -> None:
    event = write(county, "harm.judged", local(2013, 3, 28, 17, 0))
    county.send(FRONT_DOOR, items=(event,))
    day = signed_in("day")
    form = day.post(f"/children/{county.child.pk}/record/", {"kind": "adult-assessment.asked-for"})
    assert form.status_code == 302
    text, questions = asked(day, form.headers["Location"])
    assert len(text) < MOST and questions <= ALWAYS
    (duty,) = duties("strategy-discussion")
    path = f"/duties/{duty.pk}/not-ours/"
    manager, said = signed_in("duty.manager"), {"reason": "Hers", "find_suggested_agency": "ash 8"}
    text, _ = asked(manager, path, said | {"look": "suggested_agency"})
    assert 'value="school-8"' in text and "Hers" in text
    assert manager.post(path, said | {"suggested_agency": "school-8"}).status_code == 302
