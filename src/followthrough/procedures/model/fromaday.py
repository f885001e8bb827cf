"""How does a rulebook change on a day? What is asked differently has a new version from then on; the old one ends.

Whatever began before the day keeps the version under which it began.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from followthrough.procedures.model.procedure import AnyProcedure, Source
from followthrough.procedures.model.rulebook import Rulebook

_NOWHERE = Source("", "", "", "-")


def meaning(procedure: AnyProcedure) -> AnyProcedure:
    """Without what only people read: another wording asks for nothing else."""
    return replace(procedure, title="", says="", owner="", source=_NOWHERE, rows=())


def changed_between(before: Rulebook, after: Rulebook) -> tuple[str, ...]:
    """Ids of procedures whose newest version asks for something else in `after`, or that are new there."""
    return tuple(
        identity
        for identity in after.by_id
        if identity not in before.by_id or _asks(before, identity) != _asks(after, identity)
    )


def from_day(held: Rulebook, before: Rulebook, after: Rulebook, day: date, version: str) -> Rulebook:
    """`held` until `day`, and from then on with what `after` asks differently from `before`."""
    procedures = {identity: list(versions) for identity, versions in held.by_id.items()}
    for identity in changed_between(before, after):
        procedures[identity] = _begun(procedures.get(identity, []), newest(after, identity), day)
    kept = tuple(each for versions in procedures.values() for each in versions)
    return Rulebook(version, held.vocabulary, after.settings, kept)


def newest(rulebook: Rulebook, identity: str) -> AnyProcedure:
    return max(rulebook.by_id[identity], key=lambda each: each.in_force_from)


def _begun(versions: list[AnyProcedure], new: AnyProcedure, day: date) -> list[AnyProcedure]:
    number = max((each.version for each in versions), default=0) + 1
    kept = [_ended(each, day) for each in versions if each.in_force_from < day]
    return [*kept, replace(new, version=number, in_force_from=day, in_force_to=None)]


def _ended(procedure: AnyProcedure, day: date) -> AnyProcedure:
    ends = procedure.in_force_to
    return procedure if ends is not None and ends <= day else replace(procedure, in_force_to=day)


def _asks(rulebook: Rulebook, identity: str) -> AnyProcedure:
    return replace(meaning(newest(rulebook, identity)), version=1, in_force_from=date.min, in_force_to=None)
