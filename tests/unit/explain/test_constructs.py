"""Does each construct of the language have its words: why the duty stands, and why it does not?"""

from __future__ import annotations

from datetime import date, datetime

import pytest
from tests.spec.small import CALENDAR, ask, at, duty, event, history, rules
from tests.support.reading import grade

from followthrough.procedures.explain import explain_duty, not_applied
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
