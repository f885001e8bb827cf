"""From asking to closing on the pages: an agency answers and shows, the Board looks, tests and opens it again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.access.closing import close
from followthrough.service.access.models import Level, Relationship
from followthrough.service.agencies.models import Practitioner
from followthrough.service.core.models import AuditRow
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.learning.recommendations import actions, policies, queries
from followthrough.service.learning.recommendations.models import Owner, Recommendation
from followthrough.service.learning.recommendations.queries import figures
from followthrough.service.learning.reviews.models import Review
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Duty, Event, Outbox
from integration.agencies import making
from integration.chronology.writing import plain, text_of
from integration.learning.conftest import GROUPS
from integration.learning.test_recommendations import happened, make
from integration.reliability.test_questions import ours
from integration.sharing.world import World, duties, local

SignIn = Callable[[str], Client]
PLAN = {
    "action": "A check at each handover.", "owner": "nurse", "measure": "An audit of twenty cases.",
    "due_on_day": "1", "due_on_month": "5", "due_on_year": "2013",
}  # fmt: skip
ANOTHER = {
    "action": "A list at each desk.", "owner": "sister", "measure": "An audit in May.",
    "due_on_day": "15", "due_on_month": "4", "due_on_year": "2013",
}  # fmt: skip


@pytest.fixture
def signed_in(world: World) -> SignIn:
    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(world.people[name])
        return client

    return sign_in


@pytest.fixture
def made(world: World, review: Review) -> Recommendation:
    """Asked of the hospital and the police."""
    return make(world, review, Owner.AGENCY, agencies=["hospital", "police"])


def page(made: Recommendation, name: str = "recommendation", *more: str) -> str:
    return reverse(f"recommendations:{name}", args=[made.key, *more])


def press(client: Client, address: str, **said: Any) -> str:
    """The page that follows, as its reader reads it."""
    answer = client.post(address, named(said))
    assert answer.status_code == 302, plain(answer.content.decode())
    return plain(text_of(client, answer.headers["Location"]))


def named(said: dict[str, Any]) -> dict[str, Any]:
    """As the form sends it: who sees to it, by id."""
    return {**said, "owner": Practitioner.objects.get(username=said["owner"]).pk} if "measure" in said else said


def test_from_asking_to_closing_by_its_pages(world: World, made: Recommendation, signed_in: SignIn) -> None:
    sister, manager = signed_in("sister"), signed_in("board.manager")
    shown = plain(text_of(manager, page(made)))
    assert "Who has to answer (2) Hospital Not answered" in shown and "The answer of 2 of 2 is awaited" in shown
    shown = press(sister, page(made, "accept"), **PLAN)
    assert "What your agency said Hospital Accepted" in shown and "In place by Wednesday 1 May 2013" in shown
    shown = press(sister, page(made, "show"), evidence="The list hangs at each desk.", link="Shelf 3")
    assert "The list hangs at each desk. (28 Mar 2013, 17:30) Shelf 3" in shown
    shown = press(manager, page(made, "look", "hospital"), answer="ask-back", words="At night too?")
    assert "Who has to answer (2) Hospital Asked back" in shown and "At night too?" in shown
    assert "At night too?" in plain(text_of(sister, page(made)))
    press(sister, page(made, "show"), evidence="At night too.", link="")
    press(manager, page(made, "look", "hospital"), answer="enough", words="")
    test = {"how": "audit of cases", "rests_on": "20 cases of March", "words": "In eight of twenty."}
    shown = press(manager, page(made, "test", "hospital"), result="it does not work", **test)
    assert "Hospital Open again: it did not work" in shown and "20 cases of March" in shown
    assert signed_in("board.manager").get(page(made, "close", "hospital")).status_code == 403
    press(sister, f"{page(made, 'accept')}?step={steps_of(world, made)[0]}", **PLAN)
    press(sister, page(made, "show"), evidence="Two checks.", link="")
    press(manager, page(made, "test", "hospital"), result="it works", **test)
    world.later(hours=1)
    shown = press(signed_in("board.manager"), page(made, "close", "hospital"))
    assert "Hospital Closed" in shown and "Who has to answer (1) Police" in shown
    assert "Shown to work: 1 of 2" in shown
    gate = duties("recommendation-closed-with-effect", ("met", "open", "breached"))
    assert [each.state for each in gate] == ["met"]


def test_an_agency_takes_several_actions_each_with_its_own_person_and_day(
    world: World, made: Recommendation, signed_in: SignIn
) -> None:
    sister, manager = signed_in("sister"), signed_in("board.manager")
    press(sister, page(made, "accept"), **PLAN)
    shown = press(sister, page(made, "accept"), **ANOTHER)
    assert "Action 1: who sees to it Nurse" in shown and "Action 2: who sees to it Sister" in shown
    assert "Action 2: in place by Monday 15 April 2013" in shown
    assert "Show what you did" in shown and "Change action 1" in shown and "Change action 2" in shown
    assert shown.index("Due Monday 15 April 23:59") < shown.index("Due Wednesday 1 May 23:59"), "soonest first"
    owed = duties("recommendation-evidenced")
    assert sorted(f"{each.due_at:%d %B}" for each in owed) == ["01 May", "15 April"], "each has a clock of its own"
    first, second = steps_of(world, made)
    refused = sister.post(page(made, "show"), {"evidence": "A list.", "link": ""}).content.decode()
    assert "Select at least one of your actions" in refused and "A list." in refused
    world.later(hours=1)
    shown = press(signed_in("sister"), page(made, "show"), evidence="A list.", link="", steps=[second])
    assert "Hospital Accepted" in shown and "Action 2: what shows it A list." in shown
    assert [f"{each.due_at:%d %B}" for each in duties("recommendation-evidenced")] == ["01 May"]
    manager = signed_in("board.manager")
    press(manager, page(made, "look", "hospital"), answer="enough", words="")
    assert manager.get(page(made, "look", "hospital")).status_code == 200, "the other may still be asked about"
    world.later(hours=1)
    shown = press(signed_in("sister"), page(made, "show"), evidence="A check.", link="", steps=[first])
    assert "Hospital Shown: to be looked at" in shown and not duties("recommendation-evidenced")


def test_an_action_is_changed_in_its_place_and_only_ones_own(
    world: World, made: Recommendation, signed_in: SignIn
) -> None:
    sister = signed_in("sister")
    press(sister, page(made, "accept"), **PLAN)
    (step,) = steps_of(world, made)
    address = f"{page(made, 'accept')}?step={step}"
    assert "A check at each handover." in text_of(sister, address), "what was said stands in the form"
    shown = press(sister, address, **{**PLAN, "owner": "sister"})
    assert "Who sees to it Sister" in shown and "Who sees to it Nurse" not in shown and steps_of(world, made) == [step]
    assert sister.get(f"{page(made, 'accept')}?step=nothing").status_code == 404


def test_who_is_named_is_told_finds_it_and_shows_what_was_done(
    world: World, made: Recommendation, signed_in: SignIn
) -> None:
    nurse = signed_in("nurse")
    assert nurse.get(page(made, "show")).status_code == 403
    for _ in range(2):
        press(signed_in("sister"), page(made, "accept"), **PLAN)
    with as_assessor():
        told = list(Outbox.objects.filter(reference=made.key, to__startswith="hospital//person:"))
    assert [each.to for each in told] == 2 * [f"hospital//person:{world.people['nurse'].pk}"], "once for each action"
    assert told[0].link == page(made) and "named to see to" in told[0].sentence and not told[0].is_urgent
    listed = plain(text_of(nurse, reverse("recommendations:ours")))
    assert "You see to these" in listed and "Check that it arrived." in listed
    assert "You see to these" not in plain(text_of(signed_in("sister"), reverse("recommendations:ours")))
    shown = press(nurse, page(made, "show"), evidence="The list hangs.", link="", steps=steps_of(world, made))
    assert "The list hangs." in shown and "Add an action" not in shown, "to plan is for whoever answers"


def test_only_somebody_who_works_there_is_named(world: World, made: Recommendation, signed_in: SignIn) -> None:
    other = {**PLAN, "owner": world.people["constable"].pk}
    refused = plain(signed_in("sister").post(page(made, "accept"), other).content.decode())
    assert "There is a problem" in refused and "A check at each handover." in refused
    viewer = world.viewer("sister")
    with acting(viewer):
        (of,) = queries.progress(viewer, made)
        with pytest.raises(policies.CannotAnswer, match="works there now"):
            actions.accept(
                recommendation=made, of=of, action="a", owner="Karen Tulloch", due_on=date(2013, 5, 1), measure="m",
                by=viewer,
            )  # fmt: skip


def steps_of(world: World, made: Recommendation) -> list[str]:
    viewer = world.viewer("sister")
    with acting(viewer):
        (found,) = queries.progress(viewer, made)
    return [each.key for each in found.steps]


def test_its_duty_leads_to_it_and_its_clock_stands_on_it(world: World, made: Recommendation, signed_in: SignIn) -> None:
    lead = signed_in("named.nurse")
    (owed,) = [each for each in duties("recommendation-accepted") if each.debtor_agency == "hospital"]
    assert page(made) in text_of(lead, f"/duties/{owed.pk}/")
    assert f"/duties/{owed.pk}/" in text_of(lead, page(made))
    for name in ("named.nurse", "sister"):
        assert "Due Monday 15 April 17:00" in plain(text_of(signed_in(name), page(made)))
    assert f"/duties/{owed.pk}/" not in text_of(signed_in("sister"), page(made)), "another team has it"
    world.later(days=20)
    assert "Hospital Not answered: overdue" in plain(text_of(signed_in("board.manager"), page(made)))
    assert signed_in("nurse").get(page(made, "accept")).status_code == 403, "a worker does not answer for the hospital"


def test_a_group_is_answered_for_by_whoever_sits_in_it(world: World, review: Review, signed_in: SignIn) -> None:
    of_group = make(world, review, Owner.POLICIES)
    lead = signed_in("policy.lead")
    assert of_group.words in plain(text_of(lead, reverse("recommendations:ours")))
    press(lead, page(of_group, "accept"), **PLAN | {"owner": "policy.lead"})
    assert [each.debtor_team for each in duties("recommendation-evidenced")] == ["policies-and-procedures-group"]
    other = signed_in("training.lead")
    assert other.get(page(of_group, "show")).status_code == 403
    assert of_group.words not in plain(text_of(other, reverse("recommendations:ours")))


def test_an_agency_reads_its_own_state_and_no_other_name(world: World, made: Recommendation, signed_in: SignIn) -> None:
    press(signed_in("sister"), page(made, "accept"), **PLAN)
    shown = plain(text_of(signed_in("constable"), page(made)))
    assert "Who sees to it" not in shown and "Hospital" not in shown.replace("To: Hospital, Police", "")
    assert "A burn over Easter" not in shown, "the review has a title that is not for everybody"
    stranger = signed_in("stranger")
    for name in ("recommendation", "accept", "show"):
        assert stranger.get(page(made, name)).status_code == 404
    for name in ("look", "test", "figure", "close"):
        assert stranger.get(page(made, name, "hospital")).status_code == 404
        assert signed_in("constable").get(page(made, name, "hospital")).status_code == 404
        assert signed_in("constable").get(page(made, name, "police")).status_code == 403
        assert signed_in("board.manager").get(page(made, name, "camhs")).status_code == 404


def test_a_review_is_listed_with_who_has_not_answered(
    world: World, review: Review, made: Recommendation, signed_in: SignIn
) -> None:
    manager = signed_in("board.manager")
    press(signed_in("sister"), page(made, "accept"), **PLAN)
    shown = plain(text_of(manager, reverse("recommendations:of-review", args=[review.pk])))
    assert "Hospital, Police 1 of 2 Police 0 of 2" in _cells(shown)
    assert "A burn over Easter" in plain(text_of(manager, reverse("recommendations:ours")))
    for name in ("of-review", "make"):
        assert signed_in("constable").get(reverse(f"recommendations:{name}", args=[review.pk])).status_code == 404


def _cells(shown: str) -> str:
    """Without the headings that stand beside each cell on a small screen."""
    for head in ("Of whom", "Answered", "Who has not answered", "Shown to work"):
        shown = shown.replace(f" {head} ", " ")
    return shown


def test_the_board_asks_and_nothing_typed_is_lost(world: World, review: Review, signed_in: SignIn) -> None:
    manager = signed_in("board.manager")
    address = reverse("recommendations:make", args=[review.pk])
    refused = manager.post(address, {"words": "Check that it arrived.", "owner": "agency"}).content.decode()
    assert "Select at least one agency" in refused and "Check that it arrived." in refused
    shown = press(manager, address, words="Check that it arrived.", owner="agency", agencies=["police"])
    assert "Check that it arrived. To: Police" in shown and "Who has to answer (1)" in shown


def test_a_day_that_is_over_is_refused_in_words(world: World, made: Recommendation, signed_in: SignIn) -> None:
    refused = signed_in("sister").post(page(made, "accept"), named({**PLAN, "due_on_month": "2"})).content.decode()
    assert "must be today or later" in refused and "A check at each handover." in refused


def fall_due(month: int, number: int, late: int, *, child: str = "", agency: str = "hospital") -> None:
    """Duties of the hospital as the ledger could hold them, one a day of a month of 2013; each of another child, or all
    of `child`.
    """
    with acting(Viewer.system("test")), as_assessor():
        for each in range(number):
            due = local(2013, month, each + 1, 12, 0)
            Duty.objects.create(
                id=f"{child[:4]}{due:%j}", subject_kind="child", subject_id=child or f"c{due:%j}",
                procedure="share-received", version=1, title="Received in time", source={}, confidence="newsletter",
                adoption="on", rulebook_version="1", calendar_version="1", first_seen_at=due, debtor_agency=agency,
                debtor_team="", debtor_role="", action="a", trigger=f"{child}{due:%j}", opened_at=due, due_at=due,
                state="met late" if each < late else "met",
            )  # fmt: skip


@pytest.fixture
def counted(world: World, made: Recommendation, signed_in: SignIn) -> Callable[..., str]:
    """The Board’s manager counts two quarters of 2013, on the first of January after it."""
    press(signed_in("sister"), page(made, "accept"), **PLAN | {"due_on_year": "2014"})
    press(signed_in("sister"), page(made, "show"), evidence="A list.", link="")
    world.later(days=279)

    def ask(before: str, after: str) -> str:
        said = {"procedure": "share-received", "before": before, "after": after}
        return plain(signed_in("board.manager").get(page(made, "figure", "hospital"), said).content.decode())

    return ask


def test_a_figure_before_and_after_is_counted_from_the_ledger_and_kept_with_the_result(
    made: Recommendation, signed_in: SignIn, counted: Callable[..., str]
) -> None:
    fall_due(5, 12, 7)
    fall_due(8, 14, 0)
    shown = counted("2013-q2", "2013-q3")
    assert "April to June 2013: 5 of 12 that fell due were met in time" in shown
    assert "July to September 2013: 14 of 14 that fell due were met in time" in shown
    query = "procedure=share-received&before=2013-q2&after=2013-q3"
    said = {"result": "it works", "words": "It rose."}
    shown = press(signed_in("board.manager"), f"{page(made, 'figure', 'hospital')}?{query}", **said)
    assert "It works: duties met" in shown and "14 of 14 that fell due" in shown
    assert figures.procedures_of("hospital") and not figures.procedures_of("camhs")


def test_only_whole_quarters_that_are_over_are_counted(counted: Callable[..., str]) -> None:
    """Two spans that differ by a day would tell of the children of that day."""
    fall_due(5, 12, 7)
    for before, after in (("2013-q2", "2014-q1"), ("2013-q2", "2013-q5"), ("2013-05", "2013-q3"), ("", "2013-q3")):
        assert "that fell due were met in time" not in counted(before, after)
    assert "The quarter after must be later than the quarter before" in counted("2013-q2", "2013-q2")
    assert "January to March 2014" not in counted("", "") and "October to December 2013" in counted("", "")


def test_small_numbers_are_hidden_before_and_after_and_nothing_gives_them_away(counted: Callable[..., str]) -> None:
    fall_due(2, 3, 0)
    fall_due(5, 8, 2)
    fall_due(8, 9, 0, child="one")
    shown = counted("2013-q1", "2013-q2")
    assert "January to March 2013: too few to show a number" in shown
    assert "April to June 2013: 8 fell due; how many were met in time is not shown" in shown and "6 of 8" not in shown
    shown = counted("2013-q2", "2013-q3")
    assert "July to September 2013: too few to show a number" in shown, "nine duties, and all of one child"


def test_a_child_whose_record_is_sealed_is_in_no_figure(world: World, counted: Callable[..., str]) -> None:
    fall_due(5, 7, 0)
    fall_due(6, 1, 0, child=world.child.pk)
    assert "8 of 8 that fell due" in counted("2013-q2", "2013-q3")
    lead = world.viewer("named.nurse")
    with acting(lead):
        close(
            child=Subject("child", world.child.pk), level=Level.SEALED, names=[lead.practitioner_id],
            reason="A threat.", review_by=date(2014, 6, 1), by=lead,
        )  # fmt: skip
    assert "8 of 8 that fell due" in counted("2013-q2", "2013-q3"), "this month, for two days tell of one child"
    world.later(days=31)
    assert "7 of 7 that fell due" in counted("2013-q2", "2013-q3")


def test_what_is_late_of_one_child_is_not_told_beside_many_on_time(counted: Callable[..., str]) -> None:
    fall_due(4, 25, 0)
    fall_due(5, 5, 5, child="one")
    fall_due(7, 5, 0, child="two")
    fall_due(8, 20, 20)
    shown = counted("2013-q2", "2013-q3")
    assert "April to June 2013: 30 fell due; how many were met in time is not shown" in shown
    assert "July to September 2013: 25 fell due; how many were met in time is not shown" in shown
    assert "25 of 30" not in shown and "5 of 25" not in shown


def test_two_days_of_a_month_are_told_the_same(world: World, counted: Callable[..., str]) -> None:
    fall_due(5, 12, 7)
    fall_due(8, 14, 0)
    before = counted("2013-q2", "2013-q3")
    fall_due(6, 6, 0)
    world.later(days=20)
    assert counted("2013-q2", "2013-q3") == before
    world.later(days=15)
    assert "11 of 18 that fell due" in counted("2013-q2", "2013-q3")


def test_whoever_reads_it_is_written_down(world: World, made: Recommendation, signed_in: SignIn) -> None:
    text_of(signed_in("constable"), page(made))
    found = AuditRow.objects.filter(action="recommendation.read", viewer=world.people["constable"].pk)
    assert found.filter(subject_kind="review").count() == 1


def test_more_agencies_ask_the_database_no_more(world: World, review: Review, signed_in: SignIn) -> None:
    one = make(world, review, Owner.AGENCY, agencies=["police"])
    every = make(world, review)
    manager = signed_in("board.manager")
    addresses = [page(one), page(every), *2 * [reverse("recommendations:of-review", args=[review.pk])]]
    counted = []
    for number, address in enumerate(addresses):
        if number == 3:
            make(world, review)
        with CaptureQueriesContext(connection) as asked:
            manager.get(address)
        counted.append(len(ours([each["sql"] for each in asked])))
    assert counted[1] <= counted[0] and counted[3] <= counted[2] and max(counted) <= 12, counted


def test_what_carries_it_stands_beside_it(world: World, made: Recommendation, signed_in: SignIn) -> None:
    viewer = world.viewer("board.manager")
    for title in ("Version 1", "Version 2"):
        actions.carry(key=made.key, title=title, address="/policies/", by=viewer)
    shown = plain(text_of(signed_in("constable"), page(made)))
    assert "What carries it Version 2" in shown and "Version 1" not in shown
    with acting(world.viewer("stranger")):
        assert not made.carried.exists()


def test_the_panel_sees_every_agency_and_the_board_alone_looks(
    world: World, review: Review, made: Recommendation, signed_in: SignIn
) -> None:
    access.involve(
        agency="hospital", practitioner=world.people["named.nurse"].pk, relationship=Relationship.PANEL,
        subject=Subject("review", review.pk), reason="sits on the panel", by=world.viewer("board.manager"),
    )  # fmt: skip
    press(signed_in("sister"), page(made, "accept"), **PLAN)
    press(signed_in("sister"), page(made, "show"), evidence="A list.", link="")
    shown = plain(text_of(signed_in("named.nurse"), page(made)))
    assert "Who has to answer (1) Police" in shown and "Who has answered (1) Hospital" in shown
    for name in ("look", "test", "figure"):
        assert signed_in("named.nurse").get(page(made, name, "hospital")).status_code == 403


def test_the_group_confirms_and_nobody_looks_at_their_own_answer(
    world: World, review: Review, signed_in: SignIn
) -> None:
    """The training lead confirms by her seat; the chair, who answers for the Case Review Group, looks at none of it."""
    made = make(world, review, Owner.CASE_REVIEW)
    chair, lead = signed_in("chair"), signed_in("training.lead")
    press(chair, page(made, "accept"), **PLAN | {"owner": "chair"})
    shown = press(chair, page(made, "show"), evidence="Schools sit with us.", link="")
    assert "because you answered it yourself" in shown and "Say whether it is enough" not in shown
    for name in ("look", "test", "close", "figure"):
        assert chair.get(page(made, name, "board")).status_code == 403
    listed = plain(text_of(lead, reverse("recommendations:ours")))
    assert "For your group to look at" in listed and "Check that it arrived." in listed
    shown = press(lead, page(made, "look", "board"), answer="enough", words="")
    assert "Done, not tested yet" in shown
    for name in ("test", "close"):
        assert lead.get(page(made, name, "board")).status_code == 403, "the office tests and closes"
    assert signed_in("policy.lead").get(page(made, "look", "board")).status_code == 403


def test_what_the_learning_group_is_asked_is_confirmed_by_the_case_review_group(
    world: World, review: Review, signed_in: SignIn
) -> None:
    world.people["reviewer"] = making.practitioner("reviewer", ("board", Owner.CASE_REVIEW.value, "worker"))
    of_learning, of_police = make(world, review, Owner.LEARNING), make(world, review, Owner.AGENCY, agencies=["police"])
    for name, sees in (("reviewer", of_learning), ("training.lead", of_police)):
        viewer = world.viewer(name)
        with acting(viewer):
            assert sees in policies.to_confirm(viewer) and policies.to_confirm(viewer).count() == 1
            assert [each.agency for each in queries.progress(viewer, sees)], "and what came of it"
            assert policies.visible_recommendations(viewer).filter(pk=sees.pk).exists()
    with acting(world.viewer("reviewer")):
        assert not Recommendation.objects.filter(pk=of_police.pk).exists()
        assert not Event.objects.filter(kind="review.began").exists(), "nothing else of the review"


def test_the_database_takes_no_look_from_who_answered(world: World, review: Review) -> None:
    made = make(world, review, Owner.CASE_REVIEW)
    plan = {"step": "s-1", "action": "A seat", "due_on": date(2013, 5, 1)}
    happened(world, made, "chair", "accepted", "board", **plan)
    for what, more in (
        ("confirmed", {}),
        ("asked-back", {"words": "Who?"}),
        ("effect-tested", {"result": "it works"}),
        ("closed", {}),
    ):
        with pytest.raises(ProgrammingError, match="nobody looks at what they answered"), transaction.atomic():
            happened(world, made, "chair", what, "board", **more)
    happened(world, made, "board.manager", "effect-tested", "board", result="it works", how="test")


@pytest.mark.parametrize("owner", list(Owner))
def test_one_of_each_owner_is_carried_from_asking_to_its_effect(
    world: World, review: Review, signed_in: SignIn, owner: Owner
) -> None:
    for slug in GROUPS:
        world.people[slug] = making.practitioner(slug, ("board", slug, "worker"))
    made = make(world, review, owner, agencies=["hospital"])
    agency, answers = ("board", owner.value) if owner.value in GROUPS else ("hospital", "sister")
    asked = signed_in(answers)
    press(asked, page(made, "accept"), **PLAN | {"owner": answers})
    press(asked, page(made, "show"), evidence="It is done.", link="")
    world.later(hours=1)
    said = {"how": "feedback of families", "rests_on": "What 30 families said in May", "words": "It helps."}
    press(signed_in("board.manager"), page(made, "test", agency), result="it works", **said)
    world.later(hours=1)
    shown = press(signed_in("board.manager"), page(made, "close", agency))
    assert "Closed" in shown and "What 30 families said in May" in shown
    assert [each.state for each in duties("recommendation-closed-with-effect", ("met", "breached"))] == ["met"]
    assert not [each for each in duties("recommendation-tested") if each.ended_at is None], (
        "nobody has to test it again"
    )
