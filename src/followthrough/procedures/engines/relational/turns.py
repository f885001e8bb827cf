"""When could something that a procedure reads be taken away? The instants before which it has to be asked again.

What holds can only go when a chain of corrections is changed, a household is left, a second birth is told, or an event
comes to be seen of a kind that is read as absent: what breaks a silence or a gap, begins a count anew, begins a state
that must not hold, or ends one that must. Where more knowledge alone can move what holds, every change is a turn.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibis.expr.types import Table

from followthrough.procedures.engines.plain.homes import LEFT
from followthrough.procedures.engines.plain.states import EXCUSED
from followthrough.procedures.engines.plain.triggering import TOLD
from followthrough.procedures.engines.relational.kinds import reads
from followthrough.procedures.engines.relational.sight import Sight
from followthrough.procedures.engines.relational.tables import join, union
from followthrough.procedures.model.condition import (
    All,
    Any,
    Condition,
    Count,
    Gap,
    Match,
    Silence,
    StateHolds,
    parts_of,
)
from followthrough.procedures.model.procedure import (
    AnyProcedure,
    DutyProcedure,
    Obliging,
    OnBreach,
    OnSignal,
    StandingProcedure,
    WatchProcedure,
)
from followthrough.procedures.model.vocabulary import BORN


def turns(procedure: AnyProcedure, sight: Sight, upstream: tuple[AnyProcedure, ...]) -> Table | None:
    """(s, at): instants at which a row of the procedure may cease to hold; None when there are none."""
    family = (procedure, *upstream)
    kinds = {kind for each in family for kind in reads(each, sight)} | ({TOLD} if upstream else set())
    kinds &= set(sight.population.store.kinds)
    if sight.views.every_change or any(_moves(each, sight) for each in family):
        return _changes(kinds, sight) if kinds else None
    absent = {kind for each in family for kind in _read_as_absent(each, sight)}
    if isinstance(procedure, DutyProcedure) and isinstance(procedure.when, OnBreach):
        absent |= {kind for each in upstream for kind in _closings(each)}
    absent &= kinds
    parts = [*_corrections(kinds - absent, sight), *_departures(sight)]
    if absent:
        parts.append(_changes(absent, sight))
    return union(parts).distinct() if parts else None


def every_change(procedure: AnyProcedure, sight: Sight) -> Table:
    """(s, at): every instant at which anything that the procedure reads may come to be seen otherwise."""
    return _changes(set(reads(procedure, sight)) & set(sight.population.store.kinds), sight)


def _moves(procedure: AnyProcedure, sight: Sight) -> bool:
    """Whether more knowledge alone can take a row away: the event in question moves, or another alternative counts."""
    first, last = sight.almanac.lived
    begins, ends = procedure.in_force_from, procedure.in_force_to
    if begins > first or (ends is not None and ends <= last):
        return True
    if isinstance(procedure, WatchProcedure):
        return _has_alternatives(procedure.pattern)
    is_fed = isinstance(procedure, DutyProcedure) and isinstance(procedure.when, OnSignal | OnBreach)
    return is_fed and procedure.condition is not None


def _has_alternatives(condition: Condition | None) -> bool:
    match condition:
        case All(of):
            return any(_has_alternatives(each) for each in of)
        case _:
            return isinstance(condition, Any)


def _read_as_absent(procedure: AnyProcedure, sight: Sight) -> Iterator[str]:
    """The kinds of which one more event can take something away."""
    states = sight.vocabulary.states
    if isinstance(procedure, StandingProcedure):
        yield from states[procedure.state].ended_by
    if isinstance(procedure, WatchProcedure) and procedure.silence is not None:
        yield from procedure.silence.kinds
    for condition in (getattr(procedure, name, None) for name in ("condition", "pattern")):
        for part in parts_of(condition):
            match part:
                case Silence(of=of) | Gap(of=of):
                    yield from of.kinds
                case Count(since_last=Match(kinds=kinds)):
                    yield from kinds
                case StateHolds(state=state, negated=True):
                    yield from states[state].begun_by
                case StateHolds(state=state):
                    yield from states[state].ended_by


def _closings(procedure: AnyProcedure) -> Iterator[str]:
    """A breach is no more when a closing or an excuse of its time is recorded late."""
    yield EXCUSED
    if isinstance(procedure, Obliging):
        for closing in (*procedure.closed_by, *procedure.excused_by):
            yield from closing.match.kinds


def _corrections(kinds: set[str], sight: Sight) -> Iterator[Table]:
    """When anything of these kinds was corrected or taken back."""
    for kind in sorted(kinds):
        mended = sight.population.mended(kind)
        if mended is not None:
            members = sight.population.members(kind).semi_join(mended, "id")
            yield _recorded(members, sight)


def _departures(sight: Sight) -> Iterator[Table]:
    """When it was recorded that somebody had left, or that a child was born whose birth was told already."""
    kinds = sight.population.store.kinds
    if LEFT in kinds:
        yield _recorded(sight.population.members(LEFT), sight)
    if BORN in kinds:
        births = sight.population.members(BORN)
        twice = births.group_by("ak", "aid").agg(n=births.count()).filter(lambda t: t["n"] > 1)
        yield _recorded(births.semi_join(twice, ["ak", "aid"]), sight)


def _recorded(members: Table, sight: Sight) -> Table:
    found = join(members.select("ak", "aid", "rec"), sight.kinship.closure, "c_", ["ak", "aid"])
    return found.select(s="c_s", at="rec")


def _changes(kinds: set[str], sight: Sight) -> Table:
    """Every instant at which anything of these kinds came to be seen by anybody, was corrected or taken back."""
    parts = []
    for kind in sorted(kinds):
        members = sight.population.members(kind)
        mine = join(members.select("root", "ak", "aid", "rec"), sight.kinship.closure, "c_", ["ak", "aid"])
        known = join(mine.select("root", s="c_s").distinct(), sight.population.known(kind), "k_", ["root"])
        parts.append(mine.select(s="c_s", at="rec"))
        parts += [known.select("s", at="k_b"), known.select("s", at="k_first")]
    return union(parts).distinct()
