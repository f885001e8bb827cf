"""A rulebook: vocabulary, settings and procedures that fit together, ordered so that circles cannot exist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from followthrough.procedures.model.errors import ModelError, require
from followthrough.procedures.model.procedure import (
    AnyProcedure,
    Confidence,
    DutyProcedure,
    GateProcedure,
    OnAge,
    OnBreach,
    OnDate,
    OnEvent,
    OnSignal,
    StandingProcedure,
    WatchProcedure,
)
from followthrough.procedures.model.timescale import When
from followthrough.procedures.model.vocabulary import BORN, Vocabulary


@dataclass(frozen=True, slots=True)
class Role:
    """Who speaks, as a setting: partnerships differ in it, and no role is tighter or looser than another."""

    id: str

    def __str__(self) -> str:
        return self.id.replace("-", " ")


@dataclass(frozen=True, slots=True)
class Setting:
    """A choice of practice that a partnership may make: a limit, which a local pack may tighten and never loosen, or a
    role. Of a window, a reminder or a time before a date, longer is tighter: `is_longer_tighter`.
    """

    id: str
    title: str
    value: When | Role
    confidence: Confidence
    source: str
    pack: str
    is_longer_tighter: bool = False

    @property
    def is_default(self) -> bool:
        return self.confidence is Confidence.OURS


@dataclass(frozen=True)
class Rulebook:
    """Raises ModelError for two versions in force at once, a trigger that does not exist or is of another subject, or a
    circle.
    """

    version: str
    vocabulary: Vocabulary
    settings: Mapping[str, Setting]
    procedures: tuple[AnyProcedure, ...]

    def __post_init__(self) -> None:
        for versions in self.by_id.values():
            ordered = sorted(versions, key=lambda each: (each.in_force_from, each.version))
            for earlier, later in pairwise(ordered):
                require(
                    earlier.in_force_to is not None and earlier.in_force_to <= later.in_force_from,
                    f"{later.id}: versions {earlier.version} and {later.version} are in force at the same time.",
                )
        self.strata  # noqa: B018  (computed here so that a circle is refused when the rulebook is built)

    @cached_property
    def by_id(self) -> dict[str, tuple[AnyProcedure, ...]]:
        found: dict[str, list[AnyProcedure]] = {}
        for procedure in self.procedures:
            found.setdefault(procedure.id, []).append(procedure)
        return {identity: tuple(each) for identity, each in found.items()}

    @cached_property
    def strata(self) -> tuple[str, ...]:
        """Ids of procedures, each after those whose signals and breaches it reads."""
        graph: dict[str, set[str]] = {identity: set() for identity in self.by_id}
        for procedure in self.procedures:
            fed_by = _fed_by(procedure)
            if fed_by is not None:
                require(fed_by in graph, f'{procedure.id} waits for "{fed_by}", which is no procedure.')
                abouts = {each.subject for each in self.by_id[fed_by]}
                require(abouts == {procedure.subject}, f'{procedure.id} waits for "{fed_by}", of another subject.')
                graph[procedure.id].add(fed_by)
        try:
            return tuple(TopologicalSorter({key: graph[key] for key in sorted(graph)}).static_order())
        except CycleError as error:
            raise ModelError("Procedures feed each other in a circle: " + " → ".join(error.args[1]) + ".") from error

    @cached_property
    def begun_by(self) -> dict[str, frozenset[str] | None]:
        """By the id of each procedure, the kinds of event without one of which it makes no row; None for what waits
        for another procedure or for a day of the calendar.
        """
        return {identity: _begun_by(versions, self.vocabulary) for identity, versions in self.by_id.items()}

    def get(self, procedure: str, version: int) -> AnyProcedure:
        return next(each for each in self.by_id[procedure] if each.version == version)

    def latest(self) -> Rulebook:
        """Today's rulebook: the latest version of each procedure, taken as in force always.

        It answers how an older history looks under what is asked now. What has ended without a successor is not
        asked now, nor is what waits for it.
        """
        return self._latest

    @cached_property
    def _latest(self) -> Rulebook:
        return replace(self.asked_on(date.max), version=f"{self.version}-today")

    def asked_on(self, day: date) -> Rulebook:
        """What is asked on a day, taken as in force always; not what begins later, nor what waits for that."""
        kept: dict[str, AnyProcedure] = {}
        for identity in self.strata:
            held = next((each for each in self.by_id[identity] if each.is_in_force(day)), None)
            fed_by = _fed_by(held) if held is not None else None
            if held is not None and (fed_by is None or fed_by in kept):
                kept[identity] = replace(held, in_force_from=date.min, in_force_to=None)
        ordered = (kept[identity] for identity in self.by_id if identity in kept)
        return replace(self.with_procedures(ordered), version=f"{self.version}-{self._since(day).isoformat()}")

    def _since(self, day: date) -> date:
        """The last day until then on which something began or ended: what is asked has been the same since."""
        days = {at for each in self.procedures for at in (each.in_force_from, each.in_force_to) if at is not None}
        return max((each for each in days if each <= day), default=date.min)

    def with_procedures(self, procedures: Iterable[AnyProcedure]) -> Rulebook:
        return Rulebook(self.version, self.vocabulary, self.settings, tuple(procedures))


def _begun_by(versions: Iterable[AnyProcedure], vocabulary: Vocabulary) -> frozenset[str] | None:
    found: set[str] = set()
    for each in versions:
        match each:
            case DutyProcedure(when=OnEvent(match) | OnDate(match=match)) | GateProcedure(before=match):
                found.update(match.kinds)
            case DutyProcedure(when=OnAge()):
                found.add(BORN)
            case StandingProcedure(state=state):
                found.update(vocabulary.states[state].begun_by)
            case WatchProcedure(ends=ends):
                found.update(kind for match in ends for kind in match.kinds)
            case _:
                return None
    return frozenset(found)


def _fed_by(procedure: AnyProcedure) -> str | None:
    """The procedure whose signals or breaches it waits for."""
    if isinstance(procedure, DutyProcedure) and isinstance(procedure.when, OnSignal | OnBreach):
        return procedure.when.procedure
    return None
