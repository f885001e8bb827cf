"""How often does what happen in the made-up county? Reads the table `rates.yaml`, and checks it by the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from followthrough.procedures.language.faults import did_you_mean
from followthrough.procedures.language.reading import Entry, Node, read_yaml
from followthrough.procedures.model.vocabulary import FieldType, Vocabulary

TABLE = Path(__file__).with_name("rates.yaml")
ASSUMPTION = "assumption"
SAME, RECIPIENT, BEGINNER, SCHOOL = "same", "recipient", "beginner", "school"
Given = str | float | Mapping[str, float]


@dataclass(frozen=True)
class Line:
    """What all lines of the table say. `by` are weights of agencies; or, of what it follows, the same agency, the
    recipient, or the beginner (who wrote the first event of the chain).
    """

    kind: str
    by: str | Mapping[str, float]
    source: str
    in_office: bool = False
    at_once: bool = False
    data: Mapping[str, Given] | None = None


@dataclass(frozen=True)
class Happens(Line):
    """Events that come by themselves: `rate` a year for each 1,000, more of them where the need is."""

    rate: float = 0.0
    need: float = 0.0
    ages: tuple[float, float] = (0, 18)


@dataclass(frozen=True)
class Follows(Line):
    """Events that another brings: after a `share` of them, a lag around `days` later."""

    after: str = ""
    share: float = 1.0
    days: float = 1.0
    only: Mapping[str, tuple[str, ...]] | None = None
    each_child: bool = False


@dataclass(frozen=True)
class Rates:
    county: Mapping[str, tuple[float, ...]]
    sources: Mapping[str, str]
    happens: Mapping[str, Happens]
    follows: Mapping[str, tuple[Follows, ...]]
    order: tuple[str, ...]  # every kind after those that it follows
    cited: Mapping[str, str]  # what each number of the county rests on

    def number(self, name: str) -> float:
        return self.county[name][0]


def read_rates(vocabulary: Vocabulary, path: Path = TABLE, *, structure: Iterable[str] = ()) -> Rates:
    """The table, with the rate of "other" or "elsewhere" for every kind that it leaves out. Raises Fault.

    `structure` are kinds that something else makes (births, households), so that no rate is wanted.
    """
    entry = read_yaml(path, path.name).entry("The table of rates")
    sources = {name: _source(node) for name, node in entry.need("sources").named('"sources"')}
    reader = _Reader(vocabulary, sources)
    county, cited = {}, {}
    for name, node in entry.need("county").named('"county"'):
        county[name], cited[name] = reader.number(name, node)
    happens = {name: reader.happens(name, node) for name, node in entry.need("happens").named('"happens"')}
    follows: dict[str, tuple[Follows, ...]] = {}
    for node in entry.need("follows").items('"follows"'):
        line = reader.follows(node)
        follows[line.kind] = (*follows.get(line.kind, ()), line)
    other, elsewhere = entry.need("other"), entry.need("elsewhere")
    for kind in sorted(set(vocabulary.kinds) - set(happens) - set(follows) - set(structure)):
        is_usual = vocabulary.kinds[kind].about in ("child", "household")
        happens[kind] = reader.happens(kind, other if is_usual else elsewhere)
    entry.done()
    return Rates(county, sources, happens, follows, _ordered(happens, follows, entry), cited)


def _source(node: Node) -> str:
    entry = node.entry("A source")
    said = f"{entry.text('title')} <{entry.text('address')}>"
    entry.done()
    return said


def _ordered(
    happens: Mapping[str, Happens], follows: Mapping[str, tuple[Follows, ...]], entry: Entry
) -> tuple[str, ...]:
    graph = {kind: {line.after for line in follows.get(kind, ())} for kind in sorted({*happens, *follows})}
    try:
        return tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        raise entry.fault("Kinds follow each other in a circle: " + " → ".join(error.args[1]) + ".") from error


@dataclass(frozen=True)
class _Reader:
    vocabulary: Vocabulary
    sources: Mapping[str, str]

    def number(self, name: str, node: Node) -> tuple[tuple[float, ...], str]:
        entry = node.entry(f'The number "{name}"')
        values = tuple(_number(each) for each in entry.need("value").items('"value"'))
        cited = self._source(entry)
        entry.done()
        return values, cited

    def happens(self, kind: str, node: Node) -> Happens:
        self._check_kind(kind, node)
        entry = node.entry(f'The rate of "{kind}"')
        ages = [_number(each) for each in entry.need("ages").items('"ages"')] if entry.has("ages") else [0.0, 18.0]
        line = Happens(
            **self._line(kind, entry),
            rate=_number(entry.need("rate")),
            need=entry.maybe("need", _number, 0.0),
            ages=(ages[0], ages[-1]),
        )
        entry.done()
        return line

    def follows(self, node: Node) -> Follows:
        entry = node.entry("A line of “follows”")
        kind, after = entry.text("kind"), entry.text("after")
        self._check_kind(kind, entry.need("kind"))
        self._check_kind(after, entry.need("after"))
        line = Follows(
            **self._line(kind, entry),
            after=after,
            share=_number(entry.need("share")),
            days=_number(entry.need("days")),
            only=entry.maybe("only", lambda n: {name: _words(each) for name, each in n.named('"only"')}, None),
            each_child=entry.text("each", "") == "child",
        )
        entry.done()
        return line

    def _line(self, kind: str, entry: Entry) -> dict[str, Any]:
        return {
            "kind": kind,
            "by": entry.maybe("by", self._by, SAME),
            "source": self._source(entry),
            "in_office": entry.text("hours", "any") == "office",
            "at_once": entry.text("recorded", "") == "at once",
            "data": entry.maybe("data", lambda n: self._data(kind, n), {}),
        }

    def _source(self, entry: Entry) -> str:
        cited = entry.text("source")
        if cited != ASSUMPTION and cited not in self.sources:
            raise entry.need("source").fault(
                f'"{cited}" is no source. {did_you_mean(cited, [*self.sources, ASSUMPTION])}'
            )
        return cited

    def _check_kind(self, kind: str, node: Node) -> None:
        if kind not in self.vocabulary.kinds:
            raise node.fault(f'"{kind}" is no kind of event. {did_you_mean(kind, self.vocabulary.kinds)}')

    def _by(self, node: Node) -> str | Mapping[str, float]:
        if isinstance(node.value, str):
            if node.value not in (SAME, RECIPIENT, BEGINNER):
                raise node.fault(f'"by" cannot be "{node.value}". Write {SAME}, {RECIPIENT}, {BEGINNER} or weights.')
            return node.value
        weights = {agency: _number(each) for agency, each in node.named('"by"')}
        for agency in weights:
            if agency != SCHOOL and agency not in self.vocabulary.agencies:
                raise node.fault(f'"{agency}" is no agency. {did_you_mean(agency, self.vocabulary.agencies)}')
        return weights

    def _data(self, kind: str, node: Node) -> dict[str, Given]:
        fields = self.vocabulary.kinds[kind].fields
        found: dict[str, Given] = {}
        for name, each in node.named('"data"'):
            if name not in fields:
                raise each.fault(f'"{name}" is no field of {kind}. {did_you_mean(name, fields)}')
            if isinstance(each.value, dict):
                found[name] = {word: _number(weight) for word, weight in each.named(f'"{name}"')}
                self._check_choices(kind, name, found[name], each)
            else:
                found[name] = each.text(f'"{name}"') if isinstance(each.value, str) else _number(each)
        return found

    def _check_choices(self, kind: str, name: str, weights: Given, node: Node) -> None:
        field = self.vocabulary.kinds[kind].fields[name]
        known = field.choices if field.type is FieldType.CHOICE else tuple(self.vocabulary.agencies)
        for word in weights if isinstance(weights, Mapping) else ():
            if word not in known:
                raise node.fault(f'"{word}" is no value of {kind}.{name}. {did_you_mean(word, known)}')


def _number(node: Node) -> float:
    if isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return float(node.value)
    raise node.fault("A number is wanted here.")


def _words(node: Node) -> tuple[str, ...]:
    return tuple(
        "yes" if each.value is True else "no" if each.value is False else each.text("A value")
        for each in node.items("A value")
    )
