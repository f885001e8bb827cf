"""Chapters of policy: written, approved by two others, in force from a day, compared, read, and counted in numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from importlib import import_module
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from followthrough.service.core.viewer import acting
from followthrough.service.learning.changes.models import Proposal
from followthrough.service.learning.chapters import actions, policies
from followthrough.service.learning.chapters.models import Approval, Chapter, Reading, Version
from followthrough.service.learning.chapters.queries import reach
from followthrough.service.learning.chapters.queries.holding import digest
from followthrough.service.learning.recommendations.models import Owner
from followthrough.service.learning.reviews.models import Review
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Outbox
from integration.agencies import making
from integration.chronology.writing import plain, text_of
from integration.learning.conftest import GROUPS
from integration.learning.test_recommendation_pages import page, press
from integration.learning.test_recommendations import make
from integration.reliability.test_questions import ours
from integration.sharing.world import World

SignIn = Callable[[str], Client]
TEXT = "Who meets\n\nThe agencies talk before the child goes home."
SAID: dict[str, Any] = {
    "text": TEXT, "what_changed": "Always talk.", "who": ["agencies"], "agencies": ["agency:police"], "link": "",
    "change": "",
    "from_on_day": "1", "from_on_month": "4", "from_on_year": "2013",
}  # fmt: skip


@pytest.fixture
def signed_in(world: World) -> SignIn:
    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(world.people[name])
        return client

    return sign_in


@pytest.fixture
def chapter(world: World) -> Chapter:
    viewer = world.viewer("policy.lead")
    with acting(viewer):
        return actions.begin(title="Talking about one child", about="When agencies talk.", by=viewer)


def write(world: World, chapter: Chapter, text: str = TEXT, by: str = "policy.lead", **more: Any) -> Version:
    viewer = world.viewer(by)
    said = {"what_changed": "Always talk.", "from_on": date(2013, 3, 1), "must_read": ["agency:police"], **more}
    with acting(viewer):
        return actions.write(chapter=chapter, text=text, by=viewer, **said)


def approve(world: World, version: Version, *names: str) -> Version:
    for name in names or ("board.manager", "chair"):
        with acting(world.viewer(name)):
            version = actions.approve(version=version, read=digest(version), by=world.viewer(name))
    return version


def join_the_group(world: World) -> None:
    """One more who writes chapters."""
    world.people["policy.second"] = making.practitioner("policy.second", ("board", GROUPS[0], "worker"))


def press_as_read(client: Client, address: str, **said: Any) -> str:
    """As the page has it: it sends back what it showed."""
    return press(client, address, read=client.get(address).context["read"], **said)


def test_from_a_draft_to_what_a_worker_has_read_by_its_pages(world: World, signed_in: SignIn) -> None:
    lead, constable = signed_in("policy.lead"), signed_in("constable")
    begun = lead.post("/policies/write/", {"title": "Talking about one child", "about": "When agencies talk."})
    assert begun.headers["Location"] == "/policies/talking-about-one-child/write/"
    assert "Approved by 2 more people have to approve it" in press_as_read(lead, begun.headers["Location"], **SAID)
    version = "/policies/talking-about-one-child/1/"
    assert constable.get(version).status_code == 404 and lead.get(f"{version}approve/").status_code == 403
    press_as_read(signed_in("board.manager"), f"{version}approve/")
    shown = press_as_read(signed_in("chair"), f"{version}approve/")
    assert "Not in force yet" in shown and "Board Manager" in shown
    world.later(days=5)
    shown = plain(text_of(constable := signed_in("constable"), "/policies/"))
    assert "Version 1, since 1 Apr 2013" in shown and "For you to read" in shown
    assert "For you to read" not in plain(text_of(signed_in("nurse"), "/policies/"))
    shown = plain(text_of(constable, version))
    assert "This is for you to read" in shown and "Who must read it Police" in shown and "Who meets" in shown
    assert "You have said that you read it" in press(constable, f"{version}read/")


def test_two_others_approve_and_then_nothing_of_it_changes(world: World, chapter: Chapter) -> None:
    version = write(world, chapter)
    for name, reason in (("policy.lead", "You wrote in this"), ("training.lead", "write the chapters")):
        with acting(world.viewer(name)), pytest.raises(policies.CannotWrite, match=reason):
            actions.approve(version=version, read="", by=world.viewer(name))
    assert approve(world, version, "board.manager").approved_at is None
    with pytest.raises(policies.CannotWrite, match="You have approved"):
        approve(world, version, "board.manager")
    done = approve(world, version, "chair")
    assert done.approved_at and done.from_on == date(2013, 3, 28), "nothing held before it was approved"
    with pytest.raises(policies.CannotWrite, match="approved already"):
        approve(world, version, "chair")
    with pytest.raises(IntegrityError), transaction.atomic(), acting(world.viewer("policy.lead")):
        Version.objects.update(text="x")
    with pytest.raises(ProgrammingError), transaction.atomic(), acting(world.viewer("policy.lead")):
        Version.objects.all().delete()


def test_a_draft_that_is_written_again_loses_its_approvals(world: World, chapter: Chapter) -> None:
    approve(world, write(world, chapter), "board.manager")
    again = write(world, chapter, text="Other words.")
    assert (again.number, again.text, Approval.objects.count()) == (1, "Other words.", 0)


def test_nobody_who_wrote_any_of_a_draft_approves_it(world: World, chapter: Chapter, signed_in: SignIn) -> None:
    write(world, chapter)
    version = write(world, chapter, text="Other words.", by="board.manager")
    assert set(version.writers) == {world.people[name].pk for name in ("policy.lead", "board.manager")}
    address = reverse("chapters:approve", args=[chapter.pk, 1])
    for name in ("policy.lead", "board.manager"):
        with acting(world.viewer(name)), pytest.raises(policies.CannotWrite, match="You wrote in this version"):
            actions.approve(version=version, read=digest(version), by=world.viewer(name))
        assert signed_in(name).post(address, {"read": "x"}).status_code == 403
    shown = plain(text_of(signed_in("chair"), reverse("chapters:version", args=[chapter.pk, 1])))
    assert "Written by Policy Lead Board Manager, " in shown, "all who wrote, the last with the time"
    assert "Approve it" in shown


def test_whoever_approves_has_read_what_stands_there(world: World, chapter: Chapter, signed_in: SignIn) -> None:
    write(world, chapter)
    chair, address = signed_in("chair"), reverse("chapters:approve", args=[chapter.pk, 1])
    page = chair.get(address)
    assert "The agencies talk before the child goes home." in page.content.decode()
    write(world, chapter, text="Nobody talks.")
    refused = chair.post(address, {"read": page.context["read"]})
    shown = plain(refused.content.decode())
    assert "The draft was changed after you read it. Read it again" in shown and "Nobody talks." in shown
    with acting(world.viewer("chair")):
        assert not Approval.objects.exists()
    assert "1 more person has to approve it" in press(chair, address, read=refused.context["read"])


@pytest.mark.parametrize(
    "more", [{"from_on": date(2013, 9, 1)}, {"what_changed": "x"}, {"must_read": []}, {"change": "FT-1"}, {"link": "x"}]
)
def test_all_that_is_approved_is_part_of_what_was_read(world: World, chapter: Chapter, more: dict[str, Any]) -> None:
    before = as_read(world, write(world, chapter))
    with acting(world.viewer("chair")), pytest.raises(policies.Changed):
        actions.approve(version=write(world, chapter, **more), read=before, by=world.viewer("chair"))


def as_read(world: World, version: Version) -> str:
    with acting(world.viewer("chair")):
        return digest(version)


def test_two_who_write_at_once_lose_no_words(world: World, chapter: Chapter, signed_in: SignIn) -> None:
    address = reverse("chapters:next", args=[chapter.pk])
    lead, manager = signed_in("policy.lead"), signed_in("board.manager")
    first, second = (client.get(address).context["read"] for client in (lead, manager))
    press(lead, address, **SAID, read=first)
    refused = manager.post(address, {**SAID, "text": "Mine.", "read": second})
    shown = plain(refused.content.decode())
    assert "Policy Lead has written in it since you opened this page." in shown and "Mine." in shown
    assert "Read the draft as it is now" in shown and TEXT.partition("\n")[0] in text_of(lead, f"{address[:-6]}1/")
    shown = press(manager, address, **{**SAID, "text": "Both.", "read": refused.context["read"]})
    assert "Both." in shown


def test_a_mistake_in_the_form_shows_nothing_new(world: World, chapter: Chapter, signed_in: SignIn) -> None:
    address = reverse("chapters:next", args=[chapter.pk])
    lead, manager = signed_in("policy.lead"), signed_in("board.manager")
    first, second = (client.get(address).context["read"] for client in (lead, manager))
    press(lead, address, **SAID, read=first)
    mistaken = manager.post(address, {**SAID, "text": "", "read": second})
    assert mistaken.status_code == 200
    said = {**SAID, "text": "Mine.", "read": mistaken.context["read"]}
    refused = plain(manager.post(address, said).content.decode())
    assert "Policy Lead has written in it since you opened this page." in refused
    with acting(world.viewer("policy.lead")):
        assert Version.objects.get(chapter=chapter).text == TEXT


def test_the_pages_of_a_chapter_ask_little(world: World, chapter: Chapter, signed_in: SignIn) -> None:
    draft = write(world, chapter)
    chair = signed_in("chair")
    for path in ("", "write/", f"{draft.number}/", f"{draft.number}/approve/"):
        with CaptureQueriesContext(connection) as asked:
            assert chair.get(f"/policies/{chapter.pk}/{path}").status_code == 200, path
        found = ours([each["sql"] for each in asked.captured_queries])
        assert len(found) <= 12, (path, *(each[:200] for each in found))


def test_what_a_writer_may_not_see_stays_among_what_it_answers(world: World, chapter: Chapter, review: Review) -> None:
    seen, unseen = make(world, review, Owner.POLICIES), make(world, review, Owner.AGENCY, agencies=["police"])
    version = write(world, chapter, by="board.manager", answers=[seen, unseen])
    write(world, chapter, text="Other words.", answers=[])
    with acting(world.viewer("board.manager")):
        assert list(version.answers.all()) == [unseen], "the lead of policies sees only what the group is asked"


class TestRowLevelSecurity:
    """Directly, as the application: what the pages refuse, the database refuses."""

    def test_a_draft_is_read_and_written_by_who_writes_chapters(self, world: World, chapter: Chapter) -> None:
        version = write(world, chapter)
        for name in ("constable", "nurse", "training.lead"):
            with acting(world.viewer(name)):
                assert not Version.objects.exists() and not Chapter.objects.exists() and not Approval.objects.exists()
                assert Version.objects.update(text="x") == Chapter.objects.update(about="x") == 0
            with acting(world.viewer(name)), refused():
                Chapter.objects.create(slug="other", title="Other", about="x")
            with acting(world.viewer(name)), refused():
                Version.objects.create(**fields(version, world.people[name].pk, number=2))
        with acting(world.viewer("chair")):
            assert Version.objects.filter(pk=version.pk).exists()
        approve(world, version)
        with acting(world.viewer("nurse")):
            assert Version.objects.get().text == TEXT and Approval.objects.count() == 2
            assert Version.objects.update(text="x") == 0

    def test_a_writer_is_among_the_writers_and_stays_there(self, world: World, chapter: Chapter) -> None:
        version, manager = write(world, chapter), world.viewer("board.manager")
        with acting(manager), stands():
            Version.objects.update(text="x")
        with acting(manager), stands():
            Version.objects.update(text="x", writers=[manager.practitioner_id])
        approve(world, version, "board.manager", "chair")
        with acting(manager), refused():
            Version.objects.create(**fields(version, world.people["nurse"].pk, number=2))
        draft = write(world, chapter)
        with acting(manager):
            said = {"text": "x", "writers": [*draft.writers, manager.practitioner_id]}
            assert Version.objects.filter(approved_at=None).update(**said) == 1

    def test_two_who_wrote_none_of_it_approve(self, world: World, chapter: Chapter) -> None:
        version = write(world, chapter)
        for who, named in (("policy.lead", "policy.lead"), ("chair", "board.manager"), ("nurse", "nurse")):
            with acting(world.viewer(who)), refused():
                Approval.objects.create(version=version, by=world.people[named], at=world.at.at)
        approve(world, version, "chair")
        with acting(world.viewer("chair")), stands():
            Version.objects.update(approved_at=world.at.at)
        with acting(world.viewer("policy.lead")), stands():
            Version.objects.update(text="Other words, with the approval of the old.")
        with acting(world.viewer("policy.lead")), stands():
            Version.objects.update(from_on=date(2014, 1, 1))
        with acting(world.viewer("policy.lead")), stands():
            Version.objects.update(number=7)
        approve(world, version, "board.manager")
        with acting(world.viewer("chair")):
            assert Approval.objects.all().delete()[0] == 0, "what was approved keeps who approved it"

    def test_who_approves_last_moves_its_day_to_that_day_and_no_further(self, world: World, chapter: Chapter) -> None:
        version = write(world, chapter)
        approve(world, version, "chair")
        with acting(world.viewer("board.manager")):
            Approval.objects.create(version=version, by=world.people["board.manager"], at=world.at.at)
        for day in (date(2013, 3, 29), date(2013, 1, 1)):
            with acting(world.viewer("board.manager")), stands():
                Version.objects.update(approved_at=world.at.at, from_on=day)
        with acting(world.viewer("board.manager")):
            assert Version.objects.update(approved_at=world.at.at, from_on=date(2013, 3, 28)) == 1

    def test_what_a_draft_answers_stays_with_its_approval(self, world: World, chapter: Chapter, review: Review) -> None:
        answered = make(world, review, Owner.AGENCY, agencies=["police"])
        with acting(world.viewer("board.manager")):
            version = write(world, chapter, by="board.manager", answers=[answered])
        approve(world, version, "chair")
        of = Version.answers.through
        other = make(world, review, Owner.AGENCY, agencies=["police"])
        with acting(world.viewer("board.manager")), stands():
            of.objects.create(version=version, recommendation_id=other.pk)
        with acting(world.viewer("board.manager")), stands():
            of.objects.all().delete()
        write(world, chapter, by="board.manager", answers=[other])
        with acting(world.viewer("board.manager")):
            assert of.objects.get().recommendation_id == other.pk, "written again, it is approved again"

    def test_whoever_changes_what_a_draft_answers_is_among_its_writers(
        self, world: World, chapter: Chapter, review: Review
    ) -> None:
        answered = make(world, review, Owner.AGENCY, agencies=["police"])
        version = write(world, chapter, by="board.manager")
        with acting(world.viewer("chair")), stands():
            Version.answers.through.objects.create(version=version, recommendation_id=answered.pk)

    def test_what_a_draft_answers_is_changed_by_who_may_see_it(
        self, world: World, chapter: Chapter, review: Review
    ) -> None:
        unseen = make(world, review, Owner.AGENCY, agencies=["police"])
        join_the_group(world)
        write(world, chapter)
        version = write(world, chapter, by="board.manager")
        of = Version.answers.through
        for name in ("policy.lead", "constable"):
            with acting(world.viewer(name)), refused():
                of.objects.create(version=version, recommendation_id=unseen.pk)
        with acting(world.viewer("board.manager")):
            of.objects.create(version=version, recommendation_id=unseen.pk)
        for name in ("policy.lead", "constable"):
            with acting(world.viewer(name)):
                assert of.objects.all().delete()[0] == 0
        approve(world, version, "chair", "policy.second")
        with acting(world.viewer("board.manager")):
            assert of.objects.all().delete()[0] == 0, "it is approved"
        with acting(world.viewer("nurse")):
            assert of.objects.count() == 1


@pytest.mark.django_db(transaction=True, databases=["default", "owner", "assessor"])
def test_the_upgrade_finds_in_the_audit_who_wrote_before(world: World, chapter: Chapter) -> None:
    """As it stood before: no writers were kept, and row-level security was not forced for the owner."""
    approve(world, write(world, chapter), "board.manager", "chair")
    write(world, chapter, by="board.manager")
    write(world, chapter, text="Other words.")
    upgrade = import_module("followthrough.service.learning.chapters.migrations.0003_writers")
    with transaction.atomic("owner"), connections["owner"].cursor() as cursor:
        cursor.execute("alter table chapters_version no force row level security, disable trigger user")
        cursor.execute("update chapters_version set writers = '{}'")
        cursor.execute("alter table chapters_version enable trigger user")
        cursor.execute(upgrade._FILL)
        cursor.execute("select number, writers from chapters_version order by number")
        found = {number: set(writers) for number, writers in cursor.fetchall()}
        transaction.set_rollback(True, "owner")
    lead, manager = (world.people[name].pk for name in ("policy.lead", "board.manager"))
    assert found == {1: {lead}, 2: {lead, manager}}


@contextmanager
def refused() -> Iterator[None]:
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        yield


@contextmanager
def stands() -> Iterator[None]:
    with pytest.raises(IntegrityError), transaction.atomic():
        yield


def fields(version: Version, writer: str, *, number: int) -> dict[str, Any]:
    """Of a draft that somebody enters directly."""
    return {
        "chapter": version.chapter, "number": number, "text": "x", "what_changed": "x", "from_on": version.from_on,
        "writers": [writer], "written_by_id": writer, "written_at": version.written_at,
    }  # fmt: skip


def test_the_old_version_stays_and_holds_until_the_new_ones_day(
    world: World, chapter: Chapter, signed_in: SignIn
) -> None:
    approve(world, write(world, chapter))
    approve(world, write(world, chapter, text=f"{TEXT}\n\nThe school is told.", from_on=date(2013, 4, 10)))
    address = reverse("chapters:chapter", args=[chapter.pk])
    shown = plain(text_of(signed_in("nurse"), address))
    assert "Version 1 State In force" in shown and "From 28 Mar 2013 until 10 Apr 2013" in shown
    assert "Version 2 State Not in force yet" in shown
    world.later(days=20)
    shown = plain(text_of(signed_in("nurse"), address))
    assert "Version 2 State In force" in shown and "Version 1 State Replaced" in shown
    assert "Who meets" in plain(text_of(signed_in("nurse"), reverse("chapters:version", args=[chapter.pk, 1])))
    shown = plain(text_of(signed_in("nurse"), reverse("chapters:compare", args=[chapter.pk, 1, 2])))
    assert "4 words added, 0 words removed" in shown and "Added: The school is told." in shown


def test_it_stands_beside_the_recommendation_that_it_answers(
    world: World, chapter: Chapter, review: Review, signed_in: SignIn
) -> None:
    asked = make(world, review, Owner.AGENCY, agencies=["police"])
    for_group = make(world, review, Owner.POLICIES)
    version = write(world, chapter, by="board.manager", answers=[asked, for_group], change="FT-RULE-1")
    join_the_group(world)
    assert "What carries it" not in plain(text_of(signed_in("constable"), page(asked)))
    approve(world, version, "chair", "policy.second")
    shown = plain(text_of(signed_in("constable"), page(asked)))
    assert "What carries it Talking about one child, version 1" in shown
    shown = plain(text_of(signed_in("constable"), reverse("chapters:version", args=[chapter.pk, 1])))
    manager = world.viewer("board.manager")
    with acting(manager):
        proposal = Proposal.objects.create(
            reference="FT-RULE-1", what="time", name="n", theme="t", title="Talk within a day", text="", says_then="",
            reaches="", recommendation=for_group.key, source_words="", reason="", in_force_on=date(2013, 4, 1),
            proposed_by=manager.practitioner_id, proposed_at=world.at.at,
        )  # fmt: skip
    assert "Rule that carries it FT-RULE-1" in shown, "its page is not there yet"
    address = reverse("chapters:version", args=[chapter.pk, 1])
    assert reverse("changes:proposal", args=[proposal.pk]) in text_of(signed_in("constable"), address)
    assert shown.count(asked.words) == 1, "only what is asked of them"
    assert asked.words not in plain(text_of(signed_in("nurse"), reverse("chapters:version", args=[chapter.pk, 1])))


def test_how_many_have_read_is_told_in_numbers_and_never_of_few(
    world: World, chapter: Chapter, signed_in: SignIn
) -> None:
    for number in range(6):
        world.people[f"officer.{number}"] = making.practitioner(f"officer.{number}", ("police", "response", "worker"))
    world.people["sergeant"] = making.practitioner("sergeant", ("police", "response", "team-manager"))
    version = approve(world, write(world, chapter, must_read=["agency:police", "role:team-manager"]))
    for name in ("constable", "officer.1", "nurse"):
        with acting(world.viewer(name)):
            actions.read(version=version, by=world.viewer(name))
            actions.read(version=version, by=world.viewer(name))
    address = reverse("chapters:readers", args=[chapter.pk, 1])
    shown = plain(text_of(signed_in("policy.lead"), address))
    assert "Police For how many 8 How many have read it Fewer than 5" in shown
    assert "Hospital" not in shown and "fewer than five people are not shown" in shown
    assert not any(person.name in shown for name, person in world.people.items() if name != "policy.lead")
    shown = plain(text_of(signed_in("sergeant"), address))
    assert "Response, Police" not in shown and "Hospital" not in shown, "a team of which a number is kept back"
    assert signed_in("constable").get(address).status_code == 403
    with acting(world.viewer("sergeant")):
        assert not Reading.objects.exists(), "nobody reads who has read"
    with acting(world.viewer("constable")):
        assert Reading.objects.count() == 1


@pytest.mark.parametrize(
    ("read", "told"),
    [(0, "Fewer than 5"), (4, "Fewer than 5"), (5, "5"), (6, "All but a few"), (9, "All but a few"), (10, "10")],
)
def test_neither_the_few_who_have_read_it_nor_the_few_who_have_not_are_told(
    world: World, chapter: Chapter, signed_in: SignIn, read: int, told: str
) -> None:
    names = [f"officer.{number}" for number in range(9)]
    for name in names:
        world.people[name] = making.practitioner(name, ("police", "response", "worker"))
    version = approve(world, write(world, chapter, must_read=["team:police/response"]))
    for name in ["constable", *names][:read]:
        with acting(world.viewer(name)):
            actions.read(version=version, by=world.viewer(name))
    shown = plain(text_of(signed_in("policy.lead"), reverse("chapters:readers", args=[chapter.pk, 1])))
    assert f"Police For how many 10 How many have read it {told}" in shown
    assert ("Response, Police" in shown) == told.isdecimal()


def test_who_must_read_a_version_is_told_when_it_is_approved(world: World, chapter: Chapter) -> None:
    draft = write(world, chapter, must_read=["agency:hospital", "team:police/response", "role:business-manager"])
    with as_assessor():
        assert not Outbox.objects.filter(key__startswith="chapter:").exists()
    approve(world, draft)
    with as_assessor():
        told = {each.to: each.link for each in Outbox.objects.filter(key__startswith="chapter:")}
    address = reverse("chapters:version", args=[chapter.pk, 1])
    wanted = ("hospital//safeguarding-lead", "police/response/", "board//business-manager")
    assert told == dict.fromkeys(wanted, address)


def test_what_everybody_must_read_is_told_to_the_leads_of_every_agency(world: World, chapter: Chapter) -> None:
    approve(world, write(world, chapter, must_read=["everybody"]))
    with as_assessor():
        told = {each.to for each in Outbox.objects.filter(key__startswith="chapter:")}
    agencies = ("board", "camhs", "hospital", "police", "social-care")
    assert told == {f"{each}//safeguarding-lead" for each in agencies}


def test_beside_a_small_team_no_team_of_the_agency_is_counted(world: World, chapter: Chapter) -> None:
    making.team(world.people["constable"].agency, "desk")
    for number in range(6):
        making.practitioner(f"officer.{number}", ("police", "response", "worker"))
    making.practitioner("desk.officer", ("police", "desk", "worker"))
    version = approve(world, write(world, chapter))
    with acting(world.viewer("policy.lead")):
        by_agency, by_team = reach.reach(world.viewer("policy.lead"), version)
    assert [(each.people, each.read, each.has_most) for each in by_agency] == [(8, None, False)]
    assert [each.people for each in by_team] == [None, None]


def test_what_is_missing_is_said_and_nothing_typed_is_lost(world: World, chapter: Chapter, signed_in: SignIn) -> None:
    address = reverse("chapters:next", args=[chapter.pk])
    lead = signed_in("policy.lead")
    refused = lead.post(address, {**SAID, "text": "", "agencies": []}).content.decode()
    assert "Enter what it says, or where it stands" in refused and "Always talk." in refused
    assert "Select at least one agency" in refused
    assert lead.post("/policies/write/", {"title": "Talking about one child", "about": "x"}).status_code == 200
    for name in ("constable", "training.lead"):
        assert signed_in(name).get(address).status_code == 403
    assert lead.get("/policies/nothing/write/").status_code == 404
    assert lead.get(f"/policies/{chapter.pk}/{10**12}/").status_code == 404
    assert lead.get("/policies/nothing/").status_code == lead.get("/policies/nothing/1/").status_code == 404


def test_more_chapters_ask_the_database_no_more(world: World, chapter: Chapter, signed_in: SignIn) -> None:
    approve(world, write(world, chapter))
    nurse = signed_in("nurse")
    with CaptureQueriesContext(connection) as few:
        nurse.get("/policies/")
    for number in range(3):
        with acting(world.viewer("policy.lead")):
            more = actions.begin(title=f"Chapter {number}", about="More.", by=world.viewer("policy.lead"))
        approve(world, write(world, more))
    with CaptureQueriesContext(connection) as many:
        nurse.get("/policies/")
    assert len(many) <= len(few) <= 16
