"""An entry is put right or taken back by a new fact: both stand, and only its own agency may."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.chronology.forms import PREFIX
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event
from integration.agencies import making
from integration.chronology.writing import parts_of, plain, text_of, write
from integration.sharing.world import FRONT_DOOR, OUT_OF_HOURS, World, duties, local

SignIn = Callable[[str], Client]


def burn(world: World) -> str:
    return write(
        world,
        "injury.seen",
        local(2013, 3, 28, 16, 50),
        data={"site": "left hand", "size_mm": 20},
        text="Said nothing.",
    )


def page_of(world: World, event: str, action: str = "") -> str:
    return f"/children/{world.child.pk}/entries/{event}/{action}"


def test_a_correction_shows_what_stands_and_what_stood(world: World, signed_in: SignIn) -> None:
    event = burn(world)
    client = signed_in("nurse")
    form = text_of(client, page_of(world, event, "correct/"))
    assert 'value="16:50"' in form and "left hand" in form
    given = parts_of((2013, 3, 28), "16:45") | {
        f"{PREFIX}site": "right hand",
        f"{PREFIX}size_mm": "20",
        "reason": "I wrote the wrong side.",
    }
    answer = client.post(page_of(world, event, "correct/"), given, follow=True)
    page = plain(answer.content.decode())
    assert page.index("As it was put right") < page.index("right hand") < page.index("left hand")
    assert page.rindex("What stood before") < page.index("left hand")
    assert "I wrote the wrong side." in page
    with as_assessor():
        old, new = Event.objects.filter(kind="injury.seen").order_by("recorded_at")
    assert (new.corrects, old.data["site"], new.data["site"]) == (event, "left hand", "right hand")
    child = plain(text_of(client, f"/children/{world.child.pk}/"))
    assert "Corrected" in child and "What stood before" in child
    assert "right hand" in child and "left hand" in child


def test_what_the_form_does_not_ask_for_stays(world: World, signed_in: SignIn) -> None:
    event = burn(world)
    given = parts_of((2013, 3, 28), "16:50") | {f"{PREFIX}site": "right hand", "reason": "The wrong side."}
    signed_in("nurse").post(page_of(world, event, "correct/"), given)
    with as_assessor():
        corrected = Event.objects.get(corrects=event)
    assert corrected.text.startswith("Said nothing.")


def test_another_agency_cannot_put_it_right(world: World, signed_in: SignIn) -> None:
    event = burn(world)
    world.send(FRONT_DOOR)
    client = signed_in("day")
    assert "Only the agency that wrote it can put it right." in plain(text_of(client, page_of(world, event)))
    for action in ("correct/", "take-back/"):
        assert client.get(page_of(world, event, action)).status_code == 403
        assert client.post(page_of(world, event, action), {"reason": "No."}).status_code == 403
    with as_assessor():
        assert Event.objects.filter(kind="injury.seen").count() == 1


def test_an_entry_taken_back_stays_marked_and_its_duties_fall_away(world: World, signed_in: SignIn) -> None:
    event = write(world, "harm.judged", local(2013, 3, 28, 17, 0))
    world.send(FRONT_DOOR, items=(event,))
    assert len(duties("strategy-discussion")) == 1
    client = signed_in("nurse")
    answer = client.post(page_of(world, event, "take-back/"), {"reason": "It was about his cousin."}, follow=True)
    assert "Taken back" in plain(answer.content.decode())
    assert duties("strategy-discussion") == []
    child = text_of(client, f"/children/{world.child.pk}/")
    assert "Taken back" in plain(child) and "It was about his cousin." in plain(child)
    assert "ft-taken-back" in child


def test_shares_and_duties_are_put_right_on_their_own_pages(world: World, signed_in: SignIn) -> None:
    world.send(FRONT_DOOR)
    with as_assessor():
        sent = Event.objects.get(kind="share.sent")
    answer = signed_in("nurse").get(page_of(world, sent.pk, "correct/"))
    assert answer.status_code == 403


def put_right(world: World, event: str, client: Client, reason: str = "The wrong side.") -> None:
    given = parts_of((2013, 3, 28), "16:50") | {f"{PREFIX}site": "right hand", "reason": reason}
    assert client.post(page_of(world, event, "correct/"), given).status_code == 302


def test_those_who_had_it_by_a_share_are_told_and_acknowledge(world: World, signed_in: SignIn) -> None:
    event = burn(world)
    share = world.send(OUT_OF_HOURS, FRONT_DOOR, items=(event,))
    leg = world.do("receive", world.leg(share), "duty")
    put_right(world, event, signed_in("nurse"))
    (duty,) = duties("share-change-acknowledged")
    assert (duty.debtor_agency, duty.debtor_team) == ("social-care", "out-of-hours"), "the other never had it"
    page = plain(text_of(signed_in("duty"), f"/shares/{share.reference}/"))
    assert "put right what was shared" in page and "The wrong side." in page
    world.do("acknowledge", leg, "duty")
    assert not duties("share-change-acknowledged")
    with as_assessor():
        told = Event.objects.filter(kind="share.corrected")
        assert {tuple(each.data["items"]) for each in told} == {(Event.objects.get(corrects=event).pk,)}


def test_an_entry_that_is_taken_back_is_told_as_well(world: World, signed_in: SignIn) -> None:
    event = burn(world)
    share = world.send(OUT_OF_HOURS, items=(event,))
    world.do("receive", world.leg(share), "duty")
    signed_in("nurse").post(page_of(world, event, "take-back/"), {"reason": "Another child."})
    assert len(duties("share-change-acknowledged")) == 1
    page = plain(text_of(signed_in("duty"), f"/shares/{share.reference}/"))
    assert "It was taken back. Another child." in page


def test_who_has_no_part_in_the_share_tells_them_too(world: World, signed_in: SignIn) -> None:
    """Another agency has passed on what the hospital wrote, with two teams."""
    event = burn(world)
    access.involve(
        agency="social-care", team="out-of-hours", subject=Subject("child", world.child.pk), reason="t", by=making.SETUP
    )
    share = world.send(FRONT_DOOR, "police/response", by="duty", items=(event,))
    for team, who in ((FRONT_DOOR, "day"), ("police/response", "constable")):
        world.do("receive", world.leg(share, team, by="duty"), who)
    put_right(world, event, signed_in("nurse"))
    owed = {each.debtor_agency for each in duties("share-change-acknowledged")}
    assert owed == {"social-care", "police"}
    assert signed_in("nurse").get(f"/shares/{share.reference}/").status_code == 404


def test_an_entry_that_nobody_was_given_is_told_to_nobody(world: World, signed_in: SignIn) -> None:
    event = burn(world)
    world.do("receive", world.leg(world.send(OUT_OF_HOURS)), "duty")
    put_right(world, event, signed_in("nurse"))
    assert not duties("share-change-acknowledged")
