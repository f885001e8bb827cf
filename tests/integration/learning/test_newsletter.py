"""An issue is composed from reviews, checked, released by a second person, and stands. Its reach is only counted."""

from __future__ import annotations

import email
import email.policy
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib import import_module
from io import BytesIO
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from followthrough.procedures.model.answer import DutyState
from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.access.models import Relationship
from followthrough.service.access.policies import NotVisible
from followthrough.service.agencies.models import Membership, Team
from followthrough.service.children.actions import About, register_child
from followthrough.service.children.models import Child
from followthrough.service.core.asread import digest_of
from followthrough.service.core.models import AuditRow
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.learning.newsletter import policies
from followthrough.service.learning.newsletter.actions import checking, drafting, learning, reaching, releasing
from followthrough.service.learning.newsletter.content import Line, Part
from followthrough.service.learning.newsletter.disclosure import Rule
from followthrough.service.learning.newsletter.editions import EDITIONS
from followthrough.service.learning.newsletter.forms.answering import AnswerForm
from followthrough.service.learning.newsletter.models import Answer, Issue, Opened, Release, Talk, Way
from followthrough.service.learning.newsletter.queries import reaching as reached
from followthrough.service.learning.newsletter.queries.checking import Checked, checked, digest, unanswered
from followthrough.service.learning.recommendations import actions as recommendations
from followthrough.service.learning.recommendations.models import Owner
from followthrough.service.learning.reviews import actions as reviews
from followthrough.service.learning.reviews.actions import workspace
from followthrough.service.learning.reviews.models import Kind, Review, Side
from followthrough.service.learning.reviews.policies import CannotReview
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event, Outbox
from integration.agencies import making
from integration.chronology.writing import plain, write
from integration.sharing.world import World, duties, local

# Who asks, and under whose eyes: the same for every page.
OF_EVERY_PAGE = (
    "SAVEPOINT",
    "set_config",
    "django_session",
    "agencies_membership",
    '"agencies_practitioner"."password"',
)
MANAGER, CHAIR = "board.manager", "chair"
BEGAN = "A boy aged three was burnt at Easter.\nHe was in pain for a night."
AGREED = "Ask whether what you sent has arrived.\nName one person who leads."


@pytest.fixture
def review(world: World) -> Review:
    """With a finding that rests on an entry, a recommendation, and what was agreed to be learnt."""
    words = {"words": "He came to us with a burn on the back of his hand.", "category": "injury"}
    burn = write(world, "concern.raised", local(2013, 3, 27, 9, 0), by="nurse", data=words)
    manager = world.viewer(MANAGER)
    with acting(manager):
        made = reviews.begin(title="A burn", kind=Kind.SERIOUS, children=[world.child.pk], by=manager, words=BEGAN)
        child = made.children.get()
        found = reviews.find(
            review=made, child=child, theme="Follow through", side=Side.LEARNING, cites=[burn], by=manager,
            words="We read that he came to us with a burn on the back of his hand, and nobody rang.",
        )  # fmt: skip
        reviews.find(
            review=made,
            child=child,
            theme="Follow through",
            side=Side.GOOD,
            words="One rang.",
            without_entry="Told.",
            by=manager,
        )
        recommendations.make(
            review=made, owner=Owner.ALL, words="Ask whether it has arrived.", findings=[found], by=manager
        )
        learning.agree(review=made, words=AGREED, by=manager)
    return made


ClientOf = Callable[[str], Client]
QUESTIONS = ("question_1", "question_2", "question_3")


@pytest.fixture
def client_of(world: World) -> ClientOf:
    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(world.people[name])
        return client

    return sign_in


@pytest.fixture
def issue(world: World, review: Review) -> Issue:
    with acting(world.viewer(MANAGER)):
        return drafting.compose(title="What we learnt", reviews=[review], by=world.viewer(MANAGER))


@pytest.fixture
def manager(world: World) -> Iterator[Viewer]:
    viewer = world.viewer(MANAGER)
    with acting(viewer):
        yield viewer


def brother(world: World) -> Child:
    nurse = world.viewer("nurse")
    with acting(nurse):
        made = register_child(about=About("Max Weber", date(2011, 1, 2), "boy"), reason="t", by=nurse)
    access.involve(
        agency="board", practitioner=world.people[MANAGER].pk, relationship=Relationship.PANEL,
        subject=Subject("child", made.pk), reason="t", by=Viewer.system("test"),
    )  # fmt: skip
    return made


def hits(world: World, issue: Issue) -> list[Checked]:
    with acting(world.viewer(MANAGER)):
        return checked(Issue.objects.get(pk=issue.pk))


def answer_all(world: World, issue: Issue) -> None:
    viewer = world.viewer(MANAGER)
    with acting(viewer):
        held = Issue.objects.get(pk=issue.pk)
        checking.accept_all(issue=held, by=viewer)
        for each in unanswered(checked(held)):
            checking.keep(issue=held, found=each, reason="Looked in the archive of the week: nothing.", by=viewer)


def release(world: World, issue: Issue, by: str = CHAIR) -> Release:
    viewer = world.viewer(by)
    with acting(viewer):
        held = Issue.objects.get(pk=issue.pk)
        return releasing.release(issue=held, read=digest(held.issue), by=viewer)


def out(world: World, issue: Issue) -> Release:
    answer_all(world, issue)
    return release(world, issue)


