"""The casebook tells a case that holds from one that does not, and says in words what differs."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest
from tests.spec.small import CALENDAR, duty, write_pack

from followthrough.procedures.casebook import command, run_cases
from followthrough.procedures.language import Fault, load_rulebook

CASE = """
procedure: two-days
cases:
  - name: It was done on time
    proves: met
    events:
      - {id: t, kind: trigger, at: 2013-01-03 09:00, agency: care}
      - {id: c, kind: closing, at: 2013-01-04 09:00, agency: care}
    as_of: 2013-01-09 09:00
    expect:
      - {trigger: t, debtor: care, due: 2013-01-05 09:00, state: met, closed: 2013-01-04 09:00}
    worked_by: by hand
"""


def with_case(folder: Path, case: str = CASE) -> Path:
    write_pack(folder, "england", (duty("two-days", "when: {event: trigger}\nwithin: 48 clock hours"),))
    (folder / "england" / "cases").mkdir()
    (folder / "england" / "cases" / "two-days.yaml").write_text(case)
    return folder


def differences(folder: Path) -> list[str]:
    rulebook = load_rulebook(folder, packs=("england",))
    return [line for result in run_cases(rulebook, folder, CALENDAR) for line in result.differences]


def test_a_case_that_holds_has_no_differences(tmp_path: Path) -> None:
    assert differences(with_case(tmp_path)) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            ("due: 2013-01-05 09:00", "due: 2013-01-06 09:00"),
            "due Sat 05 Jan 2013 09:00, expected Sun 06 Jan 2013 09:00",
        ),
        (("state: met,", "state: breached,"), "t is “met”, expected “breached”"),
        (("closed: 2013-01-04 09:00", "closed: 2013-01-05 09:00"), "closed Fri 04 Jan 2013 09:00"),
        (("debtor: care", "debtor: police"), "no duty of police by t"),
        (("id: t, kind: trigger", "id: t, kind: seen"), "no duty of care by t"),
    ],
)
def test_a_case_that_does_not_hold_says_what_differs(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    found = differences(with_case(tmp_path, CASE.replace(*change)))
    assert any(said in line for line in found), found


def test_one_duty_too_many_is_a_difference(tmp_path: Path) -> None:
    start = CASE.index("    expect:")
    case = CASE[:start] + "    expect: []\n    worked_by: by hand\n"
    assert any("one duty too many" in line for line in differences(with_case(tmp_path, case)))


def test_a_case_must_expect_something(tmp_path: Path) -> None:
    start = CASE.index("    expect:")
    with pytest.raises(Fault, match="A case must expect something"):
        differences(with_case(tmp_path, CASE[:start] + "    worked_by: by hand\n"))


STEPS = CASE.replace(
    "closed: 2013-01-04 09:00}",
    """
         rungs: [{who: manager, at: 2013-01-05 09:00}, {who: police · manager, at: 2013-01-06 09:00}],
         reminders: [{who: care, at: 2013-01-05 07:00}]}""",
)
LADDER = """
when: {event: trigger}
within: 48 clock hours
reminders: [{before: 2 clock hours}]
ladder:
  - {after: 0 clock hours, tell: {of: debtor, role: manager}}
  - {after: 24 clock hours, tell: {agency: police, role: manager}}
"""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("", ""), ""),
        (("2013-01-05 07:00", "2013-01-05 08:00"), "reminder 1 is care at Sat 05 Jan 2013 07:00, expected care at Sat"),
        (("police · manager", "school"), "rung 2 is police · manager at Sun 06 Jan 2013 09:00, expected school at Sun"),
        (("{who: manager, at: 2013-01-05 09:00}, ", ""), "one rung too many: police · manager at Sun 06 Jan 2013"),
        (("reminders: [", "reminders: [{who: care, at: 2013-01-05 07:00}, "), "no reminder 2, expected care at Sat 05"),
    ],
)
def test_a_case_may_say_who_is_told_when(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    folder = with_case(tmp_path, STEPS.replace(*change) if change[0] else STEPS)
    (folder / "england" / "theme" / "two-days.yaml").write_text(duty("two-days", LADDER))
    found = differences(folder)
    assert any(said in line for line in found) if said else found == []


def test_the_command_prints_faults_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = with_case(tmp_path, CASE.replace("state: met,", "state: open,"))
    write_pack(folder, "partnership", (), extends="england")
    assert command.run(argparse.Namespace(rulebooks=folder, pack="partnership", quiet=True)) == 1
    printed = capsys.readouterr().out
    assert "two-days has 1 worked cases; write at least 6." in printed
    assert "“It was done on time”: t is “met”, expected “open”" in printed
    assert printed.splitlines()[-1] == "1 procedures, 0 of 1 worked cases hold, 2 faults."


def with_rules(folder: Path, complete: str) -> Path:
    with_case(folder)
    write_pack(folder, "partnership", (), extends="england")
    (folder / "catalogue.yaml").write_text(
        f"complete: {complete}\nthemes: {{A: [INF-01, INF-02]}}\nrows: {{M1: One}}\n"
    )
    (folder / "rules").mkdir()
    (folder / "rules" / "a.yaml").write_text(
        "theme: A\nrules: [{id: INF-01, asks: Be quick, class: duty, procedures: two-days, sources: S, "
        "confidence: newsletter}]\n"
    )
    return folder


@pytest.mark.parametrize(("complete", "faults"), [("no", 1), ("yes", 2)])
def test_an_unclassed_rule_is_counted_and_a_fault_once_the_catalogue_is_complete(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], complete: str, faults: int
) -> None:
    command.run(argparse.Namespace(rulebooks=with_rules(tmp_path, complete), pack="partnership", quiet=False))
    printed = capsys.readouterr().out
    assert "  1 rules are not classed yet: INF-02" in printed
    assert printed.splitlines()[-1].endswith(f"1 of 2 rules classed, {faults} faults.")
    assert ("INF-02 is not classed: write in rules/ how it is codified." in printed) is (complete == "yes")
