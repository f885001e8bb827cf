"""A whole population under a whole rulebook as of an instant: procedure by procedure, each as a few relations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

import pyarrow as pa
from ibis.expr.types import Table

from followthrough.procedures.calendars import Calendar
from followthrough.procedures.engines.relational.almanac import Almanac
from followthrough.procedures.engines.relational.folding import duties, signals
from followthrough.procedures.engines.relational.kinds import reads
from followthrough.procedures.engines.relational.kinship import Kinship
from followthrough.procedures.engines.relational.population import Population
from followthrough.procedures.engines.relational.possible import Possible
from followthrough.procedures.engines.relational.reach import reach
from followthrough.procedures.engines.relational.rows import DUTIES, GAPS, SIGNALS, duty_table, signal_table
from followthrough.procedures.engines.relational.session import Session, uncollected
from followthrough.procedures.engines.relational.sharing import sharing_gaps
from followthrough.procedures.engines.relational.sight import Sight
from followthrough.procedures.engines.relational.store import Store
from followthrough.procedures.engines.relational.tables import join
from followthrough.procedures.engines.relational.ticks import ticks
from followthrough.procedures.engines.relational.triggering import Upstream
from followthrough.procedures.engines.relational.views import Views
from followthrough.procedures.model.event import POOLED
from followthrough.procedures.model.procedure import (
    AnyProcedure,
    DutyProcedure,
    OnBreach,
    OnSignal,
    WatchProcedure,
)
from followthrough.procedures.model.rulebook import Rulebook


@dataclass
class Run:
    """One population read once, to be asked under one rulebook as of one instant through one pair of eyes.

    Where it is a part of a store, `whole` is that store: what is decided from files is decided for all its parts.
    """

    session: Session
    store: Store
    rulebook: Rulebook
    calendar: Calendar
    as_of: datetime
    perspective: str = POOLED
    moments: pa.Table | None = None  # (kind, id, at): another instant for each subject instead of `as_of`
    every_change: bool = False  # ask before every change instead of before turns only: slow, for proof
    whole: Store | None = None
    sight: Sight = field(init=False)

    def __post_init__(self) -> None:
        now = ticks(self.as_of)
        population = Population(self.session, self.store, self.whole)
        first, last, lived = reach(population.whole, self.rulebook, now)
        almanac = Almanac(self.session, self.calendar, first, last, lived)
        kinship = Kinship(population, almanac)
        views = Views(population, kinship, self.perspective, now, self.every_change, shared=self._shared())
        self.sight = Sight(views, now=now) if self.moments is None else Sight(views, moments=self._asked(population))

    def _shared(self) -> set[str]:
        """The kinds that more than one rule reads."""
        read = Counter(kind for each in self.rulebook.procedures for kind in reads(each, self.rulebook))
        return {kind for kind, rules in read.items() if rules > 1}

    def _asked(self, population: Population) -> Table:
        given = self.session.load(self.moments, "asked")
        found = join(population.subjects, given, "m_", ["kind", ("sid", "id")])
        return self.session.hold(found.select("s", at="m_at"), "moments")

    def answers(self, only: Container[str] | None = None) -> Iterator[tuple[AnyProcedure, pa.Table]]:
        """The rows of each procedure in turn (or of those named), those that feed others first. Instants are ticks."""
        for identity in self.rulebook.strata:
            for procedure in self.rulebook.by_id[identity] if only is None or identity in only else ():
                yield procedure, self._answer(procedure)
                self.session.sweep()

    def _answer(self, procedure: AnyProcedure) -> pa.Table:
        if not self._possible.has_rows(procedure):
            form = SIGNALS if isinstance(procedure, WatchProcedure) else DUTIES
            return self.session.fetch_none(form.empty_table())
        with uncollected():
            return self.session.fetch(self.table(procedure))

    def gaps(self, only: Container[str] | None = None) -> Iterator[tuple[WatchProcedure, pa.Table]]:
        """The sharing gaps of each watch without absences. They compare everybody, so the run must be pooled."""
        for procedure in self.rulebook.procedures:
            if not isinstance(procedure, WatchProcedure) or procedure.reads_absence:
                continue
            if only is None or procedure.id in only:
                yield procedure, self._gaps(procedure)
                self.session.sweep()

    def _gaps(self, watch: WatchProcedure) -> pa.Table:
        if not self._possible.has_rows(watch):
            return self.session.fetch_none(GAPS.empty_table())
        with uncollected():
            return self.session.fetch(sharing_gaps(watch, self.sight))

    @cached_property
    def _possible(self) -> Possible:
        return Possible(self.rulebook, self.store.kinds)

    def table(self, procedure: AnyProcedure) -> Table:
        if isinstance(procedure, WatchProcedure):
            return signal_table(procedure, signals(procedure, self.sight))
        return duty_table(procedure, duties(procedure, self.sight, self._upstream(procedure)), self.sight)

    def _upstream(self, procedure: AnyProcedure) -> Upstream | None:
        if not isinstance(procedure, DutyProcedure) or not isinstance(procedure.when, OnSignal | OnBreach):
            return None
        versions = self.rulebook.by_id[procedure.when.procedure]

        def rows(sight: Sight, fields: set[str]) -> list[Table]:
            return [self._fed(each, sight, frozenset(fields)) for each in versions]

        return Upstream(versions, rows)

    def _fed(self, procedure: AnyProcedure, sight: Sight, fields: frozenset[str]) -> Table:
        if isinstance(procedure, WatchProcedure):
            found = self.session.keep(signals(procedure, sight, fields))
            return found.filter(found["state"] != "withdrawn").drop("sid", "state", "stands")
        return self.session.keep(duties(procedure, sight, self._upstream(procedure), fields))
