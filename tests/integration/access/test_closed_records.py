"""Closed records, records opened in danger, and one's own people: what each lets somebody do, and what it tells."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions, closing, conflicts, danger, policies, queries
from followthrough.service.access.models import Level, Opening, Restriction
from followthrough.service.access.policies import Told
from followthrough.service.agencies.models import Practitioner
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.children import actions as registering
from followthrough.service.children import queries as children
from followthrough.service.children.folding import fold
from followthrough.service.children.models import Child
from followthrough.service.core import audit, clock
from followthrough.service.core.models import AuditRow
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger import sweep
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Duty, Event, Outbox
from integration.access.comparing import bare
from integration.agencies import making

pytestmark = pytest.mark.django_db
NOW = datetime(2013, 3, 5, 10, tzinfo=UTC)
BORN = date(2010, 4, 1)


@pytest.fixture(autouse=True)
def _at_ten(settings: object) -> object:
    with clock.use(clock.FixedClock(NOW)) as fixed:
        yield fixed


@pytest.fixture
def world() -> dict[str, Practitioner]:
    making.agency("social-care", "front-door", "out-of-hours")
    making.agency("hospital", "ward")
    making.agency("police", "response")
    making.agency("board", "office")
    Child.objects.create(id="ada", name="Ada Moor", folded_name=fold("Ada Moor"), born_on=BORN)
    people = {
        "lead": ("social-care", "front-door", "safeguarding-lead"),
        "worker": ("social-care", "front-door", "worker"),
        "night": ("social-care", "out-of-hours", "worker"),
        "nurse": ("hospital", "ward", "worker"),
        "constable": ("police", "response", "worker"),
        "officer": ("board", "office", "privacy-officer"),
    }
    made = {name: making.practitioner(name, seat) for name, seat in people.items()}
    for agency, team in (("social-care", "front-door"), ("hospital", "ward")):
        actions.involve(agency=agency, team=team, subject=ADA, reason="works with the child", by=making.SETUP)
    return made


ADA = Subject("child", "ada")


def close(world: dict[str, Practitioner], level: Level, *names: str) -> None:
    lead = viewer_of(world["lead"])
    with acting(lead):
        closing.close(
            child=ADA,
            level=level,
            names=[world[name].pk for name in names],
            reason="a threat",
            review_by=date(2013, 6, 1),
            by=lead,
        )


def sees(world: dict[str, Practitioner], name: str) -> bool:
    return policies.can_see_child(viewer_of(world[name]), "ada")


def find(world: dict[str, Practitioner], name: str) -> tuple[str, ...]:
    viewer = viewer_of(world[name])
    with acting(viewer):
        return children.search(viewer, "Ada Moor", BORN).known_elsewhere


@pytest.mark.parametrize("level", list(Level))
def test_a_closed_record_is_read_by_its_list_alone(world: dict[str, Practitioner], level: Level) -> None:
    close(world, level, "nurse")
    found = {name for name in world if sees(world, name)}
    keepers = {"worker", "night"} if level != Level.RESTRICTED else set()
    assert found == {"lead", "nurse"} | keepers, "custodians hold sealed and invisible records"


@pytest.mark.parametrize(
    "level, found, of_worker",
    [
        (Level.RESTRICTED, ("ada",), Told.RESTRICTED),
        (Level.SEALED, (), Told.SEALED),
        (Level.INVISIBLE, (), Told.NOTHING),
    ],
)
def test_what_others_are_told_depends_on_the_level(
    world: dict[str, Practitioner], level: Level, found: tuple[str, ...], of_worker: Told
) -> None:
    assert find(world, "constable") == ("ada",)
    close(world, level)
    assert find(world, "constable") == found
    assert policies.told(viewer_of(world["nurse"]), "ada") == of_worker


def test_a_record_is_closed_by_leads_and_managers_who_can_read_it(world: dict[str, Practitioner]) -> None:
    for name, refusal in (("nurse", policies.Refused), ("constable", policies.NotVisible)):
        with pytest.raises(refusal):
            policies.check_can_close(viewer_of(world[name]), "ada")
    policies.check_can_close(viewer_of(world["lead"]), "ada")


def test_closing_asks_for_another_look_and_names_no_child(world: dict[str, Practitioner]) -> None:
    close(world, Level.INVISIBLE)
    lead = viewer_of(world["lead"])
    with acting(lead):
        duty = Duty.objects.get(procedure="closed-record-looked-at")
    assert (duty.subject_kind, duty.subject_id, duty.debtor_role) == ("agency", "social-care", "safeguarding-lead")
    close(world, Level.SEALED)
    with acting(lead):
        assert [each.state for each in Duty.objects.filter(procedure="closed-record-looked-at").order_by("state")] == [
            "met",
            "open",
        ]


def test_an_opened_record_is_open_again_to_those_who_work_with_it(world: dict[str, Practitioner]) -> None:
    close(world, Level.RESTRICTED)
    lead = viewer_of(world["lead"])

    held = Restriction.objects.get(to_at=None)
    with acting(lead):
        closing.open_again(restriction=held, by=lead)
    assert sees(world, "nurse")


def in_danger(world: dict[str, Practitioner], name: str) -> Opening:
    viewer = viewer_of(world[name])
    with acting(viewer):
        return danger.open_in_danger(child=ADA, danger="life", words="He is not breathing", by=viewer)


def known_to(world: dict[str, Practitioner], name: str) -> Viewer:
    viewer = viewer_of(world[name])
    audit.record("child.known", by=viewer, subject=ADA)
    return viewer


def test_danger_opens_a_record_for_an_hour(world: dict[str, Practitioner]) -> None:
    known_to(world, "constable")
    assert not sees(world, "constable")
    in_danger(world, "constable")
    assert sees(world, "constable")
    with clock.use(clock.FixedClock(NOW + timedelta(minutes=60))):
        assert not sees(world, "constable")
        with acting(viewer_of(world["constable"])):
            assert not Event.objects.exists()


def test_those_who_own_it_and_the_privacy_officers_are_told_at_once_without_a_name(
    world: dict[str, Practitioner],
) -> None:
    known_to(world, "constable")
    opening = in_danger(world, "constable")
    with acting(making.SETUP), as_assessor():
        letters = list(Outbox.objects.filter(key__startswith="opening:"))
    assert {each.to for each in letters} == {
        "board//privacy-officer",
        "hospital/ward/team-manager",
        "social-care/front-door/team-manager",
    }
    assert all(each.due_at == NOW for each in letters), "the sweep sends what is due each few seconds"
    words = " ".join(f"{each.sentence} {each.reference} {each.link}" for each in letters)
    assert opening.reference in words
    assert not any(each in words for each in ("Ada", "ada/", "Constable", "constable", "breathing"))


def test_an_opening_is_reviewed_by_somebody_else_and_that_is_a_duty(world: dict[str, Practitioner]) -> None:
    known_to(world, "constable")
    opening = in_danger(world, "constable")
    officer = viewer_of(world["officer"])
    with acting(officer):
        assert Duty.objects.get(procedure="opened-record-reviewed").state == "open"
        danger.review(opening=opening, outcome="right", words="I asked the sergeant", by=officer)
        assert Duty.objects.get(procedure="opened-record-reviewed").state == "met"
    own = Opening(practitioner=world["officer"])
    with pytest.raises(policies.Refused, match="yourself"):
        policies.check_can_review_opening(officer, own)


@pytest.mark.parametrize("agency, sees", [("hospital", False), ("police", True)])
def test_an_agencys_privacy_officer_reviews_its_own_peoples_openings_alone(
    world: dict[str, Practitioner], agency: str, sees: bool
) -> None:
    known_to(world, "constable")
    opening = in_danger(world, "constable")
    officer = making.viewer("officer.2", (agency, "ward" if agency == "hospital" else "response", "privacy-officer"))
    with acting(officer):
        assert Opening.objects.exists() == bool(queries.openings_to_review(officer)) == sees
        assert (queries.opening(officer, opening.pk) is not None) == sees
        if not sees:
            with pytest.raises(policies.Refused, match="the Board’s"):
                danger.review(opening=opening, outcome="right", words="w", by=officer)


@pytest.mark.parametrize("who", ["constable", "nurse"])
def test_danger_does_not_open_an_invisible_record(world: dict[str, Practitioner], who: str) -> None:
    known_to(world, who)
    close(world, Level.INVISIBLE)
    with pytest.raises(policies.NotVisible):
        in_danger(world, who)
    assert not Opening.objects.exists()


def test_a_record_that_becomes_invisible_is_closed_to_whoever_opened_it(world: dict[str, Practitioner]) -> None:
    known_to(world, "constable")
    in_danger(world, "constable")
    close(world, Level.INVISIBLE)
    assert not sees(world, "constable")


def test_nobody_opens_a_record_whose_child_they_have_not_found(world: dict[str, Practitioner]) -> None:
    with pytest.raises(policies.NotVisible):
        in_danger(world, "constable")


def test_ones_own_people_are_closed_to_a_manager_too(world: dict[str, Practitioner]) -> None:
    lead = viewer_of(world["lead"])
    conflicts.declare(practitioner=world["lead"], subject=ADA, why="family", by=lead)
    assert not sees(world, "lead") and sees(world, "worker")
    known_to(world, "lead")
    with pytest.raises(policies.NotVisible):
        in_danger(world, "lead")


@pytest.mark.parametrize("who, at_once", [("lead", True), ("constable", False)])
def test_own_people_whom_one_cannot_see_are_closed_by_the_next_sweep(
    world: dict[str, Practitioner], who: str, at_once: bool
) -> None:
    """So that the time of the answer does not tell whether there is such a record."""
    person = viewer_of(world[who])
    registering.name_own_people(practitioner=world[who], name="Ada Moor", born_on=BORN, why="family", by=person)
    with acting(Viewer.system("access")):
        assert policies.is_of_own_people(person, "ada") == at_once
    sweep.run_once()
    with acting(Viewer.system("access")):
        assert policies.is_of_own_people(person, "ada")
    assert registering.close_own_people() == 0


def test_a_manager_names_a_colleagues_people_and_a_privacy_officer_alone_ends_it(
    world: dict[str, Practitioner],
) -> None:
    lead, officer = viewer_of(world["lead"]), viewer_of(world["officer"])
    held = conflicts.declare(practitioner=world["worker"], subject=ADA, why="colleague", by=lead)
    assert not sees(world, "worker")
    with pytest.raises(policies.Refused):
        conflicts.end(conflict=held, by=lead)
    conflicts.end(conflict=held, by=officer)
    assert sees(world, "worker")
    with pytest.raises(policies.Refused):
        conflicts.declare(practitioner=world["nurse"], subject=ADA, why="colleague", by=lead)


@pytest.mark.django_db(transaction=True)  # refusals are committed apart
def test_the_banner_says_until_when_and_goes_with_the_hour(
    client: Client, world: dict[str, Practitioner], _at_ten: clock.FixedClock
) -> None:
    client.force_login(world["constable"])
    known_to(world, "constable")
    in_danger(world, "constable")
    assert "It is open to you until 11:00" in client.get("/children/ada/").content.decode()
    _at_ten.at = NOW + timedelta(minutes=60)
    assert client.get("/children/ada/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_page_of_a_sealed_record_is_for_those_who_work_with_the_child(
    client: Client, world: dict[str, Practitioner]
) -> None:
    close(world, Level.SEALED)
    client.force_login(world["nurse"])
    page = client.get("/children/ada/")
    assert page.status_code == 403 and "This record is sealed" in page.content.decode()
    client.force_login(world["constable"])
    of_ada, of_nobody = (bare(client.get(f"/children/{each}/"), each) for each in ("ada", "nobody"))
    assert of_ada == of_nobody
    assert AuditRow.objects.filter(action="child.read", outcome="refused", subject_id="ada").count() == 2


@pytest.mark.django_db(transaction=True)
def test_who_tries_to_open_their_own_peoples_record_is_listed(client: Client, world: dict[str, Practitioner]) -> None:
    conflicts.declare(practitioner=world["worker"], subject=ADA, why="family", by=viewer_of(world["worker"]))
    client.force_login(world["worker"])
    assert client.get("/children/ada/").status_code == 404
    client.force_login(world["officer"])
    assert "Tried to open the record of their own people" in client.get("/governance/").content.decode()
