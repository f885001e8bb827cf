"""Is the reason why a procedure did not apply true? Each history here lacks one thing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from tests.support.reading import grade

from followthrough.procedures.calendars import Calendar
from followthrough.procedures.engines.plain import assess
from followthrough.procedures.explain import not_applied
from followthrough.procedures.model.event import Event, Subject, utc
from followthrough.procedures.model.history import History
from followthrough.procedures.model.rulebook import Rulebook
from unit.explain.conftest import ADA, HOME

END = utc(2013, 4, 12, 16)
Reasons = Callable[..., dict[str, str]]


@pytest.fixture
def reasons(with_events: Callable[..., History], rulebook: Rulebook, calendar: Calendar) -> Reasons:
    def found(*more: Event, without: tuple[str, ...] = (), as_of: datetime = END, then: bool = False) -> dict[str, str]:
        history, asked = with_events(*more, without=without), rulebook if then else rulebook.latest()
        answer = assess(history, asked, calendar, as_of)
        return {each.procedure: each.reason for each in not_applied(history, asked, answer, calendar)}

    return found


def event(id: str, kind: str, at: datetime, agency: str, about: Subject = ADA, **data: object) -> Event:
    return Event(id, kind, about, agency, at, at, at, data=data)  # type: ignore[arg-type]


def test_what_applied_is_not_listed(reasons: Reasons) -> None:
    assert not {"urgent-received", "share-received", "form-each", "under-two"} & set(reasons())


def test_every_procedure_applied_or_has_a_reason(
    story: History, rulebook: Rulebook, calendar: Calendar, reasons: Reasons
) -> None:
    answer = assess(story, rulebook.latest(), calendar, END)
    applied = {row.procedure for row in answer.duties} | {row.procedure for row in answer.signals}
    assert applied | set(reasons()) == set(rulebook.by_id)
    assert not applied & set(reasons())


def test_no_event_of_the_kind(reasons: Reasons) -> None:
    assert reasons(without=("fight",))["form-each"] == (
        "Nothing of this kind is on record: “A domestic abuse incident happened”."
    )


def test_events_of_the_kind_but_none_that_passes_the_test(reasons: Reasons) -> None:
    assert reasons(without=("sent",))["urgent-received"] == (
        "The record holds one event of the kind “Information was shared”. "
        "None has this: “What the share asks for” is urgent."
    )


def test_a_list_that_nobody_filled_in(reasons: Reasons) -> None:
    empty = event("row", "da.incident", utc(2012, 1, 5), "police", HOME, incident="i-9")
    reason = reasons(empty, without=("fight",))["form-each"]
    assert reason.endswith("None has this: “Children who were present” is filled in.")


def test_a_condition_that_did_not_hold(reasons: Reasons) -> None:
    """She is two on 15 January 2012: with the sign of neglect later, all three are there but she is too old."""
    late = event("cold-2", "neglect.seen", utc(2012, 6, 1, 9), "nursing")
    reason = reasons(late, without=("cold",))["under-two"]
    assert reason.startswith("All that it looks for is on record, but never together")


def test_too_few_and_from_too_few_agencies(reasons: Reasons) -> None:
    assert reasons()["repeat-incidents"] == (
        "The record holds one event of the kind “A domestic abuse incident happened”; 2 are needed."
    )
    again = event("again", "da.incident", utc(2011, 4, 1), "police", HOME)
    assert reasons(again)["repeat-incidents"].endswith("from one agency; 2 are needed.")


def test_a_debtor_who_did_not_know(reasons: Reasons) -> None:
    assert reasons()["later"] == (
        "The record holds one event of the kind “A sign of neglect was seen”, "
        "but Children's social care did not know of it."
    )


def test_a_rule_that_was_not_in_force(reasons: Reasons) -> None:
    assert reasons(then=True)["later"] == ("It was not in force in these years: it is in force from 1 January 2020 on.")


def test_a_signal_that_never_came_and_one_that_nobody_was_told_of(reasons: Reasons) -> None:
    assert reasons(without=("cold",))["under-two-meeting"] == (
        "The pattern that it waits for did not come up: “Under two with alcohol, violence and neglect”."
    )
    assert "did not hold enough alone and was not asked to meet" in reasons()["under-two-meeting"]


def test_a_breach_that_never_was(reasons: Reasons) -> None:
    in_time = event("got", "share.received", utc(2013, 3, 28, 17, 50), "social-care", leg="leg-1")
    assert reasons(in_time)["chased"] == (
        "The duty that it follows was never overdue: “An urgent share is received by a named person”."
    )


def test_an_age_that_is_not_reached(reasons: Reasons) -> None:
    assert reasons()["at-fourteen"] == "The child turns 14 on 15 January 2024, after the time asked about."


def test_a_state_that_never_held(reasons: Reasons) -> None:
    assert reasons()["seen-on-plan"] == ("“On a plan” never held. Nothing of this kind is on record: “A plan began”.")


def test_a_gate_before_something_else(reasons: Reasons) -> None:
    assert reasons()["bail-gate"].endswith("“A carer was released on bail”. None has this: “offence” is neglect.")


def test_a_silence_without_a_beginning_and_one_that_was_broken_in_time(reasons: Reasons) -> None:
    assert reasons()["not-seen"].startswith("There is nothing to count the silence from.")
    seen = event("seen", "child.seen", utc(2013, 4, 8, 9), "nursing")
    assert reasons(seen)["not-seen"].startswith("There was never a silence of 20 working days")


def test_another_kind_of_subject(reasons: Reasons) -> None:
    assert reasons()["cover"] == "It is about an agency, and this history is about a child."


def test_every_reason_reads_at_grade_eight_or_below(reasons: Reasons) -> None:
    found = reasons()
    assert len(found) >= 8
    assert grade(" ".join(found.values())) <= 8
