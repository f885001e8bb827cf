"""Who may look and why, who has looked, what is listed to be asked about, and on what footing agencies share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.agencies.models import Practitioner, Team
from followthrough.service.core import audit, clock
from followthrough.service.core.models import AuditRow
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.governance.models import LookReview, SharingAgreement
from followthrough.service.ledger.actions import NewEvent, record
from integration.agencies import making
from integration.sharing import world as made
from integration.sharing.world import World

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with clock.use(made.started()) as at:
        built = made.build(at)
        making.agency("board", "office")
        making.practitioner("privacy", ("board", "office", "privacy-officer"))
        making.practitioner("hospital.privacy", ("hospital", "ward", "privacy-officer"))
        yield built


def browser(username: str) -> Client:
    client = Client()
    client.force_login(Practitioner.objects.get(username=username))
    return client


def plain(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.status_code
    words = answer.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", words[words.index("<main") : words.index("</main>")]))


def who(world: World) -> str:
    return f"/governance/children/{world.child.pk}/"


def opens(by: Viewer, count: int = 1) -> None:
    for number in range(count):
        audit.record("child.read", by=by, subject=Subject("child", f"child-{number}"))


def test_whoever_may_open_the_record_sees_who_else_may_and_why(world: World) -> None:
    name = world.people["nurse"].username
    page = plain(browser(name), who(world))
    assert world.people["nurse"].name in page and "Ward" in page and "since" in page
    assert "is shown to the child’s lead professional and to privacy officers" in page


def test_the_reasons_stand_in_the_order_of_time_whenever_they_were_written(world: World) -> None:
    with acting(making.SETUP):
        for relationship, days, reason in (("danger", 1, "wrote later"), ("meeting", 9, "met first")):
            access.involve(
                agency="hospital",
                team="ward",
                subject=Subject("child", world.child.pk),
                reason=reason,
                relationship=relationship,
                from_at=clock.now() - timedelta(days=days),
                by=making.SETUP,
            )
    page = plain(browser(world.people["nurse"].username), who(world))
    assert page.index("Ward met first") < page.index("Ward wrote later")


def test_who_may_not_open_the_record_learns_nothing_of_it(world: World) -> None:
    assert browser(world.people["stranger"].username).get(who(world)).status_code == 404


def test_the_lead_professional_sees_who_has_looked(world: World) -> None:
    nurse = world.viewer("nurse")
    with acting(nurse):
        lead = NewEvent(
            kind="lead.accepted",
            subject=Subject("child", world.child.pk),
            occurred_from=world.at.at,
            data={"lead": "lead-1", "person": nurse.practitioner_id},
        )
        record([lead], by=nurse)
    client = browser(nurse.username)
    client.get(who(world))
    page = plain(client, who(world))
    assert "Who has opened this record" in page
    assert AuditRow.objects.filter(action="looks.read").count() == 2


def test_a_lead_who_stepped_down_sees_it_no_more(world: World) -> None:
    nurse, child = world.viewer("nurse"), Subject("child", world.child.pk)
    with acting(nurse):
        for kind, data in (("lead.accepted", {"person": nurse.practitioner_id}), ("lead.ended", {})):
            happened = NewEvent(kind=kind, subject=child, occurred_from=world.at.at, data={"lead": "lead-1", **data})
            record([happened], by=nurse)
    assert "Who has opened this record" not in plain(browser(nurse.username), who(world))


def test_a_privacy_officer_sees_who_has_looked_and_nothing_of_the_child(world: World) -> None:
    audit.record("child.read", by=world.viewer("nurse"), subject=Subject("child", world.child.pk))
    page = plain(browser("privacy"), f"/governance/looked/{world.child.pk}/")
    assert world.people["nurse"].name in page
    assert world.child.name not in page


def test_a_privacy_officer_of_one_agency_sees_its_own_people_alone(world: World) -> None:
    for name in ("nurse", "duty"):
        audit.record("child.read", by=world.viewer(name), subject=Subject("child", world.child.pk))
    page = plain(browser("hospital.privacy"), f"/governance/looked/{world.child.pk}/")
    assert world.people["nurse"].name in page and world.people["duty"].name not in page


@pytest.mark.parametrize("path", ["/governance/", "/governance/looked/some-child/", "/governance/agreements/enter/"])
def test_nobody_else_sees_a_privacy_officers_pages(world: World, path: str) -> None:
    assert browser(world.people["nurse"].username).get(path).status_code == 403


def test_many_records_in_one_day_are_listed_and_one_fewer_is_not(world: World, settings: Settings) -> None:
    settings.FOLLOWTHROUGH_MANY_LOOKS = 5
    opens(world.viewer("nurse"), 5)
    opens(world.viewer("duty"), 4)
    page = plain(browser("privacy"), "/governance/")
    assert "5 children’s records" in page and world.people["nurse"].name in page
    assert world.people["duty"].name not in page


def test_the_same_record_many_times_is_one_record(world: World, settings: Settings) -> None:
    settings.FOLLOWTHROUGH_MANY_LOOKS = 3
    for _ in range(9):
        opens(world.viewer("nurse"), 2)
    assert "Nothing in the last 4 weeks." in plain(browser("privacy"), "/governance/")


def at_night(world: World) -> None:
    world.at.at = world.at.at.replace(hour=2) + timedelta(days=1)


def test_a_look_at_night_is_listed_when_no_team_of_theirs_is_on_duty(world: World) -> None:
    Team.objects.filter(agency="hospital").update(office="office")
    at_night(world)
    opens(world.viewer("nurse"))
    assert "at night while no team of theirs was on duty" in plain(browser("privacy"), "/governance/")


def test_a_look_at_night_of_a_ward_that_is_always_there_is_not_listed(world: World) -> None:
    Team.objects.filter(agency="hospital").update(office="always")
    at_night(world)
    opens(world.viewer("nurse"))
    assert "Nothing in the last 4 weeks." in plain(browser("privacy"), "/governance/")


def test_what_was_found_out_stands_beside_it_and_is_asked_no_more(world: World, settings: Settings) -> None:
    settings.FOLLOWTHROUGH_MANY_LOOKS = 1
    opens(world.viewer("nurse"))
    client = browser("privacy")
    (href,) = set(re.findall(r'href="(/governance/looks/[^"]+)"', client.get("/governance/").content.decode()))
    assert "Choose what you found out" in client.post(href, {}).content.decode()
    client.post(href, {"outcome": "work", "words": "Her manager says that she stood in for a colleague."})
    assert "It was part of their work" in plain(client, "/governance/")
    assert "Nobody has asked" not in plain(client, "/governance/")


def test_nobody_reviews_their_own_look_ups(world: World, settings: Settings) -> None:
    settings.FOLLOWTHROUGH_MANY_LOOKS = 1
    person = Practitioner.objects.get(username="privacy")
    opens(Viewer(person.pk, "privacy", "board", ("board/office",), ("privacy-officer",)))
    client = browser("privacy")
    (href,) = set(re.findall(r'href="(/governance/looks/[^"]+)"', client.get("/governance/").content.decode()))
    answer = client.post(href, {"outcome": "work", "words": "It was me."})
    assert "Somebody else has to review them" in answer.content.decode()
    assert LookReview.objects.count() == 0


def test_a_review_cannot_be_changed(world: World) -> None:
    with connections["owner"].cursor() as cursor, pytest.raises(DatabaseError, match="append-only"):
        cursor.execute("delete from governance_lookreview")


AGREEMENT = {
    "one": "hospital",
    "other": "police",
    "title": "Protocol of 2012",
    "kept_at": "Board office, shelf 3",
    "from_on_day": "1",
    "from_on_month": "4",
    "from_on_year": "2012",
}


def test_an_agreement_is_entered_read_by_everybody_and_ended(world: World) -> None:
    client = browser("privacy")
    answer = client.post("/governance/agreements/enter/", AGREEMENT, follow=True)
    assert "The agreement is entered." in answer.content.decode()
    assert "Protocol of 2012" in plain(browser(world.people["nurse"].username), "/governance/agreements/")
    agreement = SharingAgreement.objects.get()
    client.post(f"/governance/agreements/{agreement.pk}/end/")
    agreement.refresh_from_db()
    assert agreement.to_on == world.at.at.date()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"other": "hospital"}, "Choose another agency than the first"),
        ({"title": ""}, "Say what it is called"),
        ({"to_on_day": "1", "to_on_month": "1", "to_on_year": "2011"}, "The last day must not be before the first"),
    ],
)
def test_an_agreement_that_cannot_be_is_asked_for_again(world: World, typed: dict[str, str], said: str) -> None:
    answer = browser("privacy").post("/governance/agreements/enter/", AGREEMENT | typed)
    assert said in answer.content.decode()
    assert SharingAgreement.objects.count() == 0


@pytest.mark.parametrize("path", ["/governance/", "/governance/agreements/"])
def test_a_page_asks_few_questions(world: World, settings: Settings, path: str) -> None:
    settings.FOLLOWTHROUGH_MANY_LOOKS = 1
    for name in ("nurse", "duty", "constable"):
        opens(world.viewer(name), 3)
    client = browser("privacy")
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    own = [each["sql"] for each in asked if re.match(r"(?i)\s*select", each["sql"]) and "set_config" not in each["sql"]]
    assert len(own) <= 14, own
