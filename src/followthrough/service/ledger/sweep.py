"""Whose time has come? Looks again where time alone changes an answer, fires rungs, sends letters.

Any number of copies may run: each takes what no other holds, and the unique keys keep every rung and letter single.
No scheduler owns a clock. A clock is a column; a sweep that was down for a day finds on its return what it missed.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from followthrough.procedures.model.event import Subject
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger import adoption, calendar, delivery, firing, rulebook
from followthrough.service.ledger.assessing import catch_up
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import SubjectState

BY: Final = Viewer.system("sweep")
_SUBJECTS_AT_ONCE: Final = 500
_ASSESSED_AT_ONCE: Final = 100  # held for well under a second, while nobody else can record about them
_FEW_STEPS: Final = 8
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SweepReport:
    """How much there was to do. `in_trouble` are subjects that could not be assessed; they stay due."""

    assessed: int = 0
    fired: int = 0
    sent: int = 0
    failed: int = 0
    in_trouble: int = 0

    def __bool__(self) -> bool:
        return any((self.assessed, self.fired, self.sent, self.failed, self.in_trouble))


def run_once(*, adopts: bool = True) -> SweepReport:
    """`adopts` looks again at everybody whose answer was given under another rulebook or calendar. So does a change of
    the rulebook that this process has not seen.
    """
    if _sees_a_change() or adopts:
        adopt()
    adopt_decisions()
    assessed, in_trouble = _assess_due()
    fired = _fire_due()
    sent, failed = delivery.deliver()
    _also()
    return SweepReport(assessed, fired, sent, failed, in_trouble)


def run(every_seconds: float, stop: threading.Event | None = None) -> None:
    """Until `stop` is set. A sweep that fails is tried again: the clocks stand in the database."""
    stop = stop or threading.Event()
    adopts = True  # once a process: else an old and a new one would take turns undoing each other
    while not stop.is_set():
        try:
            run_once(adopts=adopts)
            adopts = False
        except Exception:
            _log.exception("A sweep failed; the next one tries again.")
        close_old_connections()
        stop.wait(every_seconds)


def adopt() -> int:
    """A new rulebook or calendar changes everybody's answer now. Returns how many will be looked at again."""
    rules, days, now = rulebook.current(), calendar.current(), clock.now()
    kinds = {procedure.subject for procedure in rules.procedures}
    with transaction.atomic(), acting(BY), as_assessor():
        stale = SubjectState.objects.filter(subject_kind__in=kinds).exclude(
            rulebook_version=rules.version, calendar_version=days.version
        )
        # What is due already stays where it is, so that what was missed is still stepped.
        return stale.exclude(changes_at__lte=now).update(changes_at=now)


_changes_seen: list[int] = []


def _sees_a_change() -> bool:
    with transaction.atomic(), acting(BY):
        number = rulebook.last_agreed()
    rulebook.know(number)
    is_new = bool(_changes_seen) and _changes_seen != [number]
    _changes_seen[:] = [number]
    return is_new


def _also() -> None:
    """What other apps see to in each sweep. The clocks go first, and nothing here may stop them."""
    for name in settings.FOLLOWTHROUGH_ALSO_SWEPT:
        try:
            import_string(name)()
        except Exception:
            _log.exception("%s failed; the next sweep tries again.", name)


_LOOK_AGAIN = """
    update ledger_subjectstate state set changes_at = least(changes_at, (
        select min(decided_at) from ledger_adoptiondecision where number > state.adoption_number))
    where adoption_number < %s and assessed_at is not null
"""
_decisions_seen: list[int] = []


def adopt_decisions() -> None:
    """What the partnership decided of a procedure changes everybody's answer from the instant of the decision, however
    late it is looked at. Asked again only when there is a later decision than this process has seen.
    """
    with transaction.atomic(), acting(BY), as_assessor():
        number = adoption.up_to_date().number
        if _decisions_seen != [number]:
            with connection.cursor() as cursor:
                cursor.execute(_LOOK_AGAIN, [number])
    _decisions_seen[:] = [number]


def _assess_due() -> tuple[int, int]:
    with transaction.atomic(), acting(BY), as_assessor():
        waiting = list(_due().order_by("changes_at", "pk").values_list("pk", flat=True))
    assessed = in_trouble = 0
    for begin in range(0, len(waiting), _ASSESSED_AT_ONCE):
        some = waiting[begin : begin + _ASSESSED_AT_ONCE]
        try:
            done, alone = _assess_together(some)
            assessed += done
        except Exception:  # one history that cannot be assessed must not silence all the others
            _log.exception("%d subjects could not be assessed together; each is looked at alone.", len(some))
            alone = some
        for pk in alone:
            try:
                assessed += _assess_one(pk)
            except Exception:
                _log.exception("A subject could not be assessed; the next sweep tries again.")
                in_trouble += 1
                _fire_as_it_stood(pk)
    return assessed, in_trouble


def _assess_together(pks: list[int]) -> tuple[int, list[int]]:
    """Those of them that no other copy holds. Returns how many, and which of them need more steps than a few: each of
    those goes on alone, so that nobody who records waits for another's years.
    """
    with transaction.atomic(), acting(BY), as_assessor():
        states = list(_due().filter(pk__in=pks).order_by("changes_at", "pk").select_for_update(skip_locked=True))
        behind = catch_up(states, by=BY, steps=_FEW_STEPS)
    return len(states) - len(behind), [state.pk for state in behind]


def _due() -> QuerySet[SubjectState]:
    return SubjectState.objects.filter(changes_at__lte=clock.now())


def _fire_as_it_stood(pk: int) -> None:
    """What is known to be overdue still climbs: a fault of ours must not become silence about a child."""
    try:
        with transaction.atomic(), acting(BY), as_assessor():
            state = SubjectState.objects.filter(pk=pk).select_for_update(skip_locked=True).first()
            if state is not None:
                subject = Subject(state.subject_kind, state.subject_id)
                firing.tell(firing.fire({subject: clock.now()}), by=BY)
    except Exception:
        _log.exception("Its rungs could not be fired either.")


def _assess_one(pk: int) -> bool:
    """False when another copy holds it, or has been here before us."""
    with transaction.atomic(), acting(BY), as_assessor():
        state = _due().filter(pk=pk).select_for_update(skip_locked=True).first()
        if state is not None:
            catch_up([state], by=BY)
        return state is not None


def _fire_due() -> int:
    return _until_none_is_left(_fire_some)


def _until_none_is_left(step: Callable[[datetime], tuple[int, int]]) -> int:
    """`step` returns how many subjects it held and how much it did."""
    now, done = clock.now(), 0
    while True:
        held, number = step(now)
        done += number
        if held < _SUBJECTS_AT_ONCE:
            return done


_HOLD = """
    select state.subject_kind, state.subject_id from ledger_subjectstate state
    where (state.changes_at is null or state.changes_at > %(now)s) and exists (
        select from ledger_duty duty where duty.climbs_at <= %(now)s
            and (duty.subject_kind, duty.subject_id) = (state.subject_kind, state.subject_id))
    limit %(limit)s for update of state skip locked
"""


def _fire_some(now: datetime) -> tuple[int, int]:
    """Hold subjects whose duties climb, then fire them all in one insert, which sees what was committed before."""
    with transaction.atomic(), acting(BY), as_assessor():
        with connection.cursor() as cursor:
            cursor.execute(_HOLD, {"now": now, "limit": _SUBJECTS_AT_ONCE})
            held = [Subject(*row) for row in cursor.fetchall()]
        fired = firing.fire(dict.fromkeys(held, now))
        firing.tell(fired, by=BY)
    return len(held), len(fired)
