"""Do the schemas for editors say what the reader says? Whole rulebooks pass, and every fault of form fails."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.spec.small import VOCABULARY, duty
from tests.support.json_schema import problems
from tests.unit.language import test_faults

from followthrough.procedures.language.reading import Node, read_yaml
from followthrough.procedures.language.schemas import schemas

ROOT = Path(__file__).parents[3] / "rulebooks"
SCHEMAS = schemas()
FILES = {"pack.yaml": "pack", "sources.yaml": "sources", "settings.yaml": "settings", "offices.yaml": "offices",
         "catalogue.yaml": "catalogue"}  # fmt: skip
FOLDERS = {"settings": "settings", "cases": "cases"}
# What only the loader knows: which names exist, of what type a field is, and what makes sense together.
NAMES = (
    "is no kind of event", "is a risk and cannot", "is protected", "may only open support", "is no field of",
    "is no state in", "is no agency", "is not in sources", "needs a list", "ends before it is in force",
    "is not in settings", "is no date or instant", "is no number", "is no day that every year", "has no \"who\"",
    "A signal or a breach makes one duty", "Only a child or a household", "This reads the data", "is none of",
    "No opening hours are known", "waits for",
)  # fmt: skip


def plain(node: Node) -> Any:
    match node.value:
        case dict():
            return {name: plain(each) for name, each in node.value.items()}
        case list():
            return [plain(each) for each in node.value]
        case value:
            return value


def wrong(name: str, value: Any) -> list[str]:
    return list(problems(value, SCHEMAS[name], SCHEMAS[name]))


def ours() -> Iterator[tuple[str, Path]]:
    for path in sorted(ROOT.rglob("*.yaml")):
        first, *rest = path.relative_to(ROOT).parts
        if first == "stories":
            continue
        if first in ("vocabulary", "rules"):
            yield first, path
        else:
            yield FILES.get(path.name) or FOLDERS.get(rest[0], "procedure"), path


OURS = list(ours())


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_file_of_our_rulebooks_is_of_its_form(name: str) -> None:
    paths = [path for each, path in OURS if each == name]
    assert paths or name == "offices"
    assert [(path.name, said) for path in paths for said in wrong(name, plain(read_yaml(path)))] == []


FAULTS = [(text, said) for text, said in test_faults.FAULTS if "stands twice" not in said]  # that is a fault of YAML


@pytest.mark.parametrize(("text", "said"), FAULTS)
def test_a_fault_of_form_fails_and_a_fault_of_names_does_not(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "faulty.yaml"
    path.write_text(duty("faulty", text), encoding="utf-8")
    assert bool(wrong("procedure", plain(read_yaml(path)))) is not any(name in said for name in NAMES), said


def test_the_small_vocabulary_of_the_tests_is_of_its_form(tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(VOCABULARY, encoding="utf-8")
    assert wrong("vocabulary", plain(read_yaml(path))) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("settings", {"limit": {"title": "A limit", "value": "3 days", "confidence": "read", "source": "S"}}),
        ("settings", {"limit": {"title": "A limit", "value": "3 weeks", "confidence": "sure", "source": "S"}}),
        ("settings", {"limit": {"title": "A", "value": "3 weeks", "tighter": "wider", "confidence": "read", "source": "S"}}),  # noqa: E501
        ("vocabulary", {"kinds": {"seen": {"titel": "Seen", "recorded_by": "page: any"}}}),
        ("vocabulary", {"kinds": {"seen": {"title": "S", "recorded_by": "p", "data": {"a": {"type": "choice"}}}}}),
        ("vocabulary", {"states": {"on": {"title": "On"}}}),
        ("cases", {"procedure": "p", "cases": [{"name": "n", "proves": "met", "as_of": "2013-01-01", "worked_by": "h"}]}),  # noqa: E501
        ("catalogue", {"complete": "perhaps", "themes": {}, "rows": {}}),
        ("rules", {"theme": "A", "rules": [{"id": "R", "asks": "x", "class": "duti", "confidence": "read", "sources": "S"}]}),  # noqa: E501
        ("pack", {"id": "england", "title": "England", "extend": None}),
        ("sources", {"S": {"title": "A source"}}),
        ("offices", {"triage": {"title": "Triage", "open": {"monday": "9-5"}}}),
    ],
)  # fmt: skip
def test_a_fault_of_form_in_another_file_fails(name: str, value: Any) -> None:
    assert wrong(name, value) != []


def test_the_files_for_editors_are_those_that_the_reader_gives() -> None:
    written = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (ROOT / "schemas").glob("*.json")}
    assert written == SCHEMAS, "run python tools/make_schemas.py"
