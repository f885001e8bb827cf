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
    """Ids of procedures that ask for something else in `after`, in any of their versions, or that are new there."""
    return tuple(
        identity for identity in after.by_id if _asks(_in_order(before, identity)) != _asks(_in_order(after, identity))
    )


def from_day(held: Rulebook, before: Rulebook, after: Rulebook, day: date, version: str) -> Rulebook:
    """`held` until `day`, and from then on with what `after` asks differently from `before`. What has ended by then
    stays ended, and what begins later begins then.
    """
    procedures = {identity: list(versions) for identity, versions in held.by_id.items()}
    for identity in changed_between(before, after):
        coming, was = (
            [each for each in _in_order(rules, identity) if not _is_over(each, day)] for rules in (after, before)
        )
        if coming and _asks(coming) != _asks(was):
            procedures[identity] = _begun(procedures.get(identity, []), coming, day)
    kept = tuple(each for versions in procedures.values() for each in versions)
    return Rulebook(version, held.vocabulary, after.settings, kept)


def newest(rulebook: Rulebook, identity: str) -> AnyProcedure:
    return _in_order(rulebook, identity)[-1]


def _begun(versions: list[AnyProcedure], coming: list[AnyProcedure], day: date) -> list[AnyProcedure]:
    number = max((each.version for each in versions), default=0) + 1
    until = (each for each in versions if each.in_force_from < day)
    return [
        *(each if _is_over(each, day) else replace(each, in_force_to=day) for each in until),
        *(
            replace(each, version=number + later, in_force_from=max(each.in_force_from, day))
            for later, each in enumerate(coming)
        ),
    ]


def _in_order(rulebook: Rulebook, identity: str) -> list[AnyProcedure]:
    return sorted(rulebook.by_id.get(identity, ()), key=lambda each: each.in_force_from)


def _is_over(procedure: AnyProcedure, day: date) -> bool:
    return procedure.in_force_to is not None and procedure.in_force_to <= day


def _asks(versions: list[AnyProcedure]) -> list[AnyProcedure]:
    return [replace(meaning(each), version=1) for each in versions]