class TestComposing:
    def test_each_line_says_where_it_comes_from(self, issue: Issue, review: Review) -> None:
        (child,) = issue.issue.children
        assert child.title == "Child One"
        told = {part: [(line.words, line.origin) for line in child.of(part)] for part in Part}
        assert told[Part.FACT] == [(words, "Why the review “A burn” began") for words in BEGAN.splitlines()]
        assert [words for words, _ in told[Part.LEARNING]] == AGREED.splitlines()
        assert told[Part.FINDING][0][1] == "Finding of “A burn”, Follow through"
        assert [words for words, _ in told[Part.ASK]] == ["Ask whether it has arrived."]
        (theme,) = child.table
        assert theme.good == ("One rang.",) and len(theme.to_learn) == 1
        assert child.asks == (("All agencies", ("Ask whether it has arrived.",)),)
        assert len(issue.issue.questions) == 3

    def test_a_second_child_has_the_facts_that_its_findings_rest_on_by_their_kinds(
        self, world: World, manager: Viewer
    ) -> None:
        second = brother(world)
        subject = Subject("child", second.pk)
        made = reviews.begin(
            title="Two", kind=Kind.OTHER, children=[world.child.pk, second.pk], by=manager, words="It began."
        )
        _, other = made.children.all()
        said = {"words": "He came to us with a burn on the back of his hand.", "category": "injury"}
        late, early = (
            write(
                world,
                "concern.raised",
                local(2013, 3, 27, hour, 0),
                by="nurse",
                data=said,
                subject=subject,
            )
            for hour in (9, 8)
        )
        again = {"words": "It was a burn.", "category": "injury"}
        write(
            world,
            "concern.raised",
            local(2013, 3, 27, 9, 0),
            by="nurse",
            data=again,
            subject=subject,
            corrects=late,
        )
        for number, entry in enumerate((late, early)):
            reviews.find(
                review=made, child=other, theme="Follow through", side=Side.GOOD, words=f"One rang, {number}.",
                cites=[entry], by=manager,
            )  # fmt: skip
        told = drafting.compose(title="T", reviews=[made], by=manager).issue.children
        assert [line.words for line in told[0].of(Part.FACT)] == ["It began."]
        facts = [(line.words, line.origin) for line in told[1].of(Part.FACT)]
        assert facts == [("A concern was raised.", "Entries that findings of “Two” rest on")]
        assert AuditRow.objects.filter(action="child.read", subject_id=second.pk).exists()

    def test_what_a_panel_put_together_of_a_child_is_told_in_order(self, world: World, manager: Viewer) -> None:
        second = brother(world)
        subject = Subject("child", second.pk)
        made = reviews.begin(title="Two", kind=Kind.OTHER, children=[world.child.pk, second.pk], by=manager, words="W.")
        _, other = made.children.all()
        first, then = (
            write(world, "concern.raised", local(2013, 3, 27, hour, 0), by="nurse",
                  data={"words": "w", "category": "injury"}, subject=subject)
            for hour in (8, 9)
        )  # fmt: skip
        workspace.gather(child=other, title="The later night", words="Nobody\nrang.", events=[then], by=manager)
        workspace.gather(child=other, title="The first visit", words="", events=[first], by=manager)
        told = drafting.compose(title="T", reviews=[made], by=manager).issue.children[1]
        assert [line.words for line in told.of(Part.FACT)] == ["The first visit.", "The later night. Nobody rang."]
        assert {line.origin for line in told.of(Part.FACT)} == {"Episode of “Two”"}

    def test_only_the_boards_office_composes_and_sees_drafts(self, world: World, issue: Issue, review: Review) -> None:
        for name in ("duty.manager", "nurse", "policy.lead"):
            viewer = world.viewer(name)
            with acting(viewer):
                assert not policies.visible_issues(viewer).exists() and not Issue.objects.exists()
                with pytest.raises(NotVisible):
                    policies.check_can_see_issue(viewer, issue.pk)
                with pytest.raises(CannotReview):
                    drafting.compose(title="T", reviews=[review], by=viewer)
            with acting(viewer), pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
                Issue.objects.create(
                    title="t", reviews=[review.pk], content={}, writers=[], began_at=review.began_at,
                    changed_at=review.began_at,
                )  # fmt: skip

    def test_a_line_is_changed_taken_out_and_added(self, world: World, issue: Issue, manager: Viewer) -> None:
        (child,) = issue.issue.children
        first, second = child.of(Part.FACT)
        words = {first.id: "A boy was burnt.", second.id: "  ", "new": "He is well."}
        lines = [Line(each, Part.FACT, said) for each, said in words.items()]
        done = drafting.write_lines(issue=issue, section=child.section(Part.FACT), lines=lines, by=manager)
        assert [line.words for line in done.issue.children[0].of(Part.FACT)] == ["A boy was burnt.", "He is well."]
        assert done.issue.children[0].of(Part.ASK) == child.of(Part.ASK)


