"""Which standing patterns lie in pieces? Looked at by the sweep, in nobody's request: so no page takes longer for it.

The engine says it, in its own meaning: all agencies together hold the pattern, and none holds it by itself. It reads as
the assessor, who hands back nothing: what is found is written into rows that are kept to the triage manager. A child is
looked at again when something more was recorded; how many at once is bounded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from followthrough.procedures.engines.plain import gaps
from followthrough.procedures.explain.pieces import Pieces, pieces_of
from followthrough.procedures.model.answer import SignalState
from followthrough.procedures.model.event import Subject
from followthrough.procedures.model.history import History
from followthrough.procedures.model.procedure import WatchProcedure
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger import calendar, histories, rulebook
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Adoption, Signal, SubjectState
from followthrough.service.triage.models import Alert, State

BY: Final = Viewer.system("triage")
AT_ONCE: Final = 50
_ONE_AT_A_TIME: Final = 7_215_191  # any number that no other lock uses

_WAITING = """
    select distinct state.subject_kind, state.subject_id, state.recorded_to
    from ledger_subjectstate state join ledger_signal signal using (subject_kind, subject_id)
    where signal.state = 'stands' and signal.adoption = 'on' and signal.procedure = any(%(watches)s)
      and state.recorded_to is not null and not exists (
        select from triage_alert alert
        where (alert.subject_kind, alert.subject_id) = (state.subject_kind, state.subject_id)
          and alert.procedure = signal.procedure and alert.looked_to >= state.recorded_to)
    union
    select alert.subject_kind, alert.subject_id, coalesce(state.recorded_to, alert.looked_to)
    from triage_alert alert left join ledger_subjectstate state using (subject_kind, subject_id)
    where alert.state = 'apart' and not exists (
        select from ledger_signal signal
        where (signal.subject_kind, signal.subject_id) = (alert.subject_kind, alert.subject_id)
          and signal.procedure = alert.procedure and signal.state = 'stands' and signal.adoption = 'on')
    limit %(most)s
"""


def find_due() -> int:
    """How many children were looked at; none while another sweep is at it."""
    rules = rulebook.current()
    with transaction.atomic(), acting(BY):
        if not _is_ours():
            return 0
        with as_assessor():
            _forget_destroyed()
            waiting = _waiting(rules)
            for subject, recorded_to in waiting:
                _look(subject, recorded_to, rules)
    return len(waiting)


def _is_ours() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        return bool(cursor.fetchone()[0])


def _forget_destroyed() -> None:
    known = SubjectState.objects.filter(subject_kind=OuterRef("subject_kind"), subject_id=OuterRef("subject_id"))
    Alert.objects.filter(~Exists(known)).delete()


def _waiting(rules: Rulebook) -> list[tuple[Subject, datetime]]:
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, {"watches": sorted(_counting(rules)), "most": AT_ONCE})
        return [(Subject(kind, identity), at) for kind, identity, at in cursor.fetchall()]


def _counting(rules: Rulebook) -> set[str]:
    """Watches that count what happened. Of a silence no agency holds a piece."""
    return {each.id for each in rules.procedures if isinstance(each, WatchProcedure) and not each.reads_absence}


@dataclass(frozen=True)
class _Found:
    """What the engine says of one watch now. `pieces` is None where its pattern stands no more."""

    version: int = 0
    pieces: Pieces | None = None
    roots: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()

    @property
    def state(self) -> State:
        if self.pieces is None:
            return State.OVER
        return State.APART if self.pieces.ended_at is None else State.KNOWN


def _look(subject: Subject, recorded_to: datetime, rules: Rulebook) -> None:
    # While a clock stands still, what was recorded just now stands a tick after it.
    found = in_pieces(subject, rules, max(clock.now(), recorded_to))
    whose = {"subject_kind": subject.kind, "subject_id": subject.id}
    held = {each.procedure: each for each in Alert.objects.filter(**whose)}
    for procedure in sorted(found.keys() | held.keys()):
        now = found.get(procedure, _Found())
        alert = held.get(procedure) or Alert(**whose, procedure=procedure, roots=[], agencies=[], state=State.KNOWN)
        _keep(alert, now, recorded_to)


def in_pieces(subject: Subject, rules: Rulebook, as_of: datetime) -> dict[str, _Found]:
    """By watch. As the assessor, who alone reads all that the pattern rests on."""
    signals = Signal.objects.filter(
        subject_kind=subject.kind, subject_id=subject.id, state=SignalState.STANDS, adoption=Adoption.ON,
        procedure__in=_counting(rules),
    )  # fmt: skip
    standing: dict[str, list[Signal]] = {}
    for each in signals.order_by("true_at", "id"):
        standing.setdefault(each.procedure, []).append(each)
    if not standing:
        return {}
    history = histories.history(subject, rules.vocabulary)
    roots = {(each.procedure, each.root) for every in standing.values() for each in every}
    gaps_now = gaps(history, rules, calendar.current(), as_of, only=standing.keys())
    pieces = pieces_of((gap for gap in gaps_now if (gap.watch, gap.signal) in roots), rules, as_of)
    return {
        each.procedure.id: _Found(
            version=standing[each.procedure.id][-1].version,
            pieces=each,
            roots=tuple(signal.root for signal in standing[each.procedure.id]),
            agencies=_holding(standing[each.procedure.id], history),
        )
        for each in pieces
    }


def _holding(signals: Iterable[Signal], history: History) -> tuple[str, ...]:
    """Who wrote, or was told, anything that the pattern rests on."""
    chains = (history.chains.get(root) for signal in signals for root in signal.evidence)
    return tuple(sorted({agency for chain in chains if chain for each in chain.members for agency in each.known}))


def _keep(alert: Alert, now: _Found, recorded_to: datetime) -> None:
    """What a manager has settled stays settled, until more comes to it that lies apart."""
    was, is_more = alert.state, bool(set(now.roots) - set(alert.roots))
    is_settled = was in (State.BROUGHT, State.LEFT)
    alert.state = was if is_settled and now.state != State.OVER and not (was == State.LEFT and is_more) else now.state
    alert.looked_to, alert.team = recorded_to, settings.FOLLOWTHROUGH_TRIAGE
    if now.pieces is not None:
        alert.version, alert.roots, alert.agencies = now.version, list(now.roots), list(now.agencies)
        alert.pooled_at = now.pieces.pooled_at
    if alert.state == State.APART != was:
        alert.raised_at, alert.settled_at, alert.settled_by, alert.reason = clock.now(), None, "", ""
        subject = Subject(alert.subject_kind, alert.subject_id)
        audit.record("alert.raised", by=BY, subject=subject, detail={"alert": alert.pk, "procedure": alert.procedure})
    if alert.version:
        alert.save()
