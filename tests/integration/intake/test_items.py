"""What came in has an owner and a clock until a person places it; a wrong match is undone and loses nothing."""

from __future__ import annotations

import mailbox
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.access import reading
from followthrough.service.access.policies import NotVisible, Refused
from followthrough.service.children.actions import About, register_child
from followthrough.service.children.models import Child
from followthrough.service.children.numbers import numbers_of, set_number
from followthrough.service.core.models import AuditRow
from followthrough.service.core.viewer import acting
from followthrough.service.intake import actions, mailboxes, queries
from followthrough.service.intake.arrivals import UNREADABLE, from_mail
from followthrough.service.intake.models import Item
from followthrough.service.ledger import sweep
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event
from integration.agencies import making
from integration.attachments.clamd import EICAR, Server
from integration.intake.mails import front_door, mail
from integration.sharing import world as made
from integration.sharing.world import World

PROCEDURE = "incoming-item-placed"


def arrive(raw: bytes | None = None) -> Item:
    item = actions.take_in(arrival=from_mail(raw or mail()), team=front_door())
    assert item is not None
    return item


def event(**which: str) -> Event:
    with as_assessor():
        return Event.objects.get(**which)


@pytest.fixture
def jonas(world: World) -> Child:
    """The night team works with him."""
    access.involve(
        agency="social-care",
        team="out-of-hours",
        subject=Subject("child", world.child.pk),
        reason="t",
        by=making.SETUP,
    )
    return world.child


def do(world: World, name: str, item: Item, by: str = "duty", **more: object) -> Item:
    viewer = world.viewer(by)
    with acting(viewer):
        getattr(actions, name)(item=item, by=viewer, **more)
    return Item.objects.get(pk=item.pk)


def test_it_belongs_to_the_team_that_is_there_and_a_clock_runs(world: World) -> None:
    item = arrive()
    assert item.team.key == made.OUT_OF_HOURS and item.sent_to.key == made.FRONT_DOOR
    (duty,) = made.duties(PROCEDURE)
    assert (duty.debtor_team, duty.trigger) == ("out-of-hours", item.trigger)
    assert duty.due_at == made.local(2013, 3, 28, 21, 30)


def test_by_day_it_belongs_to_the_team_that_was_written_to(world: World) -> None:
    world.at.at = made.local(2013, 3, 28, 10).astimezone(UTC)
    assert arrive().team.key == made.FRONT_DOOR


def test_it_never_lies_where_nobody_sits(world: World) -> None:
    for name in ("duty", "duty.manager"):
        for seat in world.people[name].memberships.filter(to_at=None):
            access.leave_team(membership=seat, by=making.SETUP)
    assert arrive().team.key == made.FRONT_DOOR


def test_the_same_mail_never_doubles(world: World) -> None:
    arrive()
    assert actions.take_in(arrival=from_mail(mail()), team=front_door()) is None
    assert Item.objects.count() == 1


def test_a_mail_that_cannot_be_read_is_an_item_too(world: World) -> None:
    item = arrive(b"\x00\xff\xfe nothing")
    assert item.problem == UNREADABLE and len(made.duties(PROCEDURE)) == 1


def test_matched_it_stands_in_the_chronology_at_its_own_time(world: World, jonas: Child) -> None:
    item = do(world, "match", arrive(), child_id=jonas.pk)
    entry = event(pk=item.entry)
    assert (entry.subject_id, entry.kind, entry.agency) == (jonas.pk, "information.came-in", "social-care")
    assert entry.occurred_from == datetime(2013, 3, 28, 11, 5, tzinfo=UTC)
    assert "does not want to go home" in entry.text
    assert not made.duties(PROCEDURE) and made.duties(PROCEDURE, ["met"])


def test_a_time_in_the_future_is_not_believed(world: World, jonas: Child) -> None:
    item = do(world, "match", arrive(mail(date="Fri, 28 Mar 2031 11:05:00 +0000")), child_id=jonas.pk)
    assert event(pk=item.entry).occurred_from == item.came_at


