"""The whole rulebook and its worked cases, read once by all tests of a process: to read them takes seconds."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from followthrough.procedures.casebook import load_cases
from followthrough.procedures.casebook.cases import Case
from followthrough.procedures.language import load_rulebook
from followthrough.procedures.model.rulebook import Rulebook

ROOT = Path(__file__).parents[2] / "rulebooks"


@cache
def whole_rulebook() -> Rulebook:
    return load_rulebook(ROOT)


@cache
def every_case() -> tuple[Case, ...]:
    return tuple(load_cases(whole_rulebook(), ROOT))
