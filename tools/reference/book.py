"""What the made pages are made from: the rulebook, the catalogue of rules and the worked cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from followthrough.procedures.calendars import Calendar, england_and_wales
from followthrough.procedures.casebook import Case, load_cases
from followthrough.procedures.language import load_catalogue, load_rulebook
from followthrough.procedures.model.catalogue import Catalogue, Rule
from followthrough.procedures.model.procedure import AnyProcedure, Obliging
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.procedures.model.vocabulary import Vocabulary
from reference import waiting

_HYPHENATED = {"self-harm"}
PACKS = {"england": "England", "partnership": "The example partnership"}


@dataclass(frozen=True)
class Book:
    rulebook: Rulebook
    catalogue: Catalogue
    cases: Mapping[str, tuple[Case, ...]]
    calendar: Calendar
    waits_for: Mapping[str, tuple[str, ...]]

    @classmethod
    def load(cls, root: Path) -> Book:
        rulebook = load_rulebook(root)
        catalogue = load_catalogue(root, rulebook)
        assert catalogue is not None, "rulebooks/catalogue.yaml is missing"
        cases: dict[str, list[Case]] = {}
        for case in load_cases(rulebook, root):
            cases.setdefault(case.procedure, []).append(case)
        by_procedure = {identity: tuple(found) for identity, found in cases.items()}
        return cls(rulebook, catalogue, by_procedure, england_and_wales(), waiting.kinds_without_a_page(rulebook))

    @property
    def vocabulary(self) -> Vocabulary:
        return self.rulebook.vocabulary

    @cached_property
    def newest(self) -> dict[str, AnyProcedure]:
        """The latest version of each procedure, in the order of theme and title."""
        found = [max(versions, key=lambda each: each.in_force_from) for versions in self.rulebook.by_id.values()]
        return {each.id: each for each in sorted(found, key=lambda each: (each.theme, each.title, each.id))}

    @cached_property
    def themes(self) -> dict[str, list[AnyProcedure]]:
        found: dict[str, list[AnyProcedure]] = {}
        for procedure in self.newest.values():
            found.setdefault(procedure.theme, []).append(procedure)
        return found

    def versions(self, identity: str) -> list[AnyProcedure]:
        """Newest first."""
        return sorted(self.rulebook.by_id[identity], key=lambda each: each.in_force_from, reverse=True)

    def cases_of(self, identity: str) -> tuple[Case, ...]:
        return self.cases.get(identity, ())

    def rules_of(self, identity: str) -> tuple[Rule, ...]:
        return self.catalogue.carried_by(identity)

    def rows_of(self, identity: str) -> list[str]:
        """The newsletter's points that it serves: by its own word, and by the rules that it carries."""
        own = {row for each in self.rulebook.by_id[identity] for row in each.rows}
        carried = {row for rule in self.rules_of(identity) for row in rule.rows}
        return [row for row in self.catalogue.rows if row in own | carried]


def theme_words(theme: str) -> str:
    words = theme if theme in _HYPHENATED else theme.replace("-", " ")
    return words[:1].upper() + words[1:]


def is_default(procedure: AnyProcedure) -> bool:
    number = procedure.deadline_confidence if isinstance(procedure, Obliging) else procedure.confidence
    return "our default" in (procedure.confidence.value, number.value)
