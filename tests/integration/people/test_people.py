"""Joiners, movers and leavers: by their own agency’s administrator, never by themselves, and at once."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.access.policies import can_see_child
from followthrough.service.agencies.models import Membership, Practitioner, Team
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.core import clock
from followthrough.service.core.models import AuditRow
from followthrough.service.people import actions, idle
from followthrough.service.people.models import SwitchOff
from followthrough.service.people.policies import NotForYou
from integration.agencies import making

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def town() -> None:
    making.agency("police", "response")
    making.agency("hospital", "ward")
    making.agency("board", "office")
    making.practitioner("admin", ("police", "response", "administrator"))
    making.practitioner("dan", ("police", "response", "worker"))
    making.practitioner("amy", ("hospital", "ward", "worker"))
    making.practitioner("night", ("police", "response", "duty-manager"))


def who(username: str) -> Practitioner:
    return Practitioner.objects.get(username=username)


def sign_in(client: Client, username: str) -> Client:
    client.post("/sign-in/", {"username": username, "password": making.PASSWORD})
    return client


def do(client: Client, username: str, what: str, which: object = "") -> int:
    return client.post(f"/people/{who(username).pk}/change/", {"do": what, "which": str(which)}).status_code


def enter(client: Client, **more: str) -> object:
    said = {"name": "Nora New", "username": "nora.new", "email": "nora@police.example", "telephone": "", **more}
    return client.post("/people/enter/", said)


def seat(client: Client, username: str, role: str = "worker", team: str = "response", **days: str) -> object:
    begins = clock.now().date()
    said = {"team": str(Team.objects.get(slug=team).pk), "role": role}
    said |= {"from_on_day": str(begins.day), "from_on_month": str(begins.month), "from_on_year": str(begins.year)}
    return client.post(f"/people/{who(username).pk}/seat/", said | days)


def test_somebody_new_comes_in_by_a_letter_and_chooses_how_to_sign_in(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    sign_in(client, "admin")
    with django_capture_on_commit_callbacks(execute=True):
        enter(client)
    assert mail.outbox[0].to == ["nora@police.example"]
    link = re.search(r"/join/\S+", mail.outbox[0].body)
    assert link
    assert seat(client, "nora.new").status_code == 302  # type: ignore[attr-defined]
    nora = Client()
    assert "Your username is nora.new" in nora.get(link[0]).content.decode()
    weak = nora.post(link[0], {"password": "password12345", "repeated": "password12345"})
    assert weak.status_code == 200
    nora.post(link[0], {"password": "turnip-ladder-violet", "repeated": "turnip-ladder-violet"})
    assert nora.get("/").status_code == 200
    assert nora.get(link[0]).status_code == 403
    assert viewer_of(who("nora.new")).teams == ("police/response",)
    actions_seen = set(AuditRow.objects.values_list("action", flat=True))
    assert {"practitioner.registered", "seat.planned", "membership.began", "password.changed"} <= actions_seen


def test_a_username_that_is_taken_is_refused_in_words(client: Client) -> None:
    sign_in(client, "admin")
    assert "Somebody has this username already" in enter(client, username="DAN").content.decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize("username", ["dan", "night", "amy"])
def test_nobody_else_enters_people(client: Client, username: str) -> None:
    sign_in(client, username)
    for path in ("/people/", "/people/enter/", f"/people/{who('dan').pk}/", f"/people/{who('dan').pk}/seat/"):
        assert client.get(path).status_code == 403
    assert enter(client).status_code == 403  # type: ignore[attr-defined]
    assert do(client, "dan", "leave") == 403
    assert who("dan").is_active


def test_the_people_of_another_agency_are_not_there(client: Client) -> None:
    sign_in(client, "admin")
    assert "Amy" not in client.get("/people/").content.decode()
    nobody = client.get("/people/nobody/")
    for answer in (client.get(f"/people/{who('amy').pk}/"), client.get(f"/people/{who('amy').pk}/seat/"), nobody):
        assert answer.status_code == 404
    assert do(client, "amy", "leave") == 404
    assert who("amy").is_active


def test_a_seat_in_another_agencys_team_cannot_be_chosen(client: Client) -> None:
    sign_in(client, "admin")
    assert seat(client, "dan", team="ward").status_code == 200  # type: ignore[attr-defined]
    assert not Membership.objects.filter(practitioner__username="dan", team__slug="ward").exists()


def test_nobody_approves_their_own_access(client: Client) -> None:
    sign_in(client, "admin")
    page = client.get(f"/people/{who('admin').pk}/").content.decode()
    assert "Nobody approves their own access" in page and "Give a seat" not in page
    assert seat(client, "admin", role="team-manager").status_code == 403  # type: ignore[attr-defined]
    own = Membership.objects.get(practitioner__username="admin")
    for what in ("end-seat", "leave", "invite-again", "restore"):
        assert do(client, "admin", what, own.pk) == 403
    assert viewer_of(who("admin")).roles == ("administrator",)


def test_a_second_administrator_or_the_boards_changes_an_administrators_seats(client: Client) -> None:
    making.practitioner("chief", ("board", "office", "administrator"))
    sign_in(client, "chief")
    assert "Admin" in client.get("/people/").content.decode()
    assert client.get(f"/people/{who('dan').pk}/").status_code == 404
    assert seat(client, "admin", role="team-manager").status_code == 302  # type: ignore[attr-defined]
    assert "team-manager" in viewer_of(who("admin")).roles


def test_an_administrator_looks_after_people_and_finds_no_child(client: Client) -> None:
    access.involve(agency="police", subject=Subject("child", "ada"), reason="a test", by=making.SETUP, team="response")
    sign_in(client, "admin")
    home = client.get("/").content.decode()
    assert "You look after people and accounts" in home and "Find a child" not in home
    assert client.get("/people/").status_code == 200
    assert [client.get(page).status_code for page in ("/children/find/", "/shares/", "/children/ada/")] == [
        403,
        403,
        404,
    ]


def test_a_seat_that_is_ended_is_ended_on_the_next_request(client: Client) -> None:
    access.involve(agency="police", subject=Subject("child", "ada"), reason="a test", by=making.SETUP, team="response")
    constable = sign_in(Client(), "dan")
    assert can_see_child(viewer_of(who("dan")), "ada")
    sign_in(client, "admin")
    assert do(client, "dan", "end-seat", Membership.objects.get(practitioner__username="dan").pk) == 302
    assert not can_see_child(viewer_of(who("dan")), "ada")
    assert constable.get("/governance/children/ada/").status_code == 404


def test_who_leaves_is_out_at_once_and_stays_named(client: Client) -> None:
    constable = sign_in(Client(), "dan")
    assert constable.get("/").status_code == 200
    sign_in(client, "admin")
    assert do(client, "dan", "leave") == 302
    assert constable.get("/").headers["Location"] == "/sign-in/?next=/"
    assert not who("dan").is_active
    assert not Membership.objects.filter(practitioner__username="dan", to_at=None).exists()


def test_a_new_link_ends_the_old_password_and_every_session(client: Client) -> None:
    constable = sign_in(Client(), "dan")
    sign_in(client, "admin")
    assert do(client, "dan", "invite-again") == 302
    assert constable.get("/").status_code == 302
    sign_in(constable, "dan")
    assert constable.get("/").status_code == 302


def test_changes_ask_again_who_one_is(client: Client) -> None:
    client.force_login(who("admin"))
    for path in ("/people/enter/", f"/people/{who('dan').pk}/seat/"):
        assert client.get(path).headers["Location"].startswith("/sign-in/again/")
    assert do(client, "dan", "leave") == 302
    assert who("dan").is_active


def test_seats_begin_and_end_on_their_days() -> None:
    dan, ward, admin = who("dan"), Team.objects.get(slug="response"), viewer_of(who("admin"))
    with clock.use(clock.FixedClock(NOW)) as at:
        actions.give_seat(
            person=dan, team=ward, role="duty-manager", from_on=date(2026, 3, 3), to_on=date(2026, 3, 4), by=admin
        )
        seen = []
        for _ in range(4):
            actions.keep_accounts()
            seen.append("duty-manager" in viewer_of(dan).roles)
            at.at += timedelta(days=1)  # type: ignore[attr-defined]
    assert seen == [False, True, True, False]


def test_an_account_that_nobody_uses_is_switched_off_and_restored_in_one_press(client: Client) -> None:
    Membership.objects.update(from_at=NOW - timedelta(days=400))
    Practitioner.objects.update(last_login=NOW)
    Practitioner.objects.filter(username="dan").update(last_login=NOW - timedelta(days=46))
    with clock.use(clock.FixedClock(NOW)):
        assert actions.keep_accounts() == (0, 0, 1)
        assert actions.keep_accounts() == (0, 0, 0)
    assert not who("dan").is_active
    assert sign_in(Client(), "dan").get("/").status_code == 302
    sign_in(client, "night")
    page = client.get("/people/switched-off/").content.decode()
    assert "Dan" in page and "Amy" not in page
    client.post("/people/switched-off/", {"which": who("dan").pk})
    assert who("dan").is_active
    assert sign_in(Client(), "dan").get("/").status_code == 200
    assert AuditRow.objects.get(action="practitioner.activated").viewer == who("night").pk
    with clock.use(clock.FixedClock(NOW)):
        assert actions.keep_accounts()[2] == 0


def test_days_on_which_the_agency_is_shut_do_not_count(settings: Settings) -> None:
    Team.objects.filter(slug="response").update(office="office")
    settings.FOLLOWTHROUGH_IDLE_DAYS = 5
    Membership.objects.update(from_at=NOW - timedelta(days=400))
    Practitioner.objects.update(last_login=NOW)
    friday = datetime(2026, 2, 20, 17, 0, tzinfo=UTC)
    Practitioner.objects.filter(username="dan").update(last_login=friday)
    assert list(idle.idle(friday + timedelta(days=6))) == []
    assert who("dan") in list(idle.idle(friday + timedelta(days=7)))


def test_nobody_restores_themselves_or_another_agencys_people() -> None:
    SwitchOff.objects.create(practitioner=who("amy"), at=NOW)
    for username in ("amy", "night"):  # another agency’s, and oneself
        with pytest.raises(NotForYou):
            actions.restore(person=who(username), by=viewer_of(who("night")))


def test_the_first_administrator_gets_a_link_from_the_operator(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("enter_administrator", "hospital", "ward", "first", "First One", "first@hospital.example")
    link = re.search(r"/join/\S+", capsys.readouterr().out)
    assert link and Client().get(link[0]).status_code == 200
    assert viewer_of(who("first")).roles == ("administrator",)
    with pytest.raises(CommandError, match="There is no team"):
        call_command("enter_administrator", "hospital", "nowhere", "x", "X", "x@hospital.example")
