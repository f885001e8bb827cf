"""When a duty is owed under another name of the same child, what goes with it?

Who has taken it, since when it stands, and whom its silence has told: nobody is asked twice because two records were
merged or parted. The same duty is known by what makes it that duty, without the name: its rule, its debtor, and what
began it. Signals go the same way. As the assessor, with the subjects locked.
"""

from __future__ import annotations

from collections.abc import Collection

from followthrough.procedures.model.event import Subject
from followthrough.service.core import audit
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.models import Duty, Rung, Signal

_Name = tuple[str, ...]


def carry(new: Collection[str], others: Collection[str], *, by: Viewer) -> set[str]:
    """`new` are ids of duties and signals that are new or stand again; `others` are records that have become one
    child's with theirs, or were parted from it. Returns the ids of what stood under the other name already.
    """
    if not new or not others:
        return set()
    names = _Names(others, new)
    duties = {key: held for key in names.duties_new if (held := names.before(key)) is not None}
    for key, held in sorted(duties.items()):
        assert isinstance(held, Duty)
        Duty.objects.filter(pk=key).update(
            taken_by=held.taken_by, taken_at=held.taken_at, first_seen_at=held.first_seen_at
        )
    signals = {key: held for key in names.signals_new if (held := names.before(key)) is not None}
    for key, held in sorted(signals.items()):
        Signal.objects.filter(pk=key).update(first_seen_at=held.first_seen_at)
    for key, held in sorted(duties.items()):
        _carry_rungs(key, held, by)
    return {*duties, *signals}


def _carry_rungs(key: str, held: Duty | Signal, by: Viewer) -> None:
    had = {_step(each) for each in Rung.objects.filter(duty=key)}
    missing = [each for each in Rung.objects.filter(duty=held.id).order_by("id") if _step(each) not in had]
    told = [list(_step(each)) for each in missing]
    for each in missing:
        each.pk, each.duty_id = None, key
    Rung.objects.bulk_create(missing)
    if told:
        subject = Subject(held.subject_kind, held.subject_id)
        detail = {"duty": key, "steps": told, "told_as": held.id}
        audit.record("duty.climbed", by=by, subject=subject, detail=detail)


def _step(rung: Rung) -> tuple[str, int, int]:
    return rung.kind, rung.index, rung.repeat


class _Names:
    """What makes a duty or a signal what it is, whoever it is about. A duty may be begun by another duty or signal."""

    def __init__(self, others: Collection[str], new: Collection[str]) -> None:
        whose = {"subject_kind": "child"}
        self.duties = {each.id: each for each in Duty.objects.filter(**whose, subject_id__in=list(others))}
        self.signals = {each.id: each for each in Signal.objects.filter(**whose, subject_id__in=list(others))}
        self._before: dict[_Name, Duty | Signal] = {}
        self._before |= {self._of(key): each for key, each in self.duties.items()}
        self._before |= {self._of(key): each for key, each in self.signals.items()}
        mine = {each.subject_id for each in Duty.objects.filter(pk__in=list(new))}
        mine |= {each.subject_id for each in Signal.objects.filter(pk__in=list(new))}
        self.duties |= Duty.objects.filter(**whose, subject_id__in=mine).in_bulk()
        self.signals |= Signal.objects.filter(**whose, subject_id__in=mine).in_bulk()
        self.duties_new = set(new) & set(self.duties)
        self.signals_new = set(new) & set(self.signals)

    def before(self, key: str) -> Duty | Signal | None:
        return self._before.get(self._of(key))

    def _of(self, key: str) -> _Name:
        if duty := self.duties.get(key):
            debtor = (duty.debtor_agency, duty.debtor_team, duty.debtor_role)
            return (duty.procedure, *debtor, duty.each, *self._of(duty.trigger))
        if signal := self.signals.get(key):
            return (signal.procedure, signal.root)
        return (key,)
