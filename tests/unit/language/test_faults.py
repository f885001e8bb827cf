"""Each class of mistake in a rulebook gets one clear sentence: file, line, what is wrong, the mend."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.spec.small import DUTY, VOCABULARY, duty, watch, write_pack

from followthrough.procedures.language import Fault, load_rulebook
from followthrough.procedures.model.errors import ModelError

GOOD = "when: {event: trigger}\nwithin: 1 clock hour"
WATCHED = watch("watched", "as_soon_as: {count: {of: risk.a}}")


def fault_of(tmp_path: Path, *procedures: str, settings: str = "") -> str:
    write_pack(tmp_path, "england", procedures, settings)
    with pytest.raises((Fault, ModelError)) as caught:
        load_rulebook(tmp_path, packs=("england",))
    return str(caught.value)


FAULTS = [
    (
        "when: {event: triger}\nwithin: 1 clock hour",
        '"triger" is no kind of event in the vocabulary. Did you mean "trigger"?',
    ),
    ("when: {event: trigger}\nwithin: 3 days", 'cannot read "3 days"'),
    ("when: {event: trigger}", 'A procedure needs "within".'),
    (f"{GOOD}\nlader: []", 'A procedure has no "lader". Did you mean "ladder"?'),
    (f"{GOOD}\nwithin: 2 clock hours", '"within" stands twice here. Keep one.'),
    (f"{GOOD}\nkind: dutty", '"dutty" is no kind of procedure. Did you mean "duty"?'),
    (f"{GOOD}\nclosed_by: [{{event: risk.a}}]", '"risk.a" is a risk and cannot be what closes a duty.'),
    (f"{GOOD}\nexcused_by: [{{event: risk.a}}]", '"risk.a" is a risk and cannot be what excuses a duty.'),
    (
        f"{GOOD}\nif: {{silence: {{of: risk.a, for: 2 working days}}}}",
        '"risk.a" is a risk and cannot be the end of a silence.',
    ),
    (
        "when: {event: private, where: {faith: any}}\nwithin: 1 clock hour",
        '"faith" is protected: no procedure may read it.',
    ),
    (
        "when: {event: private, where: {language: polish}}\nwithin: 1 clock hour",
        '"language" may only open support duties.',
    ),
    ("when: {event: trigger, where: {colour: red}}\nwithin: 1 clock hour", '"colour" is no field of trigger.'),
    ("when: {event: trigger, where: {grade: high}}\nwithin: 1 clock hour", "'high' is no number"),
    (f"{GOOD}\nif: {{state: planed}}", '"planed" is no state in the vocabulary. Did you mean "planned"?'),
    (f"{GOOD}\nif: {{weather: fine}}", '"weather" is no condition.'),
    (f"{GOOD}\nif: {{not: {{age: {{under: 2}}}}}}", '"not" holds a state'),
    (f"{GOOD}\nowes: {{agency: polise}}", '"polise" is no agency in the vocabulary. Did you mean "police"?'),
    (f"{GOOD}\nowes: {{agency: {{from: whom}}}}", '"whom" is no field of trigger.'),
    (f"{GOOD}\nsource: {{id: X, clause: a}}", '"X" is not in sources.yaml.'),
    (f"{GOOD}\nsource: {{id: S}}", '"source" needs "clause".'),
    (f"{GOOD}\nconfidence: certain", '"confidence" cannot be "certain".'),
    (f"{GOOD}\neach: grade", '"each" needs a list: "grade" is none.'),
    (f"{GOOD}\nin_force: {{from: 2013-05-01, to: 2013-04-01}}", "ends before it is in force"),
    ("when: {event: trigger}\nwithin: {setting: unknown}", '"unknown" is not in settings.yaml.'),
    ("when: {event: trigger}\nwithin: {at: key}", '"key" is no date or instant.'),
    ("when: {event: trigger, at: key}\nwithin: 1 clock hour", '"key" is no date or instant.'),
    ("when: {event: trigger, before: due_by}\nwithin: 1 clock hour", '"when" needs "by".'),
    ("when: {event: trigger, at: due_by, by: 1 week}\nwithin: 1 clock hour", '"when" has no "by".'),
    ("when: {calendar: 30 February}\nwithin: 1 week", '"30 February" is no day that every year has.'),
    ("when: {calendar: 29 February}\nwithin: 1 week", '"29 February" is no day that every year has.'),
    (
        "when: {calendar: 1 May}\nowes: {agency: {from: who}}\nwithin: 1 week",
        'A day of the calendar has no "who". Name the word itself.',
    ),
    (f"{GOOD}\neach: {{household: adults}}", 'Write "each: {household: children}": one duty for each child'),
    (
        "when: {signal: watched}\neach: {household: children}\nwithin: 1 week",
        'A signal or a breach makes one duty. Write "each" in the procedure that it comes from',
    ),
    (
        "when: {calendar: 1 May}\nwithin: 1 week\nsubject: agency\neach: {household: children}",
        "Only a child or a household has children at home.",
    ),
    (
        f"{GOOD}\nif: {{gap: {{of: risk.a, for: 1 week, within: 6 weeks}}}}",
        '"risk.a" is a risk and cannot be the end of a gap.',
    ),
    (
        f"{GOOD}\nif: {{not: {{silence: {{of: seen, for: 1 week}}}}}}",
        '"not" holds a state and nothing else, as in {not: {state: looked-after}}. '
        'To ask that something did happen, write a "count".',
    ),
    (
        f"{GOOD}\nif: {{not: {{not: {{state: planned}}}}}}",
        "Two negations are none: leave both out.",
    ),
    (
        "when: {calendar: 1 May}\nwithin: {within: 1 week, only: {key: k}}",
        "This reads the data of the event that triggers, and here the trigger is no event. Begin with the event",
    ),
    ("when: {event: trigger, where: {author: polise}}\nwithin: 1 week", "'polise' is none of"),
    (
        "when: {event: trigger}\nwithin: 2 office hours of triage",
        'No opening hours are known for the office "triage". Choose one of: office. '
        "Or write its hours in offices.yaml.",
    ),
    (
        "when: {signal: nothing}\nwithin: 1 clock hour",
        'It waits for "nothing", which is no procedure. Choose one of: faulty, watched.',
    ),
    ("when: {signal: watched}\nowes: {agency: {from: who}}\nwithin: 1 week", '"who" is no field of risk.a.'),
    ("when: {signal: watched}\nwithin: {at: due_by}", '"due_by" is no field of risk.a.'),
    (
        "when: {signal: watched}\nwithin: {within: 1 week, only: {grade: 1}}",
        '"grade" is no field of risk.a.',
    ),
    (
        "when: {signal: watched}\nwithin: 1 week\nclosed_by: [{event: closing, matching: {key: key}}]",
        '"key" is no field of risk.a.',
    ),
    ("when: {age: 4}\nwithin: {at: starts_on}", '"starts_on" is no field of child.born. Choose one of: born_on.'),
    (f"{GOOD}\nladder: [{{after: 1 clock hour, tell: {{of: author}}}}]", '"of" can only be "debtor".'),
]


@pytest.mark.parametrize(("text", "said"), FAULTS)
def test_a_fault_in_a_procedure(tmp_path: Path, text: str, said: str) -> None:
    frame = DUTY if "stands twice" not in said else DUTY + "within: 9 clock hours\n"
    procedure = duty("faulty", text, frame)
    if "stands twice" in said:
        procedure += "within: 2 clock hours\n"
    others = (WATCHED,) if "signal:" in text else ()
    assert said in fault_of(tmp_path, procedure, *others)


def test_a_duty_that_waits_for_a_breach_reads_the_data_of_what_began_the_other(tmp_path: Path) -> None:
    first = duty("first", GOOD)
    then = duty("a-then", "when: {breach: first}\nwithin: {earliest: [{at: due_by}, {within: 1 week, only: {key: k}}]}")
    write_pack(tmp_path, "england", (first, then))
    assert "a-then" in load_rulebook(tmp_path, packs=("england",)).by_id


def test_what_it_reads_of_it_is_checked_through_several_breaches(tmp_path: Path) -> None:
    first, then = duty("first", GOOD), duty("then", "when: {breach: first}\nwithin: 1 week")
    last = duty("at-last", "when: {breach: then}\nwithin: {at: grade}")
    assert '"grade" is no date or instant.' in fault_of(tmp_path, first, then, last)


def test_a_fault_names_its_file_and_line(tmp_path: Path) -> None:
    procedure = duty("faulty", "when: {event: trigger}\nwithin: 3 days")
    line = procedure.splitlines().index("within: 3 days") + 1
    assert fault_of(tmp_path, procedure).startswith(f"england/theme/faulty.yaml, line {line}: ")


def test_all_faults_are_said_together(tmp_path: Path) -> None:
    first = duty("first", "when: {event: trigger}\nwithin: 3 days")
    second = duty("second", f"{GOOD}\nin_force: {{from: 2013-05-01, to: 2013-04-01}}")
    write_pack(tmp_path, "england", (first, second))
    with pytest.raises(ValueError) as caught:
        load_rulebook(tmp_path, packs=("england",))
    one, two = str(caught.value).splitlines()
    assert one.startswith("england/theme/first.yaml, line ") and 'cannot read "3 days"' in one
    assert two == "  england/theme/second.yaml, line 1: second version 1 ends before it is in force."


def test_broken_yaml_is_named_with_its_line(tmp_path: Path) -> None:
    assert "faulty.yaml, line" in fault_of(tmp_path, "id: faulty\n  kind: [")


def test_an_empty_file_says_so(tmp_path: Path) -> None:
    write_pack(tmp_path, "england", ())
    (tmp_path / "england" / "theme" / "empty.yaml").write_text("")
    with pytest.raises(Fault, match="the file is empty"):
        load_rulebook(tmp_path, packs=("england",))


@pytest.mark.parametrize("word", ["signal", "breach"])
def test_a_duty_that_waits_for_a_rule_about_another_subject_is_refused(tmp_path: Path, word: str) -> None:
    home = "subject: household\nclosed_by: [{event: home.visited}]\n"
    first = {
        "signal": watch("first", "subject: household\nas_soon_as: {count: {of: home.visited, at_least: 2}}"),
        "breach": duty("first", f"{home}when: {{event: home.visited}}\nwithin: 1 week"),
    }[word]
    said = fault_of(tmp_path, first, duty("second", f"when: {{{word}: first}}\nwithin: 1 week"))
    assert said.startswith("england/theme/second.yaml, line ")
    assert said.endswith(
        'It waits for "first", which is about a household, and is itself about a child: no history holds both, so it '
        'would never begin. Give both the same "subject".'
    )


def test_a_circle_of_breaches_is_refused(tmp_path: Path) -> None:
    one = duty("one", "when: {breach: two}\nwithin: 1 clock hour")
    two = duty("two", "when: {breach: one}\nwithin: 1 clock hour")
    said = fault_of(tmp_path, one, two)
    assert "Procedures feed each other in a circle: " in said
    assert " → ".join(("one", "two", "one")) in said or " → ".join(("two", "one", "two")) in said


def test_two_versions_in_force_at_once_are_refused(tmp_path: Path) -> None:
    write_pack(tmp_path, "england", (duty("twice", GOOD),))
    (tmp_path / "england" / "theme" / "twice-v2.yaml").write_text(duty("twice", f"version: 2\n{GOOD}"))
    with pytest.raises(ModelError, match="versions 1 and 2 are in force at the same time"):
        load_rulebook(tmp_path, packs=("england",))


def test_a_file_must_be_named_after_its_procedure(tmp_path: Path) -> None:
    write_pack(tmp_path, "england", (duty("one", GOOD),))
    (tmp_path / "england" / "theme" / "one.yaml").rename(tmp_path / "england" / "theme" / "other.yaml")
    with pytest.raises(Fault, match="must be named after it"):
        load_rulebook(tmp_path, packs=("england",))


def test_a_watch_without_a_count_is_refused(tmp_path: Path) -> None:
    assert 'A watch needs at least one "count"' in fault_of(tmp_path, watch("odd", "as_soon_as: {age: {under: 2}}"))


def test_a_watch_does_not_look_back_for_gaps(tmp_path: Path) -> None:
    text = "as_soon_as: {all: [{count: {of: risk.a}}, {gap: {of: seen, for: 1 week, within: 6 weeks}}]}"
    assert 'A watch hears a silence as it happens; "gap" looks back' in fault_of(tmp_path, watch("odd", text))


def test_a_kind_that_conveys_must_have_the_fields(tmp_path: Path) -> None:
    write_pack(tmp_path, "england", ())
    broken = VOCABULARY.replace("conveys: {to: to, items: items}", "conveys: {to: whom, items: items}", 1)
    (tmp_path / "vocabulary" / "small.yaml").write_text(broken)
    with pytest.raises(Fault, match=r'"conveys" names "whom", which is no field of share.sent'):
        load_rulebook(tmp_path, packs=("england",))


def test_the_version_of_a_rulebook_changes_with_its_text(tmp_path: Path) -> None:
    write_pack(tmp_path, "england", (duty("one", GOOD),))
    first = load_rulebook(tmp_path, packs=("england",)).version
    assert load_rulebook(tmp_path, packs=("england",)).version == first
    path = tmp_path / "england" / "theme" / "one.yaml"
    path.write_text(path.read_text().replace("1 clock hour", "2 clock hours"))
    assert load_rulebook(tmp_path, packs=("england",)).version != first
