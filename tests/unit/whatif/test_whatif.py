"""What a changed rulebook would have meant, against moves that were worked out by hand."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from followthrough import cli
from followthrough.procedures.engines.relational.store import write
from followthrough.procedures.model.event import Subject
from followthrough.replay.asking import read_rulebook, read_story
from followthrough.whatif.changes import Change, reached

EXAMPLE = Path(__file__).parents[1] / "replay" / "example"
Caught = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def over(tmp_path_factory: pytest.TempPathFactory) -> Path:
    vocabulary = read_rulebook(EXAMPLE, "then").vocabulary
    story = read_story("ada", EXAMPLE, vocabulary)
    folder = tmp_path_factory.mktemp("whatif") / "store"
    return write(folder, vocabulary, story.stated, [Subject("child", "ada")], made_by="test").folder


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLE, tmp_path / "draft"))


def change(draft: Path, file: str, right: str, wrong: str) -> None:
    path = draft / "partnership" / file
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong), encoding="utf-8")


def asked(capsys: Caught, draft: Path, over: Path) -> dict[str, Any]:
    assert run(draft, over, "--json") == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def run(draft: Path, over: Path, *words: str) -> int:
    known = ("--rulebook", str(draft), "--against", str(EXAMPLE), "--over", str(over))
    return cli.main(["whatif", *known, "--engine", "plain", "--as-of", "2013-04-12 17:00", *words])


def test_a_longer_time_moves_the_deadline_and_what_waits_for_it(capsys: Caught, draft: Path, over: Path) -> None:
    """The urgent share was sent at 17:30: due at 20:30 instead of 18:30; and asked again two hours later, too."""
    change(draft, "settings.yaml", "value: 1 clock hour", "value: 3 clock hours")
    told = asked(capsys, draft, over)
    assert {each["procedure"]: each["change"] for each in told["procedures"]} == {
        "urgent-received": "changed",
        "chased": "fed by a changed one",
    }
    for row in told["duties"]:
        assert (row["before"], row["after"], row["later"], row["earlier"]) == (1, 1, 1, 0)
        assert row["days"]["half"] == pytest.approx(2 / 24, abs=0.01)
    assert told["deadlines_moved"]["less than a day later"] == 2
    assert sum(told["deadlines_moved"].values()) == 2


def test_a_wider_watch_raises_more(capsys: Caught, draft: Path, over: Path) -> None:
    """One incident is enough instead of two: the one of 5 March 2011."""
    change(draft, "rules/repeat-incidents.yaml", "at_least: 2, agencies: 2", "at_least: 1, agencies: 1")
    (row,) = asked(capsys, draft, over)["signals"]
    assert (row["before"], row["after"], row["raised"], row["first"]["only_after"]) == (0, 1, 1, 1)


def test_a_rule_taken_out_and_a_new_one(capsys: Caught, draft: Path, over: Path) -> None:
    (draft / "partnership" / "rules" / "share-received.yaml").rename(draft / "partnership" / "rules" / "own.yaml")
    change(draft, "rules/own.yaml", "id: share-received", "id: own")
    told = asked(capsys, draft, over)
    assert {each["procedure"]: each["change"] for each in told["procedures"]} == {
        "own": "new",
        "share-received": "gone",
    }
    counts = {row["procedure"]: (row["before"], row["after"]) for row in told["duties"]}
    assert counts == {"own": (0, 1), "share-received": (1, 0)}
    (work,) = told["work"]
    assert (work["agency"], work["duties_before"], work["duties_after"]) == ("social-care", 1, 1)
    assert told["weeks"] == [{"agency": "social-care", "week": "2013-03-25", "before": 1, "after": 1}]


def test_another_wording_changes_nothing(capsys: Caught, draft: Path, over: Path) -> None:
    change(draft, "rules/share-received.yaml", 'says: "It is asked for."', 'says: "It is asked for, kindly."')
    assert reached(read_rulebook(draft, "today"), read_rulebook(EXAMPLE, "today")) == ()
    assert run(draft, over) == 0
    assert "The two rulebooks mean the same." in capsys.readouterr().out


def test_a_changed_state_reaches_what_reads_it(draft: Path) -> None:
    path = draft / "vocabulary" / "kinds.yaml"
    text = path.read_text(encoding="utf-8")
    found = re.search(r"on-plan:.*", text)
    assert found is not None
    path.write_text(text.replace(found[0], re.sub(r"ended_by: \[[^]]*\]", "ended_by: []", found[0])), encoding="utf-8")
    changed = reached(read_rulebook(draft, "today"), read_rulebook(EXAMPLE, "today"))
    assert [(each.procedure, each.change) for each in changed] == [("seen-on-plan", Change.CHANGED)]


def test_text_and_page_say_the_same_numbers(capsys: Caught, draft: Path, over: Path, tmp_path: Path) -> None:
    change(draft, "settings.yaml", "value: 1 clock hour", "value: 3 clock hours")
    assert run(draft, over) == 0
    text = capsys.readouterr().out
    assert "0 deadlines would come earlier, and 2 later." in text
    page = tmp_path / "whatif.html"
    assert run(draft, over, "--html", str(page)) == 0
    html = page.read_text(encoding="utf-8")
    assert "0 deadlines would come earlier, and 2 later." in html
    # The picture and the table beside it hold the same row.
    assert html.count("less than a day later") == 2
    assert "http://" not in html.replace("http://www.w3.org/2000/svg", "")
    assert "<script" not in html


def test_a_rulebook_that_cannot_be_read_is_named(capsys: Caught, draft: Path, over: Path) -> None:
    change(draft, "settings.yaml", "value: 1 clock hour", "value: an hour or so")
    assert run(draft, over) == 2
    assert "partnership/settings.yaml, line 1" in capsys.readouterr().err