class TestCheck:
    def test_what_is_written_keeps_no_sign_that_nobody_sees(
        self, world: World, issue: Issue, manager: Viewer, review: Review
    ) -> None:
        opening = "Jo\u200bnas We\u00adber came."
        done = drafting.write_front(
            issue=issue, title="What\u2060 we learnt", opening=opening, correction="", by=manager
        )
        assert (done.issue.title, done.title, done.issue.opening) == (*["What we learnt"] * 2, "Jonas Weber came.")
        made = drafting.compose(title="Put\u200b right", reviews=[review], by=manager)
        assert (made.title, made.issue.title) == ("Put right", "Put right")

    def test_the_name_of_a_theme_is_looked_at_as_well(self, world: World, issue: Issue, manager: Viewer) -> None:
        reviews.find(
            review=Review.objects.get(),
            theme="The night of 3 May 2011",
            side=Side.GOOD,
            words="One rang.",
            without_entry="Told.",
            by=manager,
        )
        made = drafting.compose(title="T", reviews=list(Review.objects.all()), by=manager)
        found = next(each for each in checked(made) if each.hit.what == "of 3 May 2011")
        checking.accept(issue=made, found=found, by=manager)
        made.refresh_from_db()
        assert {theme.title for theme in made.issue.children[0].table} == {"Follow through", "The night at that time"}

    def test_one_agency_is_asked_by_its_kind(self, world: World, review: Review, manager: Viewer) -> None:
        asked = {"owner": Owner.AGENCY, "agencies": ["hospital"], "words": "Ring."}
        recommendations.make(review=review, by=manager, **asked)  # type: ignore[arg-type]
        made = drafting.compose(title="T", reviews=[review], by=manager)
        assert [owner for owner, _ in made.issue.children[0].asks] == ["All agencies", "Hospital"]

    def test_names_dates_ages_places_and_the_words_of_the_record_are_found(self, world: World, issue: Issue) -> None:
        viewer = world.viewer(CHAIR)
        with acting(viewer):
            opening = "Jonas Weber came to the school in Quay Street. Nurse Smith saw him."
            drafting.write_front(issue=issue, title="What we learnt", opening=opening, correction="", by=viewer)
        found = {(each.hit.rule, each.hit.what) for each in hits(world, issue)}
        assert {
            (Rule.NAME, "Jonas Weber"),
            (Rule.PLACE, "Quay Street"),
            (Rule.AGE, "aged three"),
            (Rule.DATE, "at Easter"),
            (Rule.TOGETHER, "aged three + at Easter + burnt"),
            (Rule.NEWS, "aged three + at Easter + burnt"),
            (Rule.QUOTE, "he came to us with a burn on the back of his hand"),
        } <= found

    def test_the_language_of_the_home_is_found_though_no_list_has_it(
        self, world: World, issue: Issue, manager: Viewer
    ) -> None:
        with acting(Viewer.system("test")):
            Child.objects.filter(pk=world.child.pk).update(language="Tigre, and some English")
        opening = "Tigre is spoken at home, and little English."
        drafting.write_front(issue=issue, title="T", opening=opening, correction="", by=manager)
        found = [(each.hit.rule, each.hit.what) for each in hits(world, issue) if each.hit.where == "opening"]
        assert found == [(Rule.ORIGIN, "Tigre")]
        checking.accept_all(issue=Issue.objects.get(), by=manager)
        assert Issue.objects.get().issue.opening == "Another language is spoken at home, and little English."

    def test_each_is_accepted_changed_or_kept_with_a_reason(self, world: World, issue: Issue, manager: Viewer) -> None:
        by_rule = {each.hit.rule: each for each in checked(issue)}
        checking.accept(issue=issue, found=by_rule[Rule.AGE], by=manager)
        issue.refresh_from_db()
        assert issue.issue.children[0].of(Part.FACT)[0].words == "A boy of young age was burnt at Easter."
        checking.change(issue=issue, found=by_rule[Rule.QUOTE], words="His hand was burnt.", by=manager)
        by_rule = {each.hit.rule: each for each in checked(Issue.objects.get())}
        checking.keep(issue=issue, found=by_rule[Rule.DATE], reason="Every year has one.", by=manager)
        issue.refresh_from_db()
        left = unanswered(checked(issue))
        assert [each.hit.rule for each in left] == [Rule.TOGETHER, Rule.NEWS]
        for each in left:
            checking.keep(issue=issue, found=each, reason="Looked in the archive of the week: nothing.", by=manager)
        assert unanswered(checked(issue)) == []
        ways = set(Answer.objects.filter(issue=issue).values_list("way", flat=True))
        assert ways == {Way.ACCEPTED, Way.CHANGED, Way.KEPT}

    def test_a_name_and_a_place_must_go_whatever_is_said_for_them(
        self, world: World, issue: Issue, manager: Viewer
    ) -> None:
        opening = "Jonas Weber lived in Quay Street. It was in 2012."
        drafting.write_front(issue=issue, title="T", opening=opening, correction="", by=manager)
        found = {each.hit.rule: each for each in checked(Issue.objects.get()) if each.hit.where == "opening"}
        for rule in (Rule.NAME, Rule.PLACE):
            with pytest.raises(policies.CannotRelease, match="never told"):
                checking.keep(issue=issue, found=found[rule], reason="He agreed.", by=manager)
            offered = AnswerForm(found=found[rule], milder="").fields
            assert Way.KEPT not in dict(offered["way"].choices) and "reason" not in offered  # type: ignore[attr-defined]
        checking.keep(issue=issue, found=found[Rule.DATE], reason="It narrows nothing down.", by=manager)
        Answer.objects.create(
            issue=issue, key=found[Rule.NAME].hit.key, rule="a name", what="Jonas Weber", way=Way.KEPT, words="So.",
            by=manager.practitioner_id, at=world.at.at,
        )  # fmt: skip
        left = {each.hit.rule for each in unanswered(checked(Issue.objects.get())) if each.hit.where == "opening"}
        assert left == {Rule.NAME, Rule.PLACE}, "also what was kept before this was so"

    def test_words_of_every_version_of_every_entry_are_found(self, world: World, issue: Issue) -> None:
        """Cited or not; as it was first written, and as it was corrected. What the composer may not see is not read."""
        first = "She said that she had been out with friends until the early morning hours."
        then = "She said that she had been asleep upstairs with the radio on all night."
        sealed = "A source says that the uncle keeps a van behind the old brick works."
        said = {"category": "injury", "words": first}
        entry = write(world, "concern.raised", local(2013, 3, 27, 8, 0), by="nurse", data=said)
        write(
            world, "concern.raised", local(2013, 3, 27, 8, 0), by="nurse", data={**said, "words": then}, corrects=entry
        )
        other = write(world, "concern.raised", local(2013, 3, 27, 7, 0), by="nurse", data={**said, "words": sealed})
        write(world, "concern.raised", local(2013, 3, 27, 7, 0), by="nurse", corrects=other, is_retraction=True)
        told = (
            "She had been out with friends until the early morning hours. She had been asleep upstairs with the radio. "
        )
        told += "The uncle keeps a van behind the old brick works."
        chair = world.viewer(CHAIR)
        with acting(chair):
            drafting.write_front(issue=issue, title="T", opening=told, correction="", by=chair)
        found = [each.hit.what for each in hits(world, issue) if each.hit.where == "opening"]
        assert found == [
            "She had been out with friends until the early morning hours",
            "She had been asleep upstairs with the radio",
            "The uncle keeps a van behind the old brick works",
        ]

    def test_a_longer_record_asks_the_database_no_more(self, world: World, issue: Issue, manager: Viewer) -> None:
        with CaptureQueriesContext(connection) as few:
            checked(issue)
        for number in range(30):
            data = {"words": f"Number {number} was written down.", "category": "injury"}
            write(world, "concern.raised", local(2013, 3, 1, 9, number), by="nurse", data=data)
        with CaptureQueriesContext(connection) as many:
            checked(issue)
        assert len(many) == len(few)

    def test_taking_every_milder_wording_asks_once_what_is_known(
        self, world: World, issue: Issue, manager: Viewer
    ) -> None:
        opening = "Jonas Weber came in 2011. He came in 2012. He was aged four. It was on 3 May 2010. They are Polish."
        drafting.write_front(issue=issue, title="T", opening=opening, correction="", by=manager)
        with CaptureQueriesContext(connection) as asked:
            assert checking.accept_all(issue=Issue.objects.get(), by=manager) > 5
        assert sum('FROM "agencies_practitioner" WHERE NOT' in each["sql"] for each in asked) == 1
        assert not [each for each in asked if 'FROM "ledger_event"' in each["sql"]], "no entry is read for it"


