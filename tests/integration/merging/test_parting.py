"""Two children whom somebody took for one: each gets back what was there before, and what was recorded since is placed
by a person.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.access import closing
from followthrough.service.access.models import Level
from followthrough.service.access.policies import Refused, can_see_child
from followthrough.service.agencies.models import Team
from followthrough.service.core.viewer import acting
from followthrough.service.intake import actions as intake
from followthrough.service.intake.arrivals import from_mail
from followthrough.service.intake.models import Item
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event, Outbox, Placement
from followthrough.service.merging import actions, queries
from followthrough.service.retention.queries import kept_by
from followthrough.service.sharing.actions.changing import HOLDS_ANOTHERS, IS_ANOTHERS
from followthrough.service.sharing.models import Leg, Share
from integration.agencies import making
from integration.chronology.writing import plain, text_of, write
from integration.intake.mails import mail
from integration.merging import two
from integration.sharing.world import World, duties, local

SignIn = Callable[[str], Client]


def subject(child: str) -> Subject:
    return Subject("child", child)


def test_merged_and_parted_is_as_before(world: World, other: str) -> None:
    write(world, "child.seen", local(2013, 3, 26, 9, 0), by="constable", subject=subject(other))
    with acting(world.viewer("constable")):
        world.send(by="constable", child_id=other)
    world.later(minutes=1)
    before = two.snapshot(world.child.pk, other)
    assert before["duties"] and before["grants"]
    same = two.merge(world, other)
    assert two.snapshot(world.child.pk, other) != before
    two.part(world, same)
    assert two.snapshot(world.child.pk, other) == before


def test_what_was_recorded_since_goes_where_a_person_says(world: World, other: str) -> None:
    same = two.merge(world, other)
    mine = write(world, "child.seen", local(2013, 3, 27, 9, 0))
    theirs = write(world, "child.seen", local(2013, 3, 27, 10, 0))
    mended = write(world, "child.seen", local(2013, 3, 27, 11, 0), corrects=theirs)
    two.part(world, same, {theirs: other})
    assert mine in two.events_seen(world, "nurse", world.child.pk)
    assert mended in two.events_seen(world, "constable", other)
    assert not {theirs, mended} & two.events_seen(world, "nurse", world.child.pk)
    with acting(world.viewer("constable")):  # row-level security says the same
        assert set(Event.objects.filter(pk__in=[mine, theirs]).values_list("pk", flat=True)) == {theirs}
    later = write(world, "child.seen", local(2013, 3, 27, 12, 0), by="nurse", corrects=mended, subject=subject(other))
    assert later in two.events_seen(world, "constable", other)


def test_a_share_goes_with_its_answers_and_goes_on_about_the_right_child(world: World, other: str) -> None:
    same = two.merge(world, other)
    share = world.send()
    world.later(minutes=5)
    leg = world.do("receive", world.leg(share), "duty")
    two.part(world, same, {share.reference: other})
    with acting(world.viewer("nurse")):
        assert Share.objects.get(pk=share.pk).child_id == other
    world.do("accept", leg, "duty")
    with as_assessor():
        raw = Event.objects.filter(data__share=share.reference)
        assert {each.subject_id for each in raw} == {world.child.pk, other}
        assert Placement.objects.filter(child=other).count() == raw.filter(subject_id=world.child.pk).count()
    kinds = {two.recorded(each).kind for each in two.events_seen(world, "sister", other)}
    assert {"share.sent", "share.received", "share.accepted"} <= kinds
    kinds = {two.recorded(each).kind for each in two.events_seen(world, "sister", world.child.pk)}
    assert not {each for each in kinds if each.startswith("share.")}


def test_all_who_had_a_share_that_goes_to_the_other_child_are_told_and_acknowledge(world: World, other: str) -> None:
    same = two.merge(world, other)
    theirs = write(world, "child.seen", local(2013, 3, 27, 10, 0))
    moved, holding, left = world.send(), world.send(items=(theirs,)), world.send()
    world.later(minutes=5)
    legs = [world.do("receive", world.leg(each), "duty") for each in (moved, holding, left)]
    two.part(world, same, {moved.reference: other, theirs: other})
    owed = duties("share-change-acknowledged")
    assert sorted(each.subject_id for each in owed) == sorted([other, world.child.pk])
    with acting(world.viewer("duty")):
        steps = [Leg.objects.get(pk=leg.pk).steps for leg in legs]
    told = [[each["words"] for each in held if each["step"] == "corrected"] for held in steps]
    assert told == [[IS_ANOTHERS], [HOLDS_ANOTHERS], []]
    for leg in legs[:2]:
        world.do("acknowledge", leg, "duty")
    assert duties("share-change-acknowledged") == []


def test_what_came_in_goes_with_its_entry(world: World, other: str) -> None:
    same = two.merge(world, other)
    item = intake.take_in(arrival=from_mail(mail()), team=Team.objects.get(agency="hospital", slug="ward"))
    assert item is not None
    nurse = world.viewer("nurse")
    with acting(nurse):
        intake.match(item=item, child_id=world.child.pk, by=nurse)
        entry = Item.objects.get(pk=item.pk).entry
    two.part(world, same, {entry: other})
    with acting(world.viewer("sister")):
        assert Item.objects.get(pk=item.pk).child_id == other


def test_everything_must_be_placed(world: World, other: str) -> None:
    same = two.merge(world, other)
    write(world, "child.seen", local(2013, 3, 27, 9, 0))
    sister = world.viewer("sister")
    with acting(sister), pytest.raises(Refused, match="Say of every item"):
        actions.part(same=same, placed={}, reason=two.REASON, by=sister)
    with acting(sister):
        assert queries.standing(world.child.pk)


def test_who_came_to_work_with_the_child_is_placed_too(world: World, other: str) -> None:
    same = two.merge(world, other)
    tie = access.involve(agency="camhs", team="community", subject=subject(world.child.pk), reason="t", by=making.SETUP)
    assert can_see_child(world.viewer("stranger"), other)
    two.part(world, same, {f"involved-{tie.pk}": other})
    seen = [can_see_child(world.viewer("stranger"), each) for each in (world.child.pk, other)]
    assert seen == [False, True]


def test_a_list_that_closed_the_record_meanwhile_closes_both(world: World, other: str) -> None:
    same = two.merge(world, other)
    with acting(world.viewer("sister")):
        closing.close(
            child=subject(world.child.pk), level=Level.SEALED, names=[], reason="t", review_by=date(2013, 6, 1),
            by=world.viewer("sister"),
        )  # fmt: skip
    assert not can_see_child(world.viewer("constable"), other)
    two.part(world, same)
    assert [can_see_child(world.viewer("constable"), each) for each in (world.child.pk, other)] == [False, False]
    assert [can_see_child(world.viewer("sister"), each) for each in (world.child.pk, other)] == [True, True]


def test_who_looked_meanwhile_is_listed_and_everybody_is_told(world: World, other: str, signed_in: SignIn) -> None:
    same = two.merge(world, other)
    signed_in("constable").get(f"/children/{world.child.pk}/")
    signed_in("nurse").get(f"/children/{world.child.pk}/")
    browser = signed_in("sister")
    address = f"/children/{world.child.pk}/merged/{same.pk}/"
    page = plain(text_of(browser, address))
    assert "Nothing was recorded since" in page and "Constable" in page and "Nurse" in page
    sent = browser.post(address, {"reason": two.REASON})
    assert sent.status_code == 302, plain(sent.content.decode())
    page = plain(text_of(browser, address))
    assert "These two records were parted" in page and "Constable" in page
    with as_assessor():
        told = {each.to for each in Outbox.objects.filter(key__startswith=f"parted:{same.pk}")}
    assert told == {"hospital/ward/", "police/response/"}
    assert browser.get(f"/children/{other}/").status_code == 200


def test_each_item_is_a_question_on_the_page(world: World, other: str, signed_in: SignIn) -> None:
    same = two.merge(world, other)
    theirs = write(world, "child.seen", local(2013, 3, 27, 9, 0), text="Played in the yard.")
    browser = signed_in("sister")
    address = f"/children/{world.child.pk}/merged/{same.pk}/"
    assert "Played in the yard." in plain(text_of(browser, address))
    assert browser.post(address, {"reason": two.REASON}).status_code == 200
    assert browser.post(address, {"reason": two.REASON, theirs: other}).status_code == 302
    assert theirs in two.events_seen(world, "constable", other)


def test_a_merged_record_is_not_destroyed(world: World, other: str) -> None:
    same = two.merge(world, other)
    assert any("merged with another record" in each for each in kept_by(other))
    theirs = write(world, "child.seen", local(2013, 3, 27, 9, 0))
    two.part(world, same, {theirs: other})
    assert any("was parted" in each for each in kept_by(other))


def test_what_the_parter_may_not_read_is_counted_and_stays(world: World, other: str, signed_in: SignIn) -> None:
    same = two.merge(world, other)
    theirs = write(
        world, "child.seen", local(2013, 3, 27, 9, 0), by="constable", subject=subject(other),
        record_class="police-intelligence",
    )  # fmt: skip
    page = plain(text_of(signed_in("sister"), f"/children/{world.child.pk}/merged/{same.pk}/"))
    assert "Police: 1 entry" in page
    two.part(world, same)
    assert theirs in two.events_seen(world, "constable", other)
