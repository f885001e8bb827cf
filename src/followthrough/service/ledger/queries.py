"""What does the ledger hold that this viewer may see? Row-level security answers for the transaction's viewer.

`viewer` says whose duties are meant; it cannot widen what the database shows to whoever is acting.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from followthrough.procedures.model import history as model
from followthrough.procedures.model.answer import DutyState
from followthrough.procedures.model.event import Subject
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger import histories, policies, rulebook
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Adoption, Duty, Event, Rung, Signal
from followthrough.service.ledger.models.rows import ELSEWHERE
from followthrough.service.ledger.same import Folding, folding

WAITING = (DutyState.OPEN, DutyState.BREACHED)


def duties_for(
    viewer: Viewer,
    *,
    subject: Subject | None = None,
    is_waiting: bool | None = None,
    is_own: bool = False,
    is_taken: bool | None = None,
) -> QuerySet[Duty]:
    """Soonest first. `is_own` keeps what the viewer's teams owe; None means either way."""
    found = Duty.objects.filter(adoption=Adoption.ON).order_by("due_at", "id")
    if subject is not None:
        found = found.filter(subject_kind=subject.kind, subject_id=subject.id)
    if is_waiting is not None:
        found = found.filter(state__in=WAITING) if is_waiting else found.exclude(state__in=WAITING)
    if is_own:
        found = found.filter(policies.owed_by(viewer))
    if is_taken is not None:
        found = found.exclude(taken_by="") if is_taken else found.filter(taken_by="")
    return found


def begun_by(event_ids: Iterable[str]) -> list[tuple[Duty, list[Rung]]]:
    """What certain events began, and what began because that was not done: each with whom the silence has told.

    As the assessor: a sender who does not work with the child may not read the child's duties, and must know by when
    their own share has to be received. So ask only for events of a share that the viewer was allowed to open.
    """
    owed = Duty.objects.filter(adoption=Adoption.ON).exclude(state=ELSEWHERE)
    direct = owed.filter(trigger__in=list(event_ids))
    # Two questions in one, each by the index of triggers: an "or" between them would read every duty there is.
    followed = owed.filter(trigger__in=direct.values("pk"))
    told: dict[str, list[Rung]] = {}
    with as_assessor():
        duties = sorted(direct.union(followed), key=lambda duty: (duty.due_at, duty.pk))
        rungs = Rung.objects.filter(duty__in=[duty.pk for duty in duties], kind=Rung.Kind.RUNG)
        for rung in rungs.order_by("at") if duties else ():
            told.setdefault(rung.duty_id, []).append(rung)
    return [(duty, told.get(duty.pk, [])) for duty in duties]


def signals_for(viewer: Viewer, subject: Subject) -> QuerySet[Signal]:
    return Signal.objects.filter(subject_kind=subject.kind, subject_id=subject.id, adoption=Adoption.ON).order_by(
        "true_at", "id"
    )


def events_for(viewer: Viewer, subject: Subject) -> QuerySet[Event]:
    """The subject's events and those that bear on it, in the order in which they occurred."""
    return folded_events_for(viewer, subject)[0]


def entries_of(children: Iterable[str], homes: Iterable[str]) -> QuerySet[Event]:
    """Of several children, under every name of theirs, and of homes: in every version, as the viewer may see them."""
    at_home = Q(subject_kind=histories.HOUSEHOLD, subject_id__in=list(homes))
    return Event.objects.filter(folding(children).events() | at_home)


def folded_events_for(viewer: Viewer, subject: Subject, own: Folding | None = None) -> tuple[QuerySet[Event], Folding]:
    """With the names under which they are read: two records may be one child's. `own` where they are known already."""
    found, folded = histories.around(subject, own=own)
    return found.order_by("occurred_from", "recorded_at"), folded


def rungs_of(viewer: Viewer, duty: Duty) -> QuerySet[Rung]:
    return Rung.objects.filter(duty=duty).order_by("fired_at", "at", "index")


def history(subject: Subject) -> model.History:
    """For explaining: as much of the history as the transaction's viewer may see."""
    return histories.history(subject, rulebook.current().vocabulary)
