"""Two worlds that differ in a hidden child alone: what can an outsider ask, and is anything answered otherwise?

Each pair is asked in the same state, with the child and without, in a random order, and rolled back; so nothing piles
up. Compared are the answers (status, place, body), the number of questions to the database, and, over many pairs, the
time.
"""

from __future__ import annotations

import random
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from difflib import unified_diff
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions, closing
from followthrough.service.access.models import Level
from followthrough.service.agencies.models import Practitioner
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.children.folding import fold
from followthrough.service.children.models import Child, Household, HouseholdMember
from followthrough.service.core import clock
from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger.actions import NewEvent, record
from followthrough.service.sharing import actions as sharing
from followthrough.service.sharing.outgoing import Outgoing
from integration.access.comparing import bare, quiet
from integration.agencies import making

NOW = datetime(2013, 3, 5, 10, tzinfo=UTC)
FIRST, LAST = ["Ada", "Zofia", "Callum", "Ines", "Tom"], ["Moor", "Łuczak", "Reeve", "Frost", "Hale", "Ash"]
OWN = "own"  # the child whom every outsider works with
OUTSIDERS = {
    "constable": [("police", "response", "worker")],
    "inspector": [("police", "response", "team-manager"), ("police", "response", "safeguarding-lead")],
    "officer": [("police", "response", "privacy-officer")],
    "colleague": [("social-care", "triage", "worker")],
}
HAPPENED = {
    "child.seen": {},
    "concern.raised": {"category": "neglect"},
    "child.missing": {"report": "m", "from": "home"},
}
_MADE_ID = re.compile(r"\b(?:[0-9a-f]{32}|FT-\w{4}-\w{4})\b")
Answer = tuple[int, str, str]


@dataclass(frozen=True)
class Hidden:
    """A child whom nobody outside a list may find; with what else is there only with them."""

    id: str
    name: str
    born_on: date
    level: Level
    kinds: tuple[str, ...]
    lives_with_own: bool
    is_shared: bool

    @property
    def named(self) -> dict[str, object]:
        born = self.born_on
        return {"name": self.name, "born_on_day": born.day, "born_on_month": born.month, "born_on_year": born.year}


@dataclass
class Seen:
    """What was asked and answered over many pairs. `times` holds, by question, seconds without and with the child."""

    pairs: int = 0
    answers: int = 0
    times: dict[str, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))


def build() -> None:
    making.agency("social-care", "front-door", "out-of-hours", "triage")
    making.agency("police", "response")
    making.practitioner("lead", ("social-care", "front-door", "safeguarding-lead"))
    making.practitioner("night", ("social-care", "out-of-hours", "worker"))
    for username, seats in OUTSIDERS.items():
        making.practitioner(username, *seats)
    Child.objects.create(id=OWN, name="Ben Ash", folded_name="ben ash", born_on=date(2009, 2, 1))
    home = Household.objects.create(id="mill", address_label="Mill Lane")
    HouseholdMember.objects.create(household=home, child_id=OWN, from_on=date(2009, 2, 1))
    for agency, team in (("police", "response"), ("social-care", "triage")):
        actions.involve(agency=agency, team=team, subject=Subject("child", OWN), reason="t", by=making.SETUP)
    with clock.use(clock.FixedClock(NOW - timedelta(days=3))), acting(of("constable")):
        seen = NewEvent(kind="concern.raised", subject=Subject("child", OWN), occurred_from=clock.now(),
                        data={"category": "neglect"})  # fmt: skip
        record([seen], by=of("constable"))
        sharing.send(outgoing=_outgoing(OWN, "social-care/triage"), by=of("constable"))


def of(username: str) -> Viewer:
    return viewer_of(Practitioner.objects.get(username=username))


def hidden(chance: random.Random) -> Hidden:
    return Hidden(
        new_id(),
        f"{chance.choice(FIRST)} {chance.choice(LAST)}",
        date(2000, 1, 1) + timedelta(days=chance.randrange(4000)),
        chance.choice([Level.SEALED, Level.INVISIBLE]),
        tuple(chance.sample(list(HAPPENED), chance.randrange(3))),
        chance.random() < 0.3,
        chance.random() < 0.3,
    )


