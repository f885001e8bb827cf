"""The Easter walk: an urgent share goes unanswered into the night before Good Friday, climbs, and is taken; an
ordinary one waits for Tuesday. What the newsletter says did not happen for Child One, and what happens here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from browser.visiting import DEADLINE, HOUR, MORNING, Visitor
from followthrough.service.agencies.models import Practitioner
from followthrough.service.core import clock
from followthrough.service.core.models import AuditRow
from followthrough.service.demo.clock import START

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

URGENT, ACTION = "Urgent: a child may not be safe", "Action: somebody must do something"
NIGHT_TEAM, DAY_TEAM = "Out of Hours Team, Wealdshire", "Front Door, Wealdshire"
BURN = "Hania has a burn on her hand. Her mother cannot say how it happened."
HUNGRY = "Hania asks every visitor for food. Please look at what the family eats."
EASTER = "Good Friday 29 March, the weekend and Easter Monday 1 April are not counted."


def test_an_urgent_share_climbs_through_the_easter_night_until_a_named_person_acts(visitor: Visitor) -> None:
    page, began = visitor.page, clock.real_now()

    # Given a nurse who shares what cannot wait, and what can
    visitor.sign_in("amy.croft")
    visitor.begin_share("Hania Wilk")
    visitor.say(asks=URGENT, what=BURN, to=NIGHT_TEAM)
    expect(page.get_by_text("Take receipt of it, by name: by today 18:30.")).to_be_visible()
    urgent = visitor.send()
    visitor.begin_share("Hania Wilk")
    visitor.say(asks=ACTION, what=HUNGRY, to=DAY_TEAM)
    expect(page.get_by_text(f"Take receipt of it, by name: by Tuesday 2 April 17:00. {EASTER}")).to_be_visible()
    ordinary = visitor.send()
    expect(page.get_by_text("Due Tuesday 2 April 17:00")).to_be_visible()

    # When nobody answers, she sees whom to ring
    visitor.open("/")
    reference = urgent.split("/")[2]
    alarm = page.get_by_role("region", name=f"Nobody has this: {reference}")
    expect(alarm).to_contain_text(f"Nobody has this: your urgent share {reference} to Out of Hours Team")
    expect(alarm).to_contain_text("01632 960102")
    visitor.look("easter-1-nobody-has-this")

    # When the deadline passes, the share says in words that it is late, and who was told
    visitor.open(urgent)
    visitor.press_on(DEADLINE, until="18:31")
    expect(page.get_by_text("Overdue since Thursday 28 March 18:30 (1 minute)")).to_be_visible()
    expect(page.get_by_text("Told: team manager, Out of Hours Team")).to_be_visible()
    visitor.look("easter-2-overdue")

    # Then it has climbed to the recipient's manager, and to nobody of the sender's yet
    visitor.sign_in("colin.frayne")
    expect(_climbed(page).get_by_role("row", name="18:30")).to_contain_text("Hania Wilk")
    visitor.look("easter-3-climbed-to-the-manager")
    visitor.sign_in("fatima.noor")
    expect(page.get_by_role("heading", name="What we owe")).to_be_visible()
    expect(page.get_by_role("row", name="March 18:30")).to_have_count(0)

    # An hour later it has climbed to the sender's lead
    visitor.press_on(HOUR, until="19:31")
    late = _climbed(page).get_by_role("row", name="March 18:30")
    expect(late).to_contain_text("An urgent share is received by a named person")
    expect(late).to_contain_text("Overdue since Thursday 28 March 18:30 (1 hour 1 minute)")
    expect(late).to_contain_text("Nobody")

    # In the first hour of Good Friday a social worker of the night takes receipt, accepts and acts
    visitor.press_on(HOUR, until="Friday 29 March 2013, 00:31")
    visitor.sign_in("priya.sandhu")
    owed = page.get_by_role("article").filter(has_text=f"Share {reference}")
    expect(owed.first).to_contain_text("Overdue since Thursday 28 March 18:30 (6 hours)")
    owed.first.get_by_role("link", name="Open the share").click()
    page.get_by_role("button", name="Take receipt").click()
    expect(page.get_by_text("Priya Sandhu has it. It is not accepted yet.")).to_be_visible()
    visitor.unfold("Accept it: we will act", "Accept")
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_text("Priya Sandhu has accepted it.")).to_be_visible()
    visitor.unfold("Record what was done", "Record and tell the sender")
    page.get_by_label("We acted").check()
    page.get_by_label("What was done, and why?").fill("I saw Hania with an interpreter. A doctor sees her now.")
    page.get_by_role("button", name="Record and tell the sender").click()
    expect(page.get_by_text("Priya Sandhu has said what was done.")).to_be_visible()
    visitor.look("easter-4-acted")

    # Then the nurse reads it and says that it is enough
    visitor.sign_in("amy.croft")
    expect(page.get_by_role("region", name=f"Nobody has this: {reference}")).to_have_count(0)
    visitor.open(urgent)
    page.get_by_label("Yes, this is enough").check()
    page.get_by_role("button", name="Record your answer").click()
    expect(page.get_by_text("It is finished.")).to_be_visible()
    visitor.look("easter-5-confirmed")

    # On Tuesday morning the ordinary one is still in time
    visitor.press_on(MORNING, until="Tuesday 2 April 2013, 09:00")
    visitor.open(ordinary)
    expect(page.get_by_text("Due today 17:00")).to_be_visible()
    expect(page.get_by_text("Told:")).to_have_count(0)
    visitor.look("easter-6-ordinary-on-tuesday")

    _audit_tells_both_times(reference, began)


KINDS = ("share.sent", "share.received", "share.accepted", "share.acted", "share.confirmed")


def _climbed(page: Page) -> Locator:
    return page.get_by_role("region", name="Climbed to you")


def _audit_tells_both_times(reference: str, began: datetime) -> None:
    """Who did each step, when it was in Wealdshire, and when it really was."""
    steps = AuditRow.objects.filter(detail__share=reference, action__in=KINDS, outcome="done").order_by("id")
    people = dict(Practitioner.objects.values_list("username", "pk"))
    found = [(row.action, row.viewer, row.at.replace(second=0, microsecond=0)) for row in steps]
    night = datetime(2013, 3, 29, 0, 31, tzinfo=UTC)
    assert found == [
        ("share.sent", people["amy.croft"], START),
        ("share.received", people["priya.sandhu"], night),
        ("share.accepted", people["priya.sandhu"], night),
        ("share.acted", people["priya.sandhu"], night),
        ("share.confirmed", people["amy.croft"], night),
    ]
    assert all(began <= row.real_at <= clock.real_now() for row in steps)
    climbs = AuditRow.objects.filter(action="duty.climbed", real_at__gte=began)
    assert datetime(2013, 3, 28, 18, 30, tzinfo=UTC) in {row.at.replace(second=0, microsecond=0) for row in climbs}


def test_sharing_asks_six_answers_at_most_on_three_pages(visitor: Visitor) -> None:
    """What an empty form insists on, counted on the site itself."""
    page = visitor.page
    visitor.sign_in("amy.croft")
    visitor.open("/shares/")
    expect(page.get_by_text("page 1 of 3")).to_be_visible()
    page.get_by_role("button", name="Continue").click()
    on_first = _mistakes(page)
    page.get_by_label("Child’s full name").fill("Hania Wilk")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Continue").click()
    which_child = _mistakes(page)
    page.get_by_label("Hania Wilk, born").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Continue").click()
    on_second = _mistakes(page)
    assert on_first + which_child + on_second <= 6
    assert min(on_first, which_child, on_second) >= 1


def _mistakes(page: Page) -> int:
    summary = page.get_by_role("alert")
    expect(summary).to_be_visible()
    return summary.get_by_role("listitem").count()


def test_an_ordinary_share_by_keyboard_alone(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("amy.croft")
    _reach(page, "Share information")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Who is it about?")).to_be_visible()
    _reach(page, "Child’s full name")
    page.keyboard.type("hania wilk")
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Is it one of these children?")).to_be_visible()
    _choose(page, "Hania Wilk, born")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What do you share, and with whom?")).to_be_visible()
    _choose(page, URGENT)
    page.keyboard.press("ArrowDown")  # from the first of a group of radios to the second
    expect(page.get_by_label(ACTION)).to_be_checked()
    _reach(page, "What happened?")
    page.keyboard.type(HUNGRY)
    _reach(page, "Other teams")
    page.keyboard.press("Enter")
    _choose(page, DAY_TEAM)
    _choose(page, "Yes")
    _reach(page, "Continue")
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"by Tuesday 2 April 17:00. {EASTER}")).to_be_visible()
    visitor.look("easter-keyboard-check")
    _reach(page, "Send now")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sent", exact=True)).to_be_visible()


def _choose(page: Page, label: str) -> None:
    _reach(page, label)
    page.keyboard.press("Space")


def _reach(page: Page, words: str) -> None:
    """Press Tab until what has the focus is called so."""
    said = ""
    for _ in range(100):
        page.keyboard.press("Tab")
        said = page.evaluate("(e => (e.labels?.[0]?.innerText || e.innerText || '').trim())(document.activeElement)")
        if said.startswith(words):
            return
    raise AssertionError(f"The Tab key never comes to “{words}”; at last it was at “{said}”.")


def test_without_scripts_a_share_is_sent_climbs_and_is_taken(
    demo_db: None,
    live_server: LiveServer,
    browser: Browser,
    check_accessibility: Callable[[Page], None],
    take_screenshot: Callable[[Page, str], None],
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    visitor = Visitor(context.new_page(), live_server.url, check_accessibility, take_screenshot)
    page = visitor.page
    visitor.sign_in("amy.croft")
    visitor.begin_share("Hania Wilk")
    visitor.say(asks=URGENT, what=BURN, to=NIGHT_TEAM)
    share = visitor.send()
    visitor.press_on(DEADLINE, until="18:31")
    expect(page.get_by_text("Overdue since Thursday 28 March 18:30 (1 minute)")).to_be_visible()
    visitor.sign_in("priya.sandhu")
    visitor.open(share)
    page.get_by_role("button", name="Take receipt").click()
    expect(page.get_by_text("Priya Sandhu has it.")).to_be_visible()
    # axe is itself a script, so here there is the picture alone
    page.set_viewport_size({"width": 320, "height": 900})
    take_screenshot(page, "easter-no-scripts-received-320")
    context.close()


def test_a_child_one_has_nothing_to_do_with_looks_like_no_child(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("helen.marsh")
    told = []
    for child in ("child-one", "no-such-child"):
        assert visitor.open(f"/children/{child}/") == 404
        told.append(page.get_by_role("main").inner_text())
    assert told[0] == told[1]
    assert "Hania" not in page.content()
    visitor.look("easter-not-yours")
    helen = Practitioner.objects.get_by_natural_key("helen.marsh").pk
    asked = AuditRow.objects.filter(viewer=helen, action="child.read", outcome="refused")
    assert set(asked.values_list("subject_id", flat=True)) == {"child-one", "no-such-child"}
