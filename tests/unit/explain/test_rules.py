"""Can a rule be read before anything has happened: trigger, conditions, who, by when, what meets it, who is told?"""

from __future__ import annotations

import pytest
from tests.docs.test_reading_grade import HIGHEST, MEND, TERMS
from tests.spec.small import duty, rules, watch
from tests.support.reading import grade
from tests.support.whole import whole_rulebook

from followthrough.procedures.explain.rules import describe
from followthrough.procedures.model.procedure import Obliging
from followthrough.procedures.model.rulebook import Rulebook

OURS = whole_rulebook()


def told(rulebook: Rulebook, procedure: str = "one") -> dict[str, str]:
    found = next(each for each in rulebook.procedures if each.id == procedure)
    return {part.title: " ".join(part.said) for part in describe(found, rulebook)}


def test_a_duty() -> None:
    said = told(
        rules(
            duty(
                "one",
                """
                when: {event: trigger, where: {grade: {at_least: 3}}}
                if: {all: [{age: {under: 2}}, {state: planned}]}
                each: people
                owes: {agency: {from: who}, team: desk, role: manager}
                within: {earliest: [{setting: limit}, {at: due_by}, {before: wanted_by, by: 3 working days}]}
                closed_by: [{event: closing, matching: {key: each}}]
                excused_by: [{event: excuse, matching: {key: key}}]
                reminders: [{before: 2 clock hours}]
                ladder:
                  - {after: 0 clock minutes, tell: {of: debtor, role: manager}}
                  - {after: 1 working day, tell: {agency: police, role: manager}}
                """,
            ),
            settings="limit: {title: A limit, value: 48 clock hours, confidence: our default, source: S}",
        )
    )
    assert said == {
        "When": "This comes on record: “Something happened”, where “grade” is at least 3.",
        "Only if": "The child was under 2 years old. “On a plan” held.",
        "For each": "“people”: one duty for each.",
        "Who owes it": "The agency in “who” (desk, manager).",
        "What is owed": "Do it.",
        "By when": (
            "The earliest of three times that apply: Within 48 clock hours (the setting “A limit”: our default). "
            "By “due by”. 3 working days before “wanted by”."
        ),
        "What meets it": "“It was done”, for each key. It is written down on the page “any”.",
        "What excuses it": "“It need not be done”, of the same key.",
        "Reminder": "2 clock hours before the deadline.",
        "If it is not done": (
            "At the deadline: the manager of the agency that owes it is told. "
            "1 working day later: the manager of Police is told."
        ),
        "In force": "From 1 January 2000.",
    }


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("{age: 14}", "The child turns 14."),
        ("{event: trigger, before: wanted_by, by: 3 working days}", "It is 3 working days before the date of"),
        ("{event: trigger, at: due_by}", "The date of “due by” comes. It stands here: “Something happened”."),
        ("{signal: two}", "This pattern comes up: “A rule”."),
        ("{breach: three}", "This duty is not done in time: “A rule”."),
    ],
)
def test_what_begins_a_duty(when: str, said: str) -> None:
    rulebook = rules(
        duty("one", f"when: {when}\nwithin: 1 clock hour"),
        watch("two", "as_soon_as: {count: {of: risk.a}}"),
        duty("three", "when: {event: trigger}\nwithin: 1 clock hour"),
    )
    assert said in told(rulebook)["When"]


def test_what_a_watch_finds_and_what_comes_of_it() -> None:
    rulebook = rules(
        watch("one", "silence: {of: seen, since: [seen, plan.begun], for: 4 working days, while: {state: planned}}"),
        duty("two", "when: {signal: one}\nwithin: 1 clock hour\ntitle: Go and see"),
    )
    said = told(rulebook)
    assert said["As soon as"] == (
        "For 4 working days there is no record of “The child was seen”. "
        "It is counted from the latest of “The child was seen” or “A plan begun”. "
        "Only while this is so: “On a plan” held."
    )
    assert said["What comes of it"] == "“Go and see”."
    assert said["What it tells"] == "It means something."


def test_a_standing_duty_and_a_gate() -> None:
    standing = rules(duty("one", "kind: standing duty\nwhile: {state: planned}\nevery: [10 calendar days, 6 weeks]"))
    assert told(standing)["While"] == "This holds: “On a plan”."
    assert told(standing)["By when"] == "Every 10 calendar days, then 6 weeks."
    gate = rules(duty("one", "kind: gate\nbefore: {event: trigger}\nlookback: 7 calendar days"))
    assert told(gate)["Before"] == "This happens: “Something happened”."
    assert told(gate)["By when"] == "Before it happens. What was done in the 7 calendar days before counts."


def test_a_rule_that_is_taken_as_in_force_always_names_no_day() -> None:
    one = duty("one", "when: {event: trigger}\nwithin: 1 clock hour\nin_force: {from: 2013-04-01, to: 2022-10-28}")
    assert told(rules(one))["In force"] == "From 1 April 2013 until 28 October 2022."
    two = duty("one", "when: {event: trigger}\nwithin: 1 clock hour")
    assert "In force" not in told(rules(two).latest())


def test_a_breach_names_what_follows_and_a_follower_names_the_fields_of_what_came_before() -> None:
    said = told(OURS, "share-received-urgent")
    assert said["What follows a breach"] == "“The sender asks again when nobody took receipt”."
    assert "the team in “Team that sent it”" in told(OURS, "share-chased")["Who owes it"]


@pytest.mark.parametrize("identity", sorted(OURS.by_id))
def test_every_description_reads_at_grade_eight_or_below(identity: str) -> None:
    for procedure in OURS.by_id[identity]:
        words = " ".join(said for part in describe(procedure, OURS) for said in part.said)
        assert grade(words, TERMS) <= HIGHEST, f"{words}\n{MEND}"


@pytest.mark.parametrize("identity", sorted(OURS.by_id))
def test_every_procedure_can_be_described(identity: str) -> None:
    for procedure in OURS.by_id[identity]:
        found = {part.key for part in describe(procedure, OURS)}
        assert {"when", "force"} <= found
        if isinstance(procedure, Obliging):
            assert {"owes", "action", "limit", "meets"} <= found


@pytest.mark.parametrize(("under", "said"), [(1, "under 1 year old."), (2, "under 2 years old.")])
def test_an_age_of_one_year_is_said_as_one(under: int, said: str) -> None:
    found = told(rules(duty("one", f"when: {{event: trigger}}\nwithin: 1 week\nif: {{age: {{under: {under}}}}}")))
    assert found["Only if"] == f"The child was {said}"
