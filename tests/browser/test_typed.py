"""Any form remembers what is typed: a closed tab loses nothing, and what was sent does not come back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from browser.visiting import Visitor
from followthrough.service.access.models import KeptWords

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "He flinched when his mother raised her hand."


def test_a_form_remembers_while_one_types(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("ines.doyle")
    form = "/children/child-one/judgement/"
    visitor.open(form)
    hour = page.get_by_label("Time", exact=True).input_value()
    page.get_by_role("radio", name="Neglect").check()
    page.get_by_label("What do you judge, and why?").fill(WORDS)
    expect(page.get_by_text("Not sent yet.")).to_be_visible()
    # She is called away, and the tab is closed. What she typed is back; the hour is the page's own.
    visitor.press_on("One hour on", "")
    visitor.open(form)
    expect(page.get_by_text("is back. Not sent yet.")).to_be_visible()
    expect(page.get_by_label("What do you judge, and why?")).to_have_value(WORDS)
    expect(page.get_by_role("radio", name="Neglect")).to_be_checked()
    assert page.get_by_label("Time", exact=True).input_value() != hour
    visitor.look("typed-is-back")
    # It is not sent with an answer missing, and a second look still has it.
    page.get_by_role("button", name="Record my judgement").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(page.get_by_text("Not sent yet.")).to_be_visible()
    visitor.open(form)
    expect(page.get_by_label("What do you judge, and why?")).to_have_value(WORDS)
    page.get_by_role("group", name="Is the child in danger now?").get_by_label("No").check()
    page.get_by_label("In hospital").check()
    page.get_by_role("button", name="Record my judgement").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_hidden()
    assert not KeptWords.objects.exists()
