"""What is open with a team when its shift ends, and how far has a list come?"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from followthrough.procedures.model.answer import DutyState
from followthrough.service.access.models import Restriction
from followthrough.service.agencies.directory import desk_of
from followthrough.service.agencies.models import Team
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer, as_part
from followthrough.service.cover.models import HandOver, HandOverItem
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Adoption, Duty
from followthrough.service.sharing.models import Asks, Leg

WAITING = (DutyState.OPEN, DutyState.BREACHED)
# Information needs no more than that a named person has it.
OPEN = Q(state__in=(Leg.State.SENT, Leg.State.RECEIVED, Leg.State.ACCEPTED)) & ~Q(
    share__asks=Asks.INFORMATION, state=Leg.State.RECEIVED
)
LONG = timedelta(weeks=4)  # what has been overdue longer waits for a manager, not for the next shift
SHOWN = timedelta(days=4)


def day_and_night() -> list[tuple[Team, Team, list[Team]]]:
    """The team by day and the one by night of each agency that has both, with all of its teams."""
    every = list(Team.objects.select_related("agency"))
    found = []
    for night in (team for team in every if team.is_out_of_hours):
        own = [team for team in every if team.agency_id == night.agency_id]
        day = next((team for team in own if team.is_default and not team.is_out_of_hours), None)
        if day is not None:
            found.append((day, night, own))
    return found


def has_lists(teams: list[Team], before: datetime) -> bool:
    return HandOver.objects.filter(giver__in=teams, made_at__lt=before).exists()


def open_work(team: Team, until: datetime) -> list[HandOverItem]:
    """Shares that lie with the team, and duties about a child that fall due before the next shift ends. Read as the
    assessor, for the list: an item names no child.
    """
    now = clock.now()
    desk = desk_of(Viewer("", "", team.agency_id, (team.key,)))
    with as_assessor():
        legs = list(_legs(team))
        begun = [step["event"] for leg in legs for step in leg.steps]
        duties = Duty.objects.filter(desk.owed(), subject_kind="child", state__in=WAITING, adoption=Adoption.ON)
        duties = duties.filter(ended_at=None, due_at__lt=until, due_at__gte=now - LONG).exclude(trigger__in=begun)
        owed = list(duties.order_by("due_at", "id"))
    closed = _closed_records()
    items = [*map(_of_leg, legs), *map(_of_duty, owed)]
    return [each for each in items if each.child_id not in closed]


@as_part("access")
def _closed_records() -> set[str]:
    """Children whose record is closed: those on its list answer for it at every hour, and no shift hands it on."""
    return set(Restriction.objects.filter(to_at=None).values_list("subject_id", flat=True))


def _legs(team: Team) -> QuerySet[Leg]:
    found = Leg.objects.filter(OPEN, team=team)
    return found.select_related("share").order_by("share__sent_at", "pk")


def _of_leg(leg: Leg) -> HandOverItem:
    asks = Asks(leg.share.asks).label
    title = f"Share {leg.share.reference}: {asks[:1].lower()}{asks[1:]}, {leg.state}"
    return HandOverItem(what=HandOverItem.What.SHARE, ref=leg.pk, child_id=leg.share.child_id, title=title)


def _of_duty(duty: Duty) -> HandOverItem:
    return HandOverItem(
        what=HandOverItem.What.DUTY, ref=duty.pk, child_id=duty.subject_id, title=duty.action[:300], due_at=duty.due_at
    )


def left(hand_over: HandOver) -> list[HandOverItem]:
    """Neither accepted nor done since."""
    waiting = list(hand_over.items.exclude(state=HandOverItem.State.ACCEPTED))
    over = finished(waiting)
    return [each for each in waiting if each.ref not in over]


def finished(items: list[HandOverItem]) -> set[str]:
    """The refs of what is no longer open, whoever did it."""
    refs = [each.ref for each in items]
    with as_assessor():
        duties = Duty.objects.filter(pk__in=refs).exclude(state__in=WAITING).values_list("pk", flat=True)
        legs = Leg.objects.filter(pk__in=refs).exclude(OPEN).values_list("pk", flat=True)
        return {*duties, *legs}


def lists(viewer: Viewer) -> list[HandOver]:
    """Of the viewer's teams: those of the last days, and every one that is not done."""
    recent = HandOver.objects.filter(made_at__gte=clock.now() - SHOWN) | HandOver.objects.filter(done_at=None)
    return list(recent.distinct().select_related("giver__agency", "taker__agency").prefetch_related("items"))


def hand_over(viewer: Viewer, list_id: str) -> HandOver | None:
    found = HandOver.objects.select_related("giver__agency", "taker__agency")
    return found.filter(pk=list_id[:32]).first()


def item(viewer: Viewer, item_id: str) -> HandOverItem | None:
    found = HandOverItem.objects.select_related("hand_over__giver", "hand_over__taker")
    return found.filter(pk=item_id[:32]).first()
