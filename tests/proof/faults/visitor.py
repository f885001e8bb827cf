"""One signed-in person, who asks a page of the site and sends a form. No more of a browser than that."""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlencode, urlsplit

from proof.faults.site import HOST

_TOKEN = "a" * 32  # of the double submit: cookie and form say the same
TIMEOUT = 30.0


class NoAnswer(Exception):
    """Whether it was done is not known: the line broke, or the site said that something went wrong."""


class Unexpected(Exception):
    """An answer that a person could do nothing with."""


@dataclass
class Answer:
    status: int
    text: str
    location: str = ""

    @property
    def place(self) -> str:
        return urlsplit(self.location).path


class Visitor:
    def __init__(self, port: int, cookie: str, session: str) -> None:
        self.port = port
        self._cookies = f"{cookie}={session}; __Host-csrf={_TOKEN}"
        self._connection: http.client.HTTPConnection | None = None

    def get(self, place: str) -> Answer:
        return self._ask("GET", place)

    def post(self, place: str, said: dict[str, str | list[str]] | None = None) -> Answer:
        body = urlencode({"csrfmiddlewaretoken": _TOKEN, **(said or {})}, doseq=True)
        return self._ask("POST", place, body)

    def _ask(self, method: str, place: str, body: str | None = None) -> Answer:
        """As the proxy passes it on that ends TLS. Raises NoAnswer."""
        headers = {
            "Host": HOST,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "192.0.2.1",
            "Referer": f"https://{HOST}/",
            "Cookie": self._cookies,
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            if self._connection is None:
                self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
            self._connection.request(method, place, body, headers)
            answer = self._connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise NoAnswer(type(error).__name__) from error
        if answer.status >= 500:
            raise NoAnswer(str(answer.status))
        return Answer(answer.status, text, answer.headers.get("Location", ""))

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def offered(page: str, field: str) -> list[str]:
    """The values of the boxes or radios of one field."""
    boxes = re.findall(r"<input[^>]*>", page)
    mine = [each for each in boxes if f'name="{field}"' in each]
    return [unescape(found.group(1)) for each in mine if (found := re.search(r'value="([^"]*)"', each))]


def complaint(page: str) -> str:
    """What the page says is wrong."""
    found = re.search(r'class="govuk-error-summary.*?</div>\s*</div>', page, re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found.group(0) if found else page))[:400]