def test_undone_it_waits_again_and_the_entry_is_taken_back(world: World, jonas: Child) -> None:
    item = do(world, "match", arrive(), child_id=jonas.pk)
    entry = item.entry
    with acting(world.viewer("nurse")):
        reading.open_child(world.viewer("nurse"), jonas.pk)
    item = do(world, "unmatch", item, reason="It is Jonah, not Jonas.")
    assert item.is_waiting and item.child is None and len(made.duties(PROCEDURE)) == 1
    back = event(corrects=entry)
    assert back.is_retraction and "Jonah" in back.text
    assert event(pk=entry), "nothing is lost"
    again = do(world, "match", item, child_id=jonas.pk)  # in the same instant: the clock stands still
    assert [each["step"] for each in again.steps] == ["matched", "unmatched", "matched"]
    assert not made.duties(PROCEDURE)


def test_undone_all_with_whom_it_was_shared_are_told_and_acknowledge(
    world: World, jonas: Child, client: Client
) -> None:
    item = do(world, "match", arrive(), child_id=jonas.pk)
    share = world.send("police/response", by="duty", items=(item.entry,))
    leg = world.do("receive", world.leg(share, "police/response", by="duty"), "constable")
    item = do(world, "unmatch", item, reason="The birth date does not fit.")
    (owed,) = made.duties("share-change-acknowledged")
    assert owed.debtor_agency == "police"

    def page(who: str, at: str) -> str:
        client.force_login(world.people[who])
        return client.get(at).content.decode()

    assert "They were told, and have not acknowledged it yet." in page("duty", f"/intake/{item.reference}/")
    assert "another child. The birth date does not fit." in page("constable", f"/shares/{share.reference}/")
    world.do("acknowledge", leg, "constable")
    assert "They have acknowledged it." in page("duty", f"/intake/{item.reference}/")
    assert not made.duties("share-change-acknowledged")


def test_the_number_that_came_with_it_leaves_the_wrong_child(world: World, jonas: Child) -> None:
    with acting(world.viewer("duty")):
        set_number(child_id=jonas.pk, scheme="case", value="SC-1", agency="social-care", by=world.viewer("duty"))
    world.later(minutes=1)
    arrival = replace(from_mail(mail()), about={"case_number": "SC-2"})
    item = actions.take_in(arrival=arrival, team=front_door())
    assert item is not None

    def standing() -> list[str]:
        with acting(world.viewer("duty")):
            return [each.value for each in numbers_of([jonas.pk])]

    item = do(world, "match", item, child_id=jonas.pk)
    assert standing() == ["SC-2"]
    world.later(minutes=1)
    do(world, "unmatch", item, reason="His cousin.")
    assert standing() == ["SC-1"]


@pytest.mark.parametrize("outcome", ["not ours", "recorded already"])
def test_it_may_belong_to_no_child_here(world: World, outcome: str) -> None:
    item = do(world, "place", arrive(), outcome=outcome, reason="It is for Eastmarch; I rang them.")
    assert item.steps[-1]["reason"] and not made.duties(PROCEDURE)
    with pytest.raises(Refused, match="Somebody else"):
        do(world, "place", item, outcome=outcome, reason="again")


def test_what_was_shared_names_its_share(world: World, jonas: Child) -> None:
    item = arrive()
    with pytest.raises(Refused, match="no share"):
        do(world, "place", item, outcome="shared", reason="r", share="FT-2222-2222")
    share = world.send(made.WARD, by="duty")
    do(world, "place", item, outcome="shared", reason="The ward has it.", share=share.reference)


def test_passed_on_it_is_due_no_later(world: World) -> None:
    item = arrive()
    world.later(hours=3)
    item = do(world, "pass_on", item, team=front_door(), reason="They know the family.")
    (duty,) = made.duties(PROCEDURE)
    assert (duty.debtor_team, duty.due_at) == ("front-door", made.local(2013, 3, 28, 21, 30))


def test_when_a_team_shuts_the_team_that_is_there_has_it(world: World) -> None:
    world.at.at = made.local(2013, 3, 28, 16, 30).astimezone(UTC)
    item = arrive()
    assert item.team.key == made.FRONT_DOOR
    assert actions.hand_over_due() == 0
    world.later(hours=1)
    sweep.run_once()
    item = Item.objects.get()
    assert item.team.key == made.OUT_OF_HOURS and item.steps[-1]["reason"] == "Front-Door has shut."
    (duty,) = made.duties(PROCEDURE)
    assert (duty.debtor_team, duty.due_at) == ("out-of-hours", made.local(2013, 3, 28, 20, 30))