def hide(child: Hidden) -> None:
    """Known, worked with, shared about; and then closed by those who work with the child."""
    lead, subject = of("lead"), Subject("child", child.id)
    Child.objects.create(id=child.id, name=child.name, folded_name=fold(child.name), born_on=child.born_on)
    if child.lives_with_own:
        HouseholdMember.objects.create(household_id="mill", child_id=child.id, from_on=child.born_on)
        actions.reach(subject=subject, to=Subject("household", "mill"), from_at=NOW - timedelta(days=900))
    actions.involve(agency="social-care", team="front-door", subject=subject, reason="t", by=making.SETUP)
    with acting(lead):
        for kind in child.kinds:
            at = NOW - timedelta(days=1)
            record([NewEvent(kind=kind, subject=subject, occurred_from=at, data=HAPPENED[kind])], by=lead)
        if child.is_shared:
            sharing.send(outgoing=_outgoing(child.id, "social-care/out-of-hours"), by=lead)
        closing.close(child=subject, level=child.level, names=[], reason="t", review_by=date(2013, 6, 1), by=lead)


def _outgoing(child_id: str, to: str) -> Outgoing:
    return Outgoing(
        key=new_id(), asks="action", words="w", occurred_from=clock.now(), occurred_to=clock.now(), recipients=(to,),
        family_told=True, child_id=child_id,
    )  # fmt: skip


# What an outsider can ask


def _get(address: str) -> Callable[[Client, Hidden], list[HttpResponse]]:
    return lambda client, child: [client.get(address.replace("ID", child.id))]


def _find(**changed: Callable[[Hidden], object]) -> Callable[[Client, Hidden], list[HttpResponse]]:
    return lambda client, child: [
        client.post("/children/find/", {**child.named, **{name: say(child) for name, say in changed.items()}})
    ]


def _misspelt(child: Hidden) -> str:
    return child.name[0] + child.name[2:] + "e"


def _write_a_share(client: Client, child: Hidden) -> list[HttpResponse]:
    """Up to what is sent, which is as if there were no such child; and whom it can be followed by."""
    other = "social-care/out-of-hours"
    said = {"asks": "urgent", "words": "w", "occurred_day": 5, "occurred_month": 3, "occurred_year": 2013,
            "recipients": [other], "others": [], "family_told": "yes", "lawful_basis": "safeguarding",
            "kind": "concern.raised"}  # fmt: skip
    first = client.post("/shares/", child.named)
    if first.status_code != 302:
        return [first]
    page = client.get(first.headers["Location"])
    third = client.post(first.headers["Location"], said)
    if third.status_code != 302:
        return [first, page, third]
    check = client.get(third.headers["Location"])
    sent = client.post(third.headers["Location"], {"seen": check.context["digest"]} if check.context else {})
    done = [client.get(sent.headers["Location"])] if sent.status_code == 302 else []
    return [first, page, third, check, sent, *done, client.get("/")]


QUESTIONS: Mapping[str, Callable[[Client, Hidden], list[HttpResponse]]] = {
    "find by name and date": _find(),
    "find by name": _find(born_on_day=lambda c: "", born_on_month=lambda c: "", born_on_year=lambda c: ""),
    "find by a first name": _find(name=lambda c: c.name.split()[0], born_on_day=lambda c: "",
                                  born_on_month=lambda c: "", born_on_year=lambda c: ""),
    "find misspelt": _find(name=_misspelt),
    "name own people": lambda client, child: [client.post("/children/own-people/", {**child.named, "why": "family"})],
    "suggest for a share": lambda client, child: [client.post("/shares/", {"name": child.name})],
    "share from a link": _get("/shares/?child=ID"),
    "write a share": _write_a_share,
    "child’s page": _get("/children/ID/"),
    "record about": _get("/children/ID/record/"),
    "who can see": _get("/governance/children/ID/"),
    "who has looked": _get("/governance/looked/ID/"),
    "close": _get("/children/ID/close/"),
    "ask in danger": _get("/danger/ID/"),
    "open in danger": lambda client, child: [client.post(f"/danger/{child.id}/", {"danger": "life", "words": "w"})],
    "home": _get("/"),
    "all at home": _get("/?all"),
    "my own": _get("/?show=mine"),
    "rules and their loads": _get("/rules/"),
    "own child’s page": _get(f"/children/{OWN}/"),
    "record about own": _get(f"/children/{OWN}/record/"),
    "who can see own": _get(f"/governance/children/{OWN}/"),
    "chronology": _get("/children/ID/chronology/"),
    "own chronology": _get(f"/children/{OWN}/chronology/"),
    "household": _get("/children/ID/household/"),
    "own household": _get(f"/children/{OWN}/household/"),
    "related to own": _get(f"/children/{OWN}/household/related/"),
}  # fmt: skip

