"""What does a team owe, what does it wait for, what has climbed to the viewer? Soonest first, and by nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from followthrough.procedures.model.event import Subject
from followthrough.service.access import policies as access
from followthrough.service.children.models import Child
from followthrough.service.children.queries import by_any_record
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.models import Duty, Event, Rung
from followthrough.service.ledger.queries import WAITING, begun_by, duties_for
from followthrough.service.sharing import queries as sharing
from followthrough.service.sharing.models import Leg
from followthrough.service.worklist.desks import Desks

AT_ONCE = 50
LONG = timedelta(weeks=4)
MOST_LEGS = 200


@dataclass(frozen=True)
class Listed:
    """The soonest of a list, and whether there are more."""

    duties: tuple[Duty, ...]
    has_more: bool = False


@dataclass(frozen=True)
class Awaited:
    """One recipient's part of a share of ours, with what they owe next; None when no clock runs."""

    leg: Leg
    duty: Duty | None


def owed(viewer: Viewer, desks: Desks, *, is_mine: bool = False, is_long_overdue: bool = False) -> QuerySet[Duty]:
    """Waiting duties that the viewer's teams answer for; `is_mine` keeps those that the viewer has taken.

    What has been overdue for a long time is asked for by itself: a list that begins with the leftovers of years hides
    tonight's work.
    """
    found = _waiting(viewer).filter(desks.desk.owed())
    long_ago = clock.now() - LONG
    found = found.filter(due_at__lt=long_ago) if is_long_overdue else found.filter(due_at__gte=long_ago)
    return found.filter(taken_by=viewer.practitioner_id) if is_mine else found


def waited_for(viewer: Viewer) -> list[Awaited]:
    """What others have not done yet with shares that the viewer's teams sent, soonest due first.

    Also for a child whom they do not work with: asked for are those duties alone that the share's own events began.
    """
    legs = [leg for leg in sharing.waiting_for(viewer)[:MOST_LEGS] if leg.state != Leg.State.ACTED]
    leg_of = {step["event"]: leg for leg in legs for step in leg.steps}
    soonest: dict[str, Duty] = {}
    for each, _ in begun_by(leg_of) if legs else ():
        if each.trigger in leg_of and each.state in WAITING and each.ended_at is None and not _is_ours(each, viewer):
            soonest.setdefault(leg_of[each.trigger].pk, each)
    return sorted((Awaited(leg, soonest.get(leg.pk)) for leg in legs), key=_due)


def climbed(viewer: Viewer, desks: Desks) -> list[Rung]:
    """The latest rung of each duty that told the viewer, soonest due first.

    Without what has been overdue for a long time, as for what is owed: and never more than one list can hold.
    """
    words = Q(tell_role__in=viewer.roles) | Q(tell_role="") | Q(tell_team__in=desks.own)
    told = Rung.objects.filter(words, kind=Rung.Kind.RUNG, tell_agency=viewer.agency)
    # Through the duties, so that row-level security says which of them the viewer may know of.
    recent = _waiting(viewer).filter(due_at__gte=clock.now() - LONG, pk__in=told.values("duty"))
    by_id = {duty.pk: duty for duty in recent[: 2 * AT_ONCE]}
    latest: dict[str, Rung] = {}
    for rung in told.filter(duty__in=by_id).order_by("fired_at"):
        if desks.is_told(rung.tell_agency, rung.tell_team, rung.tell_role):
            rung.duty = by_id[rung.duty_id]
            latest[rung.duty_id] = rung
    return [latest[pk] for pk in by_id if pk in latest][:AT_ONCE]


def listed(duties: QuerySet[Duty], *, most: int = AT_ONCE) -> Listed:
    found = tuple(duties[: most + 1])
    return Listed(found[:most], len(found) > most)


def duty(viewer: Viewer, duty_id: str) -> Duty | None:
    return Duty.objects.filter(pk=duty_id).first()


def triggers(duties: Iterable[Duty]) -> dict[str, Event]:
    """The events that began the duties, by the duties' triggers, as far as the viewer may see them.

    What began because another duty was not done goes back to what began that one: whom to ring stands there.
    """
    wanted = {each.trigger for each in duties}
    found = Event.objects.in_bulk(wanted)
    if others := wanted - set(found):
        before = {pk: duty.trigger for pk, duty in Duty.objects.in_bulk(others).items()}
        events = Event.objects.in_bulk(before.values())
        found |= {pk: events[trigger] for pk, trigger in before.items() if trigger in events}
    return found


def children_of(viewer: Viewer, duties: Iterable[Duty], also: Iterable[str] = ()) -> dict[str, Child]:
    """Children of the duties (and `also`) whom the viewer may open, by id."""
    ids = {each.subject_id for each in duties if each.subject_kind == access.CHILD} | set(also)
    return by_any_record(viewer, ids) if ids else {}


def was_told(desks: Desks, duty: Duty) -> bool:
    """Whether the duty has climbed to the viewer."""
    fired = Rung.objects.filter(duty=duty, tell_agency=desks.viewer.agency)
    return any(desks.is_told(rung.tell_agency, rung.tell_team, rung.tell_role) for rung in fired)


def subject_of(duty: Duty) -> Subject:
    return Subject(duty.subject_kind, duty.subject_id)


def _is_ours(duty: Duty, viewer: Viewer) -> bool:
    """To answer a question on a share of ours is for us, and nothing that we wait for."""
    return f"{duty.debtor_agency}/{duty.debtor_team}" in viewer.teams


def _due(awaited: Awaited) -> tuple[bool, datetime]:
    """What has no clock comes last, the oldest first."""
    duty = awaited.duty
    return duty is None, duty.due_at if duty else awaited.leg.share.sent_at


def _waiting(viewer: Viewer) -> QuerySet[Duty]:
    """Without those that were excused after their deadline: nobody has to act on them any more."""
    return duties_for(viewer, is_waiting=True).filter(ended_at=None)
