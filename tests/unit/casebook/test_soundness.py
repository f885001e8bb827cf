"""What can never come to anything is found, and said with its mend; what could is left alone."""

from __future__ import annotations

import pytest
from tests.spec.small import duty, rules, watch

from followthrough.procedures.casebook.soundness import unsound

GOOD = "when: {event: trigger}\nwithin: 1 clock hour"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "when: {event: trigger, where: {grade: {at_least: 5}, key: k}}\nwithin: 1 week\n"
            "closed_by: [{event: closing, where: {key: other}, matching: {key: key}}]",
            "odd: nothing can close it: its “key” can never be the trigger’s “key”. Mend “closed_by”.",
        ),
        (
            f"{GOOD}\nclosed_by: [{{event: closing, matching: {{key: grade}}}}]",
            "odd: nothing can close it: “key” and “grade” hold different things. Mend “closed_by”.",
        ),
        (
            f"{GOOD}\nclosed_by: [{{event: trigger}}, {{event: closing}}]",
            "odd: it is closed by what begins it. Name what an agency does about it.",
        ),
        (
            f"{GOOD}\nexcused_by: [{{event: trigger}}]",
            "odd: it is excused by what begins it. Name what an agency does about it.",
        ),
        (
            f"{GOOD}\nif: {{all: [{{state: planned}}, {{not: {{state: planned}}}}]}}",
            "odd: “planned” cannot both hold and not hold. Leave one of the two out.",
        ),
        (
            f"{GOOD}\nif: {{all: [{{age: {{under: 5}}}}, {{age: {{at_least: 5}}}}]}}",
            "odd: nobody is 5 or older and under 5. Mend the ages.",
        ),
        (f"{GOOD}\nif: {{age: {{at_least: 9, under: 3}}}}", "odd: nobody is 9 or older and under 3. Mend the ages."),
    ],
)
def test_a_procedure_that_can_come_to_nothing(text: str, said: str) -> None:
    assert unsound(rules(duty("odd", text))) == [said]


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        f"{GOOD}\nclosed_by: [{{event: closing, matching: {{key: key}}}}]",
        f"{GOOD}\nclosed_by: [{{event: trigger, where: {{grade: 5}}}}]",
        f"{GOOD}\nif: {{any: [{{age: {{under: 5}}}}, {{age: {{at_least: 5}}}}]}}",
        "when: {event: trigger, at: wanted_by}\nwithin: 1 week\nclosed_by: [{event: trigger}]",
        "kind: standing duty\nwhile: {state: planned}\nevery: 1 week\nclosed_by: [{event: plan.begun}]",
    ],
)
def test_what_can_come_to_something_is_left_alone(text: str) -> None:
    assert unsound(rules(duty("fine", text))) == []


def test_two_procedures_that_mean_the_same_however_they_are_written() -> None:
    one = f"{GOOD}\nif: {{all: [{{state: planned}}, {{any: [{{age: {{under: 2}}}}, {{count: {{of: condition}}}}]}}]}}"
    other = (
        f"{GOOD}\nif: {{any: [{{all: [{{age: {{under: 2}}}}, {{state: planned}}]}}, "
        "{all: [{state: planned}, {count: {of: condition}}]}]}"
    )
    assert unsound(rules(duty("one", one), duty("other", other))) == [
        "one and other mean the same. Keep one of the two."
    ]
    later = other + "\nin_force: {from: 2013-01-01}"
    ended = one + "\nin_force: {from: 2000-01-01, to: 2013-01-01}"
    assert unsound(rules(duty("one", ended), duty("other", later))) == []


def test_two_watches_of_different_patterns_differ() -> None:
    first, second = watch("one", "as_soon_as: {count: {of: risk.a}}"), watch("two", "as_soon_as: {count: {of: risk.b}}")
    assert unsound(rules(first, second)) == []
