"""A duty that a date in an event's data makes: at the date, before it or after it."""

from __future__ import annotations

from datetime import date

import pytest

from followthrough.procedures.model.answer import DutyState
from followthrough.procedures.model.rulebook import Rulebook
from tests.spec.small import ask, at, duty, event, rules
from tests.spec.test_duty import only

AT = rules(duty("at-date", "when: {event: trigger, at: wanted_by}\nwithin: 24 clock hours"))
AT_INSTANT = rules(duty("at-instant", "when: {event: trigger, at: due_by}\nwithin: 24 clock hours"))
AFTER = rules(duty("after-date", "when: {event: trigger, at: wanted_by, plus: 1 working day}\nwithin: 24 clock hours"))
BEFORE = rules(
    duty("before-date", "when: {event: trigger, before: wanted_by, by: 3 working days}\nwithin: 24 clock hours")
)


def on(day: int) -> date:
    return date(2013, 1, day)


@pytest.mark.parametrize(
    ("rulebook", "begins"),
    [
        (AT, at(16, 0)),  # the start of Wednesday 16 January
        (AFTER, at(17, 17)),  # the close of the working day after it
        (BEFORE, at(11, 0)),  # Monday and Tuesday are two, Friday 11 is the third
    ],
)
def test_a_duty_begins_at_the_date_with_its_offset(rulebook: Rulebook, begins: object) -> None:
    trigger = event("t", "trigger", 3, wanted_by=on(16))
    found = only(ask(rulebook, at(20), trigger))
    assert (found.trigger, found.opened_at) == ("t", begins)
    assert (found.due_at - found.opened_at).total_seconds() == 24 * 3600


def test_there_is_no_duty_before_the_date_and_the_answer_wakes_at_it() -> None:
    answer = ask(AT, at(10), event("t", "trigger", 3, wanted_by=on(16)))
    assert (answer.duties, answer.changes_at) == ((), at(16, 0))


def test_an_instant_in_the_data_triggers_at_that_instant() -> None:
    assert only(ask(AT_INSTANT, at(9), event("t", "trigger", 3, due_by=at(8, 13)))).opened_at == at(8, 13)


def test_a_trigger_without_the_date_makes_nothing() -> None:
    assert ask(AT, at(20), event("t", "trigger", 3)).duties == ()


def test_a_date_that_had_passed_counts_from_the_event_that_tells_of_it() -> None:
    assert only(ask(BEFORE, at(20), event("t", "trigger", 15, wanted_by=on(16)))).opened_at == at(15)


def test_a_correction_re_dates_the_same_duty() -> None:
    first = event("t", "trigger", 3, wanted_by=on(16))
    mended = event("m", "trigger", 3, recorded=at(10), corrects="t", wanted_by=on(11))
    before, after = only(ask(AT, at(16), first)), only(ask(AT, at(12), first, mended))
    assert (before.id, before.opened_at, after.opened_at) == (after.id, at(16, 0), at(11, 0))


def test_a_correction_to_a_later_date_excuses_the_duty_until_then() -> None:
    first = event("t", "trigger", 3, wanted_by=on(10))
    mended = event("m", "trigger", 3, recorded=at(10, 12), corrects="t", wanted_by=on(16))
    held, waiting, again = (only(ask(AT, when, first, mended)) for when in (at(10, 9), at(12), at(16)))
    assert [each.state for each in (held, waiting, again)] == [DutyState.OPEN, DutyState.EXCUSED, DutyState.OPEN]
    assert again.due_at == at(17, 0)


def test_a_retracted_trigger_supersedes_its_duty() -> None:
    events = event("t", "trigger", 3, wanted_by=on(10)), event("r", "trigger", 11, retracts="t")
    assert only(ask(AT, at(12), *events)).state is DutyState.SUPERSEDED


def test_conditions_are_read_at_the_date() -> None:
    rulebook = rules(
        duty("while-on", "when: {event: trigger, at: wanted_by}\nif: {state: planned}\nwithin: 24 clock hours")
    )
    trigger, begun = event("t", "trigger", 3, wanted_by=on(16)), event("b", "plan.begun", 5, key="k")
    assert only(ask(rulebook, at(20), trigger, begun)).because == ("b",)
    assert ask(rulebook, at(20), trigger, begun, event("e", "plan.ended", 12, key="k")).duties == ()


def test_only_what_happens_from_the_date_on_closes_it() -> None:
    trigger = event("t", "trigger", 3, wanted_by=on(16))
    assert only(ask(AT, at(20), trigger, event("c", "closing", 15))).state is DutyState.BREACHED
    assert only(ask(AT, at(20), trigger, event("c", "closing", 16))).state is DutyState.MET


def test_the_clock_starts_when_the_debtor_knew_if_that_is_later() -> None:
    told = event("t", "trigger", 3, "police", wanted_by=on(10), known={"care": at(12)})
    assert only(ask(AT, at(20), told)).opened_at == at(12)
    early = event("t", "trigger", 3, "police", wanted_by=on(10), known={"care": at(4)})
    assert only(ask(AT, at(20), early)).opened_at == at(10, 0)


def test_an_offset_may_be_a_setting() -> None:
    setting = 'ahead: {title: "Ahead", value: 3 working days, tighter: longer, confidence: our default, source: S}'
    text = "when: {event: trigger, before: wanted_by, by: {setting: ahead}}\nwithin: 24 clock hours"
    found = only(ask(rules(duty("ahead", text), settings=setting), at(20), event("t", "trigger", 3, wanted_by=on(16))))
    assert found.opened_at == at(11, 0)
