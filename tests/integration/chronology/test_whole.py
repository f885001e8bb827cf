"""The whole chronology: closer and closer, chosen, searched, weighed, and on paper for court."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from followthrough.procedures.model.event import Subject
from followthrough.service.access.actions import involve
from followthrough.service.children.models import Household
from followthrough.service.chronology.looking import AT_ONCE, Asked, Time
from followthrough.service.core.models import AuditRow
from followthrough.service.core.viewer import acting
from followthrough.service.ledger.models import Event
from integration.agencies.making import SETUP
from integration.chronology.writing import plain, text_of, write
from integration.sharing.world import World, local
from integration.worklist.test_home import ours

WHOLE = ["1", "2", "3", "4", "5", "6", "7"]  # the first two: born, and lives at home; the last: the language
SignIn = Callable[[str], Client]


def address(world: World, more: str = "") -> str:
    return f"/children/{world.child.pk}/chronology/{more}"


def numbers(page: str) -> list[str]:
    return re.findall(r'<tr class="govuk-table__row[^"]*" role="row" id="entry-(\d+)"', page)


def choose(client: Client, world: World, **chosen: str) -> tuple[str, str]:
    """The page that a choice leads to, and its address."""
    answer = client.post(address(world), chosen)
    assert answer.status_code == 302, answer.content.decode()
    return text_of(client, answer.headers["Location"].partition("#")[0]), answer.headers["Location"]


@pytest.fixture
def years(world: World) -> World:
    """Seen, and then not for weeks; a burn; what the household drinks; and what police keep to themselves."""
    home, child = Subject("household", Household.objects.get().pk), Subject("child", world.child.pk)
    involve(agency="police", team="response", subject=child, reason="t", by=SETUP)
    write(world, "child.seen", local(2012, 5, 8, 10, 0), data={"alone": False})
    write(
        world, "injury.seen", local(2012, 5, 9, 9, 0), data={"site": "hand"}, text="A burn, like an iron. Józef saw it."
    )
    write(world, "alcohol.misuse", local(2013, 3, 4, 9, 0), subject=home, data={"seen_as": "told by another"})
    write(world, "child.seen", local(2013, 3, 5, 9, 0), data={"alone": True})
    write(
        world, "concern.raised", local(2013, 3, 6, 9, 0), by="constable", data={"category": "neglect"},
        text="An informant says so.", record_class="police-intelligence",
    )  # fmt: skip
    return world


def test_closer_by_year_month_and_day_and_long_times_without_sight_are_said(years: World, signed_in: SignIn) -> None:
    client = signed_in("nurse")
    whole = text_of(client, address(years))
    assert "No agency wrote down that it saw him for 43 weeks, from 8 May 2012 to 5 Mar 2013." in plain(whole)
    assert whole.index("for 43 weeks") < whole.index('id="entry-6"'), "before the sight that ended it"
    assert "43 weeks without sight" in whole, "and in the picture"
    assert numbers(whole) == WHOLE and "?time=2012" in whole and "?time=2013" in whole
    for time, here in (
        ("2012", ["3", "4"]),
        ("2013-03", ["5", "6", "7"]),
        ("2013-03-05", ["6"]),
        ("2013-02-30", WHOLE),
    ):
        assert numbers(text_of(client, address(years, f"?time={time}"))) == here, time
    march = text_of(client, address(years, "?time=2013-03"))
    for link in ("?time=2013-02", "?time=2013-04", "?time=2013", "?time=2013-03-05"):
        assert f'href="{link}"' in march


def test_a_child_whom_nobody_ever_saw_has_a_gap_since_the_record_began(world: World, signed_in: SignIn) -> None:
    """In the picture, in the table and on the paper for court; from the first sight on it has an end."""
    client = signed_in("nurse")
    write(world, "referral.received", local(2013, 1, 10, 9, 0), by="nurse", data={"referral": "r1"})
    ever = "No agency has written down that it ever saw him: 11 weeks, since the record began on 10 Jan 2013."
    for page in (address(world), f"/children/{world.child.pk}/"):
        assert ever in plain(text_of(client, page)), page
    assert "11 weeks without sight" in text_of(client, address(world)), "and in the picture"
    paper = client.get(f"/children/{world.child.pk}/chronology/copy.pdf").content
    assert "ever saw him: 11 weeks" in " ".join(
        " ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(paper)).pages
    )
    write(world, "child.seen", local(2013, 3, 27, 9, 0), data={"alone": True})
    until = (
        "No agency wrote down that it saw him for 10 weeks, since the record began on 10 Jan 2013, until 27 Mar 2013."
    )
    page = text_of(client, address(world))
    assert ever not in plain(page) and until in plain(page) and "10 weeks without sight" in page


def test_what_registers_a_child_tells_of_long_ago_and_is_no_gap(world: World, signed_in: SignIn) -> None:
    """He was born four years ago, and the record began today."""
    assert "ever saw him" not in text_of(signed_in("nurse"), address(world))


def test_chosen_and_searched_without_a_word_in_the_address(years: World, signed_in: SignIn) -> None:
    client = signed_in("nurse")
    found, place = choose(client, years, words="BURN jozef")
    assert numbers(found) == ["4"] and "With the words “BURN jozef”" in plain(found)
    assert "burn" not in place.lower() and "jozef" not in place.lower()
    assert numbers(choose(client, years, whose="household")[0]) == ["5", "7"]
    assert numbers(choose(client, years, kind="child.seen")[0]) == ["3", "6"]
    assert numbers(choose(client, years, shows="a worry")[0]) == ["4", "5"]
    assert numbers(choose(client, years, agency="hospital")[0]) == WHOLE
    token = urlsplit(place).query
    assert numbers(text_of(client, address(years, f"?{token}&time=2013"))) == []
    assert len(numbers(text_of(signed_in("constable"), address(years, f"?{token}")))) == 8, "nobody else’s choice"


def test_what_only_police_may_read_is_found_by_nobody_and_is_not_searched(years: World, signed_in: SignIn) -> None:
    for who in ("nurse", "constable"):
        assert numbers(choose(signed_in(who), years, words="informant")[0]) == []
    assert "Police intelligence" in plain(text_of(signed_in("constable"), address(years)))


def test_significance_and_impact_are_a_persons_word_and_each_agency_has_its_own(
    years: World, signed_in: SignIn
) -> None:
    nurse, constable = signed_in("nurse"), signed_in("constable")
    entry = _entry(nurse, years, 4)
    said = {
        "significance": "significant",
        "shows": "a worry",
        "known_as": "told by the child",
        "certainty": "not confirmed",
    }
    wrong = nurse.post(f"{entry}weigh/", said)
    assert "Say what it meant for the child" in wrong.content.decode()
    assert nurse.post(f"{entry}weigh/", {**said, "impact": "He would not use his hand."}).status_code == 302
    assert constable.post(f"{entry}weigh/", {"significance": "background", "shows": "a strength"}).status_code == 302
    page = plain(text_of(nurse, address(years)))
    assert "He would not use his hand. Told by the child; not confirmed. (Nurse, Hospital, 28 Mar 2013)" in page
    assert "Background (Constable, Police, 28 Mar 2013)" in page and "Significant" in page
    assert numbers(choose(nurse, years, weight="significant")[0]) == ["4"]
    assert "4" not in numbers(choose(nurse, years, weight="unweighed")[0])
    assert numbers(choose(nurse, years, shows="a strength")[0]) == ["3", "4", "6"], "by one agency’s word"
    told, _ = choose(nurse, years, known_as="told by the child", certainty="not confirmed")
    assert numbers(told) == ["4"] and "Told by the child" in plain(told) and "Not confirmed" in plain(told)
    assert numbers(choose(nurse, years, known_as="told by the child", certainty="confirmed")[0]) == []
    nobody, _ = choose(nurse, years, certainty="unweighed")
    assert (
        "4" not in numbers(nobody) and "3" in numbers(nobody) and "Nobody has said how certain it is" in plain(nobody)
    )
    assert numbers(text_of(nurse, address(years))) == WHOLE, "what is said of an entry is none itself"


def test_two_entries_that_contradict_each_other_lead_to_each_other_and_both_stay(
    years: World, signed_in: SignIn
) -> None:
    nurse = signed_in("nurse")
    one, other = _entry(nurse, years, 3), _entry(nurse, years, 4)
    answer = nurse.post(
        f"{one}contradict/", {"beside": other.split("/")[-2], "why": "His hand was well the day before."}
    )
    assert answer.status_code == 302
    page = plain(text_of(nurse, address(years)))
    assert page.count("Contradicts") == 2 and page.count("His hand was well the day before. (Nurse, Hospital,") == 2
    itself = nurse.post(f"{one}contradict/", {"beside": one.split("/")[-2], "why": "w"})
    assert itself.status_code == 200 and "Select one of the answers shown" in itself.content.decode()


def test_what_is_said_of_an_entry_is_read_by_whoever_may_read_the_entry(years: World, signed_in: SignIn) -> None:
    constable = signed_in("constable")
    hidden, open_ = _entry(constable, years, 7), _entry(constable, years, 6)
    weighed = {"significance": "significant", "shows": "a worry", "impact": "Larch Way is not safe."}
    assert constable.post(f"{hidden}weigh/", weighed).status_code == 302
    said = {"beside": hidden.split("/")[-2], "why": "Larch Way was empty."}
    assert constable.post(f"{open_}contradict/", said).status_code == 302
    assert "Larch Way was empty" in text_of(constable, address(years))
    for page in (address(years), f"/children/{years.child.pk}/", open_):
        assert "Larch Way" not in text_of(signed_in("nurse"), page)


def test_on_paper_for_court_with_pages_and_a_label(years: World, signed_in: SignIn) -> None:
    nurse = signed_in("nurse")
    write(years, "concern.raised", local(2013, 3, 7, 9, 0), data={"category": "neglect"}, text="#strong[not markup]",
          handling="professionals only")  # fmt: skip
    paper = nurse.get(f"/children/{years.child.pk}/chronology/copy.pdf")
    assert paper.headers["Content-Type"] == "application/pdf"
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(paper.content)).pages]
    text = " ".join(pages)
    for wanted in (
        "Chronology of Jonas Weber",
        "A burn, like an iron.",
        "for 43 weeks",
        "About the household",
        "#strong[not markup]",
    ):
        assert wanted in text, wanted
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page and "Professionals only: never to the family" in page
    assert "informant" not in text
    made = AuditRow.objects.get(action="copy.made")
    assert made.subject_id == years.child.pk and made.detail["copy"] in text
    _, place = choose(nurse, years, kind="injury.seen")
    one = nurse.get(f"/children/{years.child.pk}/chronology/copy.pdf?{urlsplit(place).query}")
    assert "1 of 8 entries" in " ".join(PdfReader(io.BytesIO(one.content)).pages[0].extract_text().split())


def test_many_entries_are_a_page_of_a_hundred_in_a_bounded_number_of_questions(years: World, signed_in: SignIn) -> None:
    client = signed_in("nurse")
    with CaptureQueriesContext(connection) as asked:
        text_of(client, address(years))
    few = len(ours(asked))
    _many(years, 1200)
    with CaptureQueriesContext(connection) as asked:
        page = text_of(client, address(years, "?time=2009&page=2"))
    assert len(ours(asked)) == few <= 12, [each["sql"][:90] for each in ours(asked)]
    assert len(numbers(page)) == AT_ONCE and "Entries 101 to 200 of" in plain(page) and len(page) < 400_000
    refused = client.get(f"/children/{years.child.pk}/chronology/copy.pdf")
    assert "No paper was made" in refused.content.decode()


def _many(world: World, count: int) -> None:
    """Written at once: it is reading that is asked about."""
    nurse, start = world.viewer("nurse"), local(2009, 6, 1, 9, 0)
    rows = []
    for n in range(count):
        at = start + timedelta(hours=6 * n)
        rows.append(
            Event(
                id=f"n{n}", kind="child.seen", subject_kind="child", subject_id=world.child.pk, agency=nurse.agency,
                author=nurse.practitioner_id, occurred_from=at, occurred_to=at, real_recorded_at=at,
                data={"alone": True}, recorded_at=local(2013, 3, 20, 9, 0) + timedelta(microseconds=n),
            )
        )  # fmt: skip
    with acting(nurse):
        Event.objects.bulk_create(rows)


def _entry(client: Client, world: World, number: int) -> str:
    """The address of an entry’s page, by its number."""
    page = text_of(client, address(world))
    row = page[page.index(f'id="entry-{number}"') :]
    found = re.search(rf'href="(/children/{world.child.pk}/entries/[^"]+)"', row)
    assert found
    return found.group(1)


@given(st.dates())
def test_each_day_lies_in_its_month_its_year_and_the_whole_time(on: object) -> None:
    day = Time.of(str(on))
    assert day.words == str(on)
    for wider in day.wider:
        assert Time.of(wider.words) == wider
        if wider.words:
            assert wider.first <= day.first <= day.last <= wider.last
            assert wider.of_day(day.first) in (*day.wider, day)


def test_a_choice_opens_for_whoever_made_it_about_the_same_child_alone(world: World) -> None:
    nurse, constable = world.viewer("nurse"), world.viewer("constable")
    token = Asked(words="burn").sealed(nurse, "ada")
    assert Asked.opened(token, nurse, "ada") == Asked(words="burn")
    assert not Asked.opened(token, constable, "ada") and not Asked.opened(token, nurse, "ben")
    assert not Asked.opened("ft1:old:eA==", nurse, "ada") and not Asked.opened("x" * 5000, nurse, "ada")