class TestTwoEditors:
    """Nobody’s words are lost: who comes second is told, and keeps what they typed."""

    def test_an_answer_to_a_passage_that_was_changed_meanwhile_is_refused(
        self, world: World, issue: Issue, manager: Viewer
    ) -> None:
        age = next(each for each in checked(issue) if each.hit.rule is Rule.AGE)
        (child,) = issue.issue.children
        first, second = child.of(Part.FACT)
        lines = [replace(first, words=f"{first.words} He is well."), second]
        drafting.write_lines(issue=issue, section=child.section(Part.FACT), lines=lines, by=manager)
        for answer in (
            lambda: checking.accept(issue=issue, found=age, by=manager),
            lambda: checking.change(issue=issue, found=age, words="A boy was burnt.", by=manager),
            lambda: checking.keep(issue=issue, found=age, reason="So.", by=manager),
        ):
            with pytest.raises(policies.Changed, match="changed this passage"):
                answer()
        assert Issue.objects.get().issue.children[0].of(Part.FACT)[0].words == f"{first.words} He is well."
        assert not Answer.objects.exists()

    def test_a_stale_page_of_an_answer_is_told(self, world: World, issue: Issue, client_of: ClientOf) -> None:
        manager, chair = client_of(MANAGER), client_of(CHAIR)
        draft = f"/newsletters/drafts/{issue.pk}/"
        age = next(each for each in hits(world, issue) if each.hit.rule is Rule.AGE)
        address = f"{draft}check/{age.mark}/"
        stale = manager.get(address).context["read"]
        write_section(chair, draft, {"child-1-facts-1": "A boy aged three was burnt. He is well."})
        said = {"way": "changed", "words": "A boy was burnt.", "read": stale}
        refused = manager.post(address, said).content.decode()
        assert "Somebody has changed this passage since" in refused and "A boy was burnt." in refused
        assert "It says now" in refused and "A boy aged three was burnt. He is well." in refused
        write_section(chair, draft, {"child-1-facts-1": "A boy was hurt."})
        gone = manager.post(address, said).content.decode()
        assert "Somebody has changed this passage" in gone and "A boy was burnt." in gone
        assert manager.get(address).status_code == 404

    @pytest.mark.parametrize(
        ("section", "theirs", "mine"),
        [
            ("child-1-facts", {"child-1-facts-1": "Theirs."}, {"child-1-facts-1": "Mine."}),
            ("front", {"title": "Theirs.", "opening": "o"}, {"title": "Mine.", "opening": "o"}),
            ("questions", dict.fromkeys(QUESTIONS, "Theirs."), dict.fromkeys(QUESTIONS, "Mine.")),
        ],
    )
    def test_a_stale_section_is_told_with_what_stands_there_now(
        self, issue: Issue, client_of: ClientOf, section: str, theirs: dict[str, str], mine: dict[str, str]
    ) -> None:
        manager, chair = client_of(MANAGER), client_of(CHAIR)
        draft = f"/newsletters/drafts/{issue.pk}/"
        stale = manager.get(f"{draft}write/{section}/").context["read"]
        write_section(chair, draft, theirs, section)
        refused = manager.post(f"{draft}write/{section}/", {**mine, "read": stale})
        shown = refused.content.decode()
        assert "Somebody changed this since you opened the page" in shown
        assert "It says now" in shown and "Theirs." in shown and "Mine." in shown
        again = manager.post(f"{draft}write/{section}/", {**mine, "read": refused.context["read"]})
        assert again.status_code == 302

    def test_a_mistake_in_the_form_shows_nothing_new(self, issue: Issue, client_of: ClientOf) -> None:
        manager, chair = client_of(MANAGER), client_of(CHAIR)
        draft = f"/newsletters/drafts/{issue.pk}/"
        stale = manager.get(f"{draft}write/front/").context["read"]
        write_section(chair, draft, {"title": "Theirs.", "opening": "Their words."}, "front")
        mistaken = manager.post(f"{draft}write/front/", {"title": "", "opening": "Mine.", "read": stale})
        assert mistaken.status_code == 200 and "Their words." not in mistaken.content.decode()
        said = {"title": "Mine.", "opening": "Mine.", "read": mistaken.context["read"]}
        shown = manager.post(f"{draft}write/front/", said).content.decode()
        assert "Somebody changed this since you opened the page" in shown and "Their words." in shown
        assert Issue.objects.get().issue.title == "Theirs."


