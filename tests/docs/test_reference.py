"""The made pages leave nothing out, and the maker sees which of them are stale."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def tools() -> Iterator[None]:
    sys.path.insert(0, str(ROOT / "tools"))
    yield
    sys.path.remove(str(ROOT / "tools"))


@pytest.fixture(scope="module")
def maker(tools: None) -> ModuleType:
    import make_reference

    return make_reference


@pytest.fixture(scope="module")
def book(tools: None) -> Any:
    from reference.book import Book

    return Book.load(ROOT / "rulebooks")


@pytest.fixture(scope="module")
def made(book: Any) -> dict[str, str]:
    """The pages that are made from the rulebook. The examples of the language run tests, so they are made elsewhere."""
    from reference import coverage, index, procedures, vocabulary

    return {
        "procedures/README.md": index.page(book),
        "coverage.md": coverage.page(book),
        "vocabulary.md": vocabulary.page(book),
        **dict(procedures.pages(book)),
    }


def test_every_procedure_has_a_page_with_its_source_and_all_its_cases(book: Any, made: dict[str, str]) -> None:
    from reference.markdown import text

    for identity, procedure in book.newest.items():
        page = made[f"procedures/{identity}.md"]
        assert f"({identity}.md)" in made["procedures/README.md"]
        assert f"# {text(procedure.title)}\n" in page
        assert text(procedure.source.clause) in page
        for case in book.cases_of(identity):
            assert text(case.name) in page
        for each in book.versions(identity):
            assert text(each.says.strip().strip("“”")) in page


def test_what_is_our_default_says_so_on_its_page(made: dict[str, str]) -> None:
    assert "**our default**" in made["procedures/share-received-urgent.md"]
    assert "**our default**" not in made["procedures/referral-decided.md"]


def test_every_rule_and_every_point_of_the_newsletter_is_on_the_coverage_page(book: Any, made: dict[str, str]) -> None:
    catalogue = book.catalogue
    for identity in catalogue.ids:
        assert f"**{identity}**" in made["coverage.md"]
    for row, title in catalogue.rows.items():
        assert f"| {row} | {title} |" in made["coverage.md"]
    assert made["coverage.md"].count("**not classed yet**") == len(catalogue.unclassed)


def test_every_kind_state_agency_and_role_is_in_the_vocabulary(book: Any, made: dict[str, str]) -> None:
    vocabulary = book.vocabulary
    for names in (vocabulary.kinds, vocabulary.states, vocabulary.agencies, vocabulary.roles):
        assert [name for name in names if f"| `{name}` |" not in made["vocabulary.md"]] == []
    assert "`ethnicity` (text, **protected**)" in made["vocabulary.md"]


def test_a_page_that_differs_is_missing_or_is_no_longer_made_is_stale(
    maker: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(maker, "REFERENCE", tmp_path)
    made = {"coverage.md": "# One\n", "procedures/two.md": "# Two\n", "procedures/three.md": "# Three\n"}
    maker.write(made, list(made))
    assert list(maker.stale(made)) == []
    (tmp_path / "procedures" / "two.md").write_text("# Changed\n")
    (tmp_path / "procedures" / "three.md").unlink()
    (tmp_path / "procedures" / "four.md").write_text("# Nobody makes me\n")
    (tmp_path / "glossary.md").write_text("# By hand\n")
    stale = list(maker.stale(made))
    assert stale == ["procedures/two.md", "procedures/three.md", "procedures/four.md"]
    maker.write(made, stale)
    assert list(maker.stale(made)) == []
    assert (tmp_path / "glossary.md").exists()


def test_words_of_the_rulebook_cannot_break_a_table(tools: None) -> None:
    from reference.markdown import table, text

    (head, line, row, _) = table(("a", "b"), [(text("one | two"), text("*three*\nfour"))])
    assert (head, line, row) == ("| a | b |", "|---|---|", "| one \\| two | \\*three\\* four |")
