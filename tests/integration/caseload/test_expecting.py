"""A list that does not come by its hour is a duty with a clock, told to its owner by name, once."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from followthrough.service.agencies.directory import reached_for
from followthrough.service.caseload import expecting, folders
from followthrough.service.caseload.models import Case, CaseList
from followthrough.service.core import clock
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Outbox
from integration.caseload.lists import JONAS, MILA, rows, take
from integration.sharing import world as made
from integration.sharing.world import LONDON, World


def at(world: World, *parts: int) -> None:
    world.at.at = datetime(*parts, tzinfo=LONDON).astimezone(UTC)  # type: ignore[misc,arg-type]


def test_nobody_is_told_before_the_hour_and_once_after_it(world: World) -> None:
    at(world, 2013, 3, 29, 6, 59)
    assert expecting.tell_due() == 0
    at(world, 2013, 3, 29, 7, 0)
    assert (expecting.tell_due(), expecting.tell_due()) == (1, 0)
    (duty,) = made.duties("missing-list-mended")
    assert (duty.debtor_agency, duty.debtor_team) == ("social-care", "front-door")
    assert duty.due_at == datetime(2013, 4, 2, 17, tzinfo=LONDON), "Good Friday and Easter Monday do not count"
    owner = world.people["day"]
    with as_assessor():
        notice = Outbox.objects.get(to=f"social-care/front-door/person:{owner.pk}")
    assert [each.email for each in reached_for(*notice.to.split("/"))] == [owner.email]
    at(world, 2013, 3, 30, 7, 0)
    assert expecting.tell_due() == 0, "it is told once, until a list comes"


def test_a_list_that_comes_ends_it_and_the_next_night_counts_anew(world: World) -> None:
    at(world, 2013, 3, 29, 7, 0)
    expecting.tell_due()
    at(world, 2013, 3, 29, 7, 30)
    take(JONAS)
    assert not made.duties("missing-list-mended") and made.duties("missing-list-mended", ["met"])
    at(world, 2013, 3, 30, 7, 0)
    assert expecting.tell_due() == 1, "yesterday's late list is not tonight's"


def test_tonights_list_is_enough_over_the_change_of_the_clocks(world: World) -> None:
    for day, hour in ((30, 5), (31, 5)):
        at(world, 2013, 3, day, hour)
        take(JONAS)
        at(world, 2013, 3, day, 7, 0)
        assert expecting.tell_due() == 0
    at(world, 2013, 4, 1, 7, 0)
    assert expecting.tell_due() == 1


def test_whoever_brings_it_by_hand_is_not_waited_for(world: World) -> None:
    CaseList.objects.update(due_by=None)
    at(world, 2013, 4, 5, 9)
    assert expecting.tell_due() == 0


@pytest.fixture
def folder(world: World, settings: Settings, tmp_path: Path) -> Path:
    settings.FOLLOWTHROUGH_CASELOADS = [f"social-care={tmp_path}"]
    return tmp_path


def put(folder: Path, name: str, *lines: str, minutes_ago: int = 5) -> Path:
    file = folder / name
    file.write_bytes(rows(*lines))
    then = (clock.real_now() - timedelta(minutes=minutes_ago)).timestamp()
    os.utime(file, (then, then))
    return file


def test_the_newest_file_comes_in_once_and_nothing_is_moved(world: World, folder: Path) -> None:
    put(folder, "old.csv", MILA, minutes_ago=90)
    put(folder, "new.csv", JONAS)
    assert (folders.take_in_due(), folders.take_in_due()) == (1, 0)
    assert [each.number for each in Case.objects.all()] == ["SC-1001"]
    assert sorted(each.name for each in folder.iterdir()) == ["new.csv", "old.csv"]


def test_a_file_that_is_being_written_is_left_alone(world: World, folder: Path) -> None:
    put(folder, "new.csv", JONAS, minutes_ago=0)
    assert folders.take_in_due() == 0 and not Case.objects.exists()


def test_a_folder_that_is_gone_and_a_file_that_is_none_are_told(world: World, settings: Settings, folder: Path) -> None:
    put(folder, "bad.csv").write_bytes(b"\x00\x00")
    then = (clock.real_now() - timedelta(minutes=5)).timestamp()
    os.utime(folder / "bad.csv", (then, then))
    assert folders.take_in_due() == 0 and len(made.duties("missing-list-mended")) == 1
    settings.FOLLOWTHROUGH_CASELOADS = [f"social-care={folder / 'nowhere'}"]
    assert folders.take_in_due() == 0 and len(made.duties("missing-list-mended")) == 1
    settings.FOLLOWTHROUGH_CASELOADS = [f"social-care={folder}"]
    world.later(minutes=5)
    put(folder, "good.csv", JONAS, minutes_ago=2)
    assert folders.take_in_due() == 1 and not made.duties("missing-list-mended")


def test_a_setting_that_is_none_is_told(settings: Settings) -> None:
    settings.FOLLOWTHROUGH_CASELOADS = ["/only/a/folder"]
    with pytest.raises(folders.UnfitFolder, match="AGENCY="):
        folders.folders()
