"""Does each construct of the language have its words: why the duty stands, and why it does not?"""

from __future__ import annotations

from datetime import date, datetime

import pytest
from tests.spec.small import CALENDAR, CHILD, SIBLING, ask, at, duty, event, history, rules
from tests.support.reading import grade

from followthrough.procedures.explain import explain_duty, not_applied
from followthrough.procedures.explain.rules import describe
from followthrough.procedures.model.event import Event
from followthrough.procedures.model.rulebook import Rulebook


def why(rulebook: Rulebook, as_of: datetime, *events: Event) -> str:
    (row,) = ask(rulebook, as_of, *events).duties
    told = explain_duty(row, history(*events), rulebook, CALENDAR, as_of=as_of).sentence
    assert grade(told) <= 8, told
    return told


def why_not(rulebook: Rulebook, as_of: datetime, *events: Event) -> str:
    (found,) = not_applied(history(*events), rulebook, ask(rulebook, as_of, *events), CALENDAR)
    return found.reason


BEFORE = rules(duty("before", "when: {event: trigger, before: wanted_by, by: 3 working days}\nwithin: 1 working day"))
AT = rules(duty("at", "when: {event: trigger, at: due_by}\nwithin: 1 working day"))


def test_a_date_is_named_with_its_offset() -> None:
    assert why(BEFORE, at(14), event("t", "trigger", 3, wanted_by=date(2013, 1, 16))) == (
        "Social care owes this: do it. "
        "This is because a date has come: 3 working days before “wanted by”, which is Wednesday 16 January 2013. "
        "The date stands here: something happened. Social care has this on record for Thursday 3 January 2013 09:00."
    )


def test_an_instant_is_named_with_its_time() -> None:
    told = why(AT, at(14), event("t", "trigger", 3, due_by=at(8, 13)))
    assert "a date has come: “due by”, which is Tuesday 8 January 2013 13:00." in told


def test_the_sum_begins_at_the_date_and_names_the_bank_holidays_on_the_way() -> None:
    event_ = event("t", "trigger", 3, wanted_by=date(2013, 4, 4))
    (row,) = ask(BEFORE, at(100), event_).duties
    told = explain_duty(row, history(event_), BEFORE, CALENDAR, as_of=at(100))
    assert told.sum == (
        "“wanted by”: Thursday 4 April 2013, 3 working days before; "
        "Good Friday 29 March and Easter Monday 1 April are not counted → Thursday 28 March 2013 00:00. "
        "Thursday 28 March 2013 00:00 + 1 working day; "
        "Good Friday 29 March, the weekend and Easter Monday 1 April are not counted → Tuesday 2 April 2013 17:00"
    )
    assert [each.name for each in told.holidays] == ["Good Friday", "Easter Monday"]


def test_a_duty_for_another_child_at_home_names_no_id() -> None:
    rulebook = rules(duty("all", "when: {event: trigger}\neach: {household: children}\nwithin: 1 working day"))
    home = [event(f"j-{who.id}", "household.joined", 1, subject=who, household="home") for who in (CHILD, SIBLING)]
    events = (*home, event("t", "trigger", 3))
    rows = ask(rulebook, at(9), *events).duties
    told = {row.each: explain_duty(row, history(*events), rulebook, CALENDAR).sentence for row in rows}
    assert "this one is for this child" in told["ada"]
    assert "this one is for another child there" in told["ben"] and "ben" not in told["ben"]


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ((), "Nothing of this kind is on record: “Something happened”."),
        (
            (event("t", "trigger", 3),),
            "The record holds one event of the kind “Something happened”, but none fills in “wanted by”.",
        ),
        (
            (event("t", "trigger", 3, wanted_by=date(2013, 2, 16)),),
            "The record holds one event of the kind “Something happened”, "
            "but its date had not come by the time asked about.",
        ),
    ],
)
def test_why_a_date_made_nothing(events: tuple[Event, ...], said: str) -> None:
    assert why_not(BEFORE, at(20), *events) == said


YEARLY = rules(duty("yearly", "when: {calendar: 15 January}\nif: {age: {under: 2}}\nwithin: 1 working day"))
BORN = event("n", "child.born", 1, born_on=date(2012, 6, 1))


def test_a_day_of_the_calendar_is_named() -> None:
    assert why(YEARLY, at(16), BORN) == (
        "Social care owes this: do it. This is because it was 15 January. It is owed each year on that day. "
        "Also, the child was under 2 years old."
    )


@pytest.mark.parametrize(
    ("as_of", "events", "said"),
    [
        (at(16), (event("s", "seen", 3, "police"),), "Social care knew nothing of the child."),
        (at(9), (BORN,), "No 15 January came after Social care heard of the child and before the time asked about."),
        (at(16), (event("s", "seen", 3),), "It was 15 January, but this was not so at that time: "
         "the child was under 2 years old."),
    ],
)  # fmt: skip
def test_why_the_calendar_made_nothing(as_of: datetime, events: tuple[Event, ...], said: str) -> None:
    assert why_not(YEARLY, as_of, *events) == said


def test_a_gap_and_a_court_rule_are_told() -> None:
    rulebook = rules(
        duty(
            "review",
            """
            when: {event: trigger, where: {author: care}}
            if: {gap: {of: seen, for: 5 calendar days, within: 2 weeks}}
            within: 8 calendar days by the court rule
            """,
        )
    )
    told = why(rulebook, at(23), event("s", "seen", 9), event("t", "trigger", 22))
    assert (
        "Also, in the 2 weeks before there was a time of more than 5 calendar days "
        "with no record of “The child was seen”."
    ) in told
    asks = describe(rulebook.procedures[0], rulebook)
    assert "where the agency that wrote it down is Social care" in asks[0].said[0]


def test_what_a_yearly_rule_for_each_child_asks() -> None:
    text = "when: {calendar: 1 September}\neach: {household: children}\nwithin: 1 week"
    closing = "closed_by: [{event: closing, whose: [self, sibling], matching: {subject: each}}]"
    rulebook = rules(duty("each", f"{text}\n{closing}"))
    asks = {part.key: part.said for part in describe(rulebook.procedures[0], rulebook)}
    assert asks["when"] == ("It is 1 September, each year.",)
    assert asks["each"] == ("Each child at home at the time: one duty for each.",)
    assert asks["meets"][0] == "“It was done”, about that child."
