"""Does a signal say what it means, on what it rests and what comes of it?"""

from __future__ import annotations

from collections.abc import Callable

from tests.support.reading import grade

from followthrough.procedures.calendars import Calendar
from followthrough.procedures.engines.plain import assess
from followthrough.procedures.explain import explain_signal
from followthrough.procedures.explain.nouns import HIDDEN
from followthrough.procedures.model.event import Event, utc
from followthrough.procedures.model.history import History
from followthrough.procedures.model.rulebook import Rulebook
from unit.explain.conftest import ADA

END = utc(2013, 4, 12, 16)


def test_a_pattern_names_its_evidence_in_order(story: History, rulebook: Rulebook, calendar: Calendar) -> None:
    (row,) = assess(story, rulebook, calendar, END).signals
    why = explain_signal(row, story, rulebook, calendar)
    assert why.sentence.startswith(
        "A child under two lives with all three. The pattern came true at the end of Tuesday 14 June 2011."
    )
    assert [line.root for line in why.evidence] == ["drink", "fight", "cold"]
    assert str(why.evidence[0]) == (
        "Saturday 20 November 2010, Hospital: A carer's drinking gave concern. She smelled of drink."
    )
    assert why.who_next == "It leads to “The agencies meet about a child under two”."
    assert grade(f"{why.sentence} {why.who_next} {why.what_would_meet}") <= 8


def test_evidence_that_may_not_be_seen_comes_last_and_says_nothing(
    story: History, rulebook: Rulebook, calendar: Calendar
) -> None:
    (row,) = assess(story, rulebook, calendar, END).signals
    why = explain_signal(row, story, rulebook, calendar, may_see=lambda root: root != "drink")
    assert [str(line) for line in why.evidence][-1] == HIDDEN
    assert "drink" not in " ".join(str(line) for line in why.evidence)


def test_a_silence_shows_its_sum_and_what_ends_it(
    with_events: Callable[..., History], rulebook: Rulebook, calendar: Calendar
) -> None:
    seen = Event("seen", "child.seen", ADA, "nursing", utc(2013, 1, 7, 10), utc(2013, 1, 7, 10), utc(2013, 1, 7, 11))
    history = with_events(seen)
    row = next(row for row in assess(history, rulebook, calendar, END).signals if row.procedure == "not-seen")
    why = explain_signal(row, history, rulebook, calendar)
    assert why.sum == (
        "Monday 7 January 2013 10:00 + 20 working days; 4 weekends are not counted → Monday 4 February 2013 17:00"
    )
    assert why.what_would_meet == "It ends when this is on record: “The child was seen”."
