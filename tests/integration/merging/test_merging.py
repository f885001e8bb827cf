"""Two records of one child: one page, one chronology, one list of duties; nobody is asked twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.access import closing, conflicts
from followthrough.service.access.models import Level
from followthrough.service.access.policies import NotVisible, Refused, can_see_child, hidden_from
from followthrough.service.assurance import invariants
from followthrough.service.children.queries import search
from followthrough.service.core.models import AuditRow
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger import sweep
from followthrough.service.ledger.actions import take_duty
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Duty, Outbox, Rung, SameChild
from integration.access.comparing import bare
from integration.agencies import making
from integration.chronology.writing import plain, text_of, write
from integration.merging import two
from integration.sharing.world import World, local

SignIn = Callable[[str], Client]


def subject(child: str) -> Subject:
    return Subject("child", child)


def test_the_chronology_of_one_child_holds_what_both_records_held(world: World, other: str) -> None:
    mine = write(world, "child.seen", local(2013, 3, 27, 9, 0))
    theirs = write(world, "child.seen", local(2013, 3, 26, 9, 0), by="constable", subject=subject(other))
    assert theirs not in two.events_seen(world, "nurse", world.child.pk)
    two.merge(world, other)
    for name in ("nurse", "constable"):
        assert {mine, theirs} <= two.events_seen(world, name, world.child.pk)
    assert not can_see_child(world.viewer("stranger"), world.child.pk)
    assert two.recorded(theirs).subject_id == other  # nothing that was recorded is changed


def test_search_finds_one_child_by_either_name(world: World, other: str) -> None:
    two.merge(world, other)
    nurse = world.viewer("nurse")
    with acting(nurse):
        for name in ("Jonas Webber", "Jonas Weber"):
            assert [each.pk for each in search(nurse, name).children] == [world.child.pk]
    stranger = world.viewer("stranger")
    with acting(stranger):
        assert search(stranger, "Jonas Webber", date(2009, 5, 4)).known_elsewhere == (world.child.pk,)


def test_old_addresses_lead_to_the_survivor_with_what_was_sent(world: World, other: str, signed_in: SignIn) -> None:
    two.merge(world, other)
    answer = signed_in("constable").get(f"/children/{other}/?kind=child.seen")
    assert (answer.status_code, answer["Location"]) == (307, f"/children/{world.child.pk}/?kind=child.seen")
    assert signed_in("stranger").get(f"/children/{other}/").status_code == 404
    page = plain(text_of(signed_in("constable"), f"/children/{world.child.pk}/"))
    assert "Also recorded as Jonas Webber" in page


def test_a_duty_that_somebody_has_taken_stays_theirs_and_nobody_is_told_again(world: World, other: str) -> None:
    with acting(world.viewer("constable")):
        world.send(by="constable", child_id=other)
    world.later(hours=3)
    sweep.run_once()
    before = _of(other)
    assert before and _rungs(before)
    with acting(world.viewer("duty")):
        take_duty(before[0].pk, by=world.viewer("duty"))
    letters = _letters()
    two.merge(world, other)
    sweep.run_once()
    after = _of(world.child.pk, trigger=before[0].trigger)
    assert [each.procedure for each in after] == [before[0].procedure]
    assert after[0].taken_by == world.people["duty"].pk
    assert _rungs(after) == _rungs(before)
    assert not [each for each in _letters() - letters if after[0].pk in each]
    assert not [each for each in invariants.broken() if each.invariant in (invariants.CLIMBS_ONCE, invariants.AUDITED)]


def _of(child: str, **more: str) -> list[Duty]:
    with as_assessor():
        found = Duty.objects.filter(subject_id=child, state__in=["open", "breached"], **more)
        return list(found.filter(procedure__contains="receive").order_by("pk")) or list(found.order_by("pk"))


def _rungs(duties: list[Duty]) -> list[tuple[str, int, int]]:
    with as_assessor():
        found = Rung.objects.filter(duty__in=[each.pk for each in duties[:1]])
        return list(found.order_by("kind", "index", "repeat").values_list("kind", "index", "repeat"))


def _letters() -> set[str]:
    with as_assessor():
        return set(Outbox.objects.values_list("key", flat=True))


def test_the_link_of_a_letter_from_before_leads_to_the_duty_of_the_survivor(
    world: World, other: str, signed_in: SignIn
) -> None:
    with acting(world.viewer("constable")):
        world.send(by="constable", child_id=other)
    before = _of(other)[0]
    assert signed_in("duty").get(f"/duties/{before.pk}/").status_code == 200
    same = two.merge(world, other)
    (after,) = _of(world.child.pk, trigger=before.trigger)
    assert after.pk != before.pk
    for name in ("duty", "sister"):  # who owes it, and who works with the child
        answer = signed_in(name).get(f"/duties/{before.pk}/")
        assert (answer.status_code, answer["Location"]) == (302, f"/duties/{after.pk}/"), name
        assert signed_in(name).get(answer["Location"]).status_code == 200
    signed_in("duty").post(f"/duties/{before.pk}/take/", {"instead_of": ""})
    assert _of(world.child.pk, trigger=before.trigger)[0].taken_by == world.people["duty"].pk
    stranger = signed_in("stranger")
    moved, nobodys = (stranger.get(f"/duties/{each}/") for each in (before.pk, "0" * 32))
    assert moved.status_code == 404
    assert bare(moved, before.pk) == bare(nobodys, "0" * 32)
    two.part(world, same)
    assert signed_in("duty").get(f"/duties/{before.pk}/").status_code == 200


def test_every_team_that_works_with_either_is_told_and_the_letter_names_nobody(world: World, other: str) -> None:
    same = two.merge(world, other)
    with as_assessor():
        letters = list(Outbox.objects.filter(key__startswith=f"merged:{same.pk}"))
    assert {each.to for each in letters} == {"hospital/ward/", "police/response/"}
    assert not [each for each in letters if "Jonas" in each.sentence or world.child.pk in each.sentence + each.link]
    rows = AuditRow.objects.filter(action="records.merged")
    assert {each.subject_id for each in rows} == {world.child.pk, other}


@pytest.mark.parametrize("name", ["nurse", "constable"])
def test_leads_and_managers_merge_and_nobody_else(world: World, other: str, name: str) -> None:
    access.involve(agency="police", subject=subject(world.child.pk), reason="t", by=making.SETUP)
    with pytest.raises(Refused, match="leads and team managers"):
        two.merge(world, other, by=name)
    assert not SameChild.objects.exists()


def test_a_record_that_is_hidden_and_one_that_is_not_there_are_the_same(
    world: World, other: str, signed_in: SignIn
) -> None:
    for level in (Level.SEALED, Level.INVISIBLE):
        with acting(world.viewer("sister")):
            closing.close(
                child=subject(other), level=level, names=[], reason="t", review_by=date(2013, 6, 1),
                by=Viewer(world.people["sister"].pk, "sister", "hospital", ("hospital/ward",), ("team-manager",)),
            )  # fmt: skip
        browser = signed_in("named.nurse")
        hidden = browser.get(f"/children/{world.child.pk}/same/{other}/")
        absent = browser.get(f"/children/{world.child.pk}/same/nobody/")
        assert hidden.status_code == absent.status_code == 404
        assert plain(hidden.content.decode()) == plain(absent.content.decode())
        found = browser.post(f"/children/{world.child.pk}/same/", {"name": "Jonas Webber"}).content.decode()
        assert "No other record found" in found and "Webber" not in found.replace('value="Jonas Webber"', "")
        with pytest.raises(NotVisible):
            two.merge(world, other, by="named.nurse")
        with pytest.raises(Refused, match="closed to a list"):
            two.merge(world, other)  # the sister stands on the list and sees both


def test_two_closed_records_are_open_to_whoever_is_on_both_lists(world: World, other: str) -> None:
    sister, named = world.viewer("sister"), world.people["named.nurse"]
    with acting(sister):
        for child, names in ((world.child.pk, [named.pk]), (other, [])):
            closing.close(
                child=subject(child), level=Level.RESTRICTED, names=names, reason="t", review_by=date(2013, 6, 1),
                by=sister,
            )  # fmt: skip
    two.merge(world, other)
    assert [can_see_child(world.viewer(each), world.child.pk) for each in ("sister", "named.nurse")] == [True, False]


def test_whose_own_people_one_record_is_about_sees_neither(world: World, other: str) -> None:
    conflicts.declare(
        practitioner=world.people["nurse"], subject=subject(other), why="family", by=world.viewer("nurse")
    )
    two.merge(world, other)
    nurse = world.viewer("nurse")
    assert not can_see_child(nurse, world.child.pk)
    assert {world.child.pk, other} <= hidden_from(nurse)


def test_a_correction_stands_beside_what_it_corrects(world: World, other: str, signed_in: SignIn) -> None:
    theirs = write(world, "child.seen", local(2013, 3, 26, 9, 0), by="constable", subject=subject(other))
    two.merge(world, other)
    mended = write(
        world, "child.seen", local(2013, 3, 25, 9, 0), by="constable", corrects=theirs, subject=subject(world.child.pk)
    )
    assert two.recorded(mended).subject_id == other


def test_side_by_side_then_merged_in_the_browser(world: World, other: str, signed_in: SignIn) -> None:
    browser = signed_in("sister")
    start = f"/children/{world.child.pk}/same/"
    found = browser.post(start, {"name": "Jonas Webber"}).content.decode()
    assert f"{start}{other}/" in found
    page = plain(text_of(browser, f"{start}{other}/"))
    assert "Name (differs)" in page and "Jonas Weber" in page and "Jonas Webber" in page
    assert "Date of birth (differs)" not in page and page.count("4 May 2009") >= 2
    assert browser.post(f"{start}{other}/", {"survivor": world.child.pk}).status_code == 200  # a reason is needed
    assert not SameChild.objects.exists()
    sent = browser.post(f"{start}{other}/", {"survivor": world.child.pk, "reason": "His mother said so."})
    assert sent.status_code == 302 and SameChild.objects.get().alias == other


def test_merging_asks_again_who_one_is(world: World, other: str) -> None:
    browser = Client()
    browser.force_login(world.people["sister"])
    answer = browser.get(f"/children/{world.child.pk}/same/{other}/")
    assert answer.status_code == 302 and "again" in answer["Location"]
