"""How much does each page ask of the database? At most twelve questions beside the frame, whoever opens it.

People of the example partnership open the pages that they find, so a new page is in it by itself. Pages that nobody
finds by a link, such as what a draft leads to, are printed; their own tests count.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from followthrough.service.access import routes
from followthrough.service.agencies.models import Practitioner
from followthrough.service.core import clock
from followthrough.service.core.clock import FixedClock
from followthrough.service.demo.clock import START
from followthrough.service.demo.people import SIGN_INS
from integration.access.comparing import quiet

pytestmark = pytest.mark.django_db(transaction=True)
MOST = 12
OPENED = 3  # times that a page of one kind is opened, by different people where there are
FIRST = [
    "/",
    "/children/child-one/",
    "/shares/?child=child-one",
    "/shares/",
    "/governance/",
    "/people/",
    "/rules/",
    "/second-factor/",
    "/records/",
    "/caseload/",
]
_LINK = re.compile(r'(?:href|action)="(/[^"#]*)"')
_SKIPPED = re.compile(r"^/(static|sign-out|design|demo)")
# The frame of every request: who asks, with which seats, and in which transaction; may they open it, and the audit row.
FRAME = (
    *("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "select coalesce(app_viewer", "select set_config"),
    *("select current_setting('role')", "set local role", "insert into core_auditrow"),
)
WHO = (
    '"django_session"',
    "access_opensession",
    'FROM "agencies_practitioner" WHERE "agencies_practitioner"."id" =',
)
ONCE = ('SELECT "agencies_membership"."id"', 'SELECT "access_grant"."until"')
# Pages that ask more, how many, and why that is right.
_WHOLE = "it tells from the whole history, in a fixed number of questions"
_COPY = "it is made from its page and the child’s numbers and lists, once, by a press; their number is fixed"
MORE: dict[str, tuple[int, str]] = {
    "worklist:duty": (18, _WHOLE),
    "chronology:child": (16, _WHOLE),
    "retention:review": (17, _WHOLE),
    "subjectaccess:request": (18, _WHOLE),
    "subjectaccess:part": (17, _WHOLE),
    "sharing:share": (13, "what other systems say of the child is three questions, for whoever may see the child"),
    "copies:share": (15, _COPY),
    "copies:duty": (25, _COPY),
    "copies:entry": (18, _COPY),
    "worklist:home": (14, "whoever has sent and owes at once sees both lists"),
}
LEAST = 45  # kinds of page that are opened; fewer would mean that the walk lost its way


@dataclass
class Census:
    most: dict[str, tuple[int, str]] = field(default_factory=dict)  # route: questions, and where
    opened: Counter[str] = field(default_factory=Counter)
    refused: set[str] = field(default_factory=set)  # routes that answer to no GET
    asked: dict[str, list[str]] = field(default_factory=dict)

    def walk(self, person: Practitioner) -> None:
        client = Client()
        client.force_login(person)
        seen, mine, wanted = set[str](), Counter[str](), list(FIRST)
        while wanted:
            address = wanted.pop(0)
            route = _route(address)
            if address in seen or route is None or mine[route] or route in self.refused or self.opened[route] >= OPENED:
                continue
            seen.add(address)
            wanted += self._open(client, person, address, route, mine)

    def _open(self, client: Client, person: Practitioner, address: str, route: str, mine: Counter[str]) -> list[str]:
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        if answer.status_code == 405:
            self.refused.add(route)
        if answer.status_code != 200:
            return [answer.headers["Location"]] if answer.status_code == 302 else []
        mine[route] += 1
        self.opened[route] += 1
        questions = ours([each["sql"].strip() for each in asked.captured_queries])
        if len(questions) > self.most.get(route, (0, ""))[0]:
            self.most[route] = (len(questions), f"{address} by {person.username}")
            self.asked[route] = questions
        if answer.streaming or "text/html" not in answer.headers.get("Content-Type", ""):
            return []
        return _LINK.findall(answer.content.decode())


@pytest.fixture
def census(demo_db: None) -> Iterator[Census]:
    found = Census()
    with clock.use(FixedClock(START)), quiet():
        for username, _, _ in SIGN_INS:
            found.walk(Practitioner.objects.get(username=username))
        yield found


def test_no_page_asks_much_and_every_page_was_opened(census: Census) -> None:
    lines = [f"{number:>3} {route}: {where}" for route, (number, where) in census.most.items()]
    print("\n" + "\n".join(sorted(lines, reverse=True)))
    too_many = {
        route: (number, where, [each[:110] for each in census.asked[route]])
        for route, (number, where) in census.most.items()
        if number > MORE.get(route, (MOST, ""))[0]
    }
    for route, said in too_many.items():
        print(route, *said[:2], *said[2], sep="\n    ")
    unseen = sorted(name for name in _routes() if name not in census.opened and name not in census.refused)
    print(f"opened: {len(census.opened)} kinds of page; by nobody:", *unseen, sep="\n    ")
    assert {route: said[:2] for route, said in too_many.items()} == {}
    assert len(census.opened) >= LEAST


def _route(address: str) -> str | None:
    if _SKIPPED.match(address) or not address.startswith("/"):
        return None
    try:
        return get_resolver().resolve(address.partition("?")[0]).view_name
    except Exception:
        return None


def _routes() -> set[str]:
    """Every page of ours that asks who one is."""
    return {
        name
        for name, each in _patterns(get_resolver(settings.ROOT_URLCONF))
        if routes.class_of(each.callback) not in ("public", "system", "demo") and _is_of_us(each.callback)
    }


def _patterns(resolver: URLResolver, within: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _patterns(each, each.namespace or within)
        elif each.name:
            yield (f"{within}:{each.name}" if within else each.name), each


def ours(asked: list[str]) -> list[str]:
    kept = [each for each in asked if not each.startswith(FRAME) and not any(words in each for words in WHO)]
    for words in ONCE:
        first = next((each for each in kept if each.startswith(words)), None)
        if first is not None:
            kept.remove(first)
    return kept


def _is_of_us(view: object) -> bool:
    return str(getattr(view, "__module__", "")).startswith("followthrough.")
