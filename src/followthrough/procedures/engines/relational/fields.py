"""The typed data of events as columns, and the tests that conditions make of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, cast

import ibis
from ibis.expr.types import Table

from followthrough.procedures.engines.relational.population import FIELD, Population, type_of
from followthrough.procedures.engines.relational.refusals import NotCompiled
from followthrough.procedures.engines.relational.tables import every, nothing, some, truth
from followthrough.procedures.engines.relational.ticks import day_ticks, ticks
from followthrough.procedures.model.condition import AUTHOR, SUBJECT, Comparison, Test


class Fields:
    """The fields that are asked of events of some kinds: a kind that lacks one has null there."""

    def __init__(self, population: Population, kinds: Iterable[str], names: Iterable[str]) -> None:
        self.vocabulary = population.vocabulary
        self.names = sorted(set(names))
        self.types = {name: self._type(name, tuple(kinds)) for name in self.names}

    def _type(self, name: str, kinds: tuple[str, ...]) -> str:
        found = {
            type_of(self.vocabulary.kinds[kind].fields[name])
            for kind in kinds
            if name in self.vocabulary.kinds[kind].fields
        }
        if len(found) > 1:
            raise NotCompiled(f'the field "{name}" of different types in {", ".join(sorted(kinds))}')
        return found.pop() if found else "string"

    def column(self, view: Table, kind: str, name: str) -> Any:
        if name == AUTHOR:
            return view["agency"]
        return view[FIELD + name] if name in self.vocabulary.kinds[kind].fields else nothing("string")

    def columns(self, view: Table, kind: str) -> dict[str, Any]:
        has = self.vocabulary.kinds[kind].fields
        return {FIELD + n: view[FIELD + n] if n in has else nothing(self.types[n]) for n in self.names}


def tested(test: Test, held: Any, subject: Any) -> Any:
    """Whether a column passes a test. A field that is absent passes no test but `given: no`."""
    if test.comparison is Comparison.GIVEN:
        return held.notnull() if test.value else held.isnull()
    wanted = subject if test.value == SUBJECT else test.value
    match test.comparison:
        case Comparison.IS:
            found = _same(held, wanted)
        case Comparison.IN:
            found = some(_same(held, each) for each in cast(tuple[Any, ...], wanted))
        case Comparison.AT_LEAST:
            found = held >= plain(wanted)
        case Comparison.AT_MOST:
            found = held <= plain(wanted)
        case Comparison.INCLUDES:
            found = held.contains(wanted)
    return found.fill_null(False)


def _same(held: Any, wanted: Any) -> Any:
    if isinstance(wanted, tuple):
        return every(held == ibis.array([ibis.literal(each) for each in wanted]) for _ in (1,))
    if held.type().is_array():
        return truth(False)
    value = plain(wanted)
    literal = value if isinstance(value, ibis.expr.types.Value) else ibis.literal(value)
    is_like = (held.type().is_numeric() and literal.type().is_numeric()) or type(held.type()) is type(literal.type())
    return held == literal if is_like else truth(False)


def plain(value: Any) -> Any:
    """A value of the rulebook as the engine holds it: dates and instants are ticks."""
    if isinstance(value, datetime):
        return ticks(value)
    return day_ticks(value) if isinstance(value, date) else value
