"""How does a person of Wealdshire use the site in these stories? By what they see: labels, buttons, headings.

One browser page for a whole story; whoever acts next signs in on it. What a story has to say of a page stays in the
story.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from followthrough.service.demo.people import PASSWORD

WIDTHS = (320, 768, 1280)
HOUR, DEADLINE, MORNING = "One hour on", "Past the next deadline", "To the next working morning"
MOST_PRESSES = 40


@dataclass(frozen=True)
class Visitor:
    page: Page
    address: str
    check_accessibility: Callable[[Page], None]
    take_screenshot: Callable[[Page, str], None]

    def sign_in(self, username: str) -> None:
        """Whoever was signed in leaves first."""
        leave = self.page.get_by_role("button", name="Sign out")
        if leave.count():
            leave.click()
        else:
            self.open("/sign-in/")
        self.page.get_by_label("Username").fill(username)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        expect(self.page.get_by_role("heading", name="Home", level=1)).to_be_visible()

    def open(self, path: str) -> int:
        answer = self.page.goto(f"{self.address}{path}")
        assert answer is not None
        return answer.status

    def press_on(self, button: str, until: str) -> None:
        """Press a button of the clock bar until it is `until` in Wealdshire."""
        for _ in range(MOST_PRESSES):
            self.page.get_by_role("button", name=button).click()
            said = self.page.get_by_text("It is now").inner_text()
            if until in said:
                return
        raise AssertionError(f"It never became {until}: {said}")

    def look(self, name: str) -> None:
        """At each width (a telephone, a tablet, a desk) nothing is cut off at the side, and there is a picture for who
        reviews. What axe finds is in the page whatever its width, but for what scrolls, which is found where it is
        narrow.
        """
        before = self.page.viewport_size
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            if width == min(WIDTHS):
                self.check_accessibility(self.page)
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{name} is {wide} wide in a window of {width}"
            self.take_screenshot(self.page, f"{name}-{width}")
        if before:
            self.page.set_viewport_size(before)

    def printed(self) -> str:
        """What the page says on paper, as the browser sets it."""
        pages = PdfReader(BytesIO(self.page.pdf(format="A4"))).pages
        return " ".join(" ".join(each.extract_text() for each in pages).split())

    def begin_share(self, child: str) -> None:
        self.open("/")
        self.page.get_by_role("link", name="Share information").click()
        self.page.get_by_label("Child’s full name").fill(child)
        self.page.get_by_role("button", name="Continue").click()
        self.page.get_by_label(f"{child}, born").check()
        self.page.get_by_role("button", name="Continue").click()

    def say(self, *, asks: str, what: str, to: str) -> None:
        """Page 2, up to the page that is checked. A team that is not suggested stands in a folded list."""
        self.page.get_by_label(asks).check()
        self.page.get_by_label("What happened?").fill(what)
        team = self.page.get_by_role("checkbox", name=to)
        if not team.count():
            self.page.get_by_text("Other teams (").click()
        team.check()
        self.page.get_by_role("group", name="Does the family know").get_by_label("Yes").check()
        self.page.get_by_role("button", name="Continue").click()

    def send(self) -> str:
        """The address of the share."""
        self.page.get_by_role("button", name="Send now").click()
        self.page.get_by_role("link", name="Follow this share").click()
        return self.page.url.removeprefix(self.address)

    def unfold(self, words: str, shows: str) -> None:
        """A folded part may stand open already, when it is what to do next."""
        if not self.page.get_by_role("button", name=shows).is_visible():
            self.page.get_by_text(words).click()
