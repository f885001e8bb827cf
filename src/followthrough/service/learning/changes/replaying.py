"""How are the past histories of the service replayed? Some at a time, as the assessor, and kept as sums alone.

The person who asks sees the first of them at once; the sweep goes on, and the page says how far it has come.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction

from followthrough.procedures.model.answer import DutyRow
from followthrough.procedures.model.event import Subject
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.learning.changes import checking, comparing
from followthrough.service.learning.changes.comparing import Difference, Pair
from followthrough.service.learning.changes.models import Proposal, Replay
from followthrough.service.learning.changes.policies import CannotChange, check_can_decide
from followthrough.service.ledger import amending, rulebook
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.histories import histories
from followthrough.service.ledger.models import SubjectState

MOST: Final = 300  # the newest histories that are looked at
AT_ONCE: Final = 25
BY: Final = Viewer.system("replay")
_log = logging.getLogger(__name__)


@transaction.atomic
def start(*, proposal: Proposal, by: Viewer) -> Replay:
    """Begin it, or begin it again, and look at the first histories. Raises CannotChange and NotSound."""
    check_can_decide(by)
    if not proposal.is_open:
        raise CannotChange("This change is decided. It is replayed no more.")
    between = comparing.pair(checking.check(written_of(proposal)))
    with as_assessor():
        held = SubjectState.objects.filter(subject_kind__in=between.kinds).count()
    begun = {"asked_by": by.practitioner_id, "as_of": clock.now(), "held": held, "total": min(held, MOST)}
    replay, _ = Replay.objects.update_or_create(
        proposal=proposal, defaults={**begun, "done": 0, "below": None, "sums": {}}
    )
    audit.record("change.replayed", by=by, detail={"proposal": proposal.reference, "histories": replay.total})
    _step(replay, between)
    return replay


def go_on() -> None:
    """For the sweep: the next histories of each replay that is not finished."""
    with transaction.atomic(), acting(BY):
        unfinished = Replay.objects.filter(proposal__ended="").select_related("proposal")
        for replay in unfinished.select_for_update(skip_locked=True, of=("self",)):
            if not replay.is_finished:
                try:
                    _step(replay, comparing.pair(checking.check(written_of(replay.proposal))))
                except checking.NotSound:
                    _log.warning("The change %s does not fit the rulebook any more.", replay.proposal.reference)


def written_of(proposal: Proposal) -> amending.Written:
    kind = amending.Kind.SETTING if proposal.what == "time" else amending.Kind.PROCEDURE
    return amending.Written(kind, proposal.name, proposal.theme, proposal.text)


def _step(replay: Replay, between: Pair) -> None:
    """Only sums leave the assessor: no row, and nothing that names anybody."""
    left = min(AT_ONCE, replay.total - replay.done)
    with as_assessor():
        states = _next(replay, between, left)
        subjects = {Subject(each.subject_kind, each.subject_id): replay.as_of for each in states}
        read = histories(subjects, rulebook.current().vocabulary)
        for subject in subjects:
            add(replay.sums, between.of(read[subject], replay.as_of))
    # Fewer are left than were counted where a record was destroyed meanwhile.
    replay.done = replay.done + len(states) if len(states) == left else replay.total
    replay.below = states[-1].pk if states else replay.below
    replay.save()


def _next(replay: Replay, between: Pair, number: int) -> Sequence[SubjectState]:
    found = SubjectState.objects.filter(subject_kind__in=between.kinds).order_by("-pk")
    return list((found if replay.below is None else found.filter(pk__lt=replay.below))[:number])


def add(sums: dict[str, Any], found: Sequence[Difference]) -> None:
    """One history to the sums. `work` is by who owes, [now, then]; days are summed so that a mean can be told."""
    differs = False
    for each in found:
        if comparing.is_signal(each.row):
            differs |= _count(sums, "signals", each)
        else:
            differs |= _count(sums, "duties", each) or each.days_earlier != 0
            _move(sums, each.days_earlier)
            _work(sums, each)
    for days in comparing.first_signals(found):
        _move(sums, days, "found_")
        differs = True
    sums["reached"] = sums.get("reached", 0) + int(differs)


def _count(sums: dict[str, Any], what: str, each: Difference) -> bool:
    word = "gone" if each.now is None else "new" if each.was is None else ""
    if word:
        sums[f"{what}_{word}"] = sums.get(f"{what}_{word}", 0) + 1
    return bool(word)


def _move(sums: dict[str, Any], days: float, what: str = "") -> None:
    if days:
        name = what + ("earlier" if days > 0 else "later")
        number, total = sums.get(name, [0, 0.0])
        sums[name] = [number + 1, total + abs(days)]


def _work(sums: dict[str, Any], each: Difference) -> None:
    row = each.row
    assert isinstance(row, DutyRow)
    who = "/".join([row.debtor.agency, row.debtor.role])
    before, after = sums.setdefault("work", {}).get(who, [0, 0])
    sums["work"][who] = [before + int(each.was is not None), after + int(each.now is not None)]
    day = row.opened_at.date().isoformat()
    sums["first"], sums["last"] = min(sums.get("first", day), day), max(sums.get("last", day), day)