class TestRelease:
    def test_a_second_person_who_wrote_none_of_it_releases_it(self, world: World, issue: Issue) -> None:
        answer_all(world, issue)
        with pytest.raises(policies.CannotRelease, match="You wrote in this issue"):
            release(world, issue, by=MANAGER)
        made = release(world, issue)
        assert (made.number, made.checked_by) == (1, world.people[CHAIR].pk)
        assert made.writers == [world.people[MANAGER].pk]

    def test_what_nobody_answered_holds_it_back(self, world: World, issue: Issue) -> None:
        with pytest.raises(policies.CannotRelease, match="nobody has answered"):
            release(world, issue)

    def test_what_was_changed_while_it_was_read_holds_it_back(self, world: World, issue: Issue) -> None:
        answer_all(world, issue)
        viewer = world.viewer(CHAIR)
        with acting(viewer), pytest.raises(policies.CannotRelease, match="changed while you read it"):
            releasing.release(issue=issue, read="of another text", by=viewer)

    def test_the_gate_and_the_briefings_duty_are_met_by_it(self, world: World, issue: Issue, review: Review) -> None:
        assert [each.state for each in duties("briefing-issued")] == ["open"]
        made = out(world, issue)
        (gate,) = duties("review-anonymity-checked", DutyState)
        assert gate.state in (DutyState.MET, DutyState.MET_RECORDED_LATE), "the clock of a test stands still"
        assert [each.state for each in duties("briefing-issued", DutyState)] == ["met"]
        with as_assessor():
            kinds = list(Event.objects.filter(subject_id=review.pk).values_list("kind", flat=True))
            told = set(Outbox.objects.filter(key__startswith="newsletter:").values_list("to", flat=True))
        assert kinds.count("review.published") == 1 and kinds.count("briefing.issued") == 4
        assert "police//safeguarding-lead" in told and not any(each.startswith("board/") for each in told)
        assert made.briefed[0][0] == review.pk

    def test_what_is_out_is_read_by_all_and_changed_by_nobody(self, world: World, issue: Issue) -> None:
        made = out(world, issue)
        with acting(world.viewer("stranger")):
            assert Release.objects.get().title == made.title
        for change in (
            lambda: Release.objects.update(title="Other"),
            lambda: Release.objects.all().delete(),
            lambda: Issue.objects.update(title="Other"),
        ):
            with acting(world.viewer(MANAGER)), pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
                change()
        viewer = world.viewer(MANAGER)
        with acting(viewer), pytest.raises(policies.CannotRelease, match="Write a correction"):
            held = Issue.objects.get()
            drafting.write_front(issue=held, title="Other", opening="o", correction="", by=viewer)

    def test_nobody_but_the_board_puts_an_issue_out(self, world: World, issue: Issue) -> None:
        made = out(world, issue)
        with acting(world.viewer("nurse")), pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            Release.objects.create(
                number=9, title="t", content=made.content, digest="", writers=[], checked_by="x", at=made.at
            )

    def test_a_correction_is_another_issue_that_names_the_old(self, world: World, issue: Issue, review: Review) -> None:
        old, viewer = out(world, issue), world.viewer(MANAGER)
        with acting(viewer):
            new = drafting.compose(
                title="Put right", reviews=[review], corrects=old, correction="One line was wrong.", by=viewer
            )
        made = out(world, new)
        assert made.corrects == old and made.issue.corrects == "Issue 1: What we learnt"
        assert [each.number for each in old.corrected_by.all()] == [2]

    def test_what_is_out_does_not_say_where_a_line_is_from(self, world: World, client_of: ClientOf) -> None:
        """Neither in the row, which everybody may read, nor in any file. The draft keeps it for its editors."""
        viewer = world.viewer(MANAGER)
        with acting(viewer):
            secret = reviews.begin(
                title="Operation Kestrel", kind=Kind.SERIOUS, children=[world.child.pk], by=viewer, words=BEGAN
            )
            reviews.find(
                review=secret, theme="Asking", side=Side.GOOD, words="One rang.", without_entry="Told.", by=viewer
            )
            made = drafting.compose(title="What we learnt", reviews=[secret], by=viewer)
        assert "Operation Kestrel" in str(made.content)
        held = out(world, made)
        with acting(world.viewer("stranger")):
            stored = Release.objects.values().get()
        assert "Kestrel" not in str(stored) and "origin" not in str(stored)
        assert held.digest == digest(held.issue)
        with acting(viewer):
            assert "Operation Kestrel" in str(Issue.objects.get().content)
        nurse = client_of("nurse")
        for edition in EDITIONS:
            for ending, read in READ_AGAIN.items():
                answer = nurse.get(f"/newsletters/1/{edition}.{ending}")
                told = read(answer.content)
                assert "Kestrel" not in told and len(told) > 200, (edition, ending)

    @pytest.mark.django_db(transaction=True, databases=["default", "owner"])
    def test_what_was_out_before_is_stripped_by_the_upgrade_and_says_so(self) -> None:
        words = {"id": "a", "part": "facts", "words": "W.", "theme": "", "side": "", "owner": ""}
        content = {
            "title": "T", "opening": "O", "questions": [], "corrects": "", "correction": "",
            "children": [{"key": "child-1", "title": "Child One", "lines": [{**words, "origin": "Review “Kestrel”"}]}],
        }  # fmt: skip
        with acting(Viewer.system("test")):
            Release.objects.create(
                number=1, title="T", content=content, digest=digest_of(content), writers=["a"], checked_by="b",
                at=datetime(2026, 1, 1, tzinfo=UTC),
            )  # fmt: skip
        owner = connections["owner"]
        upgrade = import_module("followthrough.service.learning.newsletter.migrations.0003_no_origins")
        with transaction.atomic("owner"), owner.schema_editor() as editor:
            editor.execute(upgrade._OPEN)
            upgrade.strip(apps, editor)
            editor.execute(upgrade._SHUT)
        with acting(Viewer.system("test")):
            made = Release.objects.get()
        assert made.content["children"][0]["lines"] == [words]
        assert (made.digest, made.digest_before) == (digest(made.issue), digest_of(content))
        with acting(Viewer.system("test")), pytest.raises(ProgrammingError), transaction.atomic():
            Release.objects.update(title="Other")


