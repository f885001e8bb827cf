"""The whole text of each fault that is not shown elsewhere: file, line, what is wrong, the mend."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.spec.small import VOCABULARY, duty, watch, write_pack

from followthrough.procedures.casebook import load_cases
from followthrough.procedures.language import load_catalogue, load_rulebook, load_vocabulary
from followthrough.procedures.language.histories import load_story

GOOD = "when: {event: trigger}\nwithin: 1 clock hour"
PROCEDURE = "england/theme/faulty.yaml"


def said_of(root: Path, name: str, text: str, *procedures: str) -> str:
    """What the reader says of a rulebook in which one file is `text`."""
    write_pack(root, "england", procedures or (duty("sound", GOOD),))
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")
    with pytest.raises(ValueError) as caught:
        rulebook = load_rulebook(root, packs=("england",))
        load_catalogue(root, rulebook, packs=("england",))
        load_cases(rulebook, root, packs=("england",))
    return str(caught.value)


def in_duty(text: str) -> str:
    return duty("faulty", text)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (
            in_duty(f"{GOOD}\nreminders: [{{before: before the next school day}}]"),
            17,
            '"before the next school day" is a moment; a length of time is needed here, for example "3 working days".',
        ),
        (
            in_duty(f"{GOOD}\nif: {{age: {{under: 2}}, state: planned}}"),
            17,
            "A condition has one word: age, state, not, count, silence, gap, all or any. "
            'Put several under "all".',
        ),
        (
            in_duty("when: {event: trigger, where: {grade: {at_least: 1, at_most: 2}}}\nwithin: 1 week"),
            15,
            'The test of "grade" has one comparison: at_least, at_most, includes, given.',
        ),
        (
            in_duty("when: {event: trigger, where: {grade: {atleast: 1}}}\nwithin: 1 week"),
            15,
            '"atleast" is no comparison. Did you mean "at_least"?',
        ),
        (
            in_duty(f"{GOOD}\nclosed_by: [{{event: risk.a}}]"),
            16,
            '"risk.a" is a risk and cannot be what closes a duty. Name what an agency does about it instead.',
        ),
        (
            in_duty(f"{GOOD}\nif: {{count: {{of: seen, since_last: risk.a}}}}"),
            17,
            '"risk.a" is a risk and cannot be where a count begins anew. Name what an agency does about it instead.',
        ),
        (
            in_duty("when: {event: private, where: {faith: any}}\nwithin: 1 week"),
            15,
            '"faith" is protected: no procedure may read it. Leave it out.',
        ),
        (
            in_duty("when: {event: private, where: {language: any}}\nwithin: 1 week"),
            15,
            '"language" may only open support duties. Write "support: yes" if this is one, or leave it out.',
        ),
        (in_duty("when: {age: 4}\nwithin: 1 week\neach: people"), 17, '"people" is no field of child.born. Choose one of: born_on.'),  # noqa: E501
        (in_duty("when: {calendar: 1 May}\nwithin: 1 week\neach: people"), 17, '"each" needs a trigger by event.'),
        (
            in_duty(f"{GOOD}\neach: {{household: adults}}"),
            17,
            'Write "each: {household: children}": one duty for each child at home.',
        ),
        (
            in_duty("when: {calendar: 1 May}\nwithin: 1 week\nsubject: agency\neach: {household: children}"),
            18,
            "Only a child or a household has children at home. Leave “each” out.",
        ),
        (
            in_duty("when: {calendar: 1 May}\nwithin: {at: due_by}"),
            16,
            "This reads the data of the event that triggers, and here the trigger is no event. "
            'Begin with the event ("when: {event: …}"), or write a procedure for each case.',
        ),
        (
            in_duty("when: {calendar: 30 February}\nwithin: 1 week"),
            15,
            '"30 February" is no day that every year has. Write it as "1 September".',
        ),
        (
            watch("faulty", "as_soon_as: {all: [{count: {of: risk.a}}, {gap: {of: seen, for: 1 week, within: 6 weeks}}]}"),  # noqa: E501
            11,
            'A watch hears a silence as it happens; "gap" looks back, so that imported history would raise old alarms. '
            'Write a watch with "silence", or ask for the gap in the "if" of a review.',
        ),
        (
            watch("faulty", "as_soon_as: {age: {under: 2}}"),
            11,
            'A watch needs at least one "count": its window ends at an event.',
        ),
        (
            in_duty(f"{GOOD}\nsubject: agency"),
            15,
            '"trigger" is about one child, and this procedure is about one agency. '
            'Mend its "subject", or name what is recorded of the other.',
        ),
        (
            in_duty("when: {event: audit}\nsubject: agency\nif: {state: planned}\nwithin: 1 week"),
            17,
            '"plan.begun" is about one child, and this procedure is about one agency. '
            'Mend its "subject", or name what is recorded of the other.',
        ),
        (
            in_duty("when: {event: audit}\nsubject: agency\nif: {age: {under: 2}}\nwithin: 1 week"),
            17,
            "Only a child has an age, and this procedure is about one agency. Leave it out.",
        ),
        (
            in_duty("when: {age: 4}\nsubject: agency\nwithin: 1 week"),
            15,
            "Only a child has an age, and this procedure is about one agency. Leave it out.",
        ),
        (
            in_duty("when: {event: audit, whose: [self, household]}\nsubject: agency\nwithin: 1 week"),
            15,
            "Only a child has a household and siblings, and this procedure is about one agency. "
            'Write "whose: self", or leave it out.',
        ),
        (
            in_duty(f"{GOOD}\nsubject: chidl"),
            17,
            '"subject" cannot be "chidl". Did you mean "child"?',
        ),
        (in_duty(f"{GOOD}\ntitle: [a]"), 16, '"title" must be words.'),
        (in_duty(f"{GOOD}\nversion: one"), 16, '"version" must be a whole number.'),
        (in_duty(f"{GOOD}\nsupport: perhaps"), 17, '"support" must be yes or no.'),
        (in_duty(f"{GOOD}\nowes: care"), 16, "Who must be a mapping: write its parts as “name: value”."),
        (in_duty(f"{GOOD}\nladder:"), 17, '"ladder" is empty: write at least one.'),
        ("", 1, "the file is empty. Write its content, or delete the file."),
        (
            "id: faulty\nkind: [",
            3,
            "this is not YAML: did not find expected node content. Look at the indent and the quotes.",
        ),
        (duty("other", GOOD), 1, 'The file holds "other" and must be named after it.'),
    ],
)  # fmt: skip
def test_in_a_procedure(tmp_path: Path, text: str, line: int, said: str) -> None:
    assert said_of(tmp_path, PROCEDURE, text) == f"{PROCEDURE}, line {line}: {said}"


def test_a_signal_makes_one_duty(tmp_path: Path) -> None:
    watched = watch("watched", "as_soon_as: {count: {of: risk.a}}")
    faulty = duty("faulty", "when: {signal: watched}\nwithin: 1 week\neach: {household: children}")
    assert said_of(tmp_path, PROCEDURE, faulty, watched).endswith(
        'A signal or a breach makes one duty. Write "each" in the procedure that it comes from, or begin with the event.'  # noqa: E501
    )


RULE = "{{id: {id}, asks: x, class: {class_}, confidence: read, sources: [S]{more}}}"


def rules(*items: str, theme: str = "A") -> str:
    return f"theme: {theme}\nrules:\n" + "".join(f"  - {item}\n" for item in items)


def rule(id: str = "R-1", class_: str = "duty", more: str = ", procedures: [sound]") -> str:
    return RULE.format(id=id, class_=class_, more=more)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (rules(theme="B"), 1, '"B" is no theme of catalogue.yaml. Choose one of: A.'),
        (rules(rule(), rule()), 4, '"R-1" is classed already. Keep one of the two.'),
        (
            rules(rule(class_="watch")),
            3,
            "R-1 is classed watch, but none of sound is one. Change the class, or name the procedure that is.",
        ),
        (
            rules(rule(class_="form validation", more="")),
            3,
            'R-1 is checked by a form: say under "form" which page, and what it checks.',
        ),
        (
            rules(rule(class_="not codifiable", more="")),
            3,
            'R-1 is not codifiable: say under "reason" why, honestly.',
        ),
        (
            rules(rule(class_="not codifiable", more=", reason: x, procedures: [sound]")),
            3,
            "R-1 is not codifiable, yet sound carries it. Class it by what carries it.",
        ),
    ],
)
def test_in_the_catalogue(tmp_path: Path, text: str, line: int, said: str) -> None:
    (tmp_path / "catalogue.yaml").write_text("complete: no\nthemes: {A: [R-1]}\nrows: {M1: One}\n", encoding="utf-8")
    assert said_of(tmp_path, "rules/a.yaml", text) == f"rules/a.yaml, line {line}: {said}"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("  seen: {title", "  trigger: {title"), '"trigger" stands twice here. Keep one.'),
        (
            ("grade: {type: number}", "grade: {type: choice}"),
            'The field "grade": a choice needs "of" with its values, and only a choice has it.',
        ),
        (
            ("begun_by: [plan.begun]", "begun_by: [plan.began]"),
            'The state "planned" names "plan.began", which is no kind of event. Did you mean "plan.begun"?',
        ),
        (("matching: [key]", "matching: [keys]"), 'The state "planned" matches on "keys", which plan.begun does not have.'),  # noqa: E501
        (("until: ends_on", "until: end_on"), 'The state "planned" ends at "end_on", which plan.begun does not have.'),
    ],
)  # fmt: skip
def test_in_the_vocabulary(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    found = said_of(tmp_path, "vocabulary/small.yaml", VOCABULARY.replace(*change))
    assert found.startswith("vocabulary/small.yaml, line ") and found.endswith(f": {said}")


def test_two_files_may_not_hold_one_kind(tmp_path: Path) -> None:
    text = 'kinds:\n  seen: {title: Seen, recorded_by: "page: any"}\n'
    assert said_of(tmp_path, "vocabulary/zebra.yaml", text) == (
        'vocabulary/zebra.yaml, line 2: "seen" is in the vocabulary already. Give it another name, or delete one.'
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id: wales\ntitle: Wales\n", "line 1: The pack's id must be its folder's name, \"england\"."),
        (
            "id: england\ntitle: England\nextends: britain\n",
            'line 3: "england" extends "britain", which must be loaded before it. Choose one of: england.',
        ),
    ],
)
def test_in_a_pack(tmp_path: Path, text: str, said: str) -> None:
    assert said_of(tmp_path, "england/pack.yaml", text) == f"england/pack.yaml, {said}"


def test_one_version_may_not_stand_twice(tmp_path: Path) -> None:
    assert said_of(tmp_path, "england/theme/sound-v2.yaml", duty("sound", GOOD)) == (
        "sound: version 1 stands twice (england and england). Give the new one a higher version, or delete one."
    )


def test_an_office_is_named_in_small_letters(tmp_path: Path) -> None:
    assert said_of(tmp_path, "england/offices.yaml", "Front Door: {title: Front door}\n") == (
        'england/offices.yaml, line 1: "Front Door" is no name for an office: '
        'write small letters and hyphens, as in "triage".'
    )


CASE = "{{name: n, proves: met, as_of: {as_of}, worked_by: by hand{more}}}"


@pytest.mark.parametrize(
    ("more", "as_of", "said"),
    [
        ("", "2013-01-01", 'A case must expect something: write "expect" (an empty list for no duty) or "signals".'),
        (
            ", expect: [], under: tomorrow",
            "2013-01-01",
            '"under" is "then" (the rules of the case\'s own time) or "today".',
        ),
        (
            ", expect: []",
            "tomorrow",
            '"tomorrow" is no time that we can read. Write "2013-03-28 17:30" (a minute), "2013-03-28" (a day), '
            '"2013-03" (a month) or "2013" (a year).',
        ),
        (
            ", expect: []",
            "2013-02-30",
            '"2013-02-30" is no date of the calendar (day is out of range for month). Write "2013-03-28 17:30" '
            '(a minute), "2013-03-28" (a day), "2013-03" (a month) or "2013" (a year).',
        ),
        (
            ", expect: [], events: [{id: t, kind: trigger, at: 2013-01-01, agency: care, basis: rumour}]",
            "2013-01-01",
            '"basis" is newsletter or invented.',
        ),
    ],
)
def test_in_a_case(tmp_path: Path, more: str, as_of: str, said: str) -> None:
    text = "procedure: sound\ncases:\n  - " + CASE.format(as_of=as_of, more=more) + "\n"
    found = said_of(tmp_path, "england/cases/sound.yaml", text)
    assert found == f"england/cases/sound.yaml, line 3: {said}"


def test_a_story_needs_the_kinds_of_a_birth(tmp_path: Path) -> None:
    write_pack(tmp_path, "england", ())
    lines = [line for line in VOCABULARY.splitlines() if not line.startswith("  child.born")]
    (tmp_path / "vocabulary" / "small.yaml").write_text("\n".join(lines), encoding="utf-8")
    story = tmp_path / "story.yaml"
    story.write_text("child: {id: ada, born: 2010-01-01}\nevents: []\n", encoding="utf-8")
    with pytest.raises(ValueError) as caught:
        load_story(story, load_vocabulary(tmp_path / "vocabulary"))
    assert str(caught.value) == 'story.yaml, line 1: The vocabulary needs "child.born".'