# What is sent is the same; it takes longer, by what those who hold the record are told.
TELLS_CUSTODIANS = {"write a share"}
# An agency knows how many records it has closed, and of nobody which (decision 0014).
OF_THE_AGENCY_THAT_CLOSED = {("colleague", "rules and their loads")}


# Comparing


def check_pairs(count: int, each_asks: int, seed: int = 1) -> Seen:
    """Raises on the first answer, or number of questions to the database, that differs."""
    with quiet():
        return _check_pairs(count, each_asks, random.Random(seed))


def _check_pairs(count: int, each_asks: int, chance: random.Random) -> Seen:
    seen = Seen()
    clients = {username: _signed_in(username) for username in OUTSIDERS}
    for question in QUESTIONS:  # what is made once, such as templates, is made before anything is counted
        with _undone():
            _asked(clients["constable"], question, hidden(chance))
    for _ in range(count):
        username = chance.choice(list(OUTSIDERS))
        open_to = [each for each in QUESTIONS if (username, each) not in OF_THE_AGENCY_THAT_CLOSED]
        asked = chance.sample(open_to, min(each_asks, len(open_to)))
        _prove(clients[username])
        _check_pair(clients[username], username, hidden(chance), asked, chance, seen)
    return seen


def _check_pair(
    client: Client, username: str, child: Hidden, asked: list[str], chance: random.Random, seen: Seen
) -> None:
    """The same work is done before both are asked, and undone where the child is not to be there: what was just done
    warms the machine, or cools it, and that would be measured instead.
    """
    found: dict[bool, dict[str, tuple[list[Answer], int, float]]] = {}
    for is_there in chance.sample([True, False], 2):
        with _undone():
            if is_there:
                hide(child)
            else:
                with _undone():
                    hide(child)
            found[is_there] = {question: _asked(client, question, child) for question in asked}
    for question in asked:
        (without, least, fast), (beside, most, slow) = found[False][question], found[True][question]
        where = f"{username}, {question}, {child}"
        assert without == beside, "\n".join([where, *_unlike(without, beside)])
        if question not in TELLS_CUSTODIANS:
            assert least == most, f"{where}: {least} questions to the database beside nobody, {most} beside the child"
            seen.times[question].append((fast, slow))
        seen.answers += len(without)
    seen.pairs += 1


def _asked(client: Client, question: str, child: Hidden) -> tuple[list[Answer], int, float]:
    counted = [0]

    def count(execute: Callable[..., Any], *args: Any) -> Any:
        counted[0] += 1
        return execute(*args)

    with transaction.atomic(), connection.execute_wrapper(count):
        began = time.perf_counter()
        answers = QUESTIONS[question](client, child)
        took = time.perf_counter() - began
        transaction.set_rollback(True)
    return [_plain(each, child) for each in answers], counted[0], took


def _plain(response: HttpResponse, child: Hidden) -> Answer:
    status, place, body = bare(response, child.id)
    return status, _MADE_ID.sub("<made>", place), _MADE_ID.sub("<made>", body)


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _signed_in(username: str) -> Client:
    client = Client()
    client.force_login(Practitioner.objects.get(username=username))
    _prove(client)
    client.get("/")
    return client


def _prove(client: Client) -> None:
    """Just now, as the session tells: so neither who one is nor the use of it has to be noted again in between."""
    session = client.session
    session["proved_at"] = session["seen_at"] = clock.real_now().timestamp()
    session.save()


def _unlike(without: list[Answer], beside: list[Answer]) -> Iterator[str]:
    lines = [[line for each in answers for line in f"{each[0]} {each[1]}\n{each[2]}".splitlines()]
             for answers in (without, beside)]  # fmt: skip
    return unified_diff(*lines, "without the child", "beside the child", lineterm="", n=1)