class TestRowLevelSecurity:
    """Directly, as the application: who reads a review does not yet write its newsletter."""

    @pytest.fixture
    def panelist(self, world: World, review: Review) -> Viewer:
        """Sits on the panel by name, and so reads the review."""
        access.involve(
            agency="hospital", practitioner=world.people["named.nurse"].pk, relationship=Relationship.PANEL,
            subject=Subject("review", review.pk), reason="sits on the panel", by=world.viewer(MANAGER),
        )  # fmt: skip
        return world.viewer("named.nurse")

    def test_a_draft_is_the_boards_offices(self, world: World, issue: Issue, panelist: Viewer) -> None:
        fields = {"title": "t", "content": issue.content, "began_at": world.at.at, "changed_at": world.at.at}
        for viewer in (panelist, world.viewer("policy.lead"), world.viewer("nurse")):
            with acting(viewer):
                assert not Issue.objects.exists() and Issue.objects.update(title="x") == 0
                with refused():
                    Issue.objects.create(reviews=issue.reviews, writers=[viewer.practitioner_id], **fields)
        chair = world.viewer(CHAIR)
        with acting(chair):
            with refused():
                Issue.objects.create(reviews=issue.reviews, writers=[world.people[MANAGER].pk], **fields)
            Issue.objects.create(reviews=issue.reviews, writers=[chair.practitioner_id], **fields)
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                Issue.objects.all()._raw_delete("default")

    def test_whoever_changes_a_draft_is_one_of_its_writers(self, world: World, issue: Issue) -> None:
        chair = world.viewer(CHAIR)
        with acting(chair):
            for said in ({"content": {}}, {"content": {}, "writers": [chair.practitioner_id]}, {"writers": []}):
                with pytest.raises(IntegrityError, match="stays one"), transaction.atomic():
                    Issue.objects.update(**said)
            assert Issue.objects.update(content={}, writers=[*issue.writers, chair.practitioner_id]) == 1

    def test_an_answer_to_the_check_is_ones_own(self, world: World, issue: Issue, panelist: Viewer) -> None:
        fields = {"issue": issue, "key": "k", "rule": "r", "what": "w", "way": Way.KEPT, "at": world.at.at}
        for name, by in (("nurse", "nurse"), ("named.nurse", "named.nurse"), (MANAGER, CHAIR), (CHAIR, CHAIR)):
            with acting(world.viewer(name)), refused():
                Answer.objects.create(by=world.people[by].pk, **fields)
        with acting(world.viewer(MANAGER)):
            Answer.objects.create(by=world.people[MANAGER].pk, **fields)
            for change in (
                lambda: Answer.objects.update(way=Way.CHANGED),
                lambda: Answer.objects.all()._raw_delete("default"),
            ):
                with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                    change()

    def test_a_second_person_of_the_office_puts_an_issue_out(
        self, world: World, issue: Issue, panelist: Viewer
    ) -> None:
        def enter(name: str, checked_by: str, writers: list[str], **other: Any) -> None:
            words = {"title": issue.title, "content": issue.issue.as_published(), **other}
            with acting(world.viewer(name)), transaction.atomic():
                made = Release.objects.create(
                    number=1, digest="", writers=[world.people[each].pk for each in writers],
                    checked_by=world.people[checked_by].pk, at=world.at.at, **words,
                )  # fmt: skip
                Issue.objects.update(release=made)

        for name, by, writers in (
            ("named.nurse", "named.nurse", [MANAGER]), ("policy.lead", "policy.lead", [MANAGER]),
            (MANAGER, CHAIR, [MANAGER]), (MANAGER, MANAGER, [MANAGER]), (MANAGER, MANAGER, [CHAIR]),
        ):  # fmt: skip
            with refused():
                enter(name, by, writers)
        published = issue.issue.as_published()
        others = ({"content": {}}, {"content": {**published, "opening": "Other."}}, {"content": issue.content})
        for other in (*others, {"title": "Other"}):
            with refused():
                enter(CHAIR, CHAIR, [MANAGER], **other)
        enter(CHAIR, CHAIR, [MANAGER])
        with refused():  # it is out, and is no draft any more
            enter(CHAIR, CHAIR, [MANAGER])

    def test_what_a_team_said_is_written_by_one_of_it(self, world: World, issue: Issue) -> None:
        made = out(world, issue)
        said = {"release": made, "question": 1, "where": "supervision", "at": world.at.at, "words": "w"}
        with acting(world.viewer("nurse")):
            for team, by in (("police/response", "nurse"), ("hospital/ward", "sister")):
                with refused():
                    Talk.objects.create(team=team, by=world.people[by].pk, **said)
            Talk.objects.create(team="hospital/ward", by=world.people["nurse"].pk, **said)
            with refused():
                Opened.objects.create(
                    release=made, practitioner="x", agency="hospital", team="hospital/ward", at=world.at.at
                )


@contextmanager
def refused() -> Iterator[None]:
    with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
        yield


def write_section(client: Client, draft: str, said: dict[str, str], section: str = "child-1-facts") -> None:
    """As the page has it: it sends back the digest of what it showed."""
    address = f"{draft}write/{section}/"
    assert client.post(address, {**said, "read": client.get(address).context["read"]}).status_code == 302


def _of_pdf(held: bytes) -> str:
    reader = PdfReader(BytesIO(held))
    return " ".join([str(reader.metadata), *(page.extract_text() for page in reader.pages)])


def _of_word(held: bytes) -> str:
    file = zipfile.ZipFile(BytesIO(held))
    return " ".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())


def _of_mail(held: bytes) -> str:
    letter = email.message_from_bytes(held, policy=email.policy.default)
    return " ".join([str(letter["Subject"]), *(part.get_content() for part in letter.iter_parts())])  # type: ignore[attr-defined]


# What a reader gets out of each file, opened again; a Word file with all its parts.
READ_AGAIN: dict[str, Callable[[bytes], str]] = {
    "pdf": _of_pdf, "docx": _of_word, "eml": _of_mail, "txt": bytes.decode, "html": bytes.decode,
}  # fmt: skip


