"""Can a person scan the replay in a terminal?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from followthrough.procedures.explain.pieces import span_words
from followthrough.procedures.model.answer import DutyState
from followthrough.replay.as_text import as_text
from followthrough.replay.replaying import Replay
from followthrough.replay.terminal import Terminal


@pytest.fixture(scope="module")
def text(ask: Callable[..., Replay]) -> str:
    return as_text([ask()], Terminal())


def test_no_line_is_wider_than_a_hundred_columns(text: str) -> None:
    assert max(len(line) for line in text.splitlines()) <= 100


def test_it_begins_with_the_numbers_in_words(text: str) -> None:
    assert "Four duties arose. Three were missed and still not done. One was done in time." in text


def test_it_says_which_rulebook_and_why(text: str, ask: Callable[..., Replay]) -> None:
    assert "today’s rulebook. The newsletter’s own advice came after these events" in text
    assert "the rulebook as it stood at the time" in as_text([ask(rulebook_of="then")], Terminal())


def test_what_was_missed_names_deadline_agency_and_sum(text: str) -> None:
    assert "✗ D3   due Thursday 28 March 2013 18:30 · Children's social care (front door)" in text
    assert "Thursday 28 March 2013 17:30 + 1 clock hour → Thursday 28 March 2013 18:30" in text


def test_the_sharing_gap_is_told_in_sentences(text: str) -> None:
    flat = " ".join(text.split())
    assert "Agencies together held enough on 14 June 2011. No agency alone ever did." in flat
    assert "The picture existed in pieces for 21 months, up to the time asked about." in flat


def test_an_earlier_question_knows_less(ask: Callable[..., Replay]) -> None:
    told = as_text([ask(as_of="2013-03-28 18:00")], Terminal())
    assert "Still in time (2)" in told
    assert "If it is not done by Thursday 28 March 2013 18:10" in " ".join(told.split())


def test_one_agency_sees_only_what_it_knew(ask: Callable[..., Replay]) -> None:
    told = ask(perspective="police")
    assert {each.root for each in told.events} == {"fight", "bailed"}
    assert told.patterns == ()
    assert "only what Police knew" in as_text([told], Terminal())


def test_colour_is_for_people_only(ask: Callable[..., Replay]) -> None:
    plain, painted = as_text([ask()], Terminal()), as_text([ask()], Terminal(has_colour=True))
    assert "\x1b[" not in plain
    assert "\x1b[" in painted


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2011, 6, 14), date(2013, 4, 12), "21 months"),
        (date(2011, 6, 14), date(2013, 6, 14), "2 years"),
        (date(2011, 6, 14), date(2013, 7, 14), "2 years and 1 month"),
        (date(2013, 3, 28), date(2013, 4, 2), "5 days"),
        (date(2013, 3, 28), date(2013, 3, 28), "less than a day"),
    ],
)
def test_spans_are_whole_units_that_have_passed(start: date, end: date, words: str) -> None:
    assert span_words(start, end) == words


def test_in_short_each_missed_duty_is_a_line_with_its_deadline_and_no_reasons(ask: Callable[..., Replay]) -> None:
    told = ask()
    short = as_text([told], Terminal(), is_short=True)
    missed = [duty for duty in told.duties if duty.row.state is DutyState.BREACHED]
    assert missed
    assert all(f"✗ {duty.number}" in short for duty in missed)
    assert "why  " not in short
    assert "What did not apply" not in short
    assert len(short.splitlines()) < len(as_text([told], Terminal()).splitlines())
