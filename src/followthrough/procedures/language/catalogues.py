"""YAML → catalogue: every rule that was found, with how it is codified. Faults name file, line and mend."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from followthrough.procedures.language.faults import Found, did_you_mean
from followthrough.procedures.language.packs import PACKS, read_sources
from followthrough.procedures.language.reading import Entry, Node, read_yaml
from followthrough.procedures.language.vocabularies import choice_of
from followthrough.procedures.model.catalogue import Catalogue, Rule, RuleClass
from followthrough.procedures.model.procedure import (
    Confidence,
    DutyProcedure,
    GateProcedure,
    StandingProcedure,
    WatchProcedure,
)
from followthrough.procedures.model.rulebook import Rulebook

LIST = "catalogue.yaml"
_MADE_BY = {
    RuleClass.DUTY: DutyProcedure,
    RuleClass.STANDING: StandingProcedure,
    RuleClass.GATE: GateProcedure,
    RuleClass.WATCH: WatchProcedure,
}


def load_catalogue(root: Path, rulebook: Rulebook, packs: Iterable[str] = PACKS) -> Catalogue | None:
    """The list of what must be classed, with the files of `rules/` that class it. None where there is no list."""
    found = Found()
    catalogue = read_catalogue(root, rulebook, found, packs)
    found.raise_all()
    return catalogue


def read_catalogue(root: Path, rulebook: Rulebook, found: Found, packs: Iterable[str] = PACKS) -> Catalogue | None:
    """What can be read of it, with the faults of the rest."""
    if not (root / LIST).exists():
        return None
    catalogue, rules = None, dict[str, Rule]()
    with found.gathering():
        catalogue = _listed(root, rules)
        reader = _Reader(rulebook, catalogue.themes, catalogue.rows, read_sources(root, packs, found), found)
        for path in sorted((root / "rules").glob("*.yaml")):
            with found.gathering(path.stem):
                reader.add_theme(read_yaml(path, str(path.relative_to(root))), rules)
    return catalogue


def _listed(root: Path, rules: dict[str, Rule]) -> Catalogue:
    """The list alone; its rules are still to be read."""
    entry = read_yaml(root / LIST, LIST).entry("The catalogue")
    is_complete = entry.need("complete").yes_or_no('"complete"')
    themes = {theme: node.texts("A theme’s rules") for theme, node in entry.need("themes").named('"themes"')}
    rows = {row: node.text(f'The title of "{row}"') for row, node in entry.need("rows").named('"rows"')}
    entry.done()
    return Catalogue(themes, rows, rules, is_complete)


@dataclass(frozen=True)
class _Reader:
    """Reads rules against a rulebook: what they name must exist, and be of the kind that they say."""

    rulebook: Rulebook
    themes: Mapping[str, tuple[str, ...]]
    rows: Collection[str]
    sources: Collection[str]
    found: Found

    def add_theme(self, node: Node, rules: dict[str, Rule]) -> None:
        entry = node.entry("A file of rules")
        theme = entry.text("theme")
        if theme not in self.themes:
            raise entry.need("theme").fault(f'"{theme}" is no theme of {LIST}. {did_you_mean(theme, self.themes)}')
        for item in entry.need("rules").items('"rules"'):
            with self.found.gathering(f"rule {len(rules)}"):
                rule = self._rule(item.entry("A rule"), theme)
                if rule.id in rules:
                    raise item.fault(f'"{rule.id}" is classed already. Keep one of the two.')
                rules[rule.id] = rule
        entry.done()

    def _rule(self, entry: Entry, theme: str) -> Rule:
        identity = entry.text("id")
        self._known(identity, self.themes[theme], f"rule of “{theme}” in {LIST}", entry.need("id"))
        rule = Rule(
            id=identity,
            theme=theme,
            asks=entry.text("asks"),
            is_a=choice_of(RuleClass, entry.need("class"), '"class"'),
            confidence=choice_of(Confidence, entry.need("confidence"), '"confidence"'),
            sources=self._names(entry, "sources", self.sources, "source in sources.yaml"),
            procedures=self._names(entry, "procedures", self.rulebook.by_id, "procedure"),
            settings=self._names(entry, "settings", self.rulebook.settings, "setting in settings.yaml"),
            form=entry.text("form", ""),
            reason=entry.text("reason", ""),
            rows=self._names(entry, "rows", self.rows, f"row of {LIST}"),
        )
        entry.done()
        self._check(rule, entry)
        return rule

    def _names(self, entry: Entry, key: str, known: Collection[str], what: str) -> tuple[str, ...]:
        if not entry.has(key) or entry.nodes[key].value == []:
            return ()
        names = []
        for node in entry.nodes[key].items(f'"{key}"'):
            names.append(node.text(f'"{key}"'))
            self._known(names[-1], known, what, node)
        return tuple(names)

    def _known(self, name: str, known: Collection[str], what: str, node: Node) -> None:
        if name not in known:
            raise node.fault(f'"{name}" is no {what}. {did_you_mean(name, known)}')

    def _check(self, rule: Rule, entry: Entry) -> None:
        """What a rule must say, by its class."""
        if not rule.sources:
            raise entry.fault(f'{rule.id} needs "sources": where does the rule come from?')
        match rule.is_a:
            case RuleClass.SETTING if not rule.settings:
                raise entry.fault(f'{rule.id} is a setting: name it under "settings".')
            case RuleClass.FORM if not rule.form:
                raise entry.fault(f'{rule.id} is checked by a form: say under "form" which page, and what it checks.')
            case RuleClass.NOT_CODIFIABLE if not rule.reason:
                raise entry.fault(f'{rule.id} is not codifiable: say under "reason" why, honestly.')
            case RuleClass.NOT_CODIFIABLE if rule.procedures:
                carried = ", ".join(rule.procedures)
                raise entry.need("procedures").fault(
                    f"{rule.id} is not codifiable, yet {carried} carries it. Class it by what carries it."
                )
        if rule.is_a.is_procedure:
            self._check_procedures(rule, entry)

    def _check_procedures(self, rule: Rule, entry: Entry) -> None:
        if not rule.procedures:
            raise entry.fault(f'{rule.id} is a {rule.is_a}: name the procedures that carry it under "procedures".')
        wanted = _MADE_BY[rule.is_a]
        if not any(isinstance(self.rulebook.by_id[each][-1], wanted) for each in rule.procedures):
            raise entry.need("class").fault(
                f"{rule.id} is classed {rule.is_a}, but none of {', '.join(rule.procedures)} is one. "
                "Change the class, or name the procedure that is."
            )