class TestReach:
    def test_it_is_seen_of_all_by_the_board_and_of_their_own_by_who_answers_for_an_agency(
        self, world: World, issue: Issue, client_of: ClientOf
    ) -> None:
        made = out(world, issue)
        for agency, name in (("hospital", "named.nurse"), ("police", "sergeant")):
            if name not in world.people:
                world.people[name] = making.practitioner(name, (agency, "response", "team-manager"))
            for number in range(6):
                team = "ward" if agency == "hospital" else "response"
                person = making.practitioner(f"{agency}.{number}", (agency, team, "worker"))
                world.people[person.username] = person
                with acting(world.viewer(person.username)):
                    reaching.opened(made, world.viewer(person.username))
                making.practitioner(f"{agency}.other.{number}", (agency, team, "worker"))
            with acting(world.viewer(name)):
                reaching.report(release=made, read=7, discussed=3, by=world.viewer(name))
        address = "/newsletters/1/reach/"
        shown = plain(client_of(MANAGER).get(address).content.decode())
        assert shown.count("Hospital") > 1 and shown.count("Police") > 1
        shown = plain(client_of("named.nurse").get(address).content.decode())
        assert "Hospital 6" in shown.replace("Opened it ", "") and "Police" not in shown and "All agencies" not in shown
        for name in ("nurse", "constable", "policy.lead", "training.lead"):
            client = client_of(name)
            assert client.get(address).status_code == 403
            assert "How far it reached" not in client.get("/newsletters/1/").content.decode()

    def test_who_was_not_sent_it_says_nothing_of_it(self, world: World, issue: Issue) -> None:
        made = out(world, issue)
        other = replace(world.viewer("named.nurse"), agency="somewhere-else")
        with acting(other), pytest.raises(policies.CannotRelease, match="not sent"):
            reaching.report(release=made, read=1, discussed=1, by=other)

    def test_who_opened_it_is_counted_once_and_read_by_nobody(self, world: World, issue: Issue) -> None:
        made = out(world, issue)
        for name in ("nurse", "nurse", "sister", "day"):
            with acting(world.viewer(name)):
                reaching.opened(made, world.viewer(name))
                assert not Opened.objects.exists(), "not even their own"
        with acting(world.viewer(MANAGER)):
            assert not Opened.objects.exists()
            rows = reached.by_agency(made)
        assert [(each.title, each.opened) for each in rows][-1] == ("All agencies", None), "three are too few to tell"
        assert all(each.opened is None for each in rows)

    def test_a_large_enough_team_is_told_with_its_headcount(self, world: World, issue: Issue) -> None:
        made = out(world, issue)
        for team in Team.objects.filter(agency="hospital").exclude(slug="ward"):  # none of few beside it
            for number in range(5):
                making.practitioner(f"{team.slug}.{number}", ("hospital", team.slug, "worker"))
        for number in range(9):
            person = making.practitioner(f"ward.{number}", ("hospital", "ward", "worker"))
            world.people[person.username] = person
            with acting(world.viewer(person.username)):
                if number < 6:
                    reaching.opened(made, world.viewer(person.username))
        ward = next(each for each in reached.by_team(made, "hospital") if each.opened)
        assert (ward.opened, ward.people) == (6, 11)

    @pytest.mark.parametrize("left", [1, 4])
    def test_the_few_who_have_not_opened_it_are_not_told(self, world: World, issue: Issue, left: int) -> None:
        """With “10 of 11” everybody of the team knows who it is."""
        made = out(world, issue)
        at_work = Membership.objects.at_work().filter(team__agency="hospital", team__slug="ward").count()
        for number in range(12 - at_work):
            making.practitioner(f"ward.{number}", ("hospital", "ward", "worker"))
        here = Membership.objects.at_work().filter(team__agency="hospital", team__slug="ward")
        some = list(here.values_list("practitioner", flat=True))[: 12 - left]
        with acting(Viewer.system("test")):
            Opened.objects.bulk_create(
                Opened(release=made, practitioner=each, agency="hospital", team="hospital/ward", at=made.at)
                for each in some
            )
        (ward,) = (each for each in reached.by_team(made, "hospital") if each.key == "hospital/ward")
        assert (ward.opened, ward.people) == (None, None)

    def test_what_a_team_said_stays_with_the_team(self, world: World, issue: Issue) -> None:
        made, nurse = out(world, issue), world.viewer("nurse")
        with acting(nurse):
            reaching.talk(
                release=made, team="hospital/ward", question=1, where="supervision", words="We ring.", by=nurse
            )
            with pytest.raises(policies.CannotRelease):
                reaching.talk(release=made, team="police/response", question=1, where="training", words="", by=nurse)
        for name, seen in (("sister", 1), ("day", 0), (MANAGER, 0)):
            with acting(world.viewer(name)):
                assert Talk.objects.count() == seen
        told = reached.talked_over(made)
        assert [(each.question, each.teams) for each in told] == [(1, 1), (2, 0), (3, 0)]
        assert told[0].where == {"team meeting": 0, "supervision": 1, "training": 0}

    def test_what_a_case_showed_in_supervision_is_counted_and_of_few_teams_hidden(
        self, world: World, issue: Issue
    ) -> None:
        made = out(world, issue)
        with acting(Viewer.system("test")):
            for number in range(12):
                for shown in ("not yet", "done" if number < 6 else "not yet"):  # the last word of a team counts
                    Talk.objects.create(
                        release=made, team=f"hospital/{number}", question=2, where="supervision", shown=shown, by="b",
                        at=made.at,
                    )  # fmt: skip
            Talk.objects.create(release=made, team="hospital/1", question=2, where="training", by="b", at=made.at)
        second = reached.talked_over(made)[1]
        assert second.teams == 12 and second.where == {"team meeting": 0, "supervision": 12, "training": 1}
        assert second.shown == {"done": 6, "in part": 0, "not yet": 6}
        with acting(Viewer.system("test")):
            for number in (0, 1):
                Talk.objects.create(
                    release=made, team=f"hospital/{number}", question=2, where="supervision", shown="in part", by="b",
                    at=made.at,
                )  # fmt: skip
        assert reached.talked_over(made)[1].shown == {"done": None, "in part": None, "not yet": 6}

    def test_the_database_keeps_what_a_case_showed_to_supervision(self, world: World, issue: Issue) -> None:
        made = out(world, issue)
        said = {"release": made, "team": "hospital/ward", "question": 1, "at": world.at.at, "shown": "done"}
        with acting(world.viewer("nurse")):
            with pytest.raises(IntegrityError, match="tested_in_supervision"), transaction.atomic():
                Talk.objects.create(where="training", by=world.people["nurse"].pk, **said)
            Talk.objects.create(where="supervision", by=world.people["nurse"].pk, **said)

    def test_an_agencys_word_closes_what_it_owes(self, world: World, issue: Issue) -> None:
        made, lead = out(world, issue), world.viewer("named.nurse")
        owed = [each for each in duties("briefing-reach-reported") if each.debtor_agency == "hospital"]
        assert [each.state for each in owed] == ["open"]
        with acting(lead):
            reaching.report(release=made, read=40, discussed=12, by=lead)
        again = [each for each in duties("briefing-reach-reported", DutyState) if each.debtor_agency == "hospital"]
        assert [each.state for each in again] == ["met"]
        with acting(world.viewer(MANAGER)):
            assert reached.reported(world.viewer(MANAGER), made) == [("hospital", 40, 12)]
        with acting(world.viewer("nurse")), pytest.raises(policies.CannotRelease):
            reaching.report(release=made, read=1, discussed=1, by=world.viewer("nurse"))


