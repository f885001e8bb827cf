"""A child's page: everything that this viewer may see, as one picture and the same as a table."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from followthrough.pictures import as_rows
from followthrough.procedures.model.event import Subject
from followthrough.service.children.actions import About, register_child
from followthrough.service.children.models import Household
from followthrough.service.chronology.presenters.page import child_page
from followthrough.service.core import clock
from followthrough.service.core.models import AuditRow
from followthrough.service.core.viewer import acting
from integration.chronology.writing import plain, text_of, write
from integration.sharing import world as made
from integration.sharing.world import FRONT_DOOR, OUT_OF_HOURS, World, local
from integration.worklist.test_home import ours

SignIn = Callable[[str], Client]


@pytest.fixture
def busy(world: World) -> World:
    """A month's worth of entries by two agencies."""
    home = Subject("household", Household.objects.get().pk)
    write(world, "child.seen", local(2013, 1, 8, 10, 0), data={"alone": False})
    write(world, "child.seen", local(2013, 3, 1, 9, 0), data={"alone": True, "by": world.people["nurse"].pk})
    drinking = {"seen_as": "told by another", "words": "His aunt rang."}
    write(world, "alcohol.misuse", local(2013, 3, 4, 9, 0), subject=home, data=drinking)
    write(world, "injury.seen", local(2013, 3, 27, 0, 0), occurred_to=local(2013, 3, 27, 23, 59), data={"site": "hand"})
    world.send(OUT_OF_HOURS, FRONT_DOOR)
    return world


FRAME_READS = 3  # memberships of the viewer, and the names at the top and at the foot of every page


def address(world: World) -> str:
    return f"/children/{world.child.pk}/"


def test_who_the_child_is_comes_first(busy: World, signed_in: SignIn) -> None:
    page = plain(text_of(signed_in("nurse"), address(busy)))
    assert "An interpreter is needed: the family speaks German." in page
    assert "3 years, born Monday 4 May 2009" in page
    assert "Last seen Friday 1 March 2013 09:00, by Nurse, Hospital, without a carer" in page
    assert "Lead professional Nobody is named" in page


def test_what_is_most_private_is_spelled_out_on_the_page_of_its_entry_alone(busy: World, signed_in: SignIn) -> None:
    """So that nobody reads it over a shoulder, or on the printer; who opens it is written down."""
    placed = {"words": "7 Larch Way", "category": "neglect"}
    entry = write(
        busy,
        "concern.raised",
        local(2013, 3, 5, 9, 0),
        data=placed,
        text="By the mill",
        record_class="placement-address",
    )
    whole = text_of(nurse := signed_in("nurse"), address(busy))
    assert "Where a child is placed: open the entry to read it." in plain(whole)
    assert "Larch Way" not in whole and "the mill" not in whole
    assert not AuditRow.objects.filter(action="entry.read").exists()
    own = plain(text_of(nurse, f"{address(busy)}entries/{entry}/"))
    assert "7 Larch Way" in own and "By the mill" in own
    assert AuditRow.objects.get(action="entry.read").detail == {"entry": entry}


def test_a_lead_professional_is_named_until_they_step_down(busy: World, signed_in: SignIn) -> None:
    lead = {"lead": "first", "person": "Anna Holt", "lead_agency": "police"}
    write(busy, "lead.accepted", local(2013, 3, 5, 9, 0), data=lead)
    assert "Lead professional Anna Holt, Police" in plain(text_of(signed_in("nurse"), address(busy)))
    write(busy, "lead.ended", local(2013, 3, 6, 9, 0), data={"lead": "first"})
    assert "Lead professional Nobody is named" in plain(text_of(signed_in("nurse"), address(busy)))


def test_long_times_without_sight_are_said_in_words(busy: World, signed_in: SignIn) -> None:
    page = plain(text_of(signed_in("nurse"), address(busy)))
    assert "No agency wrote down that it saw him for 7 weeks, from 8 Jan 2013 to 1 Mar 2013." in page
    busy.later(days=20)
    assert "saw him for 6 weeks, since 1 Mar 2013." in plain(text_of(signed_in("nurse"), address(busy)))


def test_the_table_says_what_the_picture_shows(busy: World) -> None:
    with acting(busy.viewer("nurse")):
        page = child_page(busy.viewer("nurse"), busy.child)
    assert page.swimlane is not None
    drawn = {
        (row.number, row.lane, row.label)
        for row in as_rows(page.swimlane)
        if row.due is None and row.kind not in ("signal", "not seen")
    }
    told = {(row.number, row.agency, row.said.title) for row in page.rows if not row.is_taken_back}
    assert drawn == told
    anchors = {f"#{row.anchor}" for row in page.rows}
    assert {mark.href for mark in page.swimlane.marks} == anchors


