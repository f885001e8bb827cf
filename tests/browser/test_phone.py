"""Good Friday, 19:00: the hospital shares what cannot wait, a letter reaches the night worker, who takes it on a phone.

Without scripts, at 360 px, on a line that is slow: everything that is fetched is counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.core import mail
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from browser.visiting import Visitor
from followthrough.service.demo.clock import set_time
from followthrough.service.demo.people import PASSWORD
from followthrough.service.ledger import sweep

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GOOD_FRIDAY = datetime(2013, 3, 29, 19, 0, tzinfo=UTC)
MOST = 50_000  # bytes of a first visit, sign-in and alert together
BURN = "Hania has a burn on her hand. Her mother cannot say how it happened."


class Line:
    """What came over the line, as the browser counts it: heads, pages, styles, scripts, pictures and fonts."""

    def __init__(self, page: Page) -> None:
        self.bytes, self.kinds = 0, set[str]()
        talk = page.context.new_cdp_session(page)
        talk.send("Network.enable")
        talk.on("Network.loadingFinished", self._count)
        talk.on("Network.responseReceived", lambda said: self.kinds.add(said["type"]))

    def _count(self, said: dict[str, float]) -> None:
        self.bytes += int(said["encodedDataLength"])


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    with browser.new_context(
        viewport={"width": 360, "height": 740}, java_script_enabled=False, locale="en-GB", is_mobile=True
    ) as context:
        page = context.new_page()
        page.set_default_timeout(10_000)
        yield page


def test_what_the_hospital_shares_on_good_friday_is_taken_on_a_phone(
    visitor: Visitor,
    phone: Page,
    live_server: LiveServer,
    settings: Settings,
    take_screenshot: Callable[[Page, str], None],
) -> None:
    settings.FOLLOWTHROUGH_ADDRESS = live_server.url
    sweep.run_once()
    set_time(GOOD_FRIDAY)
    sweep.run_once()
    mail.outbox.clear()

    # Given a nurse on the ward, on the evening of Good Friday
    visitor.sign_in("amy.croft")
    visitor.begin_share("Hania Wilk")
    visitor.say(asks="Urgent: a child may not be safe", what=BURN, to="Out of Hours Team, Wealdshire")
    share = visitor.send()
    sweep.run_once()

    # When the letter is there at once, and says nothing of the child
    urgent = [each for each in mail.outbox if "urgent" in each.body]
    assert [each.to for each in urgent] == [["out-of-hours@social-care.wealdshire.example"]]
    assert not re.search("Hania|Wilk|burn", urgent[0].body + urgent[0].subject)
    link = re.search(r"http\S+/now/\S+", urgent[0].body)
    assert link is not None

    # Then the night worker opens its link on a phone, signs in, and reads the concern and whom to ring
    line = Line(phone)
    phone.goto(link[0])
    phone.get_by_label("Username").fill("priya.sandhu")
    phone.get_by_label("Password").fill(PASSWORD)
    take_screenshot(phone, "phone-1-sign-in-360")
    phone.get_by_role("button", name="Sign in", exact=True).click()
    expect(phone.get_by_text("Nobody has this yet.")).to_be_visible()
    expect(phone.get_by_text(BURN)).to_be_visible()
    expect(phone.get_by_role("link", name=re.compile("^Ring .*01632"))).to_be_visible()
    assert line.bytes <= MOST, f"{line.bytes} bytes came over the line for the first visit"
    assert {"Document", "Stylesheet"} <= line.kinds
    print(f"first visit: {line.bytes} bytes")
    take_screenshot(phone, "phone-2-alert-360")

    # And takes it with the second click since the letter
    phone.get_by_role("button", name="Take it: I have this").click()
    expect(phone.get_by_text("Priya Sandhu has it, since")).to_be_visible()
    expect(phone.get_by_role("button", name="Take it: I have this")).to_have_count(0)
    take_screenshot(phone, "phone-3-taken-360")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.get_by_role("link", name="What else waits").click()
    expect(phone.get_by_role("heading", name="What waits for your team")).to_be_visible()
    take_screenshot(phone, "phone-4-waiting-360")

    # So the nurse sees at home who has it
    visitor.open(share)
    expect(visitor.page.get_by_text("Priya Sandhu has it.")).to_be_visible()
    visitor.page.goto(link[0])
    visitor.look("phone-5-alert")
    assert visitor.page.get_by_role("button", name="Take it").count() == 0, "only the team that has it takes it"
    visitor.sign_in("priya.sandhu")
    visitor.open("/now/")
    visitor.look("phone-6-waiting")
