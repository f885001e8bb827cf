"""Does the command answer, and does it say how to ask when it cannot?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from unit.replay.conftest import EXAMPLE

Run = Callable[..., int]
Caught = pytest.CaptureFixture[str]


def test_a_story_by_its_name_or_its_path(run: Run, capsys: Caught) -> None:
    assert run("ada") == 0
    by_name = capsys.readouterr().out
    assert run(str(EXAMPLE / "stories" / "ada.yaml")) == 0
    assert capsys.readouterr().out == by_name


def test_json_holds_every_story_asked_for(run: Run, capsys: Caught) -> None:
    assert run("ada", "ada", "--json") == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["schema"] == "followthrough.replay/1"
    assert [each["story"] for each in printed["stories"]] == ["ada", "ada"]


def test_a_page_is_written_where_asked(run: Run, capsys: Caught, tmp_path: Path) -> None:
    page = tmp_path / "ada.html"
    assert run("ada", "--html", str(page)) == 0
    assert "Written" in capsys.readouterr().out
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nobody"], "There is no story “nobody”. The stories are: ada."),
        (["ada", "--as-of", "Easter"], '“Easter” is no time for --as-of. Write "2013-03-28 17:30"'),
        (["ada", "--perspective", "fire"], "Write pooled, or one of: social-care, police, hospital, nursing."),
        (["ada", "--html", "/nowhere/at/all.html"], "cannot be written"),
    ],
)
def test_a_question_that_cannot_be_answered(run: Run, capsys: Caught, words: list[str], says: str) -> None:
    assert run(*words) != 0
    out = capsys.readouterr()
    assert says in out.err
    assert out.out == ""


def test_a_broken_story_names_its_fault(run: Run, capsys: Caught, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("story: x\ntitle: X\n", encoding="utf-8")
    assert run(str(broken)) == 2
    assert "broken.yaml" in capsys.readouterr().err
