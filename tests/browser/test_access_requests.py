"""A woman asks to read her file: a neighbour is taken out, a second person reads it over, and it is given to her."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from browser.visiting import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_woman_is_given_her_file_and_her_neighbour_is_not_in_it(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("nora.quill")
    page.get_by_role("link", name="Manage: all").click()
    page.get_by_role("link", name="Requests to see a record").click()
    visitor.look("requests-overview")
    page.get_by_role("link", name="Enter a request").click()
    visitor.look("requests-enter")
    page.go_back()
    page.get_by_role("link", name="R-").first.click()
    page.get_by_role("link", name="Check who they are").click()
    page.get_by_label("How did they show who they are?").fill("Came to the office with her passport.")
    visitor.look("requests-identity")
    page.get_by_role("button", name="Write it down").click()
    address = page.url.removeprefix(visitor.address)

    # Part by part.
    links = page.get_by_role("table", name="What is held").get_by_role("link")
    parts = [each.get_attribute("href") or "" for each in links.all()]
    for part in parts:
        visitor.open(part)
        words = page.get_by_role("main").inner_text()
        if "Mrs Applegarth" in words:
            page.get_by_label("Give it, with some words taken out").check()
            page.get_by_label("Which words are taken out?").fill("A neighbour, Mrs Applegarth,")
            page.get_by_label("It is about somebody else").check()
            visitor.look("requests-part")
            page.get_by_role("button", name="Decide").click()
    visitor.open(address)
    visitor.look("requests-request")
    page.get_by_role("button", name="I have read the rest").click()
    page.get_by_label("Who reads it over?").select_option(label="Ruth Adeyemi")
    page.get_by_role("button", name="Ask them").click()
    expect(page.get_by_text("Ruth Adeyemi can read it over now.")).to_be_visible()

    # Somebody else reads all of it.
    visitor.sign_in("ruth.adeyemi")
    visitor.open(address)
    visitor.look("requests-read-over")
    page.get_by_label("It can be given like this").check()
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_text("It can be given now.")).to_be_visible()

    # It leaves, and the copy goes.
    visitor.sign_in("nora.quill")
    visitor.open(address)
    with page.expect_download() as got:
        page.get_by_role("link", name="Get the pack as a PDF").click()
    paper = PdfReader(io.BytesIO(Path(got.value.path()).read_bytes()))
    words = re.sub(r"\s+", " ", " ".join(each.extract_text() for each in paper.pages))
    assert "She likes reading" in words and "the girl is out late" in words and "Applegarth" not in words
    page.get_by_role("button", name="It was given").click()
    expect(page.get_by_text("Nobody waits for an answer.")).to_be_visible()
