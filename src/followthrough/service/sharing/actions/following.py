"""What the sender does after sending: ask again, and say whether the outcome is enough."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from followthrough.service.core.viewer import Viewer
from followthrough.service.sharing.actions.writing import is_second_press, lock, write
from followthrough.service.sharing.models import Leg
from followthrough.service.sharing.policies import CannotDo, check_can_follow
from followthrough.service.sharing.projecting import is_unwritten

UNFINISHED = (Leg.State.SENT, Leg.State.RECEIVED, Leg.State.ACCEPTED)


@transaction.atomic
def chase(*, leg_id: str, words: str, by: Viewer, key: str = "", at: datetime | None = None) -> Leg:
    """The sender asked again, by telephone or in person, and says whom and what they said."""
    leg = _leg(leg_id, by)
    if is_second_press(leg, key, words):
        return leg
    if leg.state not in UNFINISHED:
        raise CannotDo("There is nothing to chase: this has been answered. See below how it stands.")
    if not words.strip():
        raise CannotDo("Say whom you asked, and what they said.")
    said = {"by": by.practitioner_id, "words": words}
    write(leg.share, [(leg, "share.chased", said)], by=by, at=at, key=key)
    return leg


@transaction.atomic
def rang(*, leg_id: str, words: str, by: Viewer, key: str = "", at: datetime | None = None) -> Leg:
    """The sender rang, and nobody answered. It asks no less of the sender: a named person must have it."""
    leg = _leg(leg_id, by)
    if is_second_press(leg, key, words):
        return leg
    if leg.state not in UNFINISHED:
        raise CannotDo("There is nothing to chase: this has been answered. See below how it stands.")
    write(leg.share, [(leg, "share.rang", {"by": by.practitioner_id, "words": words})], by=by, at=at, key=key)
    return leg


@transaction.atomic
def write_down(*, leg_id: str, words: str, by: Viewer, key: str = "") -> Leg:
    """What was said by voice is put in writing. The team that was told reads it here."""
    leg = _leg(leg_id, by)
    if is_second_press(leg, key, words):
        return leg
    if not is_unwritten(leg):
        raise CannotDo("This is in writing already. See below how it stands.")
    if not words.strip():
        raise CannotDo("Write down what you said.")
    write(leg.share, [(leg, "referral.written", {"by": by.practitioner_id, "words": words})], by=by, key=key)
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


def _leg(leg_id: str, by: Viewer) -> Leg:
    leg = lock(leg_id)
    check_can_follow(by, leg.share)
    return leg
