"""How are the past histories of the service replayed? Some at a time, as the assessor, and kept as sums alone.

Whoever asks begins it; the sweep goes on, and the page says how far it has come. The sums are shown when it is done:
two looks at half of it would tell what lies between them. Children whose record is sealed or invisible are in none.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from followthrough.procedures.model.event import Subject
from followthrough.service.assurance.counting import hidden
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.learning.changes import checking, comparing, summing
from followthrough.service.learning.changes.checking import NotSound, Sound
from followthrough.service.learning.changes.comparing import Pair
from followthrough.service.learning.changes.models import Proposal, Replay, What
from followthrough.service.learning.changes.policies import CannotChange, check_can_decide
from followthrough.service.ledger import amending, rulebook
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.histories import histories
from followthrough.service.ledger.models import Amendment, SubjectState

MOST: Final = 300  # the newest histories that are looked at
AT_ONCE: Final = 25
BY: Final = Viewer.system("replay")
CHANGED: Final = "The rule was changed since this was proposed. Propose it again."
DECIDED: Final = "This change is decided. It is replayed no more."
_log = logging.getLogger(__name__)


@transaction.atomic
def start(*, proposal: Proposal, by: Viewer) -> Replay:
    """Begin it, or begin it again, and look at the first histories. Raises CannotChange and NotSound."""
    check_can_decide(by)
    if not proposal.is_open:
        raise CannotChange(DECIDED)
    between = comparing.pair(sound_of(proposal))
    nothing = {"as_of": clock.now(), "rules": "", "held": None, "total": None, "done": 0, "below": None, "sums": {}}
    replay, _ = Replay.objects.update_or_create(proposal=proposal, defaults={**nothing, "asked_by": by.practitioner_id})
    with acting(BY):
        _begin(replay, between)
        _step(replay, between)
    audit.record("change.replayed", by=by, detail={"proposal": proposal.reference, "histories": replay.total})
    return replay


def go_on() -> None:
    """For the sweep: the next histories of each replay that is not finished."""
    with transaction.atomic(), acting(BY):
        unfinished = Replay.objects.filter(proposal__ended="").select_related("proposal")
        for replay in unfinished.select_for_update(skip_locked=True, of=("self",)):
            if not replay.is_finished:
                try:
                    _go_on(replay)
                except NotSound:
                    _log.warning("The change %s does not fit the rulebook any more.", replay.proposal.reference)


def written_of(proposal: Proposal) -> amending.Written:
    kind = amending.Kind.SETTING if proposal.what == "time" else amending.Kind.PROCEDURE
    return amending.Written(kind, proposal.name, proposal.theme, proposal.text)


def sound_of(proposal: Proposal) -> Sound:
    """Raises NotSound. Its text says the whole of a rule as that stood then: later it would undo what others agreed."""
    if not proposal.is_open:
        raise NotSound(("", DECIDED))
    written = written_of(proposal)
    since = Amendment.objects.filter(kind=written.kind.value, name=written.id, agreed_at__gt=proposal.proposed_at)
    if proposal.what != What.NEW and since.exists():
        raise NotSound(("", CHANGED))
    return checking.check(written, is_new=proposal.what == What.NEW)


def _go_on(replay: Replay) -> None:
    """From the beginning where the rules have changed meanwhile: sums under two rulebooks prove nothing."""
    between = comparing.pair(sound_of(replay.proposal))
    if replay.total is None or replay.is_stale(rulebook.current().version):
        _begin(replay, between)
    _step(replay, between)


def _begin(replay: Replay, between: Pair) -> None:
    """Only the service says of how many histories it is: one of none would prove nothing, and be finished."""
    with as_assessor():
        replay.held = _subjects(between).count()
    replay.as_of, replay.rules = clock.now(), rulebook.current().version
    replay.total, replay.done, replay.below, replay.sums = min(replay.held, MOST), 0, None, {}


def _step(replay: Replay, between: Pair) -> None:
    """Only sums leave the assessor: no row, and nothing that names anybody."""
    total = replay.total or 0
    left = min(AT_ONCE, total - replay.done)
    with as_assessor():
        states = _next(replay, between, left)
        subjects = {Subject(each.subject_kind, each.subject_id): replay.as_of for each in states}
        read = histories(subjects, rulebook.current().vocabulary)
        for subject in subjects:
            summing.add(replay.sums, between.of(read[subject], replay.as_of))
    # Fewer are left than were counted where a record was destroyed or sealed meanwhile.
    replay.done = replay.done + len(states) if len(states) == left else total
    replay.below = states[-1].pk if states else replay.below
    replay.save()


def _subjects(between: Pair) -> QuerySet[SubjectState]:
    """Asked as the assessor."""
    found = SubjectState.objects.filter(subject_kind__in=between.kinds)
    return found.exclude(subject_kind="child", subject_id__in=hidden())


def _next(replay: Replay, between: Pair, number: int) -> Sequence[SubjectState]:
    found = _subjects(between).order_by("-pk")
    return list((found if replay.below is None else found.filter(pk__lt=replay.below))[:number])
