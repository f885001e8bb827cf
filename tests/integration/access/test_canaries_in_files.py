"""Every file that leaves by a page: who is given it, and which of the words in protected fields stand in it?

Each route that answers with a file is opened by each person, for everything that it could be asked for, and what comes
is read as its reader reads it. A route that is added fails here until it is opened too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from followthrough.service.agencies.models import Agency, Team
from followthrough.service.attachments.models import Attachment
from followthrough.service.children.models import Child
from followthrough.service.core import clock
from followthrough.service.core.audit import copying
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.cover.models import Period
from followthrough.service.intake import systems
from followthrough.service.intake.actions import take_in
from followthrough.service.intake.arrivals import from_mail
from followthrough.service.intake.models import Item
from followthrough.service.learning.changes.models import Proposal
from followthrough.service.learning.commissioning import actions as commissioning
from followthrough.service.learning.commissioning.models import CaseExample
from followthrough.service.learning.commissioning.queries import examples
from followthrough.service.learning.newsletter import composing
from followthrough.service.learning.newsletter.editions import EDITIONS
from followthrough.service.learning.newsletter.models import Release
from followthrough.service.learning.newsletter.presenters.files import FORMATS
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Duty, Event
from followthrough.service.retention import actions as retention
from followthrough.service.retention.models import Disposal
from followthrough.service.sharing.models import Draft, Share
from followthrough.service.subjectaccess import actions as requests
from followthrough.service.subjectaccess import queries as asked
from followthrough.service.subjectaccess.models import Request
from integration.access import canaries
from integration.access import urls as with_a_new_route
from integration.access.canaries import HOSPITAL, NEAR, client_of, read, text_of, word
from integration.access.file_routes import file_routes
from integration.agencies import making
from integration.attachments.sending import with_file
from integration.intake.mails import mail
from integration.police.test_forms import attendance
from integration.retention.files import old_record
from integration.sharing import world as made
from integration.sharing.world import World
from support import files

ANSWERING = {"keeper", "second"}  # of the hospital, for a request to see Jonas's record
WRITTEN_THERE = {each for each in canaries.READERS if each.startswith(("class-", "label-", "words-"))}
GIVEN = {"class-core", "class-health-detail"}  # what is left in the pack: all the rest is kept back
READERS: Mapping[str, set[str]] = {
    **{name: people | (ANSWERING if name in WRITTEN_THERE else set()) for name, people in canaries.READERS.items()},
    "list-matched": canaries.READERS["list-matched"] | ANSWERING,
    **dict.fromkeys(("sent-file", "kept-file"), NEAR | {"stranger"} | ANSWERING),  # as the entries that they came with
    "mailed-file": HOSPITAL,
    "destroyed": set(),
}
Ids = Callable[[World], list[tuple[Any, ...]]]
Asked = Callable[[World, Client], Iterator[HttpResponse]]


@pytest.fixture
def world() -> Iterator[World]:
    for built in canaries.planted():
        _files(built)
        yield built


def _files(world: World) -> None:
    for name in ("sent-file", "kept-file"):
        with_file(world, made.OUT_OF_HOURS, name=f"{name}.docx", content=_paper(name))
    ward = Team.objects.get(agency="hospital", slug="ward")
    take_in(arrival=from_mail(mail(number="2", files=(("a.docx", _paper("mailed-file")),))), team=ward)
    days = {"starts_on": date(2013, 3, 29), "ends_on": date(2013, 4, 1), "announced_at": clock.now()}
    Period.objects.create(key="2013-03-29", title="Easter", **days)
    _example(world)
    manager = world.viewer("board.manager")
    with acting(manager):
        words = ("name", "theme", "title", "text", "says_now", "says_then", "reaches", "source_words", "reason")
        now = clock.now()
        Proposal.objects.create(
            what="time", recommendation="FT-2222-2222", in_force_on=now.date(), proposed_at=now,
            proposed_by=manager.practitioner_id, **dict.fromkeys(words, "w"),
        )  # fmt: skip
    with acting(Viewer.system("newsletter")):
        content = composing.compose("Learning", []).as_data()
        Release.objects.create(
            number=1, title="Learning", content=content, digest="", writers=[], checked_by="x", at=clock.now()
        )
    _destroyed(world)
    _pack(world)


def _example(world: World) -> None:
    """Written without names, and released."""
    nurse, sister = world.viewer("nurse"), world.viewer("sister")
    with acting(nurse):
        said = {"gap": "g", "tier": 3, "title": "Nobody", "words": {"needed": "Help."}, "commissioner": "police"}
        made_of_it = commissioning.write(child_id=world.child.pk, by=nurse, **said)
    with acting(sister):
        commissioning.release(example=made_of_it, read=examples.digest(made_of_it), by=sister)


def _paper(name: str) -> bytes:
    return files.word(body=f"<w:p><w:r><w:t>{word(name)}</w:t></w:r></w:p>")


def _destroyed(world: World) -> None:
    making.team(Agency.objects.get(key="social-care"), "archive")
    archivist = making.viewer("archivist", ("social-care", "archive", "records-manager"))
    old = old_record(world.viewer("day"), word("destroyed"))
    one = retention.propose(child_id=old.pk, reason="Long over.", by=archivist)
    retention.answer(disposal=one, agrees=True, reason="Yes.", by=world.viewer("board.officer"))


def _pack(world: World) -> None:
    making.team(Agency.objects.get(key="hospital"), "records")
    for name, role in (("keeper", "records-manager"), ("second", "service-manager")):
        world.people[name] = making.practitioner(name, ("hospital", "records", role))
    keeper, second = world.viewer("keeper"), world.viewer("second")
    with acting(keeper):
        request = requests.enter(
            child_id=world.child.pk, asked_by="the person themselves", asker="Jonas", entitled_by="", scope="",
            from_on=None, to_on=None, received_on=clock.now().date(), by=keeper,
        )  # fmt: skip
        requests.check_identity(request=request, shown="Seen.", by=keeper)
        parts = asked.parts(keeper, request)
        for part in parts:
            kept_back = read({"part": " ".join(part.lines)}).keys() - GIVEN
            if part.file:
                kept_back = {"kept-file"} if "kept" in part.title else set()
                requests.decide(request=request, part=part, withheld=bool(kept_back), code="court" if kept_back else "",
                                passages=[], note="", by=keeper)  # fmt: skip
            elif kept_back:
                requests.decide(request=request, part=part, withheld=True, code="serious-harm", passages=[],
                                note=word("destroyed"), by=keeper)  # fmt: skip
        requests.give_rest(request=request, parts=parts, by=keeper)
        requests.prepare(request=request, second=world.people["second"], parts=parts, by=keeper)
    with acting(second):
        requests.agree(request=asked.request(second, request.pk) or request, by=second)


# How each is asked for


def _get(name: str, ids: Ids = lambda world: [()]) -> Asked:
    """By address, for every thing that there is."""

    def asked_for(world: World, client: Client) -> Iterator[HttpResponse]:
        for each in ids(world):
            yield client.get(reverse(name, args=each))

    return asked_for


def _keep(world: World, client: Client) -> Iterator[HttpResponse]:
    for each in _of(Draft, "nurse")(world):
        yield client.post(reverse("sharing:keep", args=each), {"words": word("draft")})


def _keep_attendance(world: World, client: Client) -> Iterator[HttpResponse]:
    """Who is not of the police begins none."""
    begun = client.get(reverse("police:start"))
    if begun.status_code == 302:
        yield client.post(f"{begun.headers['Location']}keep/", {"words": word("draft")})


def _keep_form(world: World, client: Client) -> Iterator[HttpResponse]:
    begun = client.get(reverse("police:start"))
    if begun.status_code == 302:
        draft = begun.headers["Location"]
        client.post(draft, attendance())
        client.post(f"{draft}children/add/", {"name": "Ola Nowak", "lives_there": "yes", "age": "about 1"})
        client.post(f"{draft}children/", {"record": "yes"})
        child = Child.objects.filter(name="Ola Nowak").latest("pk")
        place = reverse("police:keep-form", args=(child.pk, draft.rstrip("/").rpartition("/")[2]))
        yield client.post(place, {"words": word("draft")})


def _send(world: World, client: Client) -> Iterator[HttpResponse]:
    """As another system, whoever is signed in."""
    manager = world.viewer("duty.manager")
    with acting(manager):
        team = Team.objects.get(agency="social-care", slug="front-door")
        _, token = systems.create(name="School", team=team, by=manager)
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "item-0001"}
    said = {"subject": word("mail"), "text": word("mail"), "sender": "C", "written_at": "2013-03-28T16:10:00Z"}
    yield client.post(reverse("api:items"), json.dumps(said), content_type="application/json", headers=headers)


def _of(model: type[Model], viewer: str, *fields: str) -> Ids:
    """Of all that a person sees, or a part of the service for itself."""

    def ids(world: World) -> list[tuple[Any, ...]]:
        with acting(world.viewer(viewer) if viewer in world.people else Viewer.system(viewer)):
            return list(model._default_manager.values_list(*fields or ["pk"]))

    return ids


def _of_ledger(model: type[Model], *fields: str, **which: Any) -> Ids:
    def ids(world: World) -> list[tuple[Any, ...]]:
        with as_assessor():
            return list(model._default_manager.filter(subject_kind="child", **which).values_list(*fields))

    return ids


SAID = ("child.seen", "concern.raised")  # what has words of its own
SHARES, DUTIES = _of(Share, "nurse", "reference"), _of_ledger(Duty, "pk")
REQUESTS = _of(Request, "subjectaccess")
ENTRIES, ITEMS = _of_ledger(Event, "subject_id", "pk", kind__in=SAID), _of(Item, "nurse", "reference")


def _children(world: World) -> list[tuple[Any, ...]]:
    return sorted({each[:1] for each in ENTRIES(world)})


FILES: Mapping[str, Asked] = {
    "attachments:file": _get("attachments:file", _of(Attachment, "nurse")),
    "copies:share": _get("copies:share", SHARES),
    "copies:share-txt": _get("copies:share-txt", SHARES),
    "copies:share-pdf": _get("copies:share-pdf", SHARES),
    "copies:duty": _get("copies:duty", DUTIES),
    "copies:duty-txt": _get("copies:duty-txt", DUTIES),
    "copies:duty-pdf": _get("copies:duty-pdf", DUTIES),
    "copies:entry": _get("copies:entry", ENTRIES),
    "copies:entry-txt": _get("copies:entry-txt", ENTRIES),
    "copies:entry-pdf": _get("copies:entry-pdf", ENTRIES),
    "copies:chronology-pdf": _get("copies:chronology-pdf", _children),
    "board:pdf": _get("board:pdf", lambda world: [("2013-q1",)]),
    "board:word": _get("board:word", lambda world: [("2013-q1",)]),
    "commissioning:pdf": _get("commissioning:pdf"),
    "commissioning:word": _get("commissioning:word"),
    "commissioning:example-pdf": _get("commissioning:example-pdf", _of(CaseExample, "commissioning", "key")),
    "commissioning:example-word": _get("commissioning:example-word", _of(CaseExample, "commissioning", "key")),
    "changes:file": _get("changes:file", _of(Proposal, "changes")),
    "newsletter:file": _get(
        "newsletter:file", lambda world: [(1, name, kind) for name in EDITIONS for kind in FORMATS]
    ),
    "cover:report-pdf": _get("cover:report-pdf", lambda world: [("2013-03-29",)]),
    "intake:attachment": _get("intake:attachment", lambda world: [(*item, 0) for item in ITEMS(world)]),
    "intake:original": _get("intake:original", ITEMS),
    "retention:certificate": _get("retention:certificate", _of(Disposal, "retention")),
    "subjectaccess:pack": _get("subjectaccess:pack", REQUESTS),
    "subjectaccess:folder": _get("subjectaccess:folder", lambda world: [(*each, 1) for each in REQUESTS(world)]),
    # These say nothing of anybody: that is what is looked at.
    "api:openapi": _get("api:openapi"),
    "api:items": _send,
    "sharing:keep": _keep,
    "police:keep": _keep_attendance,
    "police:keep-form": _keep_form,
    "access:typed": lambda _, client: iter([client.get(reverse("access:typed"), {"of": "/"})]),
}
# A page and a paper are made of what the text is made of: three people are enough.
SAME = {f"copies:{what}{kind}" for what in ("share", "duty", "entry") for kind in ("", "-pdf")}
SAME |= {"copies:chronology-pdf"}
OF_THE_SAME = {"sister", "stranger", "constable"}

OF_AN_ENTRY = WRITTEN_THERE - {"class-witness-protection"} | {"list-matched"}
HELD: Mapping[str, set[str]] = {
    "attachments:file": {"sent-file", "kept-file"},
    # What is kept off tables is kept off this paper too.
    "copies:chronology-pdf": {f"class-{each}" for each in ("adult-record", "core", "health-detail", "narrative")}
    | {"label-police-restricted"},
    "copies:entry": OF_AN_ENTRY,
    "copies:entry-pdf": OF_AN_ENTRY,
    "copies:entry-txt": {*WRITTEN_THERE, "list-matched", "hidden-entry", "hidden-name"},
    **{f"copies:{what}{kind}": {"list-matched"} for what in ("share", "duty") for kind in ("", "-txt", "-pdf")},
    "intake:attachment": {"mailed-file"},
    "intake:original": {"mail"},
    "subjectaccess:pack": GIVEN,
    "subjectaccess:folder": {*GIVEN, "sent-file"},
}


def test_each_route_that_answers_with_a_file_is_opened_here() -> None:
    assert file_routes().keys() == FILES.keys()


def test_a_new_route_that_answers_with_a_file_is_noticed() -> None:
    assert file_routes(with_a_new_route.__name__).keys() - FILES.keys() == {"a-file"}


@pytest.mark.django_db(transaction=True, databases=["default", "owner", "assessor"])
def test_every_file_is_given_to_whom_it_is_for_and_holds_what_they_may_read(world: World, tmp_path: Path) -> None:
    given: dict[str, set[str]] = {name: set() for name in FILES}
    found: dict[str, set[str]] = {name: set() for name in FILES}
    for person in [*made.PEOPLE, "board.officer", "board.manager", *sorted(ANSWERING)]:
        client = client_of(person)
        for name in (each for each in FILES if each not in SAME or person in OF_THE_SAME):
            for answer in (each for each in FILES[name](world, client) if each.status_code in (200, 201)):
                given[name].add(person)
                for said in read({name: text_of(answer)}):
                    found[name].add(said)
                    assert person in READERS[said], f"{person} reads {said} in {name}"
    assert found == {name: HELD.get(name, set()) for name in FILES}
    assert all(given.values()) and given["subjectaccess:pack"] == ANSWERING
    assert copying.write(tmp_path / "audit") > 300  # of all that was opened, too
    assert not read({"audit": (tmp_path / "audit").read_text()})