def test_silence_climbs(world: World) -> None:
    arrive()
    world.later(hours=5)
    sweep.run_once()
    (duty,) = made.duties(PROCEDURE)
    assert duty.state == "breached"


def test_others_do_not_see_it(world: World, jonas: Child, client: Client) -> None:
    item = arrive()
    for name in ("nurse", "constable", "stranger"):
        with acting(world.viewer(name)):
            assert queries.item(world.viewer(name), item.reference) is None
        client.force_login(world.people[name])
        for page in ("", "place/", "pass-on/", "original/", "attachments/0/"):
            assert client.get(f"/intake/{item.reference}/{page}").status_code == 404
        assert item.reference not in client.get("/intake/").content.decode()
    with acting(world.viewer("duty.manager")):
        assert queries.item(world.viewer("duty.manager"), item.reference)


def test_a_child_whom_one_may_not_see_cannot_be_matched(world: World) -> None:
    with pytest.raises(NotVisible):
        do(world, "match", arrive(), child_id=world.child.pk)


def test_a_child_who_is_new_is_registered(world: World) -> None:
    item, viewer = arrive(), world.viewer("duty")
    with acting(viewer):
        child_id = actions.match_new(item=item, about=About("Mila Novak", date(2011, 6, 7)), by=viewer)
    assert Item.objects.get(pk=item.pk).child_id == child_id


def test_its_words_are_sealed_in_the_database(world: World) -> None:
    item = arrive()
    with connection.cursor() as cursor:
        cursor.execute("select item::text from intake_item item where id = %s", [item.pk])
        (row,) = cursor.fetchone()
    assert "Jonas" not in row and "hillside" not in row and "worried" not in row


# The pages


def test_the_pages_lead_from_mail_to_child_and_back(world: World, jonas: Child, client: Client) -> None:
    numbered = mail("About Jonas, NHS number 999 123 4543. <script>alert(1)</script>", files=(("a.pdf", b"%PDF-1"),))
    item = arrive(numbered)
    client.force_login(world.people["duty"])
    listed = client.get("/intake/").content.decode()
    assert "Fwd: worried about a pupil" in listed and "Due today 21:30" in listed
    at = f"/intake/{item.reference}/"
    page = client.get(at).content.decode()
    assert "&lt;script&gt;" in page and "<script>alert" not in page and 'value="999 123 4543"' in page
    said = {"name": "Jonas Webber", "born_on_day": "4", "born_on_month": "5", "born_on_year": "2009"}
    found = client.post(at, said).content.decode()
    assert "A name spelt almost alike, same birth date" in found
    assert Item.objects.get().is_waiting, "finding decides nothing"
    assert client.post(f"{at}match/", said).status_code == 200, "nobody was chosen"
    answer = client.post(f"{at}match/", {**said, "child": jonas.pk})
    assert answer.headers["Location"] == f"/children/{jonas.pk}/"
    assert "Information came in from outside" in client.get(f"/children/{jonas.pk}/").content.decode()
    client.post(f"{at}unmatch/", {"reason": "It is his cousin."})
    page = client.get(at).content.decode()
    assert "Who opened the wrong record meanwhile" in page and "Duty" in page and "It is his cousin." in page
    saved = client.get(f"{at}attachments/0/")
    assert saved.content == b"%PDF-1" and saved.headers["Content-Disposition"].startswith("attachment")
    assert saved.headers["Content-Type"] == "application/octet-stream"
    assert client.get(f"{at}original/").content == numbered
    assert AuditRow.objects.filter(action="item.read").count() == 2


