"""Who says that a duty is wrong or not theirs is answered by a manager, and heard by those who look after the rule."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from followthrough.procedures.model.event import Subject
from followthrough.service.access.policies import can_see_child
from followthrough.service.core.models import AuditRow
from followthrough.service.core.viewer import acting
from followthrough.service.ledger import sweep
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Duty, Event
from integration.agencies import making
from integration.sharing.world import OUT_OF_HOURS, World, duties, local
from integration.worklist.test_home import NAME, harm_judged_by_day, plain, text_of

SignIn = Callable[[str], Client]
REASON = "Jonas was seen at home at four."
GROUP = "policies-and-procedures-group"


@pytest.fixture
def board(world: World) -> World:
    making.agency("board", "office", GROUP)
    world.people["chair"] = making.practitioner("chair", ("board", GROUP, "worker"))
    world.people["office"] = making.practitioner("office", ("board", "office", "business-manager"))
    return world


def dispute(world: World, signed_in: SignIn, how: str = "wrong") -> tuple[Duty, Duty, Duty]:
    """The duty in dispute, the manager's and the board's."""
    world.send(OUT_OF_HOURS)
    (duty,) = duties("share-received-urgent")
    signed_in("duty").post(f"/duties/{duty.pk}/{how}/", {"reason": REASON})
    return duty, *duties("disputed-duty-answered"), *duties("disputed-rule-considered")


def facts(kind: str) -> list[Event]:
    with as_assessor():
        return list(Event.objects.filter(kind=kind).order_by("recorded_at"))


@pytest.mark.parametrize("how, said", [("wrong", "Why it is wrong"), ("not-ours", "Why it is not theirs")])
def test_it_is_a_duty_of_the_teams_manager_on_whose_home_it_stands(
    board: World, signed_in: SignIn, how: str, said: str
) -> None:
    duty, asked, _ = dispute(board, signed_in, how)
    assert (asked.debtor_agency, asked.debtor_team, asked.debtor_role) == (
        "social-care",
        "out-of-hours",
        "team-manager",
    )
    assert asked.due_at == local(2013, 4, 2, 17, 0)  # Good Friday, the weekend and Easter Monday do not count
    home = text_of(signed_in("duty.manager"))
    assert "Answer it: the duty stands, does not apply, or belongs elsewhere" in plain(home)
    assert f'href="/duties/{asked.pk}/answer/"' in home
    page = text_of(signed_in("duty.manager"), f"/duties/{asked.pk}/")
    assert said in plain(page) and f"“{REASON}”" in plain(page)
    assert f'href="/duties/{duty.pk}/"' in page
    assert "Not ours" not in plain(page) and "This is wrong, because" not in plain(page)


def test_the_answer_that_it_stands_leaves_the_duty_as_it_is(board: World, signed_in: SignIn) -> None:
    duty, asked, _ = dispute(board, signed_in)
    disputed = text_of(signed_in("duty.manager"), f"/duties/{duty.pk}/")
    assert f'href="/duties/{asked.pk}/answer/"' in disputed
    answer = signed_in("duty.manager").post(
        f"/duties/{asked.pk}/answer/", {"answer": "it stands", "words": "The burn is new."}, follow=True
    )
    assert "The duty stands, and its clock goes on." in plain(answer.content.decode())
    assert duties("disputed-duty-answered") == []
    assert [each.pk for each in duties("share-received-urgent")] == [duty.pk]
    (event,) = facts("duty.answered")
    assert event.data == {
        "duty": duty.pk,
        "answer": "it stands",
        "words": "The burn is new.",
        "by": board.people["duty.manager"].pk,
    }
    page = plain(text_of(signed_in("duty"), f"/duties/{duty.pk}/"))
    assert "Answered: it stands" in page and "“The burn is new.”" in page


def test_that_it_does_not_apply_excuses_the_duty_in_the_same_breath(board: World, signed_in: SignIn) -> None:
    duty, asked, _ = dispute(board, signed_in)
    signed_in("duty.manager").post(
        f"/duties/{asked.pk}/answer/", {"answer": "it does not apply", "words": "Rung and settled."}
    )
    assert duties("disputed-duty-answered") == [] and duties("share-received-urgent") == []
    (excused,) = duties("share-received-urgent", states=["excused"])
    (fact,) = facts("duty.excused")
    assert (excused.pk, fact.data["duty"], fact.data["reason"]) == (duty.pk, duty.pk, "Rung and settled.")
    assert fact.data["decided_by"] == board.people["duty.manager"].pk


def test_a_manager_who_excuses_the_duty_has_answered(board: World, signed_in: SignIn) -> None:
    duty, _, _ = dispute(board, signed_in)
    signed_in("duty.manager").post(f"/duties/{duty.pk}/excuse/", {"reason": "Rung and settled."})
    assert duties("disputed-duty-answered") == []


def test_an_answer_needs_words_and_a_manager(board: World, signed_in: SignIn) -> None:
    _, asked, _ = dispute(board, signed_in)
    refused = signed_in("duty").get(f"/duties/{asked.pk}/answer/", follow=True)
    assert "Only a manager of the team can answer this." in plain(refused.content.decode())
    assert "Answer it</a>" not in text_of(signed_in("duty"))
    empty = signed_in("duty.manager").post(f"/duties/{asked.pk}/answer/", {"answer": "", "words": ""})
    assert "Say what you answer" in empty.content.decode() and "Say why" in empty.content.decode()
    assert facts("duty.answered") == []


def test_an_answer_is_given_once(board: World, signed_in: SignIn) -> None:
    _, asked, _ = dispute(board, signed_in)
    said = {"answer": "it stands", "words": "The burn is new."}
    for _ in range(2):
        again = signed_in("duty.manager").post(f"/duties/{asked.pk}/answer/", said, follow=True)
    assert "It was answered already." in plain(again.content.decode())
    assert len(facts("duty.answered")) == 1


def test_silence_climbs_to_the_safeguarding_lead_who_may_answer(board: World, signed_in: SignIn) -> None:
    board.people["lead"] = making.practitioner("lead", ("social-care", "front-door", "safeguarding-lead"))
    duty, asked, _ = dispute(board, signed_in)
    board.later(days=5)
    sweep.run_once()
    assert "A manager answers whoever says" in plain(text_of(signed_in("lead")))
    signed_in("lead").post(f"/duties/{asked.pk}/answer/", {"answer": "it stands", "words": "The burn is new."})
    assert [event.data["duty"] for event in facts("duty.answered")] == [duty.pk]


def test_the_group_that_looks_after_the_rule_hears_of_it_without_a_word_of_the_case(
    board: World, signed_in: SignIn
) -> None:
    duty, _, heard = dispute(board, signed_in)
    assert (heard.debtor_agency, heard.debtor_team) == ("board", GROUP)
    assert heard.due_at == local(2013, 4, 29, 17, 0)  # 2 to 5 April four, 8 to 26 April fifteen, 29 April one
    for path in ("/", f"/duties/{heard.pk}/", f"/duties/{heard.pk}/consider/"):
        page = text_of(signed_in("chair"), path)
        assert "An urgent share is received by a named person" in page
        for word in (NAME, "Jonas", board.child.pk, duty.pk, REASON, "seen at home"):
            assert word not in page, (path, word)
    page = plain(text_of(signed_in("chair"), f"/duties/{heard.pk}/"))
    assert "A reason was given. It may tell of a child" in page
    assert signed_in("chair").get(f"/duties/{duty.pk}/").status_code == 404


def test_taking_it_does_not_open_the_child_to_the_board(board: World, signed_in: SignIn) -> None:
    _, _, heard = dispute(board, signed_in)
    signed_in("chair").post(f"/duties/{heard.pk}/take/", {"instead_of": ""})
    assert duties("disputed-rule-considered")[0].taken_by == board.people["chair"].pk
    assert not can_see_child(board.viewer("chair"), board.child.pk)


def test_what_the_group_decided_closes_it_and_is_read_by_who_said_it(board: World, signed_in: SignIn) -> None:
    duty, _, heard = dispute(board, signed_in)
    said = {"outcome": "the rule will be made clearer", "words": "An hour is meant."}
    answer = signed_in("chair").post(f"/duties/{heard.pk}/consider/", said, follow=True)
    assert "What your group decided is on the record" in plain(answer.content.decode())
    assert duties("disputed-rule-considered") == []
    (fact,) = facts("rule.considered")
    assert fact.data["duty"] == duty.pk and fact.data["procedure"] == "share-received-urgent"
    page = plain(text_of(signed_in("duty"), f"/duties/{duty.pk}/"))
    assert "The group that looks after the rule decided: the rule will be made clearer" in page


def test_a_rule_whose_group_has_no_team_is_considered_by_the_boards_office(board: World, signed_in: SignIn) -> None:
    _, _, heard = dispute(board, signed_in)
    with as_assessor():
        Duty.objects.filter(pk=heard.pk).update(debtor_team="another-group")
    assert "Consider the rule" in plain(text_of(signed_in("office")))
    assert "Consider the rule" not in plain(text_of(signed_in("chair")))


def test_who_takes_a_duty_may_open_the_child_and_it_is_written_down(world: World, signed_in: SignIn) -> None:
    duty = harm_judged_by_day(world)
    day = signed_in("day")
    assert not can_see_child(world.viewer("day"), world.child.pk)
    taken = day.post(f"/duties/{duty.pk}/take/", {"instead_of": ""}, follow=True)
    assert "you and your team may open the child’s record now" in plain(taken.content.decode())
    assert NAME in text_of(day, f"/children/{world.child.pk}/")
    row = AuditRow.objects.get(action="involvement.began", viewer=world.people["day"].pk)
    began = {"agency": "social-care", "team": "front-door", "relationship": "took-duty"}
    assert (row.subject_id, row.detail) == (world.child.pk, began)


def test_who_may_not_take_a_duty_does_not_get_the_child_by_trying(world: World, signed_in: SignIn) -> None:
    duty = harm_judged_by_day(world)
    with acting(world.viewer("day")):
        Duty.objects.filter(pk=duty.pk).update(taken_by="somebody")
    refused = signed_in("day").post(f"/duties/{duty.pk}/take/", {"instead_of": ""}, follow=True)
    assert "Somebody else has taken it by now." in plain(refused.content.decode())
    assert not can_see_child(world.viewer("day"), world.child.pk)


def test_what_was_taken_is_handed_back(world: World, signed_in: SignIn) -> None:
    world.send(OUT_OF_HOURS)
    (duty,) = duties("share-received-urgent")
    signed_in("duty").post(f"/duties/{duty.pk}/take/", {"instead_of": ""})
    page = text_of(signed_in("duty"), f"/duties/{duty.pk}/")
    assert "Hand it back" in page
    not_theirs = signed_in("duty.manager").post(f"/duties/{duty.pk}/hand-back/", follow=True)
    assert "You do not have this duty." in plain(not_theirs.content.decode())
    done = signed_in("duty").post(f"/duties/{duty.pk}/hand-back/", follow=True)
    assert "You have handed it back. Nobody has it now" in plain(done.content.decode())
    (back,) = duties("share-received-urgent")
    assert (back.taken_by, back.taken_at) == ("", None)
    row = AuditRow.objects.get(action="duty.handed-back")
    assert (row.viewer, row.subject_id) == (world.people["duty"].pk, Subject("child", world.child.pk).id)
