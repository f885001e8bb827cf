"""What a partnership writes besides its files stands in place of its own pack's, held to the base, from a day on."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from followthrough.procedures.calendars import england_and_wales
from followthrough.procedures.engines.plain import assess
from followthrough.procedures.language import Written, load_rulebook
from followthrough.procedures.language.faults import Fault
from followthrough.procedures.language.reading import read_text
from followthrough.procedures.language.written import Kind
from followthrough.procedures.model.event import Event, Subject
from followthrough.procedures.model.fromaday import changed_between, from_day
from followthrough.procedures.model.history import History, with_derived_knowledge
from followthrough.procedures.model.procedure import DutyProcedure
from followthrough.procedures.model.rulebook import Rulebook
from support.whole import whole_rulebook

ROOT = Path(__file__).parents[3] / "rulebooks"
DAY = date(2014, 3, 3)
LONDON = ZoneInfo("Europe/London")
SOONER = """strategy-discussion-within:
  title: Hold a strategy discussion within
  value: 12 clock hours
  confidence: our default
  source: OUR
"""
NEW = """id: told-again
version: 1
kind: duty
title: Somebody is told again
owner: policies-and-procedures-group
source: {id: OUR, clause: A test}
says: Somebody is told again.
confidence: our default
deadline_confidence: our default
in_force: {from: 2000-01-01}
when: {event: harm.judged}
owes: {agency: social-care, role: duty-manager}
action: Tell somebody again
within: 2 clock hours
closed_by: [{event: strategy.held}]
"""


def setting(text: str, name: str = "strategy-discussion-within") -> Written:
    return Written(Kind.SETTING, name, "strategy", text)


@pytest.fixture(scope="module")
def after() -> Rulebook:
    return load_rulebook(ROOT, written=[setting(SOONER), Written(Kind.PROCEDURE, "told-again", "strategy", NEW)])


def test_the_partnerships_own_setting_may_go_either_way_and_the_laws_only_one() -> None:
    longer = load_rulebook(ROOT, written=[setting(SOONER.replace("12 clock", "48 clock"))])
    assert str(longer.settings["strategy-discussion-within"].value) == "48 clock hours"
    looser = "conference-held-within: {title: t, value: 16 working days, confidence: our default, source: OUR}"
    with pytest.raises(Fault, match="16 working days would loosen it") as refused:
        load_rulebook(ROOT, written=[setting(looser, "conference-held-within")])
    assert str(refused.value.place) == "settings/strategy.yaml, line 1"


def test_what_is_written_says_where_its_fault_is() -> None:
    faulty = NEW.replace("within: 2 clock hours", "within: half a day")
    with pytest.raises(Fault, match="half a day") as refused:
        load_rulebook(ROOT, written=[Written(Kind.PROCEDURE, "told-again", "strategy", faulty)])
    assert str(refused.value.place) == "strategy/told-again.yaml, line 14"


def test_only_what_asks_otherwise_begins_anew(after: Rulebook) -> None:
    before = whole_rulebook()
    assert set(changed_between(before, after)) == {"strategy-discussion", "told-again"}
    held = from_day(before, before, after, DAY, "changed")
    old, new = held.by_id["strategy-discussion"]
    assert (old.in_force_to, new.in_force_from, new.version) == (DAY, DAY, 2)
    (told,) = held.by_id["told-again"]
    assert (told.version, told.in_force_from) == (1, DAY)
    assert held.by_id["share-received"] == before.by_id["share-received"] and held.version == "changed"


def test_what_begins_before_the_day_keeps_the_old_rule(after: Rulebook) -> None:
    before = whole_rulebook()
    held = from_day(before, before, after, DAY, "changed")
    for at, due, version in (
        (datetime(2014, 3, 2, 23, 59, tzinfo=LONDON), datetime(2014, 3, 3, 23, 59, tzinfo=LONDON), 1),
        (datetime(2014, 3, 3, 0, 0, tzinfo=LONDON), datetime(2014, 3, 3, 12, 0, tzinfo=LONDON), 2),
    ):
        child = Subject("child", "c")
        judged = Event(id="e", kind="harm.judged", subject=child, agency="social-care", occurred_from=at,
                       occurred_to=at, recorded_at=at, data={})  # fmt: skip
        answer = assess(
            History(child, with_derived_knowledge([judged], {})),
            held,
            england_and_wales(),
            datetime(2014, 3, 4, tzinfo=LONDON),
        )
        (owed,) = (each for each in answer.duties if each.procedure == "strategy-discussion")
        assert (owed.due_at.astimezone(LONDON), owed.version) == (due, version)


def test_a_change_upon_a_change_and_one_of_the_same_day(after: Rulebook) -> None:
    before = whole_rulebook()
    held = from_day(before, before, after, DAY, "first")
    again = load_rulebook(
        ROOT, written=[setting(SOONER.replace("12", "10")), Written(Kind.PROCEDURE, "told-again", "strategy", NEW)]
    )
    same_day = from_day(held, after, again, DAY, "second")
    assert [(each.version, each.in_force_from) for each in same_day.by_id["strategy-discussion"]][1:] == [(3, DAY)]
    later = from_day(held, after, again, date(2014, 5, 1), "second")
    found = later.by_id["strategy-discussion"]
    assert [each.version for each in found] == [1, 2, 3] and found[1].in_force_to == date(2014, 5, 1)
    assert isinstance(found[2], DutyProcedure) and str(found[2].limits[0].within) == "10 clock hours"


@pytest.mark.parametrize(
    "trick",
    ["&a Tell", "*a", "[*a, *a]", "[&- [1, 2], *-]", "&a-b Tell", "{a: &0 x}", "!!str &a Tell", '["x",*-]'],
)
def test_what_stands_for_other_text_is_refused_however_it_is_named(trick: str) -> None:
    """`&-` and `*-` are names like any other to YAML, and were none to the pattern that once looked for them."""
    faulty = NEW.replace("action: Tell somebody again", f"action: {trick}")
    with pytest.raises(Fault, match=re.escape("“&” and “*” before a word stand for other text. Write it out.")):
        Written(Kind.PROCEDURE, "told-again", "strategy", faulty).node()


def test_a_few_lines_that_stand_for_a_very_long_text_are_refused_at_once() -> None:
    lines = ["a0: &-0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{each}: &-{each} [{', '.join([f'*-{each - 1}'] * 10)}]" for each in range(1, 12)]
    with pytest.raises(Fault, match="stand for other text"):
        Written(Kind.PROCEDURE, "told-again", "strategy", "\n".join(lines)).node()


def test_what_is_nested_too_deep_or_too_long_is_refused_in_words_and_stops_no_reader() -> None:
    for faulty, said in (
        (f"id: {'[' * 900}{']' * 900}", "it is nested too deep. Write at most 16 levels, one inside the other."),
        (f"id: {'{a: ' * 17}1{'}' * 17}", "nested too deep"),
        ("id: x\n" * 4000, "it is too long: 24,000 signs. Write at most 20,000."),
        ("id: \x07", "it holds a sign that no text has. Type it anew, without pasting."),
    ):
        with pytest.raises(Fault, match=said):
            Written(Kind.PROCEDURE, "told-again", "strategy", faulty).node()
    with pytest.raises(Fault, match="nested too deep"):
        read_text(f"id: {'[' * 900}{']' * 900}", "a-file.yaml")
    assert Written(Kind.PROCEDURE, "x", "y", "says: Questions & answers * 2\n").node().entry("It").text("says")


def test_what_has_ended_stays_ended_and_what_begins_later_begins_then(after: Rulebook) -> None:
    before = whole_rulebook()
    (coming,) = from_day(before, before, after, date(2013, 5, 1), "changed").by_id["strategy-discussion"]
    assert (coming.in_force_from, coming.version) == (date(2013, 10, 1), 2)
    text = "initial-assessment-finished-within: {title: t, value: 8 working days, confidence: our default, source: OUR}"
    changed = load_rulebook(ROOT, written=[setting(text, "initial-assessment-finished-within")])
    assert changed_between(before, changed) == ("assessment-finished",)
    assert from_day(before, before, changed, DAY, "changed").by_id == before.by_id
