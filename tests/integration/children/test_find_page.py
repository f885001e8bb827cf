"""The page that finds a child."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.agencies.models import Practitioner
from followthrough.service.children import actions
from followthrough.service.children.models import Child
from followthrough.service.core.models import AuditRow
from integration.agencies import making


@pytest.fixture
def constable() -> Practitioner:
    making.agency("police", "response")
    making.agency("hospital", "ward")
    return making.practitioner("constable", ("police", "response", "worker"))


def child(name: str, of: str) -> Child:
    made = actions.enter_child(about=actions.About(name=name, born_on=date(2010, 3, 27), language="Polish"))
    access.involve(agency=of, subject=Subject("child", made.pk), reason="a test", by=making.SETUP)
    return made


def asked(name: str = "", day: str = "", month: str = "", year: str = "") -> dict[str, str]:
    return {"name": name, "born_on_day": day, "born_on_month": month, "born_on_year": year}


@pytest.fixture
def signed_in(client: Client, constable: Practitioner) -> Client:
    client.force_login(constable)
    return client


def find(client: Client, **answers: str) -> str:
    answer = client.post("/children/find/", asked(**answers))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.django_db
def test_own_children_are_listed(signed_in: Client) -> None:
    child("Adam Frost", "police")
    page = find(signed_in, name="frost")
    assert "1 child found" in page and "Adam Frost" in page and "Part of the name is the same" in page


@pytest.mark.django_db
def test_a_child_of_others_is_not_named_and_the_answer_is_audited(signed_in: Client, constable: Practitioner) -> None:
    other = child("Adam Frost", "hospital")
    page = find(signed_in, name="Adam Frost", day="27", month="3", year="2010")
    assert "A child with this name and date of birth is known" in page
    assert "Polish" not in page
    row = AuditRow.objects.get(action="child.known")
    assert (row.viewer, row.subject_id) == (constable.pk, other.pk)


@pytest.mark.django_db
def test_nobody_found_leads_to_sharing(signed_in: Client) -> None:
    page = find(signed_in, name="Nobody Known")
    assert "No child found" in page and "You can share a concern about any child" in page
    assert "Share information about this child" in page


@pytest.mark.django_db
def test_what_was_typed_goes_along_to_the_share(signed_in: Client) -> None:
    child("Adam Frost", "hospital")
    typed = asked("Adam Frost", "27", "3", "2010")
    page = find(signed_in, name="Adam Frost", day="27", month="3", year="2010")
    for name, value in typed.items():
        assert f'<input type="hidden" name="{name}" value="{value}">' in page
    begun = signed_in.post("/shares/", typed).content.decode()
    assert "Adam Frost" in begun and "There is a problem" not in begun


@pytest.mark.django_db
@pytest.mark.parametrize(
    "answers, message",
    [
        ({}, "Enter a name, a date of birth, a number or an address"),
        ({"day": "31", "month": "2", "year": "2010"}, "Date of birth must have a day from 1 to 28"),
        ({"day": "1", "month": "1", "year": "2999"}, "Date of birth must not be in the future"),
    ],
)
def test_a_mistake_is_told(signed_in: Client, answers: dict[str, str], message: str) -> None:
    page = find(signed_in, **answers)
    assert "There is a problem" in page and message in page


@pytest.mark.django_db
def test_names_are_shown_as_text_only(signed_in: Client) -> None:
    child("<script>alert(1)</script> Frost", "police")
    page = find(signed_in, name="frost")
    assert "<script>alert" not in page and "&lt;script&gt;" in page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [320, 1280])
def test_finding_in_a_browser(
    live_server: LiveServer,
    page: Page,
    constable: Practitioner,
    width: int,
    check_accessibility: Callable[[Page], None],
    take_screenshot: Callable[[Page, str], object],
) -> None:
    child("Adam Frost", "police"), child("Bella Frost", "hospital")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/sign-in/?next=/children/find/")
    page.get_by_label("Username").fill("constable")
    page.get_by_label("Password").fill(making.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Name").fill("frosst")
    page.get_by_role("button", name="Find", exact=True).click()
    expect(page.get_by_text("Adam Frost")).to_be_visible()
    expect(page.get_by_text("Bella Frost")).to_have_count(0)
    check_accessibility(page)
    take_screenshot(page, f"find-{width}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
