"""A word stands in each protected field. Every person opens every page that they find: who reads which word, and does
any word come out by letter, export, pack, address or log?
"""

from __future__ import annotations

import html
import logging
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.core import mail
from django.urls import resolve

from followthrough.service.agencies.models import Team
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.gateway.exporting import export
from followthrough.service.learning.reviews.models import Review
from followthrough.service.ledger import rulebook, sweep
from followthrough.service.outofhours import actions as outofhours
from integration.access.canaries import READERS, client_of, planted, read, text_of
from integration.access.file_routes import file_routes
from integration.outofhours.test_pack import PASSWORD, _opened
from integration.sharing import world as made
from integration.sharing.world import World

pytestmark = pytest.mark.django_db(transaction=True)  # refusals are committed apart
MOST_PAGES = int(os.environ.get("FOLLOWTHROUGH_PAGES", "60"))  # of each person; `make proof` opens them all
_LINK = re.compile(r'href="(/[^"#]*)"')
_TO_READ = re.compile(r'href="(/[^"#]*/entries/[^"#]*)"(?:(?!href=).)*?open the entry to read it', re.S)
_SKIPPED = re.compile(r"^/(static|sign-out|rules/[a-z]|design|demo)")


@pytest.fixture
def world() -> Iterator[World]:
    yield from planted()


def _pages(world: World, username: str) -> dict[str, str]:
    """Every page that the person finds from these on, by address: links are followed, buttons are not pressed."""
    client = client_of(username)
    jonas, mila = world.child.pk, world.people["mila"].pk
    with acting(Viewer.system("test")):
        review = Review.objects.get().pk
    # What is deepest comes first: the links of the first pages are many.
    wanted = ["/governance/", f"/reviews/{review}/findings/",
              "/", "/?all", f"/children/{jonas}/", f"/children/{mila}/", f"/children/{mila}/close/",
              "/shares/", "/reviews/", "/recommendations/", "/newsletters/",
              f"/governance/children/{mila}/", "/children/own-people/", "/people/", "/rules/",
              "/children/find/", f"/danger/{mila}/", "/intake/", "/caseload/"]  # fmt: skip
    found: dict[str, str] = {}
    while wanted and len(found) < MOST_PAGES:
        address = wanted.pop(0)
        if address in found or _SKIPPED.match(address):
            continue
        answer = client.get(address)
        text = text_of(answer)
        assert answer.headers.get("Content-Type", "text/html").startswith("text/html") or _is_known_file(address)
        found[address] = html.unescape(text) if answer.status_code not in (301, 302) else ""
        wanted += [answer.headers["Location"]] if "Location" in answer.headers else []
        wanted += [html.unescape(each) for each in _LINK.findall(text)]
        wanted[:0] = [html.unescape(each) for each in dict.fromkeys(_TO_READ.findall(text))]
    return found


def _is_known_file(address: str) -> bool:
    """What is no page is opened by everybody in `test_canaries_in_files`."""
    return resolve(address.partition("?")[0]).view_name in file_routes()


def test_every_word_is_read_by_whom_it_is_for_and_by_nobody_else(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    readers: dict[str, set[str]] = {name: set() for name in READERS}
    addresses: set[str] = set()
    opened = 0
    people = [*made.PEOPLE, "board.officer", "board.manager"]
    with caplog.at_level(logging.INFO):
        for person in people:
            pages = _pages(world, person)
            opened += len(pages)
            addresses |= set(pages)
            for name, where in read(pages).items():
                readers[name].add(person)
                assert person in READERS[name], f"{person} reads {name} on {where}"
    print(f"\n{opened} pages by {len(people)} people, {len(READERS)} words")
    assert readers == READERS
    assert not read({"addresses": " ".join(addresses), "logs": caplog.text})


def test_no_word_leaves_by_letter_or_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="followthrough"):
        sweep.run_once()
        world.later(hours=30)  # silence climbs, and everybody is written to
        sweep.run_once()
    assert len(mail.outbox) > 5
    letters = {f"letter {n}": f"{each.subject} {each.body} {each.to}" for n, each in enumerate(mail.outbox)}
    assert not read(letters | {"log": caplog.text})
    assert "Jonas" not in " ".join(letters.values())


def test_no_word_leaves_by_the_export(world: World, tmp_path: Path) -> None:
    manager = world.viewer("board.manager")
    assert export(tmp_path / "out", rulebook.current().vocabulary, by=manager, reason="a test").total() > 15
    files = [each for each in (tmp_path / "out").rglob("*") if each.is_file()]
    tables = {str(each): _rows(each) for each in files if each.suffix == ".parquet"}
    others = {str(each): each.read_text(errors="replace") for each in files if each.suffix != ".parquet"}
    assert tables and world.child.pk in " ".join(tables.values())
    assert not read(tables | others)


def _rows(file: Path) -> str:
    return repr(pq.read_table(file).to_pylist())


def test_the_pack_for_the_night_holds_what_its_reader_may_read_and_is_sealed(world: World, tmp_path: Path) -> None:
    out, team = tmp_path / "pack.html", Team.objects.get(agency="social-care", slug="out-of-hours")
    outofhours.make_pack(team=team, out=out, password=PASSWORD)
    file = out.read_text(encoding="utf-8")
    assert not read({"file": file})
    inside = html.unescape(_opened(file, PASSWORD))
    assert "Jonas Weber" in inside
    assert all("duty.manager" in READERS[name] for name in read({"pack": inside}))
