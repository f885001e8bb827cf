"""A duty that a day of the calendar makes, each year."""

from __future__ import annotations

from datetime import date

from followthrough.procedures.model.answer import DutyState
from followthrough.procedures.model.event import Subject, utc
from tests.spec.small import ask, at, duty, event, rules
from tests.spec.test_duty import only

YEARLY = rules(duty("yearly", "when: {calendar: 15 January}\nwithin: 2 working days"))


def test_the_day_makes_a_duty_from_its_start() -> None:
    found = only(ask(YEARLY, at(16), event("s", "seen", 3)))
    assert (found.trigger, found.opened_at, found.due_at) == ("2013-01-15", at(15, 0), at(17, 17))


def test_before_the_day_there_is_none_and_the_answer_wakes_at_it() -> None:
    answer = ask(YEARLY, at(10), event("s", "seen", 3))
    assert (answer.duties, answer.changes_at) == ((), at(15, 0))


def test_each_year_has_its_own_duty_and_what_is_done_after_the_day_closes_it() -> None:
    events = event("s", "seen", 3), event("c", "closing", 16)
    first, second = ask(YEARLY, utc(2014, 2, 1), *events).duties
    assert (first.trigger, first.state) == ("2013-01-15", DutyState.MET)
    assert (second.trigger, second.due_at, second.state) == ("2014-01-15", utc(2014, 1, 17, 17), DutyState.BREACHED)
    assert first.id != second.id


def test_who_had_not_heard_of_the_child_by_then_owes_from_the_next_year_on() -> None:
    found = ask(YEARLY, utc(2014, 2, 1), event("s", "seen", 3, "police"), event("t", "seen", 20)).duties
    assert [each.trigger for each in found] == ["2014-01-15"]


def test_the_day_in_summer_begins_when_the_local_day_begins() -> None:
    summer = rules(duty("summer", "when: {calendar: 1 September}\nwithin: 24 clock hours"))
    assert only(ask(summer, utc(2013, 10, 1), event("s", "seen", 3))).opened_at == utc(2013, 8, 31, 23)


def test_conditions_are_read_on_that_day() -> None:
    rulebook = rules(
        duty("of-an-age", "when: {calendar: 15 January}\nif: {age: {at_least: 2, under: 3}}\nwithin: 1 working day")
    )
    born = event("b", "child.born", 1, born_on=date(2011, 1, 15))
    assert only(ask(rulebook, utc(2015, 1, 1), born)).trigger == "2013-01-15"


def test_an_agency_has_its_days_too() -> None:
    """The history of any kind of subject is read alike."""
    school = Subject("agency", "school")
    rulebook = rules(
        duty(
            "audit", "subject: agency\nwhen: {calendar: 15 January}\nwithin: 1 working day\nclosed_by: [{event: audit}]"
        )
    )
    answer = ask(rulebook, at(16), event("e", "condition", 3, subject=school), subject=school)
    assert only(answer).subject == school


def test_a_history_without_an_event_has_no_days() -> None:
    assert ask(YEARLY, at(20)).duties == ()