def test_duties_are_bars_with_their_deadlines_and_cards(busy: World, signed_in: SignIn) -> None:
    with acting(busy.viewer("nurse")):
        page = child_page(busy.viewer("nurse"), busy.child)
    assert page.swimlane is not None
    bars = [bar for bar in page.swimlane.bars if bar.due is not None]
    assert [bar.number for bar in bars] == [f"D{n}" for n in range(1, len(bars) + 1)]
    assert sum(bar.label == "An urgent share is received by a named person" for bar in bars) == 2
    assert [card.title.partition(".")[0] for card in page.duties] == [bar.number for bar in bars]
    text = plain(text_of(signed_in("nurse"), address(busy)))
    assert "Due in 1 hour" in text and "you must always ensure others have received it" in text


def test_how_exactly_a_time_is_known_whose_it_is_and_who_knows(busy: World, signed_in: SignIn) -> None:
    page = plain(text_of(signed_in("nurse"), address(busy)))
    assert "Wednesday 27 March 2013" in page or "27 March 2013" in page
    assert "time not" in page
    assert "About the household" in page
    assert "Known to Hospital, Social-Care" in page


def test_a_brother_whom_one_may_not_open_is_not_named(busy: World, signed_in: SignIn) -> None:
    home = Household.objects.get()
    with acting(busy.viewer("constable")):
        register_child(
            about=About("Emil Weber", date(2011, 2, 3), "boy"),
            reason="was met at home",
            by=busy.viewer("constable"),
            household=home,
        )
    for path in (address(busy), f"{address(busy)}record/"):
        page = text_of(signed_in("nurse"), path)
        assert "Emil" not in page
    assert "With a child whose record you may not open" in plain(text_of(signed_in("nurse"), address(busy)))


@pytest.mark.django_db(transaction=True)
def test_a_stranger_gets_the_same_page_as_for_nobody_and_it_is_written_down(client: Client) -> None:
    with clock.use(made.started()) as at:
        world = made.build(at)
        client.force_login(world.people["stranger"])
        paths = ("", "record/", "entries/x/", "entries/x/correct/", "entries/x/take-back/", "record/x/")
        for path in paths:
            there = client.get(f"{address(world)}{path}")
            nobody = client.get(f"/children/nobody/{path}")
            assert there.status_code == nobody.status_code == 404
            pages = [re.sub(r'value="\w{64}"|/children/\w+/', "", each.content.decode()) for each in (there, nobody)]
            assert pages[0] == pages[1]
        refused = AuditRow.objects.filter(action="child.read", outcome="refused", viewer=world.people["stranger"].pk)
        assert refused.filter(subject_id=world.child.pk).count() == len(paths)


def test_the_number_of_questions_is_bounded(busy: World, signed_in: SignIn) -> None:
    client = signed_in("nurse")
    with CaptureQueriesContext(connection) as asked:
        text_of(client, address(busy))
    few = len(ours(asked))
    for n in range(5):
        write(busy, "child.seen", local(2013, 3, 10 + n, 9, 0), data={"by": busy.people["nurse"].pk})
        busy.send(OUT_OF_HOURS)
    with CaptureQueriesContext(connection) as asked:
        text_of(client, address(busy))
    assert len(ours(asked)) == few <= 15 + FRAME_READS, [each["sql"][:90] for each in ours(asked)]


def test_nothing_stands_in_addresses_but_ids(busy: World, signed_in: SignIn) -> None:
    page = text_of(signed_in("nurse"), address(busy))
    links = re.findall(r'(?:href|action)="(/[^"]*)"', page)
    assert links
    for word in ("Jonas", "Weber", "injury", "alcohol", "seen", "hand"):
        assert not [link for link in links if word in link and link != "/not-seen/" and not link.startswith("/static/")]


def test_the_table_tells_the_gist_and_the_entry_and_the_print_tell_all(world: World, signed_in: SignIn) -> None:
    share = world.send(OUT_OF_HOURS, asks="action")
    page = text_of(signed_in("nurse"), address(world))
    on_screen = " ".join(re.findall(r'<p class="ft-screen">(.*?)</p>', page, flags=re.S))
    in_print = " ".join(re.findall(r'<p class="ft-print">(.*?)</p>', page, flags=re.S))
    assert "To Social-Care; What the share asks for: action" in on_screen
    assert "He has a burn on his hand." in on_screen
    assert share.reference not in on_screen and "out-of-hours" not in on_screen.lower()
    assert share.reference in in_print
    assert f'href="#{re.findall(r"entry-[0-9A-Za-z]+", page)[-1]}"' in page
