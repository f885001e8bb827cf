"""Does a duty that has ended say how: done, late, written down late, excused, taken back?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.spec.small import CALENDAR, ask, at, duty, event, history, rules

from followthrough.procedures.explain import explain_duty
from followthrough.procedures.explain.words import happened_words
from followthrough.procedures.model.event import TICK, Event

EXCUSABLE = rules(duty("two-days", "when: {event: trigger}\nwithin: 48 clock hours\nexcused_by: [{event: excuse}]"))
TRIGGER = event("t", "trigger", 3)


def ending(*events: Event, may_see: Callable[[str], bool] = lambda root: True) -> str:
    (row,) = ask(EXCUSABLE, at(20), TRIGGER, *events).duties
    told = explain_duty(row, history(TRIGGER, *events), EXCUSABLE, CALENDAR, may_see=may_see, as_of=at(20))
    return told.what_would_meet


def test_what_is_known_to_a_month_is_told_as_that_month() -> None:
    assert happened_words(event("c", "closing", 1, hour=0, until=at(32, 0) - TICK), CALENDAR) == "in January 2013"


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ((event("c", "closing", 4),), "It was done on Friday 4 January 2013 09:00: it was done."),
        (
            (event("c", "closing", 6),),
            "It was done on Sunday 6 January 2013 09:00: it was done. That was after the deadline.",
        ),
        (
            (event("c", "closing", 6, hour=0, until=at(7, 0) - TICK),),
            "It was done on Sunday 6 January 2013: it was done. That was after the deadline.",
        ),
        (
            (event("c", "closing", 6, until=at(7)),),
            "It was done between Sunday 6 January 2013 09:00 and Monday 7 January 2013 09:00: it was done. "
            "That was after the deadline.",
        ),
        (
            (event("c", "closing", 4, recorded=at(9)),),
            "It was done on Friday 4 January 2013 09:00: it was done. That was in time. "
            "It was written down after the deadline.",
        ),
        (
            (event("x", "excuse", 4),),
            "Nothing more. It was excused on Friday 4 January 2013 09:00: it need not be done.",
        ),
        (
            (event("x", "excuse", 7),),
            "Nothing more. It was excused on Monday 7 January 2013 09:00: it need not be done. "
            "That was after the deadline, so it stays overdue on record.",
        ),
        ((event("r", "trigger", 4, retracts="t"),), "Nothing: what made it was taken back."),
    ],
)
def test_how_a_duty_ended(events: tuple[Event, ...], said: str) -> None:
    assert ending(*events) == said


def test_an_excuse_of_a_person_names_the_reason() -> None:
    (row,) = ask(EXCUSABLE, at(4), TRIGGER).duties
    excuse = event("x", "duty.excused", 4, duty=row.id, reason="The child has moved")
    assert ending(excuse) == (
        "Nothing more. It was excused on Friday 4 January 2013 09:00: excused. The reason given: “The child has moved”."
    )


def test_an_excuse_that_may_not_be_seen_is_not_told_from_a_ground_that_ended() -> None:
    hidden = ending(event("x", "excuse", 4), may_see=lambda root: root != "x")
    assert hidden == ("Nothing more. It was excused, or what it rested on ended, on Friday 4 January 2013 09:00.")
