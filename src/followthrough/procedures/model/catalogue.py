"""Which rules were found, and how is each codified: as a procedure, a setting, a form, or not at all and why?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from followthrough.procedures.model.procedure import Confidence


class RuleClass(StrEnum):
    DUTY = "duty"
    STANDING = "standing duty"
    GATE = "gate"
    WATCH = "watch"
    SETTING = "setting"
    FORM = "form validation"
    NOT_CODIFIABLE = "not codifiable"

    @property
    def is_procedure(self) -> bool:
        return self in (RuleClass.DUTY, RuleClass.STANDING, RuleClass.GATE, RuleClass.WATCH)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of practice in plain words, with what carries it.

    `procedures` and `settings` are ids of the rulebook, `sources` of its sources, `rows` of the newsletter's points.
    `form` says which page checks it; `reason` why it is not codified.
    """

    id: str
    theme: str
    asks: str
    is_a: RuleClass
    confidence: Confidence
    sources: tuple[str, ...]
    procedures: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    form: str = ""
    reason: str = ""
    rows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Catalogue:
    """What must be classed (`themes`: ids by theme), what is, and the newsletter's points (`rows`: titles by id)."""

    themes: Mapping[str, tuple[str, ...]]
    rows: Mapping[str, str]
    rules: Mapping[str, Rule]
    is_complete: bool

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(identity for ids in self.themes.values() for identity in ids)

    @property
    def unclassed(self) -> tuple[str, ...]:
        return tuple(identity for identity in self.ids if identity not in self.rules)

    @property
    def counts(self) -> dict[RuleClass, int]:
        found = Counter(rule.is_a for rule in self.rules.values())
        return {each: found[each] for each in RuleClass}

    def carried_by(self, procedure: str) -> tuple[Rule, ...]:
        """The rules that a procedure carries."""
        return tuple(
            self.rules[each] for each in self.ids if each in self.rules and procedure in self.rules[each].procedures
        )
