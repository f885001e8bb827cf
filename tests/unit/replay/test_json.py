"""Does the JSON keep its promise? Its shape by the schema, its facts by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from tests.support.json_schema import problems

from followthrough.replay.as_json import as_json
from followthrough.replay.replaying import Replay

SCHEMA = json.loads(files("followthrough.replay").joinpath("schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def story(ask: Callable[..., Replay]) -> dict[str, Any]:
    return as_json([ask()])["stories"][0]


def duty(story: dict[str, Any], procedure: str) -> dict[str, Any]:
    found = [each for each in story["duties"] if each["procedure"] == procedure]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("question", [{}, {"perspective": "police"}, {"as_of": "2009-01-01"}, {"rulebook_of": "then"}])
def test_it_fits_the_schema(ask: Callable[..., Replay], question: dict[str, str]) -> None:
    printed = json.loads(json.dumps(as_json([ask(**question)])))
    assert list(problems(printed, SCHEMA, SCHEMA)) == []


def test_each_row_says_why_it_stands_in_the_words_of_an_explanation(story: dict[str, Any]) -> None:
    explanation = json.loads(
        files("followthrough.procedures.explain").joinpath("explanation.json").read_text(encoding="utf-8")
    )
    rows = [*story["duties"], *story["signals"]]
    assert [each["why"]["row"] for each in rows] == [each["id"] for each in rows]
    assert [line for each in rows for line in problems(each["why"], explanation, explanation)] == []


def test_the_schema_refuses_what_it_does_not_know(ask: Callable[..., Replay]) -> None:
    printed = as_json([ask()])
    printed["stories"][0]["score"] = 7
    del printed["stories"][0]["duties"][0]["due_at"]
    printed["stories"][0]["duties"][1]["state"] = "bad"
    assert len(list(problems(printed, SCHEMA, SCHEMA))) == 3


def test_an_urgent_share_on_the_evening_before_good_friday_was_due_in_an_hour(story: dict[str, Any]) -> None:
    found = duty(story, "urgent-received")
    assert found["opened_at"] == "2013-03-28T17:30:00Z"  # London is on UTC until 31 March
    assert found["due_at"] == "2013-03-28T18:30:00Z"
    assert found["state"] == "breached"
    assert found["debtor"] == {"agency": "social-care", "team": "front-door", "role": None}
    assert found["source"]["clause"] == "key actions"


def test_an_ordinary_share_was_met_across_the_bank_holidays(story: dict[str, Any]) -> None:
    found = duty(story, "share-received")
    assert found["due_at"] == "2013-04-02T16:00:00Z"  # Tuesday 17:00 in summer time
    assert (found["state"], found["closed_by"]) == ("met", "got-it")
    assert found["closed_at"] == "2013-04-02T08:10:00Z"


def test_a_signal_says_over_which_time_it_stood(story: dict[str, Any]) -> None:
    (signal,) = story["signals"]
    assert signal["stood_from"] == signal["true_at"] == "2011-06-14T22:59:59.999999Z"
    assert signal["stood_to"] is None
    assert sorted(signal["evidence"]) == ["cold", "drink", "fight"]


def test_the_gap_names_each_agency_and_when_it_alone_knew_enough(story: dict[str, Any]) -> None:
    (gap,) = story["gaps"]
    assert gap["pooled_at"] == "2011-06-14T22:59:59.999999Z"
    assert gap["by_agency"] == {"hospital": None, "nursing": None, "police": None, "social-care": None}


def test_the_reference_names_every_field() -> None:
    reference = (Path(__file__).parents[3] / "docs" / "reference" / "replay-json.md").read_text(encoding="utf-8")
    fields = {name for rule in SCHEMA["$defs"].values() for name in rule.get("properties", {})}
    words = set(re.findall(r"\w+", reference))
    assert len(fields) > 30
    assert fields <= words


def test_the_same_question_gives_the_same_bytes(ask: Callable[..., Replay]) -> None:
    assert json.dumps(as_json([ask()])) == json.dumps(as_json([ask()]))
