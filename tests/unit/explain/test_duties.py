"""Does a duty say why it stands, how its date was worked out, what would meet it and who is told next?"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from tests.support.reading import grade
from tests.support.whole import every_case, whole_rulebook

from followthrough.procedures.calendars import Calendar, england_and_wales
from followthrough.procedures.engines.plain import assess
from followthrough.procedures.explain import Explanation, explain_duty
from followthrough.procedures.explain.nouns import HIDDEN
from followthrough.procedures.model.answer import DutyRow
from followthrough.procedures.model.event import Event, utc
from followthrough.procedures.model.history import History
from followthrough.procedures.model.rulebook import Rulebook
from unit.explain.conftest import ADA

END = utc(2013, 4, 12, 16)
Explain = Callable[..., Explanation]


def event(id: str, kind: str, at: datetime, agency: str, **data: object) -> Event:
    return Event(id, kind, ADA, agency, at, at, at, data=data)  # type: ignore[arg-type]


@pytest.fixture
def explain(story: History, rulebook: Rulebook, calendar: Calendar) -> Explain:
    def explained(
        procedure: str,
        history: History = story,
        as_of: datetime = END,
        may_see: Callable[[str], bool] = lambda root: True,
    ) -> Explanation:
        answer = assess(history, rulebook.latest(), calendar, as_of)
        row = first(answer.duties, procedure)
        return explain_duty(row, history, rulebook, calendar, may_see=may_see, as_of=as_of)

    return explained


def first(duties: tuple[DutyRow, ...], procedure: str) -> DutyRow:
    return next(row for row in duties if row.procedure == procedure)


def test_it_says_who_owes_what_and_why(explain: Explain) -> None:
    why = explain("urgent-received")
    assert why.sentence == (
        "Children's social care (front door) owes this: take receipt of it, by name. "
        "This is because information was shared. Hospital has this on record for Thursday 28 March 2013 17:30."
    )
    assert why.source == ("The newsletter: key actions. Where: the founding document. Checked on 22 November 2026.")
    assert why.confidence == (
        "The newsletter asks for this. The time limit is our own default: we found no public number."
    )


def test_the_sum_can_be_checked_by_hand(explain: Explain) -> None:
    urgent = explain("urgent-received")
    assert urgent.sum == "Thursday 28 March 2013 17:30 + 1 clock hour → Thursday 28 March 2013 18:30"
    assert urgent.notes == ("the time limit is the setting “An urgent share is received within” (our default)",)
    assert explain("share-received").sum == (
        "Thursday 28 March 2013 16:00 + 1 working day; Good Friday 29 March, the weekend and "
        "Easter Monday 1 April are not counted → Tuesday 2 April 2013 17:00"
    )


def test_a_clock_that_starts_when_the_debtor_came_to_know_says_so(
    explain: Explain, with_events: Callable[..., History]
) -> None:
    told = event(
        "told", "share.sent", utc(2011, 7, 1, 9), "nursing",
        leg="leg-9", asks="information", recipient_agency="social-care", items=("cold",),
    )  # fmt: skip
    why = explain("later", with_events(told))
    assert "Children's social care came to know of it on Friday 1 July 2011 10:00, so its clock starts there." in (
        why.sentence
    )
    assert why.sum.startswith("Friday 1 July 2011 10:00 + 1 working day")


def test_a_date_in_the_data_is_named_by_its_field(explain: Explain) -> None:
    assert explain("form-each").sum == "“When the shift ends”: Sunday 6 March 2011 07:00"


def test_what_each_one_is_for_is_told(explain: Explain) -> None:
    why = explain("form-each")
    assert "It is owed for each one; this one is for this child." in why.sentence
    assert "Also, the child was under 18 years old." in why.sentence


def test_the_next_to_be_told_follows_the_clock(explain: Explain) -> None:
    before = explain("urgent-received", as_of=utc(2013, 3, 28, 17, 45))
    assert before.next_at == utc(2013, 3, 28, 18, 10)
    at_deadline = explain("urgent-received", as_of=utc(2013, 3, 28, 18, 20))
    assert at_deadline.next_at == utc(2013, 3, 28, 18, 30)
    assert "the team manager of Children's social care (front door)" in at_deadline.who_next
    later = explain("urgent-received", as_of=utc(2013, 3, 28, 19))
    assert (later.next_at, "safeguarding lead of Hospital" in later.who_next) == (utc(2013, 3, 28, 19, 30), True)
    assert explain("urgent-received").who_next == "Everybody on its ladder has been told."


def test_what_was_done_is_told_and_nobody_is_told_next(explain: Explain) -> None:
    why = explain("share-received")
    assert why.what_would_meet == "It was done on Tuesday 2 April 2013 09:10: a named person took receipt."
    assert (why.who_next, why.next_at) == ("", None)
    assert [line.root for line in why.evidence] == ["asked", "got-it"]


def test_what_would_meet_it_says_where_a_person_writes_it_down(explain: Explain) -> None:
    assert explain("urgent-received").what_would_meet == (
        "It is met when this is on record: “A named person took receipt”. "
        "It must be about the same share. Write it down on the page of the share."
    )


def test_an_event_that_may_not_be_seen_gives_nothing_away(explain: Explain) -> None:
    why = explain("urgent-received", may_see=lambda root: root != "sent")
    assert "something happened that you may not see" in why.sentence
    assert [str(line) for line in why.evidence] == [HIDDEN]
    assert "Hospital" not in why.sentence
    assert "information was shared" not in why.sentence.lower()


def test_a_standing_duty_says_what_it_is_counted_from(explain: Explain, with_events: Callable[..., History]) -> None:
    history = with_events(
        event("plan", "plan.started", utc(2013, 3, 4, 10), "social-care", plan="p-1"),
        event("seen", "child.seen", utc(2013, 3, 8, 10), "social-care"),
    )
    why = explain("seen-on-plan", history)
    assert "owed again and again for as long as this holds: “On a plan”." in why.sentence
    assert "+ 10 working days" in why.sum


def test_a_gate_says_what_it_stands_before(explain: Explain, with_events: Callable[..., History]) -> None:
    bail = event("bail", "bail.granted", utc(2013, 3, 31, 8), "police", custody="c-2", offence="neglect")
    why = explain("bail-gate", with_events(bail))
    assert "It had to be done before this: a carer was released on bail." in why.sentence
    assert why.sum == (
        "Due before Sunday 31 March 2013 09:00; what was done in the 7 calendar days before counts, "
        "from Sunday 24 March 2013 09:00"
    )


def test_a_breach_names_the_duty_that_was_not_done(explain: Explain) -> None:
    assert "It is called “An urgent share is received by a named person”." in explain("chased").sentence


@pytest.mark.parametrize("procedure", ["urgent-received", "share-received", "form-each", "chased"])
def test_every_explanation_reads_at_grade_eight_or_below(explain: Explain, procedure: str) -> None:
    why = explain(procedure)
    assert grade(f"{why.sentence} {why.what_would_meet} {why.who_next} {why.confidence}") <= 8


def test_no_word_of_the_rulebooks_own_stands_in_what_would_meet_a_duty() -> None:
    rules = whole_rulebook()
    days, checked = england_and_wales(), 0
    for case in every_case():
        latest = rules.latest()
        for row in assess(case.history, latest, days, case.as_of).duties:
            if row.state.is_waiting:
                words = explain_duty(row, case.history, latest, days, as_of=case.as_of).what_would_meet
                assert not re.search(r"page:|intake:|\bleg\b|[a-z]_[a-z]|[a-z]\.[a-z]", words), words
                checked += 1
    assert checked > 100
