"""What the replay of the three children must show at the least, checked against dates worked out by hand.

Times below are local. Easter 2013: Good Friday 29 March, Easter Monday 1 April; the clocks went forward on 31 March.
"""

from __future__ import annotations

import pytest
from tests.support.whole import ROOT, whole_rulebook

from followthrough.procedures.calendars import england_and_wales
from followthrough.procedures.engines.plain import assess, gaps
from followthrough.procedures.language import parse_local_instant
from followthrough.procedures.language.histories import Story, load_story
from followthrough.procedures.model.answer import Answer, DutyRow, DutyState, SignalState

RULEBOOK = whole_rulebook()
CALENDAR = england_and_wales()


def local(text: str) -> object:
    return parse_local_instant(text)[0]


def story(name: str) -> Story:
    return load_story(ROOT / "stories" / f"{name}.yaml", RULEBOOK.vocabulary)


def replayed(name: str) -> Answer:
    told = story(name)
    return assess(told.history, RULEBOOK.latest(), CALENDAR, told.as_of)


def the_duty(answer: Answer, procedure: str, trigger: str) -> DutyRow:
    (found,) = (duty for duty in answer.duties if (duty.procedure, duty.trigger) == (procedure, trigger))
    return found


def test_child_ones_urgent_share_before_easter_was_received_four_days_late() -> None:
    received = the_duty(replayed("child-one"), "share-received-urgent", "c1-41")
    assert (received.debtor.agency, received.debtor.team) == ("social-care", "front-door")
    assert received.due_at == local("2013-03-28 17:20")  # 16:20 and one clock hour
    assert (received.state, received.closed_at) == (DutyState.MET_LATE, local("2013-04-02 09:20"))
    accepted = the_duty(replayed("child-one"), "share-accepted-urgent", "c1-41")
    assert (accepted.due_at, accepted.state) == (local("2013-03-28 20:20"), DutyState.BREACHED)


def test_an_ordinary_share_of_the_same_thursday_was_due_only_after_the_bank_holiday() -> None:
    received = the_duty(replayed("child-one"), "share-received", "c1-38")
    assert received.due_at == local("2013-04-02 17:00")  # Friday and Monday are bank holidays
    assert received.state is DutyState.MET


def test_child_ones_strategy_discussion_never_came() -> None:
    discussion = the_duty(replayed("child-one"), "strategy-discussion", "c1-45")
    # Social care was told at 22:40 on Saturday; 24 clock hours later the clocks had gone forward.
    assert (discussion.opened_at, discussion.due_at) == (local("2013-03-30 22:40"), local("2013-03-31 23:40"))
    assert (discussion.state, discussion.closed_by) == (DutyState.BREACHED, None)
    assert discussion.debtor.agency == "social-care"


def test_no_contact_was_not_considered_before_bail() -> None:
    gate = the_duty(replayed("child-one"), "no-contact-on-bail", "c1-52")
    assert (gate.due_at, gate.state) == (local("2013-03-31 16:00"), DutyState.BREACHED)


def test_the_under_two_watch_stood_in_her_earlier_history() -> None:
    signal = next(each for each in replayed("child-one").signals if each.procedure == "under-two-watch")
    assert signal.root == "c1-08"
    assert signal.true_at == local("2011-01-12 15:05")
    assert signal.evidence == ("c1-04", "c1-05", "c1-08")
    assert signal.state is SignalState.STANDS
    kinds = {story("child-one").history.chains[root].root.kind for root in signal.evidence}
    assert kinds == {"alcohol.misuse", "da.incident", "neglect.seen"}


def test_nobody_alone_held_the_picture_when_it_first_was_true() -> None:
    told = story("child-one")
    found = gaps(told.history, RULEBOOK.latest(), CALENDAR, told.as_of)
    first = next(gap for gap in found if gap.watch == "under-two-watch")
    assert first.pooled_at == local("2011-01-12 17:30")
    assert set(first.by_agency.values()) == {None}


def test_the_rulebook_of_the_time_asked_for_less() -> None:
    told = story("child-one")
    then = assess(told.history, RULEBOOK, CALENDAR, told.as_of)
    assert {duty.procedure for duty in then.duties} < {duty.procedure for duty in replayed("child-one").duties}
    assert "strategy-discussion" not in {duty.procedure for duty in then.duties}


@pytest.mark.parametrize(("name", "at_least"), [("child-one", 35), ("child-two", 14), ("child-three", 14)])
def test_each_story_is_told_in_full_and_says_what_is_invented(name: str, at_least: int) -> None:
    told = story(name)
    assert len(told.stated) >= at_least
    assert {"newsletter", "invented"} == {each.basis for each in told.basis.values()}
    assert "invented" in told.told


@pytest.mark.parametrize(
    ("name", "procedures"),
    [
        ("child-two", {"lead-professional", "police-incident-shared", "self-harm-assessed"}),
        ("child-three", {"sibling-injuries-followed-up", "supervision-held"}),
    ],
)
def test_the_other_two_stories_show_what_the_newsletter_found(name: str, procedures: set[str]) -> None:
    missed = {
        duty.procedure for duty in replayed(name).duties if duty.state in (DutyState.BREACHED, DutyState.MET_LATE)
    }
    assert procedures <= missed
