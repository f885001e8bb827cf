"""YAML → conditions, checked against the vocabulary: kinds, fields, states and what may be read at all."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from followthrough.procedures.language.faults import did_you_mean
from followthrough.procedures.language.instants import parse_day, parse_local_instant
from followthrough.procedures.language.reading import Entry, Node
from followthrough.procedures.language.vocabularies import choice_of
from followthrough.procedures.model.condition import (
    AUTHOR,
    SUBJECT,
    Age,
    All,
    Any,
    Comparison,
    Condition,
    Count,
    Gap,
    Match,
    Silence,
    StateHolds,
    Test,
    Whose,
)
from followthrough.procedures.model.event import type_of_value
from followthrough.procedures.model.rulebook import Role, Setting
from followthrough.procedures.model.timescale import Timescale, TimescaleError, When, parse_timescale
from followthrough.procedures.model.vocabulary import About, DataField, FieldType, Polarity, Vocabulary

COMPARISONS = {
    "at_least": Comparison.AT_LEAST,
    "at_most": Comparison.AT_MOST,
    "includes": Comparison.INCLUDES,
    "given": Comparison.GIVEN,
}
_WORDS = ("age", "state", "not", "count", "silence", "gap", "all", "any")
_DEFAULT_WHOSE = frozenset({Whose.SELF, Whose.HOUSEHOLD})


def read_when(node: Node) -> When:
    """A timescale or moment in words."""
    try:
        return parse_timescale(node.text("A timescale"))
    except TimescaleError as error:
        raise node.fault(f"{error}") from error


def read_timescale(node: Node) -> Timescale:
    when = read_when(node)
    if not isinstance(when, Timescale):
        raise node.fault(f'"{when}" is a moment; a length of time is needed here, for example "3 working days".')
    return when


@dataclass(frozen=True)
class ConditionReader:
    """Reads conditions for one procedure. `is_support` allows fields that may only open support duties."""

    vocabulary: Vocabulary
    is_support: bool = False
    settings: Mapping[str, Setting] = dataclasses.field(default_factory=dict)
    subject: About = About.CHILD

    def setting(self, node: Node) -> Setting:
        name = node.text('"setting"')
        if name not in self.settings:
            raise node.fault(f'"{name}" is not in settings.yaml. {did_you_mean(name, self.settings)}')
        return self.settings[name]

    def length(self, node: Node) -> Timescale:
        return self.named_length(node)[0]

    def long_length(self, node: Node) -> Timescale:
        return self.named_length(node, longer=True)[0]

    def named_length(self, node: Node, *, longer: bool = False) -> tuple[Timescale, str | None]:
        """A length of time, in words or by the name of a setting, and that name. `longer`: here longer is tighter."""
        if not isinstance(node.value, dict):
            return read_timescale(node), None
        entry = node.entry("A length of time")
        setting = self.setting(entry.need("setting"))
        entry.done()
        if not isinstance(setting.value, Timescale):
            what = "a role" if isinstance(setting.value, Role) else "a moment"
            raise node.fault(f'The setting "{setting.id}" is {what}; a length of time is needed here.')
        self.check_direction(setting, node, longer=longer)
        return setting.value, setting.id

    def check_direction(self, setting: Setting, node: Node, *, longer: bool) -> None:
        """A pack may tighten a setting, so the setting must know which way is tighter where it stands."""
        if setting.is_longer_tighter and not longer:
            raise node.fault(
                f'Here a shorter time is tighter, and the setting "{setting.id}" says "tighter: longer". '
                "Leave that out of the setting, or write a setting of its own."
            )
        if longer and not setting.is_longer_tighter:
            raise node.fault(
                f'Here a longer time is tighter. Write "tighter: longer" in the setting "{setting.id}", '
                "so that a partnership that chooses another time cannot loosen it."
            )

    def condition(self, node: Node) -> Condition:
        entry = node.entry("A condition")
        if len(entry.nodes) != 1:
            raise entry.fault(
                'A condition has one word: age, state, not, count, silence, gap, all or any. Put several under "all".'
            )
        word, inner = next(iter(entry.nodes.items()))
        match word:
            case "age":
                return self._age(inner)
            case "state":
                return self._state(node, negated=False)
            case "count":
                return self._count(inner)
            case "silence":
                return self._silence(inner)
            case "gap":
                return self._gap(inner)
            case "not":
                return self._negated(inner)
            case "all" | "any":
                parts = tuple(self.condition(item) for item in inner.items(f'"{word}"'))
                return All(parts) if word == "all" else Any(parts)
        raise inner.fault(f'"{word}" is no condition. {did_you_mean(word, _WORDS)}')

    def refuse_age(self, node: Node) -> None:
        if self.subject is not About.CHILD:
            raise node.fault(f"Only a child has an age, and this procedure is about one {self.subject}. Leave it out.")

    def _age(self, node: Node) -> Age:
        self.refuse_age(node)
        entry = node.entry('"age"')
        found = Age(
            at_least=entry.maybe("at_least", lambda n: n.whole('"at_least"'), None),
            under=entry.maybe("under", lambda n: n.whole('"under"'), None),
        )
        entry.done()
        return found

    def _negated(self, node: Node) -> StateHolds:
        """Negation stands one level deep, on a state; a silence is the negation of events."""
        words = list(node.entry('"not"').nodes)
        if words == ["state"]:
            return self._state(node, negated=True)
        other = {
            "silence": 'To ask that something did happen, write a "count".',
            "count": 'To ask that nothing happened, write a "silence", or a "gap" for the time before.',
            "age": 'Write the other side of the age: "under" instead of "at_least".',
            "not": "Two negations are none: leave both out.",
            "all": 'Write "any" of the parts, each with its own "not".',
            "any": 'Write "all" of the parts, each with its own "not".',
        }.get(words[0] if len(words) == 1 else "", "")
        raise node.fault(
            f'"not" holds a state and nothing else, as in {{not: {{state: looked-after}}}}. {other}'.strip()
        )

    def _state(self, node: Node, *, negated: bool) -> StateHolds:
        entry = node.entry("A state")
        inner = entry.need("state")
        entry.done()
        if isinstance(inner.value, dict):
            parts = inner.entry('"state"')
            name_node, where_node = parts.need("is"), parts.nodes.get("where")
            parts.has("where")
            parts.done()
        else:
            name_node, where_node = inner, None
        name = self.state_name(name_node)
        begun_by = self.vocabulary.states[name].begun_by
        return StateHolds(name, self.tests(where_node, begun_by) if where_node else (), negated)

    def state_name(self, node: Node) -> str:
        name = node.text("A state")
        if name not in self.vocabulary.states:
            raise node.fault(f'"{name}" is no state in the vocabulary. {did_you_mean(name, self.vocabulary.states)}')
        for kind in self.vocabulary.states[name].begun_by:
            self._refuse_of_another(kind, node)
        return name

    def _count(self, node: Node) -> Count:
        entry = node.entry('"count"')
        found = Count(
            of=self.match_of(entry.need("of"), entry.nodes.get("where"), entry.nodes.get("whose")),
            at_least=entry.maybe("at_least", lambda n: n.whole('"at_least"'), 1),
            agencies=entry.maybe("agencies", lambda n: n.whole('"agencies"'), 1),
            within=entry.maybe("within", self.long_length, None),
            since_last=entry.maybe("since_last", lambda n: self._anew(n, entry.nodes.get("whose")), None),
        )
        entry.has("where"), entry.has("whose")
        entry.done()
        return found

    def _anew(self, node: Node, whose: Node | None) -> Match:
        match = self.match(node) if isinstance(node.value, dict) else self.match_of(node, None, whose)
        self.refuse_risk(match, node, "where a count begins anew")
        return match

    def _silence(self, node: Node) -> Silence:
        entry = node.entry('"silence"')
        match = self.match_of(entry.need("of"), entry.nodes.get("where"), entry.nodes.get("whose"))
        self.refuse_risk(match, node, "the end of a silence")
        found = Silence(match, self.length(entry.need("for")))
        entry.has("where"), entry.has("whose")
        entry.done()
        return found

    def _gap(self, node: Node) -> Gap:
        entry = node.entry('"gap"')
        match = self.match_of(entry.need("of"), entry.nodes.get("where"), entry.nodes.get("whose"))
        self.refuse_risk(match, node, "the end of a gap")
        since = entry.maybe("since", lambda n: self.match_of(n, None, entry.nodes.get("whose")), None)
        found = Gap(match, self.length(entry.need("for")), self.long_length(entry.need("within")), since)
        entry.has("where"), entry.has("whose")
        entry.done()
        return found

    def match(self, node: Node) -> Match:
        """`{event: kind or kinds, where: …, whose: …}`"""
        entry = node.entry("An event")
        found = self.match_in(entry)
        entry.done()
        return found

    def match_in(self, entry: Entry) -> Match:
        """The match among the parts of an entry that may have others."""
        entry.has("where"), entry.has("whose")
        return self.match_of(entry.need("event"), entry.nodes.get("where"), entry.nodes.get("whose"))

    def match_of(self, kinds_node: Node, where: Node | None, whose: Node | None) -> Match:
        kinds = kinds_node.texts("A kind of event")
        for kind in kinds:
            if kind not in self.vocabulary.kinds:
                raise kinds_node.fault(
                    f'"{kind}" is no kind of event in the vocabulary. {did_you_mean(kind, self.vocabulary.kinds)}'
                )
            self._refuse_of_another(kind, kinds_node)
        chosen = (
            frozenset(choice_of(Whose, item, '"whose"') for item in whose.items('"whose"')) if whose else _DEFAULT_WHOSE
        )
        if whose and self.subject is not About.CHILD and chosen - {Whose.SELF}:
            raise whose.fault(
                f"Only a child has a household and siblings, and this procedure is about one {self.subject}. "
                'Write "whose: self", or leave it out.'
            )
        return Match(kinds, self.tests(where, kinds) if where else (), chosen)

    def _refuse_of_another(self, kind: str, node: Node) -> None:
        """A history holds what is about its subject: nothing else can begin, close or be counted in it."""
        about = self.vocabulary.kinds[kind].about
        if about not in self.subject.reads:
            raise node.fault(
                f'"{kind}" is about one {about}, and this procedure is about one {self.subject}. '
                'Mend its "subject", or name what is recorded of the other.'
            )

    def refuse_risk(self, match: Match, node: Node, where: str) -> None:
        """Bad news may never close, excuse or silence anything."""
        for kind in match.kinds:
            if self.vocabulary.kinds[kind].polarity is Polarity.RISK:
                raise node.fault(
                    f'"{kind}" is a risk and cannot be {where}. Name what an agency does about it instead.'
                )

    def tests(self, node: Node, kinds: tuple[str, ...]) -> tuple[Test, ...]:
        return tuple(self._test(name, inner, kinds) for name, inner in node.named('"where"'))

    def field(self, name: str, kinds: tuple[str, ...], node: Node) -> DataField:
        """The field `name`, which every kind of `kinds` must have and which may be read."""
        for kind in kinds:
            fields = self.vocabulary.kinds[kind].fields
            if name not in fields:
                raise node.fault(f'"{name}" is no field of {kind}. {did_you_mean(name, fields)}')
            if fields[name].protected:
                raise node.fault(f'"{name}" is protected: no procedure may read it. Leave it out.')
            if fields[name].support_only and not self.is_support:
                raise node.fault(
                    f'"{name}" may only open support duties. Write "support: yes" if this is one, or leave it out.'
                )
        return self.vocabulary.kinds[kinds[0]].fields[name]

    def _test(self, name: str, node: Node, kinds: tuple[str, ...]) -> Test:
        field = self._author() if name == AUTHOR else self.field(name, kinds, node)
        if isinstance(node.value, list):
            return Test(name, Comparison.IN, tuple(self._value(item, field) for item in node.value))
        if not isinstance(node.value, dict):
            return Test(name, Comparison.IS, self._value(node, field))
        if len(node.value) != 1:
            raise node.fault(f'The test of "{name}" has one comparison: {", ".join(COMPARISONS)}.')
        word, inner = next(iter(node.value.items()))
        if word not in COMPARISONS:
            raise inner.fault(f'"{word}" is no comparison. {did_you_mean(word, COMPARISONS)}')
        if word == "given":
            return Test(name, Comparison.GIVEN, inner.yes_or_no('"given"'))
        if word == "includes":
            return Test(name, Comparison.INCLUDES, inner.text('"includes"'))
        return Test(name, COMPARISONS[word], self._value(inner, field))

    def _author(self) -> DataField:
        """The agency that wrote the event, as if it were a field."""
        return DataField(AUTHOR, FieldType.CHOICE, "the agency that wrote it down", tuple(self.vocabulary.agencies))

    def _value(self, node: Node, field: DataField) -> object:
        if node.value == SUBJECT:
            return SUBJECT
        return read_value(node, field)


def read_value(node: Node, field: DataField) -> type_of_value:
    """A value of typed data, as the vocabulary types it. Raises Fault."""
    value: object = node.value
    try:
        if field.type is FieldType.INSTANT:
            value = parse_local_instant(node.text(f'"{field.name}"'))[1]
        elif field.type is FieldType.DATE:
            value = parse_day(node.text(f'"{field.name}"'))
        elif field.type is FieldType.KEYS:
            value = () if node.value == [] else node.texts(f'"{field.name}"')
        elif field.type not in (FieldType.BOOLEAN, FieldType.NUMBER):
            value = node.text(f'"{field.name}"')
    except ValueError as error:
        raise node.fault(str(error)) from error
    problem = field.problem(value)
    if problem:
        raise node.fault(f'"{field.name}": {problem}.')
    assert isinstance(value, str | int | float | bool | date | tuple)
    return value
