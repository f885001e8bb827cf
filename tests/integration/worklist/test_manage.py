"""One page leads each person to what they may manage, and to nothing that they may not open."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from followthrough.service.core import clock
from followthrough.service.worklist.presenters.manage import GROUPS
from integration.agencies import making
from integration.sharing import world as made

ROLES = ("worker", "team-manager", "duty-manager", "safeguarding-lead", "administrator", "privacy-officer",
         "records-manager", "business-manager", "service-manager")  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_every_link_opens_for_whoever_is_given_it(db: None, client: Client, role: str) -> None:
    with clock.use(made.started()):
        agency = "board" if role == "business-manager" else "social-care"
        making.agency(agency, "front-door")
        person = making.practitioner("somebody", (agency, "front-door", role))
        client.force_login(person)
        page = client.get("/manage/").content.decode()
        main = page[page.index("<main") : page.index("</main>")]
        links = re.findall(r'href="(/[^"]*)"', main)
        assert len(links) >= 6
        for link in links:
            assert client.get(link).status_code in (200, 302), f"{role}: {link}"


def test_the_foot_of_a_page_has_four_links_at_most(db: None, client: Client) -> None:
    with clock.use(made.started()):
        making.agency("social-care", "front-door")
        client.force_login(making.practitioner("somebody", ("social-care", "front-door", "team-manager")))
        page = client.get("/").content.decode()
        foot = page[page.index("<footer") :]
        assert 1 <= len(re.findall(r"govuk-footer__link", foot)) <= 4 and "/manage/" in foot


def test_a_commissioner_is_led_to_need_and_waits_and_a_hospital_is_not(db: None, client: Client) -> None:
    with clock.use(made.started()):
        for agency, is_led in (("health-commissioner", True), ("hospital", False)):
            making.agency(agency, "team")
            client.force_login(making.practitioner(agency, (agency, "team", "worker")))
            assert ('href="/commissioning/"' in client.get("/manage/").content.decode()) is is_led


def test_each_line_is_short_enough_to_read() -> None:
    lines = [each.line for group in GROUPS.values() for each in group]
    assert all(len(line.split()) <= 25 for line in lines)