class TestPages:
    def test_an_issue_goes_from_two_clicks_to_a_reader(
        self, world: World, review: Review, client_of: Callable[[str], Client]
    ) -> None:
        manager, chair, nurse = client_of(MANAGER), client_of(CHAIR), client_of("nurse")
        assert "Compose an issue" in manager.get("/newsletters/").content.decode()
        assert "Compose an issue" not in nurse.get("/newsletters/").content.decode()
        assert nurse.get("/newsletters/compose/").status_code == 403
        composed = manager.post("/newsletters/compose/", {"title": "What we learnt", "reviews": [review.pk]})
        draft = composed.headers["Location"]
        page = manager.get(draft).content.decode()
        assert "From: Finding of “A burn”, Follow through" in page and "to answer" in page
        assert nurse.get(draft).status_code == 404
        section = {"child-1-facts-1": "A young boy was burnt.", "child-1-facts-2": "He was in pain for a night."}
        write_section(manager, draft, section)
        assert manager.get(f"{draft}write/child-9-facts/").status_code == 404
        with acting(world.viewer(MANAGER)):
            issue = Issue.objects.get()
            found, news = unanswered(checked(issue))
        assert (found.hit.rule, news.hit.rule) == (Rule.QUOTE, Rule.NEWS)
        address = f"{draft}check/{found.mark}/"
        shown = {"read": manager.get(address).context["read"]}
        kept = manager.post(address, {"way": "kept", "reason": "", **shown})
        assert "Enter why it may stay" in kept.content.decode()
        assert manager.post(address, {"way": "changed", "words": "Nobody rang.", **shown}).status_code == 302
        with acting(world.viewer(MANAGER)):
            (news,) = unanswered(checked(Issue.objects.get()))
        address = f"{draft}check/{news.mark}/"
        looking = manager.get(address)
        assert "I have looked, and this is what I found" in looking.content.decode()
        looked = {"way": "kept", "reason": "The archive of the week: no.", "read": looking.context["read"]}
        assert manager.post(address, looked).status_code == 302
        assert "You wrote in this issue" in manager.get(f"{draft}read/").content.decode()
        read = chair.get(f"{draft}read/")
        assert "Release this issue" in read.content.decode()
        assert "Tick the box" in chair.post(f"{draft}read/", {"read": read.context["read"]}).content.decode()
        gone = chair.post(f"{draft}read/", {"read": read.context["read"], "sure": "on"})
        assert gone.headers["Location"] == "/newsletters/1/"
        issue_page = nurse.get("/newsletters/1/").content.decode()
        assert "A young boy was burnt." in issue_page and "From: " not in issue_page
        for ending in ("pdf", "docx", "html", "txt", "eml"):
            file = nurse.get(f"/newsletters/1/briefing.{ending}")
            assert file.status_code == 200 and file.headers["Content-Disposition"].startswith("attachment")
        assert nurse.get("/newsletters/1/other.pdf").status_code == nurse.get("/newsletters/2/").status_code == 404
        assert nurse.get("/newsletters/1/reach/").status_code == 403
        assert chair.get("/newsletters/1/reach/").status_code == 200
        said = {"team": "hospital/ward", "question": "2", "where": "supervision", "words": "We ask."}
        assert "Select whether it is done" in nurse.post("/newsletters/1/talk/", said).content.decode()
        assert nurse.post("/newsletters/1/talk/", {**said, "shown": "in part"}).status_code == 302
        told = nurse.get("/newsletters/1/").content.decode()
        assert "We ask." in told and "It is done in part" in told
        far = plain(chair.get("/newsletters/1/reach/").content.decode())
        assert "Tested in supervision: is it done?" in far and "It is done in part" in far
        assert nurse.get("/newsletters/1/reach/report/").status_code == 403
        lead = client_of("named.nurse")
        wrong = lead.post("/newsletters/1/reach/report/", {"read": "many", "discussed": "3"})
        assert "Enter a whole number" in wrong.content.decode()
        assert lead.post("/newsletters/1/reach/report/", {"read": "9", "discussed": "3"}).status_code == 302
        assert AuditRow.objects.filter(action="newsletter.draft-read").exists()

    def test_one_is_told_as_one_and_each_finding_is_a_named_part_of_the_page(
        self, world: World, review: Review, client_of: ClientOf
    ) -> None:
        manager, chair = client_of(MANAGER), client_of(CHAIR)
        draft = manager.post("/newsletters/compose/", {"title": "T", "reviews": [review.pk]}).headers["Location"]
        said = {"child-1-facts-1": "A boy aged three was burnt."}
        write_section(manager, draft, said)
        with acting(world.viewer(MANAGER)):
            issue = Issue.objects.get()
            for each in unanswered(checked(issue)):
                if each.hit.rule is not Rule.AGE:
                    checking.keep(issue=issue, found=each, reason="So.", by=world.viewer(MANAGER))
            (left,) = unanswered(checked(issue))
        page = manager.get(f"{draft}check/").content.decode()
        assert f'aria-labelledby="found-{left.mark}"' in page and f'id="found-{left.mark}"' in page
        assert page.count('class="ft-section"') == page.count('<section class="ft-section" aria-labelledby=')
        shown = plain(chair.get(f"{draft}read/").content.decode())
        assert "1 thing that nobody has answered. Answer it first." in shown
        assert "Taken: 1 milder wording." in manager.post(f"{draft}check/", follow=True).content.decode()

    def test_no_page_asks_more_than_it_may(
        self, world: World, issue: Issue, client_of: Callable[[str], Client]
    ) -> None:
        manager, draft = client_of(MANAGER), f"/newsletters/drafts/{issue.pk}/"
        most = {"/newsletters/": 12, "/newsletters/compose/": 12, draft: 12, f"{draft}check/": 12}
        counted = {address: _asked(manager, address) for address in most}
        out(world, issue)
        lead = client_of("named.nurse")
        most |= {"/newsletters/1/": 12, "/newsletters/1/reach/": 12}
        counted |= {address: _asked(lead, address) for address in ("/newsletters/1/", "/newsletters/1/reach/")}
        assert all(counted[each] <= most[each] for each in most), counted


def _asked(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return sum(not any(each in query["sql"] for each in OF_EVERY_PAGE) for query in asked)
