"""The documents are true of the project: links lead somewhere, and counts are those of the rulebook."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "rulebooks").rglob("*.md")])
_LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = [link for link in _LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()]
    assert broken == []


def test_every_document_can_be_reached_from_the_readme() -> None:
    seen: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop().resolve()
        if page in seen or not page.is_file() or page.suffix != ".md":
            continue
        seen.add(page)
        waiting += [page.parent / link for link in _LINK.findall(page.read_text(encoding="utf-8"))]
    assert {page.resolve() for page in PAGES} <= seen


def test_decisions_are_numbered_once_and_listed() -> None:
    files = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("0*.md"))
    numbers = [name[:4] for name in files]
    assert numbers == [f"{number:04d}" for number in range(1, len(files) + 1)]
    index = (ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")
    assert all(name in index for name in files)


def test_every_promise_of_the_engine_names_its_tests() -> None:
    page = ROOT / "docs" / "explanation" / "promises.md"
    rows = re.findall(r"^\| (\d+) \| .+ \| (.+) \|$", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, len(rows) + 1))
    named = [(number, *test) for number, tests in rows for test in re.findall(r"\[`(\w+)`\]\(([^)]+)\)", tests)]
    assert {number for number, _, _ in named} == {number for number, _ in rows}
    for number, test, path in named:
        assert f"def {test}(" in (page.parent / path).read_text(encoding="utf-8"), (number, test)
    promised = re.findall(
        r"^def (test_promise_\w+)", (ROOT / "tests/generative/test_promises.py").read_text(), re.MULTILINE
    )
    assert set(promised) <= {test for _, test, _ in named}
