"""What a partnership may choose: a time, tighter only in the direction that the setting names, or a role."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.spec.small import duty, write_pack

from followthrough.procedures.explain.rules import describe
from followthrough.procedures.language import Fault, load_rulebook
from followthrough.procedures.model.procedure import DutyProcedure, Party
from followthrough.procedures.model.rulebook import Role, Rulebook

LIMIT = "limit: {title: A limit, value: 3 working days, confidence: read, source: S}"
WINDOW = "window: {title: A window, value: 3 months, tighter: longer, confidence: read, source: S}"
ROLE = "speaker: {title: Who speaks, value: {role: worker}, confidence: read, source: S}"
BY_LIMIT = "when: {event: trigger}\nwithin: {setting: limit}"
BY_WINDOW = "when: {event: trigger}\nwithin: 1 week\nif: {count: {of: seen, within: {setting: window}}}"
BY_ROLE = (
    "when: {event: trigger}\nwithin: 1 week\nowes: {agency: care, role: {setting: speaker}}\n"
    "ladder: [{after: 1 clock hour, tell: {of: debtor, role: {setting: speaker}}}]"
)


def loaded(root: Path, base: str, local: str = "", text: str = BY_LIMIT) -> Rulebook:
    """A base with a procedure, and a partnership that sets the same setting anew."""
    write_pack(root, "england", (duty("one", text),), base)
    write_pack(root, "partnership", (), local, extends="england")
    return load_rulebook(root, packs=("england", "partnership"))


def fault_of(root: Path, base: str, local: str = "", text: str = BY_LIMIT) -> str:
    with pytest.raises(Fault) as caught:
        loaded(root, base, local, text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("local", "said"),
    [
        (
            LIMIT.replace("3 working days", "5 working days"),
            '"limit" is 3 working days in england; 5 working days would loosen it. '
            "A local pack may only tighten a limit.",
        ),
        (
            LIMIT.replace("3 working days", "24 clock hours"),
            '"limit" is 3 working days in england. A local limit must use the same unit, so that it can be compared.',
        ),
        (LIMIT.replace("3 working days", "{role: worker}"), '"limit" is a time in england. Set a time here too.'),
        (
            LIMIT.replace("3 working days,", "1 working day, tighter: longer,"),
            'england says which way "limit" is tighter. Leave "tighter" out here.',
        ),
    ],
)
def test_a_local_pack_may_not_loosen_a_limit(tmp_path: Path, local: str, said: str) -> None:
    assert fault_of(tmp_path, LIMIT, local) == f"partnership/settings.yaml, line 1: {said}"


def test_a_local_pack_may_tighten_a_limit(tmp_path: Path) -> None:
    rulebook = loaded(tmp_path, LIMIT, LIMIT.replace("3 working days", "1 working day"))
    assert str(rulebook.settings["limit"].value) == "1 working day"


def test_of_a_window_a_longer_one_is_tighter(tmp_path: Path) -> None:
    longer = WINDOW.replace("3 months, tighter: longer", "6 months")
    setting = loaded(tmp_path, WINDOW, longer, BY_WINDOW).settings["window"]
    assert str(setting.value) == "6 months" and setting.is_longer_tighter


def test_of_a_window_a_shorter_one_would_loosen_it(tmp_path: Path) -> None:
    said = fault_of(tmp_path, WINDOW, WINDOW.replace("3 months", "1 month"), BY_WINDOW)
    assert said.endswith(
        '"window" is 3 months in england; 1 month would loosen it. A local pack may only tighten a limit.'
    )


@pytest.mark.parametrize(
    ("base", "text"),
    [
        (WINDOW, "when: {event: trigger}\nwithin: {setting: window}"),
        (WINDOW, "when: {event: trigger}\nwithin: 1 week\nif: {silence: {of: seen, for: {setting: window}}}"),
        (WINDOW, "when: {event: trigger, at: due_by, plus: {setting: window}}\nwithin: 1 week"),
    ],
)
def test_where_shorter_is_tighter_no_such_setting_may_stand(tmp_path: Path, base: str, text: str) -> None:
    assert fault_of(tmp_path, base, "", text).endswith(
        'Here a shorter time is tighter, and the setting "window" says "tighter: longer". '
        "Leave that out of the setting, or write a setting of its own."
    )


@pytest.mark.parametrize(
    "text",
    [
        BY_WINDOW.replace("window", "limit"),
        "when: {event: trigger}\nwithin: 1 week\nreminders: [{before: {setting: limit}}]",
        "when: {event: trigger, before: due_by, by: {setting: limit}}\nwithin: 1 week",
        "when: {event: trigger}\nwithin: {before: due_by, by: {setting: limit}}",
        "when: {event: trigger}\nwithin: 1 week\nif: {gap: {of: seen, for: 1 week, within: {setting: limit}}}",
    ],
)
def test_where_longer_is_tighter_the_setting_says_so(tmp_path: Path, text: str) -> None:
    assert fault_of(tmp_path, LIMIT, "", text).endswith(
        'Here a longer time is tighter. Write "tighter: longer" in the setting "limit", '
        "so that a partnership that chooses another time cannot loosen it."
    )


@pytest.mark.parametrize(
    ("base", "text", "said"),
    [
        (
            LIMIT.replace("3 working days", "09:00 on the next working day, tighter: longer"),
            BY_LIMIT,
            'Only a length of time has a "tighter". Leave it out.',
        ),
        (
            WINDOW.replace("tighter: longer", "tighter: wider"),
            BY_WINDOW,
            '"tighter" is longer (of a window or a reminder) or shorter (of a limit, as if left out).',
        ),
        (ROLE.replace("worker", "manger"), BY_ROLE, '"manger" is no role in the vocabulary. Did you mean "manager"?'),
        (
            ROLE,
            BY_LIMIT.replace("limit", "speaker"),
            'The setting "speaker" is a role; a time is needed here.',
        ),
        (
            ROLE,
            "when: {event: trigger}\nwithin: 1 week\nreminders: [{before: {setting: speaker}}]",
            'The setting "speaker" is a role; a length of time is needed here.',
        ),
        (
            LIMIT.replace("3 working days", "before the next school day"),
            "when: {event: trigger}\nwithin: 1 week\nreminders: [{before: {setting: limit}}]",
            'The setting "limit" is a moment; a length of time is needed here.',
        ),
        (
            LIMIT,
            BY_ROLE.replace("speaker", "limit"),
            'The setting "limit" is 3 working days, a time; a role is needed here.',
        ),
        (LIMIT.replace("source: S", "source: T"), BY_LIMIT, '"T" is not in sources.yaml. Choose one of: S.'),
    ],
)
def test_a_fault_in_a_setting_or_its_use(tmp_path: Path, base: str, text: str, said: str) -> None:
    assert fault_of(tmp_path, base, "", text).endswith(f": {said}")


def test_a_setting_may_stand_once_in_a_pack(tmp_path: Path) -> None:
    by_theme = tmp_path / "england" / "settings" / "one.yaml"
    by_theme.parent.mkdir(parents=True)
    by_theme.write_text(LIMIT, encoding="utf-8")
    said = fault_of(tmp_path, LIMIT)
    assert said == (
        'england/settings/one.yaml, line 1: The setting "limit" stands twice in england. Keep one of the two.'
    )


def test_a_partnership_may_choose_another_role(tmp_path: Path) -> None:
    rulebook = loaded(tmp_path, ROLE, ROLE.replace("worker", "manager"), BY_ROLE)
    assert rulebook.settings["speaker"].value == Role("manager")
    procedure = rulebook.by_id["one"][0]
    assert isinstance(procedure, DutyProcedure)
    assert procedure.owes == Party(agency="care", role="manager", role_setting="speaker")
    assert procedure.ladder[0].tell == Party(is_debtor=True, role="manager", role_setting="speaker")


def test_a_rule_says_from_which_setting_its_role_comes(tmp_path: Path) -> None:
    rulebook = loaded(tmp_path, ROLE, "", BY_ROLE)
    said = {part.key: part.said for part in describe(rulebook.by_id["one"][0], rulebook)}
    assert said["owes"] == ("Social care (worker) (the setting “Who speaks”: read).",)
    assert said["ladder"] == (
        "1 clock hour later: the worker of the agency that owes it is told (the setting “Who speaks”: read).",
    )


def test_a_role_may_not_become_a_time(tmp_path: Path) -> None:
    said = fault_of(tmp_path, ROLE, ROLE.replace("{role: worker}", "1 week"), BY_ROLE)
    assert said.endswith('"speaker" is a role in england. Set a role here too.')
