"""Everybody reads the rules; the board's business manager writes down what the board has decided about one."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from followthrough.service.ledger.models import AdoptionDecision
from integration.agencies import making

pytestmark = pytest.mark.django_db
IN_SHADOW, WAITS, ON = "interpreter-used", "yearly-cover-assured", "share-received-urgent"


@pytest.fixture(autouse=True)
def people(db: None, settings: Settings) -> None:
    settings.FOLLOWTHROUGH_UNDECIDED = "shadow"
    making.agency("board", "office")
    making.agency("social-care", "front-door")
    making.practitioner("manager", ("board", "office", "business-manager"))
    making.practitioner("worker", ("social-care", "front-door", "worker"))
    for identity in (WAITS, ON):
        _client("manager").post(f"/rules/{identity}/", {"stance": "on", "reason": "Minute 1"})


def _client(name: str) -> Client:
    """Signed in with the password just now, so that a decision asks for no second proof."""
    made = Client()
    made.post("/sign-in/", {"username": name, "password": making.PASSWORD})
    return made


def _plain(page: bytes) -> str:
    words = page.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", words[words.index("<main") : words.index("</main>")]))


def _page(name: str, path: str) -> str:
    answer = _client(name).get(path)
    assert answer.status_code == 200, answer.status_code
    return _plain(answer.content)


def test_a_practitioner_reads_every_rule_and_how_it_stands() -> None:
    page = _page("worker", "/rules/")
    assert "An urgent share is received by a named person" in page
    assert re.search(r"\d+ rules: 1 on, \d+ in shadow, 1 adopted and waiting, 0 off\.", page)


def test_the_list_asks_few_questions_however_many_rules_there_are() -> None:
    signed_in = _client("worker")
    with CaptureQueriesContext(connection) as asked:
        signed_in.get("/rules/")
    own = [each["sql"] for each in asked if re.match(r"(?i)\s*select", each["sql"]) and "set_config" not in each["sql"]]
    assert len(own) <= 12, own


@pytest.mark.parametrize(("show", "tag"), [("on", "On"), ("shadow", "In shadow"), ("waits", "Waits for a page")])
def test_one_stance_alone_can_be_shown(show: str, tag: str) -> None:
    page = _page("worker", f"/rules/?show={show}")
    tables = page[page.index("How it stands") :]
    others = {"On", "In shadow", "Waits for a page"} - {tag}
    assert tag in tables and not any(f" {each} " in tables for each in others)


def test_a_rule_in_shadow_says_what_it_would_bring_and_that_nobody_has_decided() -> None:
    page = _page("worker", f"/rules/{IN_SHADOW}/")
    assert "Nobody is asked for them." in page and "our own default" in page
    assert "Nothing yet, so it is in shadow." in page


def test_a_rule_that_waits_says_for_which_pages() -> None:
    assert "It is adopted and waits for the pages that record:" in _page("worker", f"/rules/{WAITS}/")


def test_only_the_boards_manager_is_asked_for_a_decision() -> None:
    assert "Write down a decision" in _page("manager", f"/rules/{IN_SHADOW}/")
    assert "Write down a decision" not in _page("worker", f"/rules/{IN_SHADOW}/")


def test_nobody_else_can_decide() -> None:
    before = AdoptionDecision.objects.count()
    answer = _client("worker").post(f"/rules/{IN_SHADOW}/", {"stance": "on", "reason": "I say so"})
    assert answer.status_code == 403 and AdoptionDecision.objects.count() == before


def test_a_decision_is_written_down_with_its_reason() -> None:
    typed = {"stance": "on", "reason": "Minute 7 of 2 April"}
    page = _plain(_client("manager").post(f"/rules/{IN_SHADOW}/", typed, follow=True).content)
    assert "The decision is written down: on." in page and "Minute 7 of 2 April" in page
    assert re.search(r"On .{0,60}Manager Minute 7", page)
    decided = AdoptionDecision.objects.latest("number")
    assert (decided.procedure, decided.adoption) == (IN_SHADOW, "on")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"stance": "on"}, "Say why, and where it is minuted"),
        ({"reason": "Minute 7"}, "Choose on, in shadow or off"),
    ],
)
def test_what_is_missing_is_asked_for_and_what_was_typed_is_kept(typed: dict[str, str], said: str) -> None:
    answer = _client("manager").post(f"/rules/{IN_SHADOW}/", typed)
    assert said in _plain(answer.content)
    assert typed.get("reason", "checked") in answer.content.decode()


def test_the_same_decision_again_is_refused_in_words() -> None:
    answer = _client("manager").post(f"/rules/{ON}/", {"stance": "on", "reason": "Again"})
    assert "It is on already. Nothing was changed." in _plain(answer.content)


def test_a_rule_that_does_not_exist_is_not_found() -> None:
    assert _client("worker").get("/rules/no-such-rule/").status_code == 404


def test_a_rule_reads_whole_who_what_when_what_meets_it_and_who_is_told() -> None:
    page = _page("worker", f"/rules/{ON}/")
    for said in (
        "When This comes on record: “Information was shared with a recipient”",
        "Who owes it The agency in “Agency it was sent to”",
        "By when The earliest of two times that apply: Within 1 clock hour",
        "It is written down on the page “Share”.",
        "1 clock hour later: the safeguarding lead of the agency that wrote it down",
    ):
        assert said in page, said
