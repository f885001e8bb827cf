"""Can each procedure come to anything? Finds rules that can never begin or close, and rules that say the same twice.

Only what is certain is a fault: what could pass for some event is left alone.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations

from followthrough.procedures.model.condition import AUTHOR, Age, All, Comparison, Condition, Match, StateHolds, Test
from followthrough.procedures.model.normal import normal_form
from followthrough.procedures.model.procedure import (
    AnyProcedure,
    Closing,
    DutyProcedure,
    GateProcedure,
    Obliging,
    OnDate,
    OnEvent,
    StandingProcedure,
    WatchProcedure,
)
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.procedures.model.vocabulary import FieldType, Vocabulary


def unsound(rulebook: Rulebook) -> list[str]:
    """Every fault, each with its mend; all of them together."""
    found = [f"{each.id}: {fault}" for each in rulebook.procedures for fault in _faults(each, rulebook.vocabulary)]
    return [*found, *_twins(rulebook.procedures)]


def _faults(procedure: AnyProcedure, vocabulary: Vocabulary) -> Iterator[str]:
    trigger = _trigger(procedure, vocabulary)
    for match in (trigger, *_patterns(procedure)):
        if match is not None and (why := _never(match.where)):
            yield f"what begins it can never pass: {why}. Mend its “where”."
    yield from _excluding(procedure)
    if isinstance(procedure, Obliging):
        yield from _closings(procedure, trigger, vocabulary)


def _trigger(procedure: AnyProcedure, vocabulary: Vocabulary) -> Match | None:
    match procedure:
        case DutyProcedure(when=OnEvent(match) | OnDate(match=match)) | GateProcedure(before=match):
            return match
        case StandingProcedure(state=state, where=where):
            return Match(vocabulary.states[state].begun_by, where)
    return None


def _patterns(procedure: AnyProcedure) -> list[Match]:
    if isinstance(procedure, WatchProcedure):
        return [each for each in (procedure.since, procedure.silence) if each is not None]
    return []


# -- tests that exclude each other


def _never(tests: Iterable[Test]) -> str:
    """Why no event can pass all the tests, or nothing."""
    for one, other in combinations(tests, 2):
        if one.field == other.field and _exclude(one, other):
            return f"two tests of “{one.field}” exclude each other"
    return ""


def _exclude(one: Test, other: Test) -> bool:
    mine, theirs = _values(one), _values(other)
    if mine is not None and theirs is not None:
        return not mine & theirs
    least = [test.value for test in (one, other) if test.comparison is Comparison.AT_LEAST]
    most = [test.value for test in (one, other) if test.comparison is Comparison.AT_MOST]
    return bool(least and most) and least[0] > most[0]  # type: ignore[operator]


def _values(test: Test) -> set[object] | None:
    """The values that a test lets pass, where they can be listed."""
    match test.comparison:
        case Comparison.IS:
            return {test.value}
        case Comparison.IN:
            assert isinstance(test.value, tuple)
            return set(test.value)
    return None


# -- conditions that exclude each other


def _excluding(procedure: AnyProcedure) -> Iterator[str]:
    conditions = [getattr(procedure, name, None) for name in ("condition", "pattern")]
    for condition in conditions:
        for one, other in combinations(_together(condition), 2):
            if (
                isinstance(one, StateHolds)
                and isinstance(other, StateHolds)
                and replace(one, negated=not one.negated) == other
            ):
                yield f"“{one.state}” cannot both hold and not hold. Leave one of the two out."
        ages = [each for each in _together(condition) if isinstance(each, Age)]
        oldest = min((age.under for age in ages if age.under is not None), default=None)
        youngest = max((age.at_least for age in ages if age.at_least is not None), default=None)
        if oldest is not None and youngest is not None and youngest >= oldest:
            yield f"nobody is {youngest} or older and under {oldest}. Mend the ages."


def _together(condition: Condition | None) -> list[Condition]:
    """The parts that must all hold."""
    if isinstance(condition, All):
        return [part for each in condition.of for part in _together(each)]
    return [condition] if condition is not None else []


# -- closings


def _closings(procedure: Obliging, trigger: Match | None, vocabulary: Vocabulary) -> Iterator[str]:
    whys = [_never_closes(closing, trigger, vocabulary) for closing in procedure.closed_by]
    if all(whys):
        yield f"nothing can close it: {'; '.join(dict.fromkeys(whys))}. Mend “closed_by”."
    for closing, word in [(each, "closed") for each in procedure.closed_by] + [
        (each, "excused") for each in procedure.excused_by
    ]:
        if trigger is not None and _is_the_same(closing, trigger) and not _comes_again(procedure):
            yield f"it is {word} by what begins it. Name what an agency does about it."


def _comes_again(procedure: Obliging) -> bool:
    """Whether the next of what begins it may well be what meets it: a review that is held again, a date set anew."""
    is_dated = isinstance(procedure, DutyProcedure) and isinstance(procedure.when, OnDate)
    return is_dated or isinstance(procedure, StandingProcedure)


def _never_closes(closing: Closing, trigger: Match | None, vocabulary: Vocabulary) -> str:
    if why := _never(closing.match.where):
        return why
    if trigger is None:
        return ""
    for mine, theirs in closing.matching:
        held, wanted = _range(mine, closing.match, vocabulary), _range(theirs, trigger, vocabulary)
        if held is not None and wanted is not None and not held & wanted:
            return f"its “{mine}” can never be the trigger’s “{theirs}”"
        if _types(mine, closing.match, vocabulary).isdisjoint(_types(theirs, trigger, vocabulary)):
            return f"“{mine}” and “{theirs}” hold different things"
    return ""


def _range(field: str, match: Match, vocabulary: Vocabulary) -> set[object] | None:
    """The values that a field of the match can hold, where they can be listed."""
    found: set[object] | None = None
    kinds = [vocabulary.kinds[kind].fields.get(field) for kind in match.kinds]
    if kinds and all(each is not None and each.type is FieldType.CHOICE for each in kinds):
        found = {value for each in kinds if each is not None for value in each.choices}
    for test in match.where:
        if test.field == field and (values := _values(test)) is not None:
            found = values if found is None else found & values
    return found


_WORDS = frozenset({FieldType.KEY, FieldType.TEXT, FieldType.KEYS})
_ALIKE = {FieldType.KEY: _WORDS, FieldType.TEXT: _WORDS, FieldType.KEYS: _WORDS}


def _types(field: str, match: Match, vocabulary: Vocabulary) -> frozenset[object]:
    """The types that a field may be compared as; lists and keys are alike."""
    if field == AUTHOR:
        return frozenset({FieldType.AGENCY})
    found: set[object] = set()
    for kind in match.kinds:
        held = vocabulary.kinds[kind].fields.get(field)
        if held is None:
            return frozenset((*FieldType,))
        found |= _ALIKE.get(held.type, {held.type})
    return frozenset(found)


def _is_the_same(closing: Closing, trigger: Match) -> bool:
    """Whether every event that begins the duty would be one that closes it, of the same kinds and tests."""
    kinds = set(closing.match.kinds) & set(trigger.kinds)
    return bool(kinds) and set(closing.match.where) <= set(trigger.where) and not closing.matching


# -- the same twice


def _twins(procedures: Iterable[AnyProcedure]) -> Iterator[str]:
    """Two procedures that say the same of the same time: every duty of theirs would be owed twice."""
    seen: dict[Hashable, list[AnyProcedure]] = {}
    for each in procedures:
        seen.setdefault(_meaning(each), []).append(each)
    for same in seen.values():
        for one, other in combinations(same, 2):
            if one.id != other.id and _overlap(one, other):
                yield f"{one.id} and {other.id} mean the same. Keep one of the two."


def _overlap(one: AnyProcedure, other: AnyProcedure) -> bool:
    return one.in_force_from < (other.in_force_to or date.max) and other.in_force_from < (one.in_force_to or date.max)


_ASKED = (
    "subject", "when", "each", "owes", "action", "limits", "closed_by", "excused_by", "state", "where", "every",
    "before", "lookback", "silence", "lasting", "since",
)  # fmt: skip


def _meaning(procedure: AnyProcedure) -> Hashable:
    """What it asks, in one form, without its names, its source and its ladder."""
    asked = [(name, getattr(procedure, name)) for name in _ASKED if hasattr(procedure, name)]
    conditions = [normal_form(getattr(procedure, name, None)) for name in ("condition", "pattern")]
    return (type(procedure), *asked, *conditions)
