"""Is a procedure off, in shadow or on? What the partnership decided, held back where it could not be lived up to.

A procedure is on when the partnership has adopted it, when everything that starts or ends its duties can be recorded
somewhere, and when whatever feeds it is on as well. Else nobody is asked for anything: its rows are made in shadow,
and show what it would bring.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.db import connection

from followthrough.procedures.model.procedure import AnyProcedure, DutyProcedure, OnBreach, OnSignal
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger import recording
from followthrough.service.ledger import rulebook as rulebooks
from followthrough.service.ledger.models import Adoption, AdoptionDecision


class CannotDecide(ValueError):
    """The message says why."""


@dataclass(frozen=True)
class Stances:
    """How every procedure of one rulebook stands. `number` is that of the latest decision, `undecided` how a procedure
    stands that nobody has decided about.
    """

    rulebook: Rulebook
    decisions: Mapping[str, AdoptionDecision]
    number: int
    undecided: Adoption

    def decided(self, procedure: str) -> Adoption:
        """What was decided of it, whether or not it can be lived up to yet."""
        found = self.decisions.get(procedure)
        return Adoption(found.adoption) if found else self.undecided

    def of(self, procedure: str) -> Adoption:
        """What holds: the decision, or what holds it back."""
        return self._all.get(procedure, Adoption.OFF)

    def since(self, procedure: str) -> datetime | None:
        """Since when it is on: nobody is told of what was due before."""
        found = self.decisions.get(procedure)
        return found.decided_at if found and found.adoption == Adoption.ON else None

    def waits_for(self, procedure: str) -> tuple[str, ...]:
        """Kinds of event that start or end its duties and that no page and no intake records yet."""
        versions = self.rulebook.by_id.get(procedure, ())
        return tuple(sorted({kind for each in versions for kind in recording.missing(each, self.rulebook.vocabulary)}))

    def held_back_by(self, procedure: str) -> str | None:
        """The procedure that feeds it and is not on, if there is one."""
        return next((each for each in feeders(self.rulebook, procedure) if self.of(each) is not Adoption.ON), None)

    @cached_property
    def running(self) -> Rulebook:
        """The rulebook without what is off and feeds nothing that is not."""
        needed = {each for each in self.rulebook.by_id if self.of(each) is not Adoption.OFF}
        for identity in reversed(self.rulebook.strata):
            if identity in needed:
                needed |= set(feeders(self.rulebook, identity))
        if len(needed) == len(self.rulebook.by_id):
            return self.rulebook
        return self.rulebook.with_procedures(p for p in self.rulebook.procedures if p.id in needed)

    @cached_property
    def _all(self) -> dict[str, Adoption]:
        found: dict[str, Adoption] = {}
        for identity in self.rulebook.strata:
            stance = self.decided(identity)
            if stance is Adoption.ON and self.waits_for(identity):
                stance = Adoption.SHADOW
            fed_by = [found[each] for each in feeders(self.rulebook, identity)]
            if stance is Adoption.ON and any(each is not Adoption.ON for each in fed_by):
                stance = Adoption.SHADOW
            found[identity] = stance
        return found


_latest: list[Stances] = []


def current(rulebook: Rulebook) -> Stances:
    """How the procedures stand now. One small question; the rest is remembered until there is a later decision."""
    return _stances(
        rulebook, AdoptionDecision.objects.order_by("-number").values_list("number", flat=True).first() or 0
    )


_LATEST = """
    select coalesce((select max(number) from ledger_adoptiondecision), 0),
           coalesce((select max(number) from ledger_amendment), 0)
"""


def up_to_date() -> Stances:
    """The same of the rulebook as the database has it at this moment: what makes duties asks so."""
    with connection.cursor() as cursor:
        cursor.execute(_LATEST)
        decided, changed = cursor.fetchone()
    return _stances(rulebooks.know(changed), decided)


def _stances(rulebook: Rulebook, number: int) -> Stances:
    undecided = Adoption(getattr(settings, "FOLLOWTHROUGH_UNDECIDED", Adoption.SHADOW))
    held = _latest[0] if _latest else None
    if held is None or not (held.rulebook is rulebook and (held.number, held.undecided) == (number, undecided)):
        newest = AdoptionDecision.objects.order_by("procedure", "-number").distinct("procedure")
        held = Stances(rulebook, {each.procedure: each for each in newest}, number, undecided)
        _latest[:] = [held]
    return held


def decide(*, procedure: str, adoption: Adoption, reason: str, by: Viewer, stances: Stances) -> AdoptionDecision:
    """Write a decision down. Raises CannotDecide for one that changes nothing or says no reason.

    The sweep looks again at everybody; until then each child's duties stay as they are.
    """
    if procedure not in stances.rulebook.by_id:
        raise CannotDecide("There is no such procedure in the rulebook.")
    if not reason.strip():
        raise CannotDecide("Say why: the reason stands beside the decision.")
    if stances.decided(procedure) is adoption and procedure in stances.decisions:
        raise CannotDecide(f"It is {adoption.label.lower()} already. Nothing was changed.")
    decision = AdoptionDecision.objects.create(
        procedure=procedure,
        adoption=adoption,
        reason=reason.strip(),
        decided_at=clock.now(),
        decided_by=by.practitioner_id,
    )
    audit.record("procedure.decided", by=by, detail={"procedure": procedure, "adoption": adoption.value})
    return decision


def feeders(rulebook: Rulebook, procedure: str) -> tuple[str, ...]:
    """Ids of the procedures whose signals or breaches start its duties."""
    return tuple(dict.fromkeys(fed for each in rulebook.by_id.get(procedure, ()) if (fed := _feeder(each))))


def _feeder(procedure: AnyProcedure) -> str | None:
    if isinstance(procedure, DutyProcedure) and isinstance(procedure.when, OnSignal | OnBreach):
        return procedure.when.procedure
    return None
