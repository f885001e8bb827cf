"""What once held and holds no more is remembered: the rows of a procedure at given moments.

A row can only go when something later known takes its ground away. So besides the moments asked, a procedure is asked
just before each *turn*: each instant at which something that it reads could be taken away. Between two turns, what
holds only grows; so the last moment at which a row held is one of those, and it went at the turn after it.
"""

from __future__ import annotations

import ibis
from ibis.expr.types import Table

from followthrough.procedures.engines.relational.holding import holding
from followthrough.procedures.engines.relational.owing import digest
from followthrough.procedures.engines.relational.sight import Sight
from followthrough.procedures.engines.relational.states import with_state
from followthrough.procedures.engines.relational.tables import join, last_by, nothing, text, tick, union
from followthrough.procedures.engines.relational.ticks import TICK
from followthrough.procedures.engines.relational.triggering import Upstream, trigger_kinds
from followthrough.procedures.engines.relational.turns import turns
from followthrough.procedures.engines.relational.watching import hits
from followthrough.procedures.model.procedure import (
    AnyProcedure,
    DutyProcedure,
    GateProcedure,
    OnBreach,
    OnSignal,
    StandingProcedure,
    WatchProcedure,
)

Duties = DutyProcedure | StandingProcedure | GateProcedure


def duties(procedure: Duties, sight: Sight, upstream: Upstream | None, extra: frozenset[str] = frozenset()) -> Table:
    """Every duty that held by each moment, as it last held, with its state then."""
    last = remembered_duties(procedure, sight, upstream, extra)
    numbered = sight.session.keep(last.mutate(n=ibis.row_number()))
    return with_state(procedure, numbered, sight, _kinds_of_triggers(procedure, sight))


def _kinds_of_triggers(procedure: Duties, sight: Sight) -> set[str]:
    """The kinds of event that are themselves a trigger: a breach is none; what performs a standing duty is one too."""
    if isinstance(procedure, DutyProcedure) and isinstance(procedure.when, OnSignal | OnBreach):
        return set()
    performed = {kind for closing in procedure.closed_by for kind in closing.match.kinds}
    return trigger_kinds(procedure, sight) | (performed if isinstance(procedure, StandingProcedure) else set())


def remembered_duties(procedure: Duties, sight: Sight, upstream: Upstream | None, extra: frozenset[str]) -> Table:
    """What is owed, each as it last held, with `withdrawn_at`: when it ceased to hold, if it did."""
    session = sight.session
    held = holding(procedure, sight, upstream, extra)
    past = _past(procedure, sight, upstream)
    if past is None:
        return held.mutate(withdrawn_at=nothing()) if sight.now is not None else _as_last_held(held, sight)
    held, then = session.keep(held), session.keep(holding(procedure, past, upstream, extra))
    if sight.now is not None:
        return _with_gone(held, then, sight.now)
    return _as_last_held(union([held, then]), sight)


def _past(procedure: Duties, sight: Sight, upstream: Upstream | None) -> Sight | None:
    """Just before each turn. A duty that another duty's breach made has one turn more: when that one, whose own ground
    had gone, is made anew and is not late any more. Time alone may bring it, so it is read from its rows.
    """
    known = turns(procedure, sight, upstream_of(upstream))
    past = sight.before(known)
    if past is None or known is None or upstream is None or not any(map(_is_fed, upstream.procedures)):
        return past
    made = [rows for at in (sight, past) for rows in upstream.rows(at, set())]
    anew = [rows.select("s", at=rows["opened"] + later) for rows in made for later in (0, TICK)]
    return sight.before(union([known, *anew]).distinct())


def _is_fed(procedure: AnyProcedure) -> bool:
    return isinstance(procedure, DutyProcedure) and isinstance(procedure.when, OnSignal | OnBreach)


def _with_gone(now: Table, then: Table, at: int) -> Table:
    """What holds at the one instant asked, and what held before and holds no more."""
    standing = now.mutate(withdrawn_at=nothing())
    gone = last_by(then.anti_join(now, ["s", "id"]), ["s", "id"], ["at"])
    return union([standing, gone.mutate(withdrawn_at=gone["at"] + TICK, at=tick(at))])


def _as_last_held(rows: Table, sight: Sight) -> Table:
    """For each moment asked the rows of it and of the moments before it, each as it last held."""
    asked = join(rows, sight.subjects(), "m_", ["s"], lambda h, m: [h["at"] <= m["m_at"]])
    last = last_by(asked, ["s", "m_at", "id"], ["at"])
    withdrawn = ibis.ifelse(last["at"] == last["m_at"], nothing(), last["at"] + TICK)
    return last.mutate(withdrawn_at=withdrawn, at=last["m_at"]).drop("m_at", "m_s")


def upstream_of(upstream: Upstream | None) -> tuple[AnyProcedure, ...]:
    return upstream.procedures if upstream is not None else ()


def signals(watch: WatchProcedure, sight: Sight, fields: frozenset[str] = frozenset()) -> Table:
    """Every signal that ever stood by each moment, as it last held, with its state then."""
    session = sight.session
    now = session.keep(hits(watch, sight, fields))
    past = sight.before(turns(watch, sight, ()))
    whole = now.mutate(is_asked=True)
    if past is not None:
        whole = union([whole, session.keep(hits(watch, past, fields)).mutate(is_asked=False)])
    moments = sight.subjects()
    asked = join(whole, moments, "m_", ["s"], lambda h, m: [h["at"] <= m["m_at"]])
    so_far = ibis.cumulative_window(group_by=[asked["s"], asked["m_at"], asked["root"]], order_by=asked["at"])
    # A silence that was broken before it could be seen never stood.
    stood = asked.mutate(stood=asked["stands"].cast("int8").max().over(so_far))
    last = last_by(stood.filter(stood["stood"] == 1), ["s", "m_at", "root"], ["at"])
    is_held = last["at"] == last["m_at"]
    state = ibis.cases((~is_held, text("withdrawn")), (last["stands"], text("stands")), else_=text("ended"))
    named = last.mutate(state=state, ended_at=ibis.ifelse(is_held, last["ended_at"], nothing()), at=last["m_at"])
    subjects = sight.population.subjects
    named = join(named, subjects.filter(subjects["kind"] == watch.subject), "n_", ["s"])
    subject = text(f"{watch.subject}:").concat(named["n_sid"])
    found = named.mutate(id=digest(sight, "signal", watch.id, subject, named["root"]), sid=named["n_sid"])
    return found.drop("m_at", "m_s", "n_s", "n_kind", "n_sid", "stood", "is_asked")
