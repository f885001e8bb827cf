"""The first administrator of an agency: named by one person of the Board, let in by another, never by themselves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from followthrough.service.agencies.models import Agency, Practitioner
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.core import clock
from followthrough.service.core.clock import FixedClock
from followthrough.service.core.models import AuditRow
from followthrough.service.core.viewer import acting
from followthrough.service.ledger import sweep
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Outbox
from followthrough.service.people.models import Nomination
from integration.access.canaries import client_of
from integration.agencies import making
from integration.cover.test_cover import plain
from integration.sharing.world import duties, local

pytestmark = pytest.mark.django_db
SAID = {
    "name": "Nora New", "username": "nora.new", "email": "nora@camhs.example", "telephone": "",
    "checked": "A letter from the head of service.",
}  # fmt: skip
YES, NO = {"answer": "yes", "words": "I rang."}, {"answer": "no", "words": "Nobody there knows her."}
BOARD = {"ada": "administrator", "ben": "administrator", "cora": "business-manager", "dev": "worker"}


@pytest.fixture(autouse=True)
def town(db: None) -> Iterator[FixedClock]:
    """CAMHS has just been added; the police have an administrator of their own."""
    with clock.use(FixedClock(local(2013, 3, 25, 10))) as at:
        for agency, team in (("camhs", "community"), ("police", "response"), ("board", "office")):
            making.agency(agency, team)
        making.practitioner("police.admin", ("police", "response", "administrator"))
        for name, role in BOARD.items():
            making.practitioner(name, ("board", "office", role))
        yield at


def name(client: Client, sits_in: str = "community", **more: str) -> str:
    team = Agency.objects.get(pk="camhs").teams.get(slug=sits_in).pk
    said = {**SAID, "team": str(team), **more}
    return client.post("/directory/of/camhs/administrator/", said, follow=True).content.decode()


def nomination() -> Nomination:
    with acting(viewer_of(Practitioner.objects.get(username="ada"))):
        return Nomination.objects.get()


def decide(by: str, said: dict[str, str] = YES) -> int:
    return client_of(by).post(f"/directory/administrators/{nomination().pk}/", said).status_code


def entered() -> bool:
    return Practitioner.objects.filter(username="nora.new").exists()


def test_one_names_and_another_lets_in(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
    ada = client_of("ada")
    assert "Nobody can enter the people of Camhs yet" in plain(ada.get("/directory/of/camhs/").content)
    page = name(ada)
    assert "somebody else of the Board has to agree: Ben, Cora" in page and not entered() and not mail.outbox
    shown = plain(client_of("cora").get("/directory/").content)
    assert "Nora New is named as administrator of Camhs, by Ada" in shown
    asked = plain(client_of("cora").get(f"/directory/administrators/{nomination().pk}/").content)
    assert "A letter from the head of service." in asked and "01632 960000" in asked
    with django_capture_on_commit_callbacks(execute=True):
        assert decide("cora") == 302
    assert mail.outbox[0].to == ["nora@camhs.example"] and "/join/" in mail.outbox[0].body
    nora = viewer_of(Practitioner.objects.get(username="nora.new"))
    assert (nora.agency, nora.teams, nora.roles) == ("camhs", (), ("administrator",)), "it opens no child's record"
    assert "Nobody can enter" not in plain(ada.get("/directory/of/camhs/").content)
    said = (
        AuditRow.objects.filter(action__startswith="administrator.").order_by("id").values_list("action", "subject_id")
    )
    assert list(said) == [("administrator.named", "camhs"), ("administrator.agreed", "camhs")]
    done = plain(ada.get(f"/directory/administrators/{nomination().pk}/").content)
    assert "Agreed by" in done and "I rang." in done


def test_the_answer_has_a_clock_and_the_board_is_told(town: FixedClock) -> None:
    name(client_of("ada"))
    (duty,) = duties("administrator-decided")
    assert (duty.debtor_agency, duty.state, duty.due_at) == ("board", "open", local(2013, 3, 27, 17))
    home = plain(client_of("cora").get("/").content)
    assert "A second person of the Board says yes or no" in home and "Nora" not in home
    town.at = local(2013, 3, 26, 8)
    sweep.run_once(adopts=False)
    with as_assessor():
        told = Outbox.objects.values_list("to", "sentence")
        assert {to for to, _ in told} == {"board//business-manager"} and "Nora" not in str(told)
    decide("ben", NO)
    assert not duties("administrator-decided") and duties("administrator-decided", ["met"])


def test_of_several_teams_the_one_that_was_chosen_counts() -> None:
    making.team(Agency.objects.get(pk="camhs"), "inpatient")
    assert "somebody else of the Board has to agree" in name(client_of("ada"), sits_in="inpatient")
    assert nomination().team.slug == "inpatient"


def test_nobody_agrees_to_whom_they_named_nor_names_themselves() -> None:
    ada = client_of("ada")
    assert "This is your own address" in name(ada, email="ADA@example.org")
    name(ada)
    herself = viewer_of(Practitioner.objects.get(username="ada"))
    decided = {"is_agreed": True, "decided_by": herself.practitioner_id, "decided_at": clock.now()}
    with acting(herself), pytest.raises(IntegrityError), transaction.atomic():
        Nomination.objects.update(**decided)
    ada.post(f"/directory/administrators/{nomination().pk}/", YES)  # it takes the words as those of taking back
    assert not entered() and not nomination().is_agreed


def test_who_is_named_does_not_agree_under_another_account() -> None:
    name(client_of("ada"), email="ben@example.org")
    assert decide("ben") == 403 and not entered()


def test_a_second_person_says_no_and_another_is_named() -> None:
    name(client_of("ada"))
    assert "Somebody is named for Camhs already" in name(client_of("ben"))
    assert decide("ben", NO) == 302 and not entered()
    assert decide("cora") == 200, "it is decided; nothing is asked any more"
    assert "is named. Nobody is let in" in name(client_of("ben"))


def test_what_has_changed_since_is_said(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
    name(client_of("ada"))
    making.practitioner("nora.new", ("police", "response", "worker"))
    answer = client_of("ben").post(f"/directory/administrators/{nomination().pk}/", YES)
    assert "Somebody has this username by now" in answer.content.decode()
    making.practitioner("camhs.admin", ("camhs", "community", "administrator"))
    answer = client_of("ben").post(f"/directory/administrators/{nomination().pk}/", YES)
    assert "Camhs has an administrator by now" in answer.content.decode()


def test_it_is_the_boards_and_only_where_nobody_can_enter_people() -> None:
    name(client_of("ada"))
    path = f"/directory/administrators/{nomination().pk}/"
    assert [client_of(who).get(path).status_code for who in ("dev", "police.admin")] == [404, 404]
    form = "/directory/of/camhs/administrator/"
    assert [client_of(who).get(form).status_code for who in ("cora", "police.admin")] == [403, 403]
    police = client_of("ada").get("/directory/of/police/administrator/", follow=True)
    assert "Police has an administrator, who enters its people." in police.content.decode()
    assert "Nora New" not in plain(client_of("police.admin").get("/directory/").content)
    with acting(viewer_of(Practitioner.objects.get(username="police.admin"))):
        assert not Nomination.objects.exists()
