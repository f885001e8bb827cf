"""A file goes with a share: one is refused and nothing is lost, the other reaches the night team."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect
from pytest_django.live_server_helper import LiveServer

from browser.test_sharing import Check, Shot, find_hania, look, sign_in
from support import files

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GOOD: FilePayload = {"name": "hand.jpg", "mimeType": "image/jpeg", "buffer": files.jpeg_with_place()}
BAD: FilePayload = {
    "name": "letter.pdf", "mimeType": "application/pdf", "buffer": dict(files.bad_pdfs())["a program when it opens"]
}  # fmt: skip


def say_what_happened(page: Page, *chosen: FilePayload) -> None:
    page.get_by_label("Urgent: a child may not be safe").check()
    page.get_by_label("What happened?").fill("Hania has a burn on her hand. There is a photograph.")
    page.get_by_label("Out of Hours Team").check()
    page.get_by_role("group", name="Does the family know").get_by_label("Yes").check()
    page.get_by_label("Add files").set_input_files(list(chosen))
    page.get_by_role("button", name="Continue").click()


def test_a_photograph_reaches_the_night_team_and_a_refused_letter_loses_nothing(
    demo_db: None, live_server: LiveServer, page: Page, check_accessibility: Check, take_screenshot: Shot,
    tmp_path: Path,
) -> None:  # fmt: skip
    def seen(name: str) -> None:
        look(page, name, check_accessibility, take_screenshot)

    sign_in(page, live_server.url, "amy.croft")
    page.get_by_role("link", name="Share information").first.click()
    find_hania(page)
    say_what_happened(page, GOOD, BAD)
    expect(page.get_by_role("alert")).to_contain_text("“letter.pdf” was not added. It holds a program.")
    expect(page.get_by_label("What happened?")).to_have_value("Hania has a burn on her hand. There is a photograph.")
    expect(page.get_by_role("group", name="Files that you have added")).to_contain_text("hand.jpg")
    seen("files-1-refused")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("hand.jpg (Picture (JPEG)")).to_be_visible()
    seen("files-2-check")
    page.get_by_role("button", name="Send now").click()
    page.get_by_role("link", name="Follow this share").click()
    address = page.url
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, live_server.url, "priya.sandhu")
    page.goto(address)
    page.get_by_text("How to check this file").click()
    seen("files-3-recipient")
    with page.expect_download() as fetched:
        page.get_by_role("link", name="hand.jpg").click()
    saved = tmp_path / "saved"
    fetched.value.save_as(saved)
    assert fetched.value.suggested_filename == "hand.jpg"
    digest = hashlib.sha256(saved.read_bytes()).hexdigest()
    expect(page.get_by_text(digest)).to_be_visible()
    assert files.SECRET.encode() not in saved.read_bytes()


def test_a_file_is_added_without_scripts(demo_db: None, live_server: LiveServer, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    sign_in(page, live_server.url, "amy.croft")
    page.get_by_role("link", name="Share information").first.click()
    find_hania(page)
    say_what_happened(page, GOOD)
    expect(page.get_by_text("hand.jpg (Picture (JPEG)")).to_be_visible()
    page.context.close()
