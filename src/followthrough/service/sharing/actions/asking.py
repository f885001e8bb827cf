"""What passes between the two beside the path: a question and its answer, a word on how it stands.

No clock of the recipient stops for a question; the sender has one of their own to answer it.
"""

from __future__ import annotations

from django.db import transaction

from followthrough.service.core.viewer import Viewer
from followthrough.service.sharing.actions.answering import received_if_missing
from followthrough.service.sharing.actions.following import UNFINISHED
from followthrough.service.sharing.actions.writing import Step, is_second_press, lock, write
from followthrough.service.sharing.models import Leg
from followthrough.service.sharing.policies import CannotDo, check_can_answer, check_can_follow
from followthrough.service.sharing.projecting import unanswered


@transaction.atomic
def ask(*, leg_id: str, words: str, by: Viewer, key: str = "") -> Leg:
    """The recipient needs to know more. Whoever asks has read it, so receipt is recorded with it."""
    leg = lock(leg_id)
    check_can_answer(by, leg)
    if is_second_press(leg, key, words):
        return leg
    if leg.state not in UNFINISHED:
        raise CannotDo("This is answered already. See below how it stands.")
    if not words.strip():
        raise CannotDo("Say what you need to know.")
    sender = leg.share.sender_team
    said = {
        "asks": leg.share.asks,
        "by": by.practitioner_id,
        "recipient_team": leg.team.slug,
        "sender_agency": sender.agency_id,
        "sender_team": sender.slug,
        "words": words,
    }
    write(leg.share, [*received_if_missing(leg, by), (leg, "share.question-asked", said)], by=by, key=key)
    return leg


@transaction.atomic
def reply(*, leg_id: str, words: str, by: Viewer) -> Leg:
    """The sender answers every question that is open on this part."""
    leg = lock(leg_id)
    check_can_follow(by, leg.share)
    waiting = unanswered(leg)
    if not waiting:
        raise CannotDo("There is no question to answer now. See below how it stands.")
    if not words.strip():
        raise CannotDo("Give the answer.")
    said = {"by": by.practitioner_id, "words": words}
    steps: list[Step] = [(leg, "share.question-answered", {**said, "question": each["event"]}) for each in waiting]
    write(leg.share, steps, by=by)
    return leg


@transaction.atomic
def tell(*, leg_id: str, words: str, by: Viewer, key: str = "") -> Leg:
    """The recipient says how it stands, before there is an outcome."""
    leg = lock(leg_id)
    check_can_answer(by, leg)
    if is_second_press(leg, key, words):
        return leg
    if leg.state not in UNFINISHED:
        raise CannotDo("This is answered already. See below how it stands.")
    if not words.strip():
        raise CannotDo("Say how it stands.")
    said = {"by": by.practitioner_id, "words": words}
    write(leg.share, [*received_if_missing(leg, by), (leg, "share.progress-told", said)], by=by, key=key)
    return leg
