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


def ask(question: Question, changed: Rulebook, engine: str, folder: Path) -> WhatIf:
    """Rows of both answers are kept in `folder`."""
    found = reached(changed, question.rulebook)
    wanted = frozenset(each.procedure for each in found)
    before = frozenset(each.procedure for each in found if each.change is not Change.NEW)
    after = frozenset(each.procedure for each in found if each.change is not Change.GONE)
    asked = replace(question, has_gaps=False)
    run(replace(asked, only=before), engine, folder / "against")
    run(replace(asked, only=after, rulebook=changed), engine, folder / "changed")
    assert wanted == before | after
    return WhatIf(question, changed, engine, found, compare(folder / "against", folder / "changed"))
