"""Every row of every worked case can say why it stands: whole, in plain words, and giving nothing hidden away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from tests.docs.test_reading_grade import HIGHEST, MEND, TERMS
from tests.support.reading import grade
from tests.support.whole import every_case, whole_rulebook

from followthrough.procedures.calendars import england_and_wales
from followthrough.procedures.casebook import Case
from followthrough.procedures.engines.plain import assess
from followthrough.procedures.explain import Explanation, as_json, as_text, explain_duty, explain_signal, parts
from followthrough.procedures.explain.words import everybody_may_see
from followthrough.procedures.model.answer import Answer, DutyRow, Row
from followthrough.procedures.model.history import History

ROOT = Path(__file__).parents[2] / "rulebooks"
RULEBOOK = whole_rulebook()
LATEST = RULEBOOK.latest()
CALENDAR = england_and_wales()
CASES = every_case()
BY_PROCEDURE = {identity: [case for case in CASES if case.procedure == identity] for identity in RULEBOOK.by_id}
May = Callable[[str], bool]


@cache
def answer_of(case: int) -> Answer:
    asked = CASES[case]
    return assess(asked.history, RULEBOOK if asked.is_of_its_time else LATEST, CALENDAR, asked.as_of)


def rows_of(case: Case) -> Iterator[Row]:
    """The rows of the case's own procedure."""
    answer = answer_of(CASES.index(case))
    yield from (row for row in (*answer.duties, *answer.signals) if row.procedure == case.procedure)


def explained(row: Row, case: Case, history: History, may_see: May = everybody_may_see) -> Explanation:
    rules = RULEBOOK if case.is_of_its_time else LATEST
    if isinstance(row, DutyRow):
        others = answer_of(CASES.index(case)).duties
        return explain_duty(row, history, rules, CALENDAR, may_see=may_see, as_of=case.as_of, others=others)
    return explain_signal(row, history, rules, CALENDAR, may_see=may_see, as_of=case.as_of)


def said_of(why: Explanation) -> str:
    """What is generated; what the source says and where it is are the rulebook's own words."""
    return " ".join((why.sentence, why.what_would_meet, why.who_next, why.confidence))


@pytest.mark.parametrize("identity", sorted(BY_PROCEDURE))
def test_every_explanation_reads_at_grade_eight_or_below(identity: str) -> None:
    told = [said_of(explained(row, case, case.history)) for case in BY_PROCEDURE[identity] for row in rows_of(case)]
    assert told
    hardest = max(told, key=lambda words: grade(words, TERMS))
    assert grade(hardest, TERMS) <= HIGHEST, f"{hardest}\n{MEND}"


@pytest.mark.parametrize("identity", sorted(BY_PROCEDURE))
def test_every_row_says_what_why_whence_and_what_would_meet_it(identity: str) -> None:
    for case in BY_PROCEDURE[identity]:
        for row in rows_of(case):
            why = explained(row, case, case.history)
            told = {part.key for part in parts(why)}
            wanted = {"sentence", "sum", "meets", "says", "source", "confidence"}
            wanted |= {"evidence"} if grounds_of(row) & set(case.history.chains) else set()
            assert wanted <= told, (case.name, told)
            assert why.procedure.source.clause in as_text(why).replace("\n  ", " ")


def grounds_of(row: Row) -> set[str]:
    """The events that a row rests on; a day of the calendar or another duty is none."""
    return {*row.because, row.trigger, row.closed_by or ""} if isinstance(row, DutyRow) else set(row.evidence)


def changed(history: History, hidden: set[str]) -> History:
    """The same history, with all that could tell of a hidden event changed: when, by whom, its words and its data."""
    moved = timedelta(days=411, hours=3)
    return History(
        history.subject,
        tuple(
            replace(
                event,
                agency="camhs",
                occurred_from=event.occurred_from - moved,
                occurred_to=event.occurred_to - moved,
                text="Something secret.",
                data={},
                known={},
            )
            if (event.corrects or event.id) in hidden
            else event
            for event in history.events
        ),
    )


@pytest.mark.parametrize("identity", sorted(BY_PROCEDURE))
def test_an_event_that_may_not_be_seen_changes_no_word(identity: str) -> None:
    for case in BY_PROCEDURE[identity]:
        roots = set(case.history.chains)
        for row in rows_of(case):
            for hidden in ({each} for each in roots & grounds_of(row)):
                first, second = (
                    explained(row, case, history, lambda root, hidden=hidden: root not in hidden)  # type: ignore[misc]
                    for history in (case.history, changed(case.history, hidden))
                )
                assert as_json(first) == as_json(second), (case.name, hidden)
