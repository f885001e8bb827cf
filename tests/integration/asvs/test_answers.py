"""What every answer of every route says of itself, to a stranger and to somebody who is signed in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver

from followthrough.service.access import routes
from integration.access.test_routes import patterns
from integration.sharing.world import World

pytestmark = pytest.mark.django_db
KINDS = {"StringConverter": "str", "SlugConverter": "slug", "IntConverter": "int"}


def addresses(world: World) -> Iterator[tuple[str, str]]:
    """Every route with its class; where it names a child or a person, one that is there."""
    real = {"child_id": world.child.pk, "practitioner_id": world.people["nurse"].pk}
    for address, each in patterns(get_resolver(settings.ROOT_URLCONF)):
        path = "/" + address
        for name, converter in each.pattern.converters.items():
            kind = KINDS[type(converter).__name__]
            path = path.replace(f"<{kind}:{name}>", real.get(name, "1" if kind == "int" else "x"))
        yield path, str(routes.class_of(each.callback))


@pytest.fixture
def answers(world: World) -> dict[str, Any]:
    """By address and who asked."""
    found: dict[str, Any] = {}
    for who in ("a stranger", "nurse", "named.nurse"):
        client = Client(headers={"origin": "https://evil.example"})
        if who != "a stranger":
            client.force_login(world.people[who])
        for path, _ in addresses(world):
            if "sign-out" not in path:
                found[f"{who} {path}"] = client.get(path)
    assert len(found) > 250 and sum(each.status_code == 200 for each in found.values()) > 30
    return found


def wrong(answers: dict[str, Any], says: Any) -> dict[str, Any]:
    return {where: dict(each.headers) for where, each in answers.items() if not says(each)}


def _each_tells_the_browser_what_it_may_do_with_it(answers: dict[str, Any]) -> None:
    assert wrong(answers, lambda each: each["X-Content-Type-Options"] == "nosniff") == {}
    assert wrong(answers, lambda each: each["Referrer-Policy"] == "same-origin") == {}
    assert wrong(answers, lambda each: each["Cross-Origin-Resource-Policy"] == "same-origin") == {}
    assert wrong(answers, lambda each: each["Cross-Origin-Opener-Policy"] == "same-origin") == {}
    assert wrong(answers, lambda each: "frame-ancestors 'none'" in each["Content-Security-Policy"]) == {}
    assert wrong(answers, lambda each: "object-src 'none'" in each["Content-Security-Policy"]
                 or "default-src 'none'" in each["Content-Security-Policy"]) == {}  # fmt: skip
    assert wrong(answers, lambda each: "base-uri 'none'" in each["Content-Security-Policy"]
                 or "sandbox" in each["Content-Security-Policy"]) == {}  # fmt: skip
    assert wrong(answers, lambda each: "unsafe" not in each["Content-Security-Policy"]) == {}
    assert wrong(answers, lambda each: "*" not in each["Content-Security-Policy"]) == {}


def _no_other_site_is_let_in(answers: dict[str, Any]) -> None:
    assert wrong(answers, lambda each: not [n for n in each.headers if n.lower().startswith("access-control-")]) == {}


def _what_is_shown_to_somebody_signed_in_is_kept_by_no_browser_nor_proxy(answers: dict[str, Any]) -> None:
    signed_in = {where: each for where, each in answers.items() if not where.startswith("a stranger")}
    assert wrong(signed_in, lambda each: "no-store" in each["Cache-Control"]) == {}


def pages(answers: dict[str, Any]) -> dict[str, str]:
    return {
        where: each.content.decode()
        for where, each in answers.items()
        if each.status_code < 500 and each["Content-Type"].startswith("text/html")
    }


def _every_page_can_be_left(answers: dict[str, Any]) -> None:
    shown = {
        w: t for w, t in pages(answers).items() if not w.startswith("a stranger") and answers[w].status_code == 200
    }
    assert len(shown) > 30
    assert [where for where, text in shown.items() if 'action="/sign-out/"' not in text] == []


def _pages_fetch_from_and_send_to_this_site_alone(answers: dict[str, Any]) -> None:
    """Nothing of a page, not even an address that was looked at, goes to others."""
    fetches = re.compile(
        r"""<(?:script|img|iframe|source|video|audio|form|embed|input|link)\b[^>]*?
                             \b(?:src|action|formaction|srcset|poster|href)=["'](?:https?:)?//([^/"']+)""",
        re.X | re.I,
    )
    assert {where: fetches.findall(text) for where, text in pages(answers).items() if fetches.search(text)} == {}


def _no_page_uses_what_browsers_have_given_up_or_runs_words_as_scripts(answers: dict[str, Any]) -> None:
    old = re.compile(r"<(?:object|embed|applet|frame|frameset|marquee|bgsound|isindex)\b", re.I)
    inline = re.compile(r"<[^>]+\son[a-z]+=|javascript:|<script(?![^>]*\b(?:src|nonce)=|[^>]*application/json)", re.I)
    texts = pages(answers)
    assert [where for where, text in texts.items() if old.search(text)] == []
    assert [where for where, text in texts.items() if inline.search(text)] == []


def test_no_inner_page_stands_open() -> None:
    """No list of folders, console, metrics or page for faults; what describes an interface asks who one is."""
    inner = re.compile(r"(^|/)(admin|metrics|debug|__debug__|schema|openapi|swagger|graphql|health|console)\b")
    every = {address: each.callback for address, each in patterns(get_resolver(settings.ROOT_URLCONF))}
    found = {address: routes.class_of(view) for address, view in every.items() if inner.search(address)}
    assert found == {"api/openapi.json": "signed-in"}


def test_what_every_answer_of_every_route_says_of_itself(answers: dict[str, Any]) -> None:
    """Asked once for all, because asking takes long."""
    _each_tells_the_browser_what_it_may_do_with_it(answers)
    _no_other_site_is_let_in(answers)
    _what_is_shown_to_somebody_signed_in_is_kept_by_no_browser_nor_proxy(answers)
    _every_page_can_be_left(answers)
    _pages_fetch_from_and_send_to_this_site_alone(answers)
    _no_page_uses_what_browsers_have_given_up_or_runs_words_as_scripts(answers)


@pytest.mark.parametrize("number", ["0", "-1", "9223372036854775807", "9223372036854775808", "9" * 60, "1e9", "٣"])
def test_numbers_at_their_ends_are_not_there_or_refused(world: World, number: str) -> None:
    client = Client()
    client.force_login(world.people["named.nurse"])
    for address, each in patterns(get_resolver(settings.ROOT_URLCONF)):
        whole = [n for n, c in each.pattern.converters.items() if type(c).__name__ == "IntConverter"]
        if not whole:
            continue
        path = "/" + address
        for name in whole:
            path = path.replace(f"<int:{name}>", number)
        for method in (client.get, client.post):
            assert method(path).status_code in (302, 403, 404, 405), path
