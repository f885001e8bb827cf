"""What staff read is held to a reading grade of 8: the words of every procedure and of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from followthrough.procedures.language import load_catalogue
from followthrough.procedures.model.procedure import AnyProcedure, Obliging, WatchProcedure
from tests.support.reading import grade
from tests.support.whole import whole_rulebook

ROOT = Path(__file__).parents[2]
RULEBOOK = whole_rulebook()
CATALOGUE = load_catalogue(ROOT / "rulebooks", RULEBOOK)
HIGHEST = 8
QUOTED = "NL"  # the newsletter is quoted; other sources are told in our own words
MEND = "Use shorter sentences and plainer words. A name that must stay goes into docs/reference/glossary.md, with why."


def field_terms() -> list[str]:
    """The words of the field that stay, with their reasons: the last table of the glossary."""
    glossary = (ROOT / "docs/reference/glossary.md").read_text(encoding="utf-8")
    table = glossary.partition("## Words of the field that stay")[2]
    rows = re.findall(r"^\| (.+?) \| (.+?) \|$", table, re.MULTILINE)
    return [term for term, why in rows if term != "word" and len(why) > 10]


TERMS = field_terms()


def words_of(procedure: AnyProcedure) -> str:
    return " ".join(f"{part.strip().rstrip('.')}." for part in _parts(procedure))


def _parts(procedure: AnyProcedure) -> Iterator[str]:
    yield procedure.title
    if isinstance(procedure, Obliging):
        yield procedure.action
    if isinstance(procedure, WatchProcedure):
        yield procedure.meaning
    if procedure.source.id != QUOTED:
        yield procedure.says


def test_the_words_of_the_field_that_stay_are_few() -> None:
    assert 10 < len(TERMS) <= 30


@pytest.mark.parametrize("procedure", RULEBOOK.procedures, ids=lambda each: f"{each.id}-{each.version}")
def test_a_procedure_reads_at_grade_eight_or_below(procedure: AnyProcedure) -> None:
    words = words_of(procedure)
    assert grade(words, TERMS) <= HIGHEST, f"{words}\n{MEND}"


def test_every_rule_of_the_catalogue_reads_at_grade_eight_or_below() -> None:
    assert CATALOGUE is not None
    said = {rule.id: " ".join(filter(None, (rule.asks, rule.form, rule.reason))) for rule in CATALOGUE.rules.values()}
    hard = {identity: words for identity, words in said.items() if grade(words, TERMS) > HIGHEST}
    assert hard == {}, MEND
