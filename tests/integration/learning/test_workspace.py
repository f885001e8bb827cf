"""The chronology under review: the agreed time, episodes, who knew what at an entry, and what was owed by two books."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.access.models import Relationship
from followthrough.service.core import clock
from followthrough.service.core.models import AuditRow
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.learning.reviews import actions
from followthrough.service.learning.reviews.models import DeathReview, Episode, Review, Reviewed, WorkedOut
from followthrough.service.learning.reviews.queries import owing
from followthrough.service.ledger import sweep
from followthrough.service.ledger.models import Event
from integration.chronology.writing import plain, text_of, write
from integration.sharing import world as sharing
from integration.sharing.world import World, duties, local

SignIn = Callable[[str], Client]


@pytest.fixture
def signed_in(world: World) -> SignIn:
    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(world.people[name])
        return client

    return sign_in


@pytest.fixture
def page(world: World, review: Review) -> str:
    """A worry of Monday, and the burn of Wednesday; the time under review is March."""
    told = {"words": "He is tired.", "category": "neglect"}
    write(world, "concern.raised", local(2013, 3, 25, 9, 0), by="nurse", data=told)
    write(
        world, "concern.raised", local(2013, 3, 27, 9, 0), by="nurse", data={"words": "A burn.", "category": "injury"}
    )
    manager = world.viewer("board.manager")
    with acting(manager):
        actions.scope(
            review=review, from_on=date(2013, 3, 1), to_on=date(2013, 3, 31), questions="w", agencies=["hospital"],
            schools=[], no_school_because="He is three.", by=manager,
        )  # fmt: skip
    return f"/reviews/{review.pk}/children/1/"


def test_only_the_time_under_review_is_shown_and_opening_it_is_written_down(
    world: World, page: str, signed_in: SignIn
) -> None:
    shown = plain(text_of(signed_in("chair"), page))
    assert "1 Mar 2013 to 31 Mar 2013" in shown and "A burn." in shown and "The child was born" not in shown
    read = AuditRow.objects.filter(action="child.read", subject_id=world.child.pk, viewer=world.people["chair"].pk)
    assert read.count() == 1
    assert signed_in("stranger").get(page).status_code == 404
    assert signed_in("chair").get(page.replace("/1/", "/2/")).status_code == 404


def test_entries_are_put_into_an_episode_and_taken_apart(world: World, page: str, signed_in: SignIn) -> None:
    chair = signed_in("chair")
    said = {"title": "To the weekend", "entries": "3, 99", "words": ""}
    assert "There is no entry with the number 99" in chair.post(f"{page}episodes/", said).content.decode()
    assert chair.post(f"{page}episodes/", {**said, "entries": "3, 4"}).status_code == 302
    shown = plain(text_of(chair, page))
    assert "Episodes (1)" in shown and "To the weekend" in shown
    with acting(world.viewer("chair")):
        episode = Episode.objects.get()
    assert len(episode.events) == 2
    chair.post(f"{page}episodes/{episode.pk}/")
    assert "To the weekend" not in plain(text_of(chair, page))


def test_at_an_entry_each_agency_is_shown_with_what_it_did_not_know_then(
    world: World, page: str, signed_in: SignIn
) -> None:
    late = local(2013, 3, 28, 12, 0)
    root = write(world, "child.seen", late, by="constable", data={})
    shown = plain(text_of(signed_in("chair"), f"{page}entries/{root}/"))
    assert "Hospital 2 of 3" in shown.replace("Agency Hospital Knew then", "Hospital")
    assert "What Hospital did not know (1)" in shown and "from Police: it never learnt of it" in shown
    assert "What Police did not know (2)" in shown
    assert signed_in("chair").get(f"{page}entries/nothing/").status_code == 404


def test_a_comment_stands_beside_the_entry_in_the_name_of_its_agency(
    world: World, review: Review, page: str, signed_in: SignIn
) -> None:
    person = world.people["named.nurse"]
    for subject in (Subject("review", review.pk), Subject("child", world.child.pk)):
        access.involve(
            agency="hospital", practitioner=person.pk, relationship=Relationship.PANEL, subject=subject, reason="t",
            by=Viewer.system("test"),
        )  # fmt: skip
    root = write(world, "child.seen", local(2013, 3, 28, 12, 0), by="nurse", data={})
    said = {"words": "The ward was short of staff.", "evidence": "Rota of 28 March"}
    assert signed_in("named.nurse").post(f"{page}entries/{root}/comment/", said).status_code == 302
    shown = plain(text_of(signed_in("chair"), page))
    assert "Hospital, 28 Mar 2013: The ward was short of staff. More: Rota of 28 March." in shown


def test_what_was_owed_is_worked_out_by_the_procedures_of_the_time_and_by_todays(
    world: World, page: str, signed_in: SignIn
) -> None:
    world.send(sharing.OUT_OF_HOURS)
    world.later(days=4)
    then = plain(text_of(signed_in("chair"), f"{page}duties/?by=then"))
    today = plain(text_of(signed_in("chair"), f"{page}duties/?by=today"))
    assert "By the procedures of the time:" in then and "By today’s procedures, had they held then:" in today
    assert "Missed" in today and "Out-Of-Hours" not in today and "Social-Care" in today
    assert then != today


def test_what_was_owed_of_a_long_record_is_worked_out_by_the_sweep_for_whoever_asked(
    world: World, page: str, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.send(sharing.OUT_OF_HOURS)
    world.later(days=4)
    chair, manager, at = signed_in("chair"), signed_in("board.manager"), f"{page}duties/?by=then"
    short = plain(text_of(chair, at))
    monkeypatch.setattr(owing, "MOST", 1)
    assert "Work it out in the background" in plain(text_of(chair, at)) and "met in time" not in plain(
        text_of(chair, at)
    )
    assert chair.post(at).headers["Location"] == at
    waiting = plain(text_of(chair, at))
    assert "It is being worked out" in waiting and "Work it out" not in waiting
    before = AuditRow.objects.filter(action="child.read", viewer=world.people["chair"].pk).count()
    sweep.run_once(adopts=False)
    assert AuditRow.objects.filter(action="child.read", viewer=world.people["chair"].pk).count() == before + 1
    done = plain(text_of(chair, at))
    assert "Worked out on" in done and "It is kept for 7 days." in done
    table = short[short.index("By the procedures of the time:") :]
    assert table in done, "the same as of a short record"
    assert "Work it out in the background" in plain(text_of(manager, at)), "nobody else reads it"
    assert signed_in("stranger").post(at).status_code == 404
    world.later(days=8)
    sweep.run_once(adopts=False)
    assert "Work it out in the background" in plain(text_of(chair, at))


def test_what_was_worked_out_lapses_with_the_rules_and_is_dropped_with_the_right_to_read_it(
    world: World, review: Review, page: str, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owing, "MOST", 1)
    chair, at = signed_in("chair"), f"{page}duties/?by=today"
    chair.post(at)
    sweep.run_once(adopts=False)
    assert "Worked out on" in plain(text_of(chair, at))
    with acting(Viewer.system("test")):
        WorkedOut.objects.update(rules="older")
    lapsed = plain(text_of(chair, at))
    assert "The procedures have changed since then." in lapsed and "met in time" not in lapsed
    person = world.people["named.nurse"]
    seat = [
        access.involve(
            agency="hospital", practitioner=person.pk, relationship=Relationship.PANEL, subject=subject, reason="t",
            by=Viewer.system("test"),
        )
        for subject in (Subject("review", review.pk), Subject("child", world.child.pk))
    ]  # fmt: skip
    signed_in("named.nurse").post(at)
    for each in seat:
        access.end_involvement(involvement=each, by=Viewer.system("test"))
    sweep.run_once(adopts=False)
    with acting(Viewer.system("test")):
        assert not WorkedOut.objects.filter(asked_by=person.pk).exists()


def test_the_database_lets_only_whoever_asked_read_it_and_only_the_service_fill_it(
    world: World, page: str, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owing, "MOST", 1)
    signed_in("chair").post(f"{page}duties/?by=then")
    for person, seen in (("chair", 1), ("board.manager", 0), ("stranger", 0)):
        with acting(world.viewer(person)), connection.cursor() as cursor:
            cursor.execute("select count(*) from reviews_workedout")
            assert cursor.fetchone() == (seen,)
            cursor.execute("delete from reviews_workedout")
            assert cursor.rowcount == 0
    with pytest.raises(DatabaseError, match="row-level security"), acting(world.viewer("chair")):
        WorkedOut.objects.update(rows=[{"id": "made up"}])
    with pytest.raises(DatabaseError, match="row-level security"), acting(world.viewer("board.manager")):
        child = Reviewed.objects.get()
        WorkedOut.objects.create(child=child, by="then", asked_by=world.people["chair"].pk, asked_at=clock.now())


def test_more_entries_ask_the_database_no_more(world: World, page: str, signed_in: SignIn) -> None:
    chair = signed_in("chair")
    chair.get(page)
    with CaptureQueriesContext(connection) as few:
        chair.get(page)
    for hour in range(9, 14):
        write(world, "child.seen", local(2013, 3, 26, hour, 0), by="nurse", data={})
    with CaptureQueriesContext(connection) as many:
        chair.get(page)
    assert len(many) <= len(few)


def test_a_death_panels_decision_is_kept_with_the_national_reference_and_starts_its_clock(
    world: World, review: Review, signed_in: SignIn
) -> None:
    write(world, "child.died", local(2013, 3, 28, 2, 0), by="nurse", data={"death": "d-1"})
    said = {"reference": "NCMD-77", "decision": "Deprivation of oxygen.", "abuse_suspected": "yes", "factors": "Smoke",
            "learning": ""}  # fmt: skip
    assert signed_in("chair").post(f"/reviews/{review.pk}/death/", said).status_code == 302
    with acting(world.viewer("chair")):
        assert DeathReview.objects.get().reference == "NCMD-77"
    assert duties("child-death-put-forward")
    assert "NCMD-77" in plain(text_of(signed_in("chair"), f"/reviews/{review.pk}/"))


def test_the_same_decision_on_a_death_is_recorded_once_and_another_puts_it_right(
    world: World, review: Review, signed_in: SignIn
) -> None:
    write(world, "child.died", local(2013, 3, 28, 2, 0), by="nurse", data={"death": "d-1"})
    said = {"reference": "NCMD-77", "decision": "No cause was found.", "abuse_suspected": "no", "factors": "",
            "learning": ""}  # fmt: skip
    for changed in ({}, {"learning": "Smoke."}, {"abuse_suspected": "yes"}):
        world.later(hours=1)
        assert signed_in("chair").post(f"/reviews/{review.pk}/death/", {**said, **changed}).status_code == 302
    with acting(world.viewer("chair")):
        found = list(Event.objects.filter(kind="child-death.analysed").order_by("recorded_at"))
        assert DeathReview.objects.get().decision == "No cause was found."
    assert [(each.data["abuse_suspected"], each.corrects) for each in found] == [(False, None), (True, found[0].pk)]
    assert duties("child-death-put-forward")
