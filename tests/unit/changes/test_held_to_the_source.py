"""However many changes are agreed one after the other, no deadline that rests on a source ever falls later than the
source lets it. The law is told by the engine itself: what the files ask of a history is asked no later and no less.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.spec.small import CALENDAR, at, duty, event, history, write_pack

from followthrough.procedures.engines.plain import assess
from followthrough.procedures.language import Written
from followthrough.procedures.language.written import Kind
from followthrough.procedures.model.answer import DutyRow
from followthrough.procedures.model.event import Event
from followthrough.procedures.model.procedure import DutyProcedure, Obliging
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.service.learning.changes import asking, checking
from followthrough.service.learning.changes.checking import NotSound
from followthrough.service.ledger import amending
from followthrough.service.ledger.amending import Change

_BASE = """
law: {title: By law, value: 15 working days, confidence: read, source: S}
usual: {title: As is usual, value: 10 working days, confidence: our default, source: OUR}
"""
_OWN = """
read-here: {title: Read here, value: 6 weeks, confidence: read, source: S}
window: {title: Counts for, value: 3 months, tighter: longer, confidence: read, source: S}
ours: {title: Of our own, value: 5 working days, confidence: our default, source: OUR}
law: {title: By law, value: 12 working days, confidence: read, source: S}
"""
_READ = "confidence: read\ndeadline_confidence: read\n"
RULES = {
    "dated": _READ + "when: {event: trigger}\nwithin: {earliest: [{at: due_by}, {within: 10 working days}]}",
    "graded": _READ
    + "when: {event: trigger}\nwithin: {earliest: [{within: 2 weeks, only: {grade: 2}}, {within: 6 weeks}]}",
    "ahead": _READ + "when: {event: trigger}\nwithin: {earliest: [{before: due_by, by: 2 working days}]}",
    "moment": _READ + "when: {event: trigger}\nwithin: 12:00 on the 3rd working day",
    "named": "when: {event: trigger}\nwithin: {setting: read-here}",
    "based": "when: {event: trigger}\nwithin: {setting: usual}",
    "lawful": "when: {event: trigger}\nwithin: {setting: law}",
    "recent": "confidence: read\nwhen: {event: trigger}\nwithin: 1 week\n"
    "if: {count: {of: risk.a, at_least: 1, within: {setting: window}}}",
    "standing": _READ + "kind: standing duty\nwhile: {state: planned}\nevery: [10 working days, {setting: read-here}]",
    "free": "when: {event: trigger}\nwithin: {setting: ours}",
}
TIMES = (
    *("5 working days", "10 working days", "12 working days", "14 working days", "40 working days", "the same day"),
    *("1 week", "2 weeks", "6 weeks", "9 weeks", "1 month", "3 months", "6 months", "72 clock hours", "30 clock hours"),
    *("09:00 on the 2nd working day", "12:00 on the 4th working day", "the next 09:00 on a working day"),
    *("{setting: ours}", "{setting: law}", "{setting: read-here}", "{setting: usual}"),
    "{at: due_by}",
    "{at: due_by, plus: 3 working days}",
    "{before: due_by, by: 1 working day}",
    "{before: due_by, by: 3 working days}",
    "{earliest: [{at: due_by}]}",
    "{earliest: [{within: 8 working days}, {at: due_by}]}",
    "{earliest: [{before: due_by, by: 4 working days}, {within: 9 working days}]}",
    "{earliest: [{within: 1 week, only: {grade: 2}}, {within: 5 weeks}]}",
    "{earliest: [{within: 2 weeks, only: {grade: 3}}, {within: 6 weeks}]}",
    "{earliest: [{within: 6 weeks}, {within: 2 weeks}]}",
    "{within: 1 week, only: {grade: 2}}",
    "[5 working days, 4 weeks]",
    "[10 working days, 10 working days, 9 weeks]",
    "[8 working days, 6 weeks, 5 weeks]",
)
STEPS = st.one_of(
    st.tuples(st.just("deadline"), st.sampled_from(sorted(set(RULES) - {"recent"})), st.sampled_from(TIMES)),
    st.tuples(
        st.just("time"), st.sampled_from(["law", "usual", "read-here", "window", "ours"]), st.sampled_from(TIMES)
    ),
    st.tuples(
        st.just("condition"),
        st.sampled_from(sorted(set(RULES) - {"standing"})),
        st.sampled_from(["count: {of: risk.a, at_least: 2, within: 1 month}", "count: {of: risk.b, at_least: 1}"]),
    ),
)
Step = tuple[str, str, str]


@cache
def _folder() -> TemporaryDirectory[str]:
    folder = TemporaryDirectory()
    root = Path(folder.name)
    write_pack(root, "england", (), _BASE)
    write_pack(root, "partnership", tuple(duty(name, said) for name, said in RULES.items()), _OWN, extends="england")
    (root / "england" / "sources.yaml").write_text(
        "S: {title: A source, address: here}\nOUR: {title: Ours, address: here}\n"
    )
    return folder


@dataclass
class Agreed:
    """What was agreed so far, as the ledger would hold it."""

    changes: list[Change] = field(default_factory=list)

    def told(self) -> tuple[Change, ...]:
        return tuple(self.changes)

    def say(self, written: Written) -> None:
        self.changes.append(Change(len(self.changes), date(2013, 4, 3), written))

    def step(self, step: Step) -> bool:
        """Whether the check accepts it."""
        what, name, value = step
        try:
            written = asking.written(asking.asked(what, name), {"value": value, "condition": value})
            checking.check(written, is_new=False)
        except NotSound:
            return False
        self.say(written)
        return True


@pytest.fixture
def agreed() -> Iterator[Agreed]:
    with _agreed() as found:
        yield found


@contextmanager
def _agreed() -> Iterator[Agreed]:
    found = Agreed()
    files = override_settings(FOLLOWTHROUGH_RULEBOOKS=_folder().name, FOLLOWTHROUGH_RULEBOOK_OF_TODAY=False)
    with files, patch.object(amending, "agreed", found.told):
        yield found


def _past(grade: int, day: int, hour: int, due: int | None, worry: int) -> tuple[Event, ...]:
    data: dict[str, object] = {"grade": grade} | ({"due_by": at(due)} if due is not None else {})
    return (
        event("r", "risk.a", worry, key="r"),
        event("t", "trigger", day, hour=hour, **data),  # type: ignore[arg-type]
        event("p", "plan.begun", day, hour=hour, key="k", ends_on=date(2014, 1, 1)),
    )


PASTS = st.builds(
    _past,
    st.integers(1, 3),
    st.integers(90, 100),
    st.integers(0, 23),
    st.none() | st.integers(95, 140),
    st.integers(1, 89),
)


def _asked(rules: Rulebook, past: tuple[Event, ...]) -> dict[str, DutyRow]:
    answer = assess(history(*past), rules, CALENDAR, at(100, 23))
    return {each.id: each for each in answer.duties}


@settings(max_examples=150, deadline=None)
@given(st.lists(STEPS, min_size=1, max_size=8), st.lists(PASTS, min_size=1, max_size=3))
def test_no_chain_of_changes_leads_past_a_source(steps: list[Step], pasts: list[tuple[Event, ...]]) -> None:
    with _agreed() as agreed:
        for step in steps:
            if agreed.step(step):
                _never_looser(pasts)


def _never_looser(pasts: list[tuple[Event, ...]]) -> None:
    """A rule whose own words were read in a source is asked whenever it was; what else it names is due no later."""
    files, rules = checking.shipped(), checking.rules()
    for past in pasts:
        now = _asked(rules, past)
        for identity, was in _asked(files, past).items():
            (rule,) = files.by_id[was.procedure]
            assert identity in now or rule.confidence != "read"
            if identity in now and was.procedure != "free":
                assert now[identity].due_at <= was.due_at


@pytest.mark.parametrize(
    "steps",
    [
        [("deadline", "named", "5 weeks"), ("deadline", "named", "7 weeks")],
        [("time", "read-here", "5 weeks"), ("time", "read-here", "7 weeks")],
        [("deadline", "lawful", "11 working days"), ("deadline", "lawful", "14 working days")],
        [("time", "law", "14 working days")],
        [("time", "window", "2 months")],
        [("deadline", "dated", "{earliest: [{at: due_by}]}")],
        [("deadline", "dated", "10 working days")],
        [("deadline", "dated", "{earliest: [{at: due_by, plus: 3 working days}, {within: 10 working days}]}")],
        [("deadline", "graded", "{earliest: [{within: 2 weeks, only: {grade: 3}}, {within: 6 weeks}]}")],
        [("deadline", "graded", "{earliest: [{within: 6 weeks}, {within: 6 weeks, only: {grade: 2}}]}")],
        [("deadline", "ahead", "{before: due_by, by: 1 working day}")],
        [("deadline", "ahead", "{at: due_by}")],
        [("deadline", "moment", "the next 09:00 on a working day")],
        [("deadline", "moment", "12:00 on the 4th working day")],
        [("deadline", "standing", "[10 working days, 6 weeks, 7 weeks]")],
        [("deadline", "standing", "[9 working days, 5 weeks]"), ("deadline", "standing", "[9 working days, 6 weeks]")],
        [("deadline", "based", "8 working days"), ("deadline", "based", "11 working days")],
        [("deadline", "named", "30 clock hours")],
        [("condition", "recent", "count: {of: risk.a, at_least: 3, within: {setting: window}}")],
    ],
)
def test_the_last_of_these_steps_is_refused(agreed: Agreed, steps: list[Step]) -> None:
    *first, last = steps
    assert all(agreed.step(each) for each in first)
    assert not agreed.step(last)


@pytest.mark.parametrize(
    "step",
    [
        ("deadline", "dated", "{earliest: [{before: due_by, by: 1 working day}, {within: 9 working days}]}"),
        ("deadline", "dated", "{earliest: [{at: due_by}, {within: 10 working days}, {within: 1 week}]}"),
        ("deadline", "graded", "2 weeks"),
        ("deadline", "graded", "{earliest: [{within: 2 weeks, only: {grade: 2}}, {within: 5 weeks}]}"),
        ("deadline", "ahead", "{before: due_by, by: 3 working days}"),
        ("deadline", "moment", "17:00 on the 2nd working day"),
        ("deadline", "standing", "[9 working days, 5 weeks]"),
        ("deadline", "free", "9 weeks"),
        ("deadline", "based", "8 working days"),
        ("time", "law", "10 working days"),
        ("time", "window", "6 months"),
        ("time", "ours", "9 weeks"),
    ],
)
def test_what_is_tighter_or_our_own_is_accepted(agreed: Agreed, step: Step) -> None:
    assert agreed.step(step)


def test_a_time_of_the_base_that_nobody_read_anywhere_may_go_back_and_never_past_the_base(agreed: Agreed) -> None:
    assert agreed.step(("time", "usual", "4 working days")) and agreed.step(("time", "usual", "9 working days"))
    assert agreed.step(("deadline", "based", "4 working days")) and agreed.step(("deadline", "based", "9 working days"))
    assert not agreed.step(("time", "usual", "11 working days"))


def test_what_rests_on_a_source_goes_on_to_name_it(agreed: Agreed) -> None:
    for step in (
        ("time", "read-here", "5 weeks"),
        ("deadline", "named", "4 weeks"),
        ("deadline", "moment", "09:00 on the next working day"),
    ):
        assert agreed.step(step)
    rules = checking.rules()
    assert (rules.settings["read-here"].confidence, rules.settings["read-here"].source) == ("read", "S")
    for name in ("named", "moment"):
        (rule,) = rules.by_id[name]
        assert isinstance(rule, Obliging) and rule.deadline_confidence == "read"
    (named,) = rules.by_id["named"]
    assert isinstance(named, DutyProcedure) and not named.limits[0].is_default


@pytest.mark.parametrize(("confidence", "may"), [("partly read", False), ("our default", True)])
def test_a_new_rule_that_names_a_document_is_held_to_it_as_it_was_first_agreed(
    agreed: Agreed, confidence: str, may: bool
) -> None:
    rule = duty("own", f"confidence: {confidence}\nwhen: {{event: trigger}}\nwithin: 5 working days")
    written = Written(Kind.PROCEDURE, "own", "from-reviews", rule)
    checking.check(written, is_new=True)
    agreed.say(written)
    assert agreed.step(("deadline", "own", "4 working days"))
    assert agreed.step(("condition", "own", "count: {of: risk.a, at_least: 1}")) is may


def test_what_is_refused_is_said_with_the_time_that_holds_and_what_to_do(agreed: Agreed) -> None:
    step = asking.asked("deadline", "dated")
    with pytest.raises(NotSound) as refused:
        checking.check(asking.written(step, {"value": "{at: due_by}"}), is_new=False)
    ((field, said),) = refused.value.said
    assert field == "value" and "within 10 working days" in said.lower()
    assert said.endswith("Keep each time, or give it less time in the same unit.")
