"""A list comes in: once, with its good rows, nothing lost, and never an older one over a newer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from followthrough.service.caseload import taking
from followthrough.service.caseload.models import Case, Delivery
from followthrough.service.caseload.setting_up import list_of
from followthrough.service.core import clock
from integration.caseload.lists import HEAD, JONAS, MILA, case, rows, take
from integration.sharing import world as made
from integration.sharing.world import World


def test_good_rows_come_in_and_a_mistake_keeps_none_back(world: World) -> None:
    wrong = "SC-1003,Ada Frost,31/02/2010,,,,,,,"
    file = take(JONAS, wrong, MILA)
    assert file is not None and file.new == 2
    assert file.faults == [[3, "“31/02/2010” is no date of birth. Write it as 27/3/2010."]]
    assert {each.number for each in Case.objects.all()} == {"SC-1001", "SC-1002"}
    assert case().said["legal"] == "C2" and case().said["review_on"] == "2013-04-15"


def test_brought_again_nothing_doubles(world: World) -> None:
    take(JONAS, MILA)
    take(JONAS, MILA)
    world.later(hours=24)
    again = take(JONAS, MILA)
    assert again is not None and (again.new, again.changed, again.gone) == (0, 0, 0)
    assert Case.objects.count() == 2 and Delivery.objects.count() == 2
    assert case().as_of == clock.now() and case().before == []


def test_what_it_said_before_is_kept(world: World) -> None:
    take(JONAS)
    first = clock.now()
    world.later(hours=24)
    take(JONAS.replace("Ada Frost", "Sana Iqbal"))
    held = case()
    assert held.said["worker"] == "Sana Iqbal" and held.stands_since == clock.now()
    assert held.before[0]["said"]["worker"] == "Ada Frost" and held.before[0]["from"] == first.isoformat()


def test_a_case_that_is_gone_is_kept_and_marked_and_comes_back(world: World) -> None:
    take(JONAS, MILA)
    world.later(hours=24)
    gone_at = clock.now()
    file = take(JONAS)
    assert file is not None and file.gone == 1 and case("SC-1002").absent_since == gone_at
    world.later(hours=24)
    take(JONAS)
    assert case("SC-1002").absent_since == gone_at, "since the first list without it"
    world.later(hours=24)
    take(JONAS, MILA)
    assert case("SC-1002").absent_since is None and case("SC-1002").as_of == clock.now()


def test_a_row_with_a_mistake_is_not_gone(world: World) -> None:
    take(JONAS, MILA)
    first = clock.now()
    world.later(hours=24)
    take(JONAS, MILA.replace("07/06/2011", "7 June"))
    held = case("SC-1002")
    assert held.absent_since is None and held.as_of == first and held.born_on is not None


def test_two_rows_of_one_number_are_both_told(world: World) -> None:
    file = take(JONAS, MILA, MILA.replace("Mila", "Emil"))
    assert file is not None and len(file.faults) == 2 and "more than one row" in file.faults[0][1]
    assert [each.number for each in Case.objects.all()] == ["SC-1001"]


def test_an_older_list_never_stands_over_a_newer(world: World) -> None:
    take(JONAS)
    with pytest.raises(taking.TooOld, match="newer"):
        take(MILA, as_of=clock.now() - timedelta(hours=3))
    with pytest.raises(taking.TooOld, match="still to come"):
        take(MILA, as_of=clock.now() + timedelta(hours=3))
    assert [each.number for each in Case.objects.all()] == ["SC-1001"]


@pytest.mark.parametrize("raw", [b"PK\x03\x04\x00", b"only a head\n", b"a,b\n1,2\n", rows(",No number,,,,,,,,")])
def test_what_cannot_be_read_is_told_and_changes_nothing(world: World, raw: bytes) -> None:
    take(JONAS)
    held = list_of("social-care")
    assert held is not None
    world.later(hours=1)
    assert taking.take_in(held=held, raw=raw, as_of=clock.now(), came_by="folder") is None
    assert case().absent_since is None
    (duty,) = made.duties("missing-list-mended")
    assert duty.debtor_agency == "social-care" and duty.debtor_team == "front-door"
    held = list_of("social-care")
    assert held is not None and held.problem


def test_files_of_other_systems_are_read(world: World) -> None:
    held = list_of("social-care")
    assert held is not None
    raw = "\ufeffPerson ID;Full name;Date of birth;Key worker;Status\r\nP-7;Zofia Łuczak;2010-01-02;Ä. Frost;S20\r\n"
    file = taking.take_in(held=held, raw=raw.encode("utf-8"), as_of=clock.now(), came_by="folder")
    assert file is not None and case("P-7").said["worker"] == "Ä. Frost" and case("P-7").folded_name == "zofia luczak"


def test_a_whole_county_comes_in_with_few_questions(world: World, django_assert_max_num_queries: object) -> None:
    lines = [f"N-{n},Child {n},0{n % 9 + 1}/05/2009,,W {n},,,CIN,," for n in range(1200)]
    with django_assert_max_num_queries(60):  # type: ignore[operator]
        take(*lines)
    world.later(hours=24)
    with django_assert_max_num_queries(60):  # type: ignore[operator]
        take(*lines)
    assert Case.objects.count() == 1200 and HEAD
