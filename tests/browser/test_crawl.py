"""Each role opens the pages that it finds: the console stays empty, the policy of content holds, and nothing personal
stands in an address or stays in the browser. A few pages of each role here, every page in `make proof`.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import ConsoleMessage, Page, Response
from pytest_django.live_server_helper import LiveServer

from followthrough.service.agencies.models import Practitioner
from followthrough.service.children.models import Child, Person
from followthrough.service.core.viewer import acting
from followthrough.service.demo.people import SIGN_INS
from integration.agencies import making
from support import parts

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_PAGES = int(os.environ.get("FOLLOWTHROUGH_BROWSER_PAGES", "4"))  # of each person
EVERYBODY = [username for username, _, _ in SIGN_INS]
WHO = parts.of_these(EVERYBODY if MOST_PAGES > 4 else EVERYBODY[::4])
FIRST = ["/", "/children/child-one/", "/shares/", "/governance/", "/people/", "/rules/", "/second-factor/"]
# Files are handed over, not shown: tests of their own open them.
SKIPPED = re.compile(r"^/(static|sign-out|rules/[a-z])|\.(pdf|docx|csv|txt|json)(\?|$)")
COOKIES = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
NOT_THEIRS = "the server responded with a status of 40"  # what Chromium itself says of a page that is refused
KEPT = """async () => [
    ...Object.keys(localStorage), ...Object.keys(sessionStorage), ...await caches.keys(),
    ...(await indexedDB.databases()).map(each => each.name),
    ...(await navigator.serviceWorker.getRegistrations()).map(each => each.scope),
]"""
INLINE = """() => [...document.querySelectorAll('script')].filter(each => !each.src).map(each => each.nonce)
    .concat([...document.querySelectorAll('[style], style')].map(() => 'style'))"""
LINKS = "() => [...document.querySelectorAll('a[href]')].map(each => each.getAttribute('href'))"


@pytest.mark.parametrize("username", WHO)
def test_every_page_is_quiet_keeps_its_policy_and_leaves_nothing_behind(
    demo_db: None, live_server: LiveServer, page: Page, username: str
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(_words(message)))
    page.on("pageerror", lambda error: said.append(str(error)))
    _sign_in(page, live_server.url, username)
    opened, wanted, statuses = set[str](), list(FIRST), Counter[int]()
    while wanted and len(opened) < MOST_PAGES:
        address = wanted.pop(0).partition("#")[0]
        if address in opened or not address.startswith("/") or SKIPPED.search(address):
            continue
        opened.add(address)
        answer = page.goto(f"{live_server.url}{address}")
        assert answer is not None
        statuses[answer.status] += 1
        _check_policy(page, answer)
        assert page.evaluate(KEPT) == [], address
        wanted += page.evaluate(LINKS)
    assert [each for each in said if NOT_THEIRS not in each] == []
    assert {each["name"] for each in page.context.cookies()} <= COOKIES
    _check_addresses(opened)
    print(f"\n{username}: {len(opened)} pages, {dict(statuses)}")
    assert statuses[200] and set(statuses) <= {200, 403, 404}


def _sign_in(page: Page, address: str, username: str) -> None:
    client = Client()
    client.force_login(Practitioner.objects.get(username=username))
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address, "httpOnly": True}])


def _words(message: ConsoleMessage) -> str:
    return f"{message.type}: {message.text}"


def _check_policy(page: Page, answer: Response) -> None:
    """Scripts from here alone, or with the nonce of this answer; no style in a page; nobody frames it."""
    policy = answer.headers["content-security-policy"]
    told = {name: values for name, *values in (each.split() for each in policy.split(";"))}
    assert told["default-src"] == told["style-src"] == ["'self'"], policy
    assert told["object-src"] == told["frame-ancestors"] == ["'none'"], policy
    nonces = {each.removeprefix("'nonce-").rstrip("'") for each in told["script-src"] if each != "'self'"}
    assert len(nonces) <= 1 and "unsafe" not in policy
    assert set(page.evaluate(INLINE)) <= nonces, page.url
    assert answer.headers["cache-control"] == "no-store" and answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["referrer-policy"] == "same-origin"


def _check_addresses(addresses: set[str]) -> None:
    with acting(making.SETUP):
        names = [*Child.objects.values_list("name", flat=True), *Person.objects.values_list("name", flat=True)]
    words = {word.lower() for name in names for word in name.split() if len(word) > 3}
    assert words
    found = [each for each in addresses if words & set(re.findall(r"\w+", unquote(each).lower()))]
    assert not found, "a name stands in an address"
