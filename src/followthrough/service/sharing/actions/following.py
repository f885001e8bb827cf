"""What the sender does after sending: ask again, say whether the outcome is enough, take it back."""

from __future__ import annotations

from django.db import transaction

from followthrough.service.core.viewer import Viewer
from followthrough.service.sharing.actions.writing import lock, write
from followthrough.service.sharing.models import Leg
from followthrough.service.sharing.policies import CannotDo, check_can_follow

UNFINISHED = (Leg.State.SENT, Leg.State.RECEIVED, Leg.State.ACCEPTED)


@transaction.atomic
def chase(*, leg_id: str, words: str, by: Viewer) -> Leg:
    """The sender asked again, by telephone or in person, and says whom and what they said."""
    leg = _leg(leg_id, by)
    if leg.state not in UNFINISHED:
        raise CannotDo("There is nothing to chase: this has been answered. See below how it stands.")
    if not words.strip():
        raise CannotDo("Say whom you asked, and what they said.")
    write(leg.share, [(leg, "share.chased", {"by": by.practitioner_id, "words": words})], by=by)
    return leg


@transaction.atomic
def confirm(*, leg_id: str, agrees: bool, by: Viewer, words: str = "") -> Leg:
    """The sender has read what was done, and agrees or does not. Disagreeing needs words."""
    leg = _leg(leg_id, by)
    if leg.state != Leg.State.ACTED:
        raise CannotDo("There is nothing to confirm now. See below how it stands.")
    if not agrees and not words.strip():
        raise CannotDo("Say why you do not agree.")
    said = {"by": by.practitioner_id, "agrees": agrees, "words": words}
    write(leg.share, [(leg, "share.confirmed", said)], by=by)
    return leg


@transaction.atomic
def withdraw(*, leg_id: str, reason: str, by: Viewer) -> Leg:
    """Sent by mistake, or no longer needed. What was shared stays in the record."""
    leg = _leg(leg_id, by)
    if leg.state not in UNFINISHED:
        raise CannotDo("It is too late to take this back. See below how it stands.")
    if not reason.strip():
        raise CannotDo("Say why you take it back.")
    write(leg.share, [(leg, "share.withdrawn", {"reason": reason})], by=by)
    return leg


def _leg(leg_id: str, by: Viewer) -> Leg:
    leg = lock(leg_id)
    check_can_follow(by, leg.share)
    return leg
