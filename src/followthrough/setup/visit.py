"""Does the site answer a visitor? Signs in and opens pages with the standard library, as --check needs."""

from __future__ import annotations

import http.cookiejar
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable

from followthrough.setup.steps import Problem, say


class Visitor:
    """A browser's bare essentials: it keeps cookies and follows redirects."""

    def __init__(self, address: str) -> None:
        self.address = address
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(cookies)

    def get(self, path: str) -> str:
        return self._ask(path, None)

    def post(self, path: str, values: dict[str, str]) -> str:
        return self._ask(path, urllib.parse.urlencode(values).encode())

    def _ask(self, path: str, data: bytes | None) -> str:
        url = urllib.parse.urljoin(self.address, path)
        request = urllib.request.Request(url, data, headers={"Referer": url})
        try:
            with self._opener.open(request, timeout=30) as answer:
                return answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            raise Problem(f"{path} answered {error.code} {error.reason}.") from error
        except OSError as error:
            raise Problem(f"{path} did not answer: {error}.") from error


def check(address: str, username: str, password: str, is_alive: Callable[[], bool]) -> None:
    """Open what a newcomer opens. Raises Problem at the first thing that is not as it should be."""
    visitor = Visitor(address)
    _wait(visitor, is_alive)
    page = visitor.get("/sign-in/")
    style = _first(r'href="(/static/[^"]+\.css)"', page, "The sign-in page names no style sheet.")
    _expect(len(visitor.get(style)) > 10_000, f"{style} is nearly empty.")
    say("  the sign-in page and its style sheet answer")
    token = _first(r'name="csrfmiddlewaretoken" value="([^"]+)"', page, "The sign-in page has no form.")
    home = visitor.post("/sign-in/", {"csrfmiddlewaretoken": token, "username": username, "password": password})
    _expect("csrfmiddlewaretoken" in home and 'name="password"' not in home, f"Signing in as {username} failed.")
    say(f"  {username} is signed in, and home answers")
    child = _first(r'href="(/children/(?!find/|for-an-agency/)[^"/]+/)"', home, "Home links to no child.")
    _expect("<h1" in visitor.get(child), f"{child} is not a page.")
    say("  a child's page answers")


def _wait(visitor: Visitor, is_alive: Callable[[], bool], patience: float = 60) -> None:
    until = time.monotonic() + patience
    while True:
        try:
            visitor.get("/sign-in/")
            return
        except Problem:
            if not is_alive():
                raise Problem("The site stopped by itself; the lines above say why.") from None
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def _first(pattern: str, page: str, otherwise: str) -> str:
    found = re.search(pattern, page)
    if not found:
        raise Problem(otherwise)
    return found[1]


def _expect(is_so: bool, otherwise: str) -> None:
    if not is_so:
        raise Problem(otherwise)