def test_a_file_of_a_mail_is_scanned_when_it_is_saved(world: World, client: Client, clamd: Server) -> None:
    item = arrive(mail(files=(("a.pdf", b"%PDF-1"), ("b.pdf", b"%PDF-" + EICAR))))
    client.force_login(world.people["duty"])
    at = f"/intake/{item.reference}/"
    assert "A file is checked for viruses when you save it." in client.get(at).content.decode()
    assert client.get(f"{at}attachments/0/").content == b"%PDF-1"
    told = client.get(f"{at}attachments/1/", follow=True)
    assert told.redirect_chain == [(at, 302)] and EICAR not in told.content
    assert "The virus scanner found something in this file" in told.content.decode()
    clamd.says = b"nothing"
    told = client.get(f"{at}original/", follow=True).content.decode()
    assert "could not be checked for viruses just now" in told
    said = AuditRow.objects.filter(action__in=["item.saved", "item.not-given"]).order_by("id")
    assert list(said.values_list("action", flat=True)) == ["item.saved", "item.not-given", "item.not-given"]


def test_someone_elses_choice_is_not_taken(world: World, client: Client) -> None:
    """A child who is not on the list of candidates cannot be slipped in."""
    item = arrive()
    client.force_login(world.people["duty"])
    posted = client.post(f"/intake/{item.reference}/match/", {"name": "Jonas Weber", "child": world.child.pk})
    assert posted.status_code == 200 and Item.objects.get().is_waiting


def test_few_questions_are_asked(world: World, client: Client, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    for n in range(5):
        item = arrive(mail(number=str(n)))
    client.force_login(world.people["duty"])
    client.get("/intake/")
    with django_assert_max_num_queries(26):
        client.get("/intake/")
    with django_assert_max_num_queries(26):
        client.get(f"/intake/{item.reference}/")


# The mailboxes


@pytest.fixture
def box(settings: Settings, tmp_path: Path) -> mailbox.Maildir:
    made_box = mailbox.Maildir(str(tmp_path / "box"))
    settings.FOLLOWTHROUGH_MAILBOXES = [f"{made.FRONT_DOOR}=maildir:{tmp_path / 'box'}"]
    return made_box


def test_a_maildir_is_taken_in_once(world: World, box: mailbox.Maildir) -> None:
    box.add(mail()), box.add(mail(number="2")), box.add(b"\xff\xfe broken")
    assert (mailboxes.take_in(), mailboxes.take_in()) == (3, 0)
    assert len(made.duties(PROCEDURE)) == 3 and len(box) == 3, "the mails stay where they are"


def test_one_that_was_cut_off_before_it_was_marked_does_not_double(world: World, box: mailbox.Maildir) -> None:
    box.add(mail())
    actions.take_in(arrival=from_mail(mail()), team=front_door())
    assert mailboxes.take_in() == 0 and Item.objects.count() == 1


def test_the_sweep_looks_once_a_minute(world: World, box: mailbox.Maildir) -> None:
    mailboxes.take_in_due()
    box.add(mail())
    assert mailboxes.take_in_due() == 0
    world.later(minutes=2)
    sweep.run_once()
    assert Item.objects.count() == 1


def test_a_mailbox_that_cannot_be_read_becomes_a_duty(world: World, settings: Settings, tmp_path: Path) -> None:
    settings.FOLLOWTHROUGH_MAILBOXES = [f"{made.FRONT_DOOR}=maildir:{tmp_path / 'gone'}"]
    mailboxes.take_in()
    assert not made.duties("failing-mailbox-mended")
    world.later(minutes=31)
    mailboxes.take_in(), mailboxes.take_in()
    assert len(made.duties("failing-mailbox-mended")) == 1
    mailbox.Maildir(str(tmp_path / "gone"))
    world.later(minutes=5)
    mailboxes.take_in()
    assert not made.duties("failing-mailbox-mended")


def test_what_is_set_wrongly_is_said(settings: Settings) -> None:
    settings.FOLLOWTHROUGH_MAILBOXES = ["front-door=http://mail"]
    with pytest.raises(mailboxes.UnfitMailbox, match="AGENCY/TEAM=maildir"):
        mailboxes.sources()


def test_a_child_of_others_is_not_named(world: World, client: Client) -> None:
    with acting(world.viewer("nurse")):
        other = register_child(about=About("Bella Frost", date(2010, 1, 2)), reason="t", by=world.viewer("nurse"))
    item = arrive()
    client.force_login(world.people["duty"])
    said = {"name": "Bella Frost", "born_on_day": "2", "born_on_month": "1", "born_on_year": "2010"}
    page = client.post(f"/intake/{item.reference}/", said).content.decode()
    assert "is known, and your team does not work with this child" in page and other.pk not in page
