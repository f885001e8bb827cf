"""Somebody on duty takes an alert with one press: receipt by name, and what their team has to do next is theirs."""

from __future__ import annotations

from django.db import transaction

from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.models import Duty
from followthrough.service.ledger.policies import can_take
from followthrough.service.sharing import actions as sharing
from followthrough.service.sharing import queries as shares
from followthrough.service.sharing.models import Leg, Share
from followthrough.service.worklist import actions, policies, queries


def behind(viewer: Viewer, duty: Duty) -> tuple[Share | None, Leg | None]:
    """The share that began a duty, with the part of it that the duty is about, where the viewer may open it."""
    trigger = queries.triggers([duty]).get(duty.trigger)
    reference = str(trigger.data.get("share", "")) if trigger else ""
    share = shares.share(viewer, reference) if reference else None
    if share is None or trigger is None:
        return None, None
    named = trigger.data.get("leg")
    return share, next((leg for leg in shares.legs(share) if leg.pk == named), None)


@transaction.atomic
def take(duty: Duty, *, by: Viewer) -> None:
    """Raises CannotDo or CannotTake, in words. What a share's receipt leaves to be done is taken with it."""
    _, leg = behind(by, duty)
    if leg is not None and leg.state == Leg.State.SENT:
        sent = [step["event"] for step in leg.steps]
        sharing.receive(leg_id=leg.pk, by=by)
        for left in Duty.objects.filter(trigger__in=sent).order_by("due_at"):
            if policies.is_waiting(left) and not left.taken_by and can_take(by, left):
                actions.take(duty=left, by=by)
        return
    actions.take(duty=duty, by=by)
