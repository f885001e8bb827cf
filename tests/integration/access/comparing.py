"""What does an answer tell? Its status and words, without what differs from answer to answer by design."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpResponse

_BY_DESIGN = [
    re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"'),
    re.compile(r'nonce="[^"]*"'),
    re.compile(r'(name="(?:[\w-]+-)?_?(key|draft)" value=")[^"]*"'),
    re.compile(r'name="back_to" value="[^"]*"'),  # where the asker is: on the bar of the demo's clock
]


def bare(response: HttpResponse, *known: str) -> tuple[int, str, str]:
    """Status, place to go, and body; `known` are made-up ids that the two askers were given."""
    body, place = response.content.decode(), response.headers.get("Location", "")
    for pattern in _BY_DESIGN:
        body = pattern.sub("", body)
    for number, each in enumerate(known):
        body, place = body.replace(each, f"<{number}>"), place.replace(each, f"<{number}>")
    return response.status_code, place, body


@contextmanager
def quiet() -> Iterator[None]:
    """Thousands of refusals are no news."""
    log = logging.getLogger("django.request")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)
