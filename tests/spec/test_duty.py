"""A duty: its trigger, its debtor, its clock, its closing and its seven states."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from followthrough.procedures.language import load_rulebook
from followthrough.procedures.model.answer import Answer, DutyRow, DutyState
from followthrough.procedures.model.event import TICK
from tests.spec.small import CHILD, HOME, SIBLING, ask, at, duty, event, rules, watch, write_pack

TWO_DAYS = rules(duty("two-days", "when: {event: trigger}\nwithin: 48 clock hours"))


def only(answer: Answer) -> DutyRow:
    assert len(answer.duties) == 1, answer.duties
    return answer.duties[0]


def test_an_event_makes_a_duty_due_after_the_timescale() -> None:
    found = only(ask(TWO_DAYS, at(4), event("t", "trigger", 3)))
    assert (found.state, found.opened_at, found.due_at) == (DutyState.OPEN, at(3), at(5))
    assert (found.trigger, found.debtor.agency, found.subject) == ("t", "care", CHILD)


def test_there_is_no_duty_without_a_trigger() -> None:
    assert ask(TWO_DAYS, at(9), event("c", "closing", 3)).duties == ()


@pytest.mark.parametrize(
    ("closing_day", "recorded_day", "state"),
    [
        (4, 4, DutyState.MET),
        (5, 5, DutyState.MET),
        (6, 6, DutyState.MET_LATE),
        (4, 7, DutyState.MET_RECORDED_LATE),
    ],
)
def test_the_closing_and_when_it_was_recorded_decide_the_state(
    closing_day: int, recorded_day: int, state: DutyState
) -> None:
    closing = event("c", "closing", closing_day, recorded=at(recorded_day))
    found = only(ask(TWO_DAYS, at(9), event("t", "trigger", 3), closing))
    assert (found.state, found.closed_at, found.closed_by, found.due_at) == (state, at(closing_day), "c", at(5))


def test_an_action_at_the_deadline_is_in_time_and_breach_begins_a_microsecond_after() -> None:
    trigger = event("t", "trigger", 3)
    assert only(ask(TWO_DAYS, at(5), trigger)).state is DutyState.OPEN
    assert only(ask(TWO_DAYS, at(5) + TICK, trigger)).state is DutyState.BREACHED
    assert ask(TWO_DAYS, at(4), trigger).changes_at == at(5) + TICK


def test_a_closing_before_the_trigger_closes_nothing() -> None:
    assert only(ask(TWO_DAYS, at(9), event("c", "closing", 2), event("t", "trigger", 3))).state is DutyState.BREACHED


def test_the_clock_starts_when_the_debtor_knew_not_when_it_was_written() -> None:
    unshared = event("t", "trigger", 3, "police")
    assert ask(TWO_DAYS, at(9), unshared).duties == ()
    told = event("t", "trigger", 3, "police", known={"care": at(4)}, recorded=at(6))
    found = only(ask(TWO_DAYS, at(6), told))
    assert (found.opened_at, found.due_at, found.state) == (at(4), at(6), DutyState.OPEN)


def test_a_share_makes_its_content_known_to_its_recipient() -> None:
    trigger = event("t", "trigger", 3, "police")
    sent = event("s", "share.sent", 5, "police", to="care", items=("t",))
    found = only(ask(TWO_DAYS, at(6), trigger, sent))
    assert (found.opened_at, found.due_at) == (at(5), at(7))
    assert ask(TWO_DAYS, at(4), trigger, sent).duties == ()


EXCUSABLE = rules(
    duty("excusable", "when: {event: trigger}\nwithin: 48 clock hours\nexcused_by: [{event: excuse}]"),
)


@pytest.mark.parametrize(("excuse_day", "state", "ended_day"), [(4, DutyState.EXCUSED, 4), (7, DutyState.BREACHED, 7)])
def test_an_excuse_in_time_excuses_and_a_late_one_only_stops_the_climbing(
    excuse_day: int, state: DutyState, ended_day: int
) -> None:
    found = only(ask(EXCUSABLE, at(9), event("t", "trigger", 3), event("x", "excuse", excuse_day)))
    assert (found.state, found.ended_at) == (state, at(ended_day))


def test_a_closing_wins_a_tie_with_an_excuse() -> None:
    events = event("t", "trigger", 3), event("x", "excuse", 4), event("c", "closing", 4)
    assert only(ask(EXCUSABLE, at(9), *events)).state is DutyState.MET


def test_a_person_may_excuse_one_duty_by_its_id() -> None:
    trigger = event("t", "trigger", 3)
    identity = only(ask(TWO_DAYS, at(4), trigger)).id
    found = only(ask(TWO_DAYS, at(9), trigger, event("x", "duty.excused", 4, duty=identity)))
    assert found.state is DutyState.EXCUSED
    other = only(ask(TWO_DAYS, at(9), trigger, event("x", "duty.excused", 4, duty="another")))
    assert other.state is DutyState.BREACHED


def test_a_retracted_trigger_supersedes_its_duty() -> None:
    events = event("t", "trigger", 3), event("r", "trigger", 4, retracts="t")
    assert only(ask(TWO_DAYS, at(3, 10), *events)).state is DutyState.OPEN
    assert only(ask(TWO_DAYS, at(9), *events)).state is DutyState.SUPERSEDED


def test_a_correction_re_dates_the_same_duty() -> None:
    first, mended = event("t", "trigger", 3), event("m", "trigger", 2, recorded=at(4), corrects="t")
    before, after = (only(ask(TWO_DAYS, when, first, mended)) for when in (at(3, 10), at(4)))
    assert (before.id, before.due_at) == (after.id, at(5))
    assert after.due_at == at(4)


def test_an_earlier_as_of_asked_later_gives_the_earlier_answer() -> None:
    trigger, late = event("t", "trigger", 3), event("c", "closing", 4, recorded=at(8))
    assert only(ask(TWO_DAYS, at(6), trigger, late)) == only(ask(TWO_DAYS, at(6), trigger))


KEYED = rules(
    duty("keyed", "when: {event: trigger}\nwithin: 48 clock hours\nclosed_by: [{event: closing, matching: {key: key}}]")
)


def test_a_closing_counts_only_for_the_trigger_that_it_agrees_with() -> None:
    events = (
        event("t1", "trigger", 3, key="k1"),
        event("t2", "trigger", 3, key="k2"),
        event("c", "closing", 4, key="k2"),
    )
    states = {each.trigger: each.state for each in ask(KEYED, at(9), *events).duties}
    assert states == {"t1": DutyState.BREACHED, "t2": DutyState.MET}


def test_a_key_that_is_missing_agrees_with_nothing() -> None:
    assert only(ask(KEYED, at(9), event("t", "trigger", 3), event("c", "closing", 4))).state is DutyState.BREACHED


EACH = rules(
    duty(
        "for-each",
        """
        when: {event: trigger}
        each: people
        within: 48 clock hours
        closed_by: [{event: closing, matching: {key: each}}]
        """,
    )
)


def test_for_each_makes_one_duty_per_key_each_closed_by_its_own() -> None:
    events = event("t", "trigger", 3, people=("ada", "ben")), event("c", "closing", 4, key="ben")
    states = {each.each: each.state for each in ask(EACH, at(9), *events).duties}
    assert states == {"ada": DutyState.BREACHED, "ben": DutyState.MET}


@pytest.mark.parametrize(
    ("within", "due"),
    [
        ("{at: due_by}", at(7)),
        ("{earliest: [72 clock hours, {at: due_by}]}", at(6)),
        ("{at: due_by, plus: 24 clock hours}", at(8)),
        ("{before: due_by, by: 48 clock hours}", at(5)),
        ("{at: wanted_by}", at(10, 24) - TICK),
        ("{earliest: [{within: 24 clock hours, only: {grade: 1}}, {within: 72 clock hours}]}", at(6)),
        ("{earliest: [{within: 24 clock hours, only: {grade: 2}}, {within: 72 clock hours}]}", at(4)),
    ],
)
def test_deadlines_by_data_by_case_and_earliest_of(within: str, due: object) -> None:
    rulebook = rules(duty("dated", f"when: {{event: trigger}}\nwithin: {within}"))
    trigger = event("t", "trigger", 3, due_by=at(7), wanted_by=date(2013, 1, 10), grade=2)
    assert only(ask(rulebook, at(3), trigger)).due_at == due


def test_the_debtor_may_be_named_by_the_trigger() -> None:
    rulebook = rules(duty("named", "when: {event: trigger}\nwithin: 1 clock hour\nowes: {agency: {from: who}}"))
    found = only(ask(rulebook, at(3), event("t", "trigger", 3, "police", who="school", known={"school": at(3)})))
    assert found.debtor.agency == "school"
    author = rules(duty("author", "when: {event: trigger}\nwithin: 1 clock hour\nowes: {agency: {from: author}}"))
    assert only(ask(author, at(3), event("t", "trigger", 3, "police"))).debtor.agency == "police"


def test_the_ladder_climbs_after_the_deadline_and_reminds_before_it() -> None:
    rulebook = rules(
        duty(
            "climbing",
            """
            when: {event: trigger}
            within: 48 clock hours
            reminders: [{before: 2 clock hours}]
            ladder:
              - {after: 0 clock minutes, tell: {of: debtor, role: manager}}
              - {after: 24 clock hours, tell: {agency: {from: author}, role: manager}}
            """,
        )
    )
    found = only(ask(rulebook, at(3), event("t", "trigger", 3, "police", known={"care": at(3)})))
    assert [(rung.at, rung.tell.agency, rung.tell.role) for rung in found.rungs] == [
        (at(5), "care", "manager"),
        (at(6), "police", "manager"),
    ]
    assert [each.at for each in found.reminders] == [at(5, 7)]


def test_a_duty_made_by_the_breach_of_another() -> None:
    rulebook = rules(
        duty("first", "when: {event: trigger}\nwithin: 48 clock hours"),
        duty("second", "when: {breach: first}\nwithin: 24 clock hours\nclosed_by: [{event: excuse}]"),
    )
    trigger = event("t", "trigger", 3)
    assert [each.procedure for each in ask(rulebook, at(5), trigger).duties] == ["first"]
    second = ask(rulebook, at(5) + TICK, trigger).duties[1]
    assert (second.procedure, second.opened_at, second.due_at, second.state) == ("second", at(5), at(6), DutyState.OPEN)
    on_time = event("c", "closing", 4, recorded=at(8))
    undone = {each.procedure: each.state for each in ask(rulebook, at(9), trigger, on_time).duties}
    assert undone == {"first": DutyState.MET_RECORDED_LATE, "second": DutyState.BREACHED}


def test_a_duty_made_by_a_breach_reads_the_trigger_as_it_stands_then() -> None:
    """Who owes what a breach makes is read in the trigger as the record has it, not as it is mended later."""
    rulebook = rules(
        duty("first", "when: {event: trigger}\nwithin: 48 clock hours"),
        duty(
            "second",
            """
            when: {breach: first}
            owes: {agency: {from: who}}
            within: 24 clock hours
            closed_by: [{event: excuse}]
            """,
        ),
    )
    told = event("t", "trigger", 3, who="police")
    mended = event("u", "trigger", 3, recorded=at(7), corrects="t", who="school")
    before = [each for each in ask(rulebook, at(6.5), told, mended).duties if each.procedure == "second"]
    assert [(each.debtor.agency, each.state) for each in before] == [("police", DutyState.BREACHED)]
    after = [each for each in ask(rulebook, at(9), told, mended).duties if each.procedure == "second"]
    assert {each.debtor.agency: (each.state, each.ended_at) for each in after} == {
        "police": (DutyState.BREACHED, at(7)),
        "school": (DutyState.BREACHED, None),
    }


def test_a_birthday_makes_a_duty_for_whoever_has_heard_of_the_child() -> None:
    rulebook = rules(duty("fourteen", "when: {age: 14}\nwithin: 24 clock hours"))
    born = event("b", "child.born", 1, born_on=date(1999, 1, 5))
    assert ask(rulebook, at(4), born).duties == ()
    assert ask(rulebook, at(4), born).changes_at == at(5, 0)
    found = only(ask(rulebook, at(5), born))
    assert (found.opened_at, found.due_at) == (at(5, 0), at(6, 0))
    assert ask(rulebook, at(9), event("b", "child.born", 1, "health", born_on=date(1999, 1, 5))).duties == ()


def test_a_households_event_counts_while_the_child_belongs_and_a_siblings_only_when_asked() -> None:
    joined = [
        event("j1", "household.joined", 2, subject=CHILD, household="home"),
        event("j2", "household.joined", 2, subject=SIBLING, household="home"),
        event("l1", "household.left", 6, subject=CHILD, household="home"),
    ]
    inside, outside = event("t1", "trigger", 3, subject=HOME), event("t2", "trigger", 7, subject=HOME)
    sibling = event("t3", "trigger", 4, subject=SIBLING)
    default = ask(TWO_DAYS, at(9), *joined, inside, outside, sibling)
    assert [each.trigger for each in default.duties] == ["t1"]
    asked = rules(duty("asked", "when: {event: trigger, whose: [sibling]}\nwithin: 1 clock hour"))
    assert [each.trigger for each in ask(asked, at(9), *joined, inside, outside, sibling).duties] == ["t3"]


def test_the_version_in_force_when_the_clock_starts_applies(tmp_path: Path) -> None:
    old = duty(
        "changed", "when: {event: trigger}\nwithin: 24 clock hours\nin_force: {from: 2000-01-01, to: 2013-01-05}"
    )
    new = duty("changed", "version: 2\nwhen: {event: trigger}\nwithin: 48 clock hours\nin_force: {from: 2013-01-05}")
    write_pack(tmp_path, "england", (old,))
    (tmp_path / "england" / "theme" / "changed-v2.yaml").write_text(new)
    rulebook = load_rulebook(tmp_path, packs=("england",))
    found = ask(rulebook, at(9), event("t1", "trigger", 4), event("t2", "trigger", 5)).duties
    assert {each.trigger: (each.version, each.due_at) for each in found} == {"t1": (1, at(5)), "t2": (2, at(7))}
    today = ask(rulebook.latest(), at(9), event("t1", "trigger", 4)).duties
    assert [(each.version, each.due_at) for each in today] == [(2, at(6))]


def test_a_signal_obliges_by_the_version_of_the_watch_that_found_it(tmp_path: Path) -> None:
    """Whether its debtor sees it alone is read by the rule of its time, not by the one that came after."""
    old = watch(
        "worried", "as_soon_as: {count: {of: risk.a, at_least: 2}}\nin_force: {from: 2000-01-01, to: 2013-01-05}"
    )
    new = watch("worried", "version: 2\nas_soon_as: {count: {of: risk.a, at_least: 3}}\nin_force: {from: 2013-01-05}")
    write_pack(tmp_path, "england", (old, duty("meet", "when: {signal: worried}\nwithin: 24 clock hours")))
    (tmp_path / "england" / "theme" / "worried-v2.yaml").write_text(new)
    rulebook = load_rulebook(tmp_path, packs=("england",))
    two = (event("a1", "risk.a", 3), event("a2", "risk.a", 4))
    assert [(each.trigger, each.opened_at) for each in ask(rulebook, at(9), *two).duties] == [("a2", at(4))]
    third = ask(rulebook, at(9), *two, event("a3", "risk.a", 6)).duties
    assert sorted((each.trigger, each.opened_at) for each in third) == [("a2", at(4)), ("a3", at(6))]
