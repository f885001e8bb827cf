"""Asks both rulebooks of the same histories, as far as the change reaches, and compares the rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from followthrough.procedures.model.rulebook import Rulebook
from followthrough.replay.population.question import Question
from followthrough.replay.population.running import run
from followthrough.whatif.changes import Change, Reached, reached
from followthrough.whatif.comparing import Comparison, compare


@dataclass(frozen=True)
class WhatIf:
    """`question` is what was asked of both; its rulebook is the one that it is compared with."""

    question: Question
    changed: Rulebook
    engine: str
    reached: tuple[Reached, ...]
    comparison: Comparison

    def titles(self) -> dict[str, str]:
        return {each.procedure: each.title for each in self.reached}


def ask(question: Question, instead: Question, engine: str, folder: Path) -> WhatIf:
    """`instead` is the same question under the changed rulebook. Rows of both answers are kept in `folder`."""
    found = reached(
        instead.rulebook, question.rulebook, is_dated_anew=instead.calendar.version != question.calendar.version
    )
    before = frozenset(each.procedure for each in found if each.change is not Change.NEW)
    after = frozenset(each.procedure for each in found if each.change is not Change.GONE)
    run(replace(question, only=before, has_gaps=False), engine, folder / "against")
    run(replace(instead, only=after, has_gaps=False), engine, folder / "changed")
    return WhatIf(question, instead.rulebook, engine, found, compare(folder / "against", folder / "changed"))
