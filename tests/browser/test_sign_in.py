"""Signing in with a passkey and with an app; words that a session's end cannot take away. In a real browser."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from playwright.sync_api import CDPSession, Page, expect
from pytest_django import Settings

from browser.visiting import Visitor
from followthrough.service.access.models import KeptWords
from followthrough.service.demo.people import PASSWORD

pytestmark = [pytest.mark.browser]


@pytest.fixture
def owned_device(page: Page) -> CDPSession:
    """A telephone or computer that can hold passkeys and knows its owner’s finger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


def type_password(visitor: Visitor, username: str) -> None:
    visitor.open("/sign-in/")
    visitor.page.get_by_label("Username").fill(username)
    visitor.page.get_by_label("Password").fill(PASSWORD)
    visitor.page.get_by_role("button", name="Sign in", exact=True).click()


def heading(visitor: Visitor, words: str) -> None:
    expect(visitor.page.get_by_role("heading", name=words, level=1)).to_be_visible()


def test_a_nurse_adds_a_passkey_and_signs_in_without_typing(
    visitor: Visitor, owned_device: CDPSession, settings: Settings
) -> None:
    # Given that a second factor is needed, and a nurse who has none
    settings.FOLLOWTHROUGH_NEEDS_SECOND_FACTOR = True
    type_password(visitor, "amy.croft")
    # Then she is led to set one up, whatever she opens
    heading(visitor, "Your second factor")
    visitor.look("second-factor")
    visitor.open("/")
    heading(visitor, "Your second factor")
    # When she adds a passkey
    visitor.page.get_by_role("link", name="Add a passkey").click()
    visitor.look("passkey-add")
    visitor.page.get_by_label("A name for it").fill("ward computer")
    visitor.page.get_by_role("button", name="Add it").click()
    # Then she is given codes for the day it is lost, and may work
    heading(visitor, "Recovery codes")
    visitor.look("recovery-codes")
    visitor.page.get_by_role("link", name="I have written them down").click()
    heading(visitor, "Home")
    # When she comes back
    visitor.page.get_by_role("button", name="Sign out").click()
    visitor.look("sign-in-passkey")
    visitor.page.get_by_role("button", name="Sign in with a passkey").click()
    # Then she has typed nothing
    heading(visitor, "Home")
    visitor.open("/second-factor/passkeys/")
    expect(visitor.page.get_by_role("heading", name="ward computer")).to_be_visible()
    visitor.look("passkeys")
    # And with a password, the passkey is still asked for
    visitor.page.get_by_role("button", name="Sign out").click()
    type_password(visitor, "amy.croft")
    visitor.look("second-factor-asked")
    visitor.page.get_by_role("button", name="Use a passkey").click()
    heading(visitor, "Home")


def test_a_constable_uses_an_app(visitor: Visitor, settings: Settings) -> None:
    settings.FOLLOWTHROUGH_NEEDS_SECOND_FACTOR = True
    type_password(visitor, "dan.mercer")
    visitor.page.get_by_role("link", name="Set up an app").click()
    visitor.look("app-set-up")
    secret = re.sub(r".*: ", "", visitor.page.get_by_text("Letters for the app:").inner_text())
    visitor.page.get_by_label("Code that the app shows").fill(_code(secret))
    visitor.page.get_by_role("button", name="Finish").click()
    heading(visitor, "Recovery codes")
    visitor.page.get_by_role("link", name="I have written them down").click()
    heading(visitor, "Home")
    visitor.page.get_by_role("button", name="Sign out").click()
    type_password(visitor, "dan.mercer")
    visitor.page.get_by_label("Code of your app").fill(_code(secret, 1))
    visitor.page.get_by_role("button", name="Sign in").click()
    heading(visitor, "Home")


def test_what_was_typed_before_the_session_ended_is_sent_after_signing_in(visitor: Visitor, settings: Settings) -> None:
    # Given a nurse who types into a share and is called away
    visitor.sign_in("amy.croft")
    visitor.begin_share("Hania Wilk")
    visitor.page.get_by_label("What happened?").fill("She told me at the gate that she is afraid to go home.")
    session_ends(visitor, settings)
    # When she comes back and presses Continue
    visitor.page.get_by_role("button", name="Continue").click()
    heading(visitor, "Sign in")
    visitor.page.get_by_label("Username").fill("amy.croft")
    visitor.page.get_by_label("Password").fill(PASSWORD)
    visitor.page.get_by_role("button", name="Sign in", exact=True).click()
    # Then her words are there
    heading(visitor, "What you typed is kept")
    expect(visitor.page.get_by_text("afraid to go home")).to_be_visible()
    visitor.look("kept-words")
    visitor.page.get_by_role("button", name="Send it now").click()
    expect(visitor.page.get_by_label("What happened?")).to_have_value(re.compile("afraid to go home"))
    assert not KeptWords.objects.exists()
    # And she sees where she is signed in
    visitor.open("/sign-in/sessions/")
    visitor.look("sessions")


def session_ends(visitor: Visitor, settings: Settings) -> None:
    from django.contrib.sessions.backends.db import SessionStore

    cookie = next(each for each in visitor.page.context.cookies() if each.get("name") == settings.SESSION_COOKIE_NAME)
    session = SessionStore(cookie.get("value"))
    session["seen_at"] -= 3600
    session.save()


def _code(secret: str, steps: int = 0) -> str:
    return str(totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + steps)))


def test_an_administrator_enters_a_colleague_who_comes_in_by_the_letter(visitor: Visitor) -> None:
    # Given an administrator of Children's Social Care
    visitor.sign_in("grace.holt")
    visitor.page.get_by_role("link", name="Manage: all").click()
    visitor.page.get_by_role("link", name="People who work here").first.click()
    visitor.look("people")
    # When she enters somebody and gives a seat
    visitor.page.get_by_role("link", name="Enter a person").click()
    visitor.look("people-enter")
    visitor.page.get_by_label("Full name").fill("Nora New")
    visitor.page.get_by_label("Username").fill("nora.new")
    visitor.page.get_by_label("E-mail address").fill("nora.new@social-care.wealdshire.example")
    visitor.page.get_by_role("button", name="Enter and send the link").click()
    visitor.page.get_by_label("Team").select_option(label="Front Door")
    visitor.page.get_by_label("Role").select_option(label="Worker")
    visitor.look("people-seat")
    visitor.page.get_by_role("button", name="Give the seat").click()
    heading(visitor, "Nora New")
    visitor.look("people-person")
    # Then Nora comes in by the link of her letter
    link = re.search(r"/join/\S+", mail.outbox[-1].body)
    assert link
    visitor.page.get_by_role("button", name="Sign out").click()
    visitor.open(link[0])
    visitor.look("join")
    visitor.page.get_by_label("New password").fill("turnip-ladder-violet")
    visitor.page.get_by_label("The same password again").fill("turnip-ladder-violet")
    visitor.page.get_by_role("button", name="Go on").click()
    heading(visitor, "Home")
    expect(visitor.page.get_by_text("Front Door, Wealdshire Children’s Social Care").first).to_be_visible()
