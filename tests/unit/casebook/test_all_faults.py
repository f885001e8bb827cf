"""One run of check-rulebook says every fault of every kind of file, and nothing that only follows from another."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest
from tests.spec.small import VOCABULARY, duty, write_pack

from followthrough.procedures.casebook import command

SETTINGS = "limit: {title: A limit, value: 3 days, confidence: read, source: S}\n"
GOOD = "when: {event: trigger}\nwithin: 1 week"
CASE = """
procedure: sound
cases:
  - {name: One, proves: met, as_of: 2013-01-01, worked_by: by hand, expect: {trigger: t}}
  - {name: Two, proves: met, as_of: 2013-01-01, worked_by: by hand}
"""
CATALOGUE = "complete: no\nthemes: {A: [R-1, R-2]}\nrows: {M1: One}\n"
RULES = """
theme: A
rules:
  - {id: R-1, asks: x, class: duti, confidence: read, sources: [S]}
  - {id: R-2, asks: x, class: duty, confidence: read, sources: [S], procedures: [unsound]}
"""


def said(root: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    assert command.run(argparse.Namespace(rulebooks=root, pack="england", quiet=True)) == 1
    return [line.strip() for line in capsys.readouterr().out.splitlines()]


def write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


def test_faults_of_every_kind_of_file_are_said_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    procedures = (duty("sound", GOOD), duty("unsound", "when: {event: trigger}\nwithin: 3 days"))
    write_pack(tmp_path, "england", procedures, SETTINGS)
    broken = VOCABULARY.replace("audit: {title: An audit was made,", "audit: {titel: An audit was made,")
    write(tmp_path, "vocabulary/small.yaml", broken.replace("begun_by: [plan.begun]", "begun_by: [plan.began]"))
    write(tmp_path, "england/sources.yaml", "S: {title: A source, address: here}\nT: {title: Another}\n")
    write(tmp_path, "england/offices.yaml", "triage: {title: Triage}\n")
    write(tmp_path, "england/cases/sound.yaml", CASE)
    write(tmp_path, "catalogue.yaml", CATALOGUE)
    write(tmp_path, "rules/a.yaml", RULES)
    first, *faults = said(tmp_path, capsys)
    assert first == "The rulebook cannot be used yet."
    assert [fault.split(", line ")[0] for fault in faults] == [
        "england/offices.yaml",
        "vocabulary/small.yaml",
        "vocabulary/small.yaml",
        "england/sources.yaml",
        "england/settings.yaml",
        "england/theme/unsound.yaml",
        "rules/a.yaml",
        "england/cases/sound.yaml",
        "england/cases/sound.yaml",
    ]


def test_what_follows_from_another_fault_is_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    users = (
        duty("by-setting", "when: {event: trigger}\nwithin: {setting: limit}"),
        duty("by-kind", "when: {event: seen}\nwithin: 1 week"),
        duty("by-breach", "when: {breach: by-kind}\nwithin: {at: due_by}"),
    )
    write_pack(tmp_path, "england", users, SETTINGS)
    write(tmp_path, "vocabulary/small.yaml", VOCABULARY.replace("seen: {title: The child", "seen: {titel: The child"))
    _, *faults = said(tmp_path, capsys)
    assert [fault.split(", line ")[0] for fault in faults] == ["vocabulary/small.yaml", "england/settings.yaml"]


def test_a_file_that_nobody_can_read_hides_what_may_follow(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_pack(tmp_path, "england", (duty("by-setting", "when: {event: trigger}\nwithin: {setting: limit}"),))
    write(tmp_path, "england/settings.yaml", "limit: {title: [")
    _, *faults = said(tmp_path, capsys)
    assert len(faults) == 1
    assert faults[0].startswith("england/settings.yaml, line 2: this is not YAML")
