"""A request runs as its viewer, in one transaction, and a refusal or a fault leaves nothing behind."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import Client

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions
from followthrough.service.access.models import Reach
from followthrough.service.agencies.models import Practitioner
from followthrough.service.core.models import AuditRow
from integration.agencies import making

pytestmark = [pytest.mark.django_db, pytest.mark.urls("integration.access.urls")]


@pytest.fixture
def constable() -> Practitioner:
    making.agency("police", "response")
    person = making.practitioner("constable", ("police", "response", "worker"))
    actions.involve(agency="police", subject=Subject("child", "ada"), reason="a test", by=making.SETUP)
    return person


@pytest.fixture
def signed_in(client: Client, constable: Practitioner) -> Client:
    client.force_login(constable)
    client.raise_request_exception = False
    return client


def test_the_database_is_told_who_asks(signed_in: Client, constable: Practitioner) -> None:
    assert signed_in.get("/who/").content.decode() == f"{constable.pk} police"


def test_opening_a_child_is_audited_first(signed_in: Client, constable: Practitioner) -> None:
    assert signed_in.get("/child/ada/").content == b"all about ada"
    row = AuditRow.objects.get(action="child.read")
    assert (row.viewer, row.agency, row.subject_id, row.outcome) == (constable.pk, "police", "ada", "done")


def test_a_record_is_not_shown_when_its_reading_cannot_be_written_down(
    signed_in: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*args: object, **kwargs: object) -> None:
        raise OSError("the audit is full")

    monkeypatch.setattr("followthrough.service.core.audit.record", fails)
    answer = signed_in.get("/child/ada/")
    assert (answer.status_code, b"all about" in answer.content) == (500, False)


@pytest.mark.django_db(transaction=True)
def test_a_child_who_is_not_theirs_and_one_who_is_not_known_are_the_same(signed_in: Client) -> None:
    actions.involve(
        agency=making.agency("hospital", "ward").pk, subject=Subject("child", "ben"), reason="", by=making.SETUP
    )
    theirs, nobodys = signed_in.get("/child/ben/"), signed_in.get("/child/nobody/")
    assert theirs.status_code == nobodys.status_code == 404
    assert _page(theirs) == _page(nobodys)
    refused = AuditRow.objects.filter(action="child.read", outcome="refused").order_by("id")
    assert [row.subject_id for row in refused] == ["ben", "nobody"]


@pytest.mark.parametrize("address", ["/child/a%00b/", f"/child/{'a' * 100}/", "/team/?child=a%00b"])
def test_what_can_be_the_name_of_nobody_is_not_there(signed_in: Client, address: str) -> None:
    assert signed_in.get(address).status_code == 404


def _page(response: HttpResponse) -> str:
    """What it says, without the address that was asked for and the token that differs on every page."""
    token = r'name="csrfmiddlewaretoken" value="\w+"'
    return re.sub(rf"/child/(ben|nobody)/|{token}", "", response.content.decode())


@pytest.mark.parametrize("status", [200, 302])
def test_an_answer_keeps_what_was_written(signed_in: Client, status: int) -> None:
    signed_in.get(f"/answers/{status}/")
    assert Reach.objects.filter(subject_id="w").count() == 1


@pytest.mark.parametrize("path", ["/answers/400/", "/answers/409/", "/answers/500/", "/breaks/", "/forbidden/"])
def test_a_refusal_or_a_fault_leaves_nothing_behind(signed_in: Client, path: str) -> None:
    assert signed_in.get(path).status_code >= 400
    assert not Reach.objects.filter(subject_id="w").exists()


def test_what_the_database_forbids_is_a_refusal_and_no_fault(signed_in: Client) -> None:
    answer = signed_in.get("/forbidden/")
    assert (answer.status_code, b"We cannot show you that page" in answer.content) == (403, True)


def test_a_view_without_a_class_is_never_run(signed_in: Client) -> None:
    signed_in.raise_request_exception = True
    with pytest.raises(ImproperlyConfigured):
        signed_in.get("/without-class/")


def test_a_team_page_needs_a_team(client: Client, signed_in: Client) -> None:
    assert signed_in.get("/team/").status_code == 200
    client.force_login(
        Practitioner.objects.create(username="new", name="New", email="n@example.org", agency_id="police")
    )
    assert client.get("/team/").status_code == 403


@pytest.mark.parametrize("path", ["/", "/child/ada/", "/team/", "/who/"])
def test_a_stranger_is_asked_to_sign_in(client: Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/sign-in/?next={path}")


def test_a_strangers_writing_is_not_repeated_after_signing_in(client: Client) -> None:
    assert client.post("/answers/200/").headers["Location"] == "/sign-in/?next=/"
    assert not Reach.objects.filter(subject_id="w").exists()


def test_somebody_who_was_made_inactive_is_out_with_the_next_request(
    signed_in: Client, constable: Practitioner
) -> None:
    assert signed_in.get("/").status_code == 200
    actions.deactivate(practitioner=constable, by=making.SETUP)
    assert signed_in.get("/").headers["Location"] == "/sign-in/?next=/"


def test_nothing_that_a_practitioner_sees_is_kept_by_the_browser(signed_in: Client) -> None:
    assert signed_in.get("/child/ada/").headers["Cache-Control"] == "no-store"
