"""What a recipient does: take receipt, accept, pass on, say what was done.

Whoever accepts, passes on or acts has it in their hands, so a step that was left out is recorded with it, at the same
instant and in the same name.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from followthrough.service.agencies import queries as agencies
from followthrough.service.agencies.models import Team
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.dates import in_words
from followthrough.service.sharing import queries
from followthrough.service.sharing.actions.sending import add_leg, check_is_new_to, sent_step
from followthrough.service.sharing.actions.writing import Step, lock, write
from followthrough.service.sharing.models import Leg
from followthrough.service.sharing.policies import CannotDo, check_can_answer
from followthrough.service.sharing.projecting import step

_SENT, _RECEIVED, _ACCEPTED = Leg.State.SENT, Leg.State.RECEIVED, Leg.State.ACCEPTED


@transaction.atomic
def receive(*, leg_id: str, by: Viewer, doing: str = "") -> Leg:
    """A named person has it, and may say what they will do. Taking receipt twice oneself is taking it once."""
    leg = _leg(leg_id, by)
    had = step(leg, "received")
    if had is not None and had["by"] == by.practitioner_id:
        return leg
    _need(leg, _SENT)
    write(leg.share, [_received(leg, by, doing=doing)], by=by)
    return leg


@transaction.atomic
def accept(*, leg_id: str, by: Viewer, outcome_by: datetime | None = None, doing: str = "") -> Leg:
    """The team will act. `outcome_by` is when it will say what was done; without it the rulebook's time holds."""
    leg = _leg(leg_id, by)
    _need(leg, _SENT, _RECEIVED)
    _need_asking(leg)
    if outcome_by is not None and outcome_by <= clock.now():
        raise CannotDo("The time of your answer must be later than now.")
    write(leg.share, [*received_if_missing(leg, by), _accepted(leg, by, outcome_by=outcome_by, doing=doing)], by=by)
    return leg


@transaction.atomic
def redirect(*, leg_id: str, agency: str, team: str, reason: str, by: Viewer) -> Leg:
    """Not ours: to whom, and why. Returns the new leg. What was due of the first is due of the second, never later."""
    leg = _leg(leg_id, by)
    _need(leg, _SENT, _RECEIVED)
    to = _recipient(leg, agency, team)
    if not reason.strip():
        raise CannotDo("Say why it is not yours, so that the next team understands.")
    share = leg.share
    caps = queries.open_limits(leg)
    new = add_leg(share, to, by, passed_on_from=leg)
    said = {"to_leg": new.pk, "to_agency": to.agency_id, "to_team": to.slug, "reason": reason}
    steps = [
        *received_if_missing(leg, by),
        (leg, "share.redirected", said),
        sent_step(share, new, redirected_from=leg.pk, **caps),
        *_asked_anew(leg, new, by),
    ]
    write(share, steps, by=by)
    return new


def _asked_anew(leg: Leg, new: Leg, by: Viewer) -> list[Step]:
    """Who is passed a request has to answer it no later than the first one had."""
    asked = step(leg, "requested")
    if asked is None:
        return []
    said = {
        "request": new.pk,
        "asked_agency": new.team.agency_id,
        "asked_team": new.team.slug,
        "purpose": asked["purpose"],
        "answer_by": queries.answer_limit(leg),
        "by": by.practitioner_id,
        "words": asked.get("words", ""),
    }
    return [(new, "information.requested", said)]


@transaction.atomic
def act(*, leg_id: str, outcome: str, what: str, by: Viewer) -> Leg:
    """What was done, or why nothing was; the sender is told."""
    leg = _leg(leg_id, by)
    _need(leg, _SENT, _RECEIVED, _ACCEPTED)
    _need_asking(leg)
    if not what.strip():
        raise CannotDo("Say what was done, or why nothing was.")
    skipped = [*received_if_missing(leg, by), *accepted_if_missing(leg, by)]
    sender = leg.share.sender_team
    said = {
        "asks": leg.share.asks,
        "by": by.practitioner_id,
        "outcome": outcome,
        "what": what,
        "sender_agency": sender.agency_id,
        "sender_team": sender.slug,
    }
    write(leg.share, [*skipped, (leg, "share.acted", said)], by=by)
    return leg


def _leg(leg_id: str, by: Viewer) -> Leg:
    leg = lock(leg_id)
    check_can_answer(by, leg)
    return leg


def received_if_missing(leg: Leg, by: Viewer) -> list[Step]:
    return [_received(leg, by)] if leg.state == _SENT else []


def accepted_if_missing(leg: Leg, by: Viewer) -> list[Step]:
    return [_accepted(leg, by)] if leg.state in (_SENT, _RECEIVED) else []


def _received(leg: Leg, by: Viewer, **more: Any) -> Step:
    return leg, "share.received", {"asks": leg.share.asks, "by": by.practitioner_id, **more}


def _accepted(leg: Leg, by: Viewer, **more: Any) -> Step:
    sender = leg.share.sender_team
    said = {
        "asks": leg.share.asks,
        "by": by.practitioner_id,
        "recipient_team": leg.team.slug,
        "sender_agency": sender.agency_id,
        "sender_team": sender.slug,
    }
    return leg, "share.accepted", {**said, **more}


def _recipient(leg: Leg, agency: str, team: str) -> Team:
    to = agencies.teams(agency).filter(slug=team).first()
    if to is None:
        raise CannotDo("Choose the team that it should go to.")
    if to.pk == leg.team_id:
        raise CannotDo("That is your own team. Choose another one.")
    if to.key == leg.share.teams[0]:
        raise CannotDo("That is the team that sent it. Record what was done, and say why nothing was.")
    check_is_new_to(leg.share, to)
    return to


def _need_asking(leg: Leg) -> None:
    if leg.share.is_request:
        raise CannotDo("This asks what you know. Answer it, or say why you do not.")
    if leg.share.is_information:
        raise CannotDo("This was for information. It is finished when somebody has taken receipt.")


def _need(leg: Leg, *states: str) -> None:
    """Two people may answer at once: the second learns who was first."""
    if leg.state in states:
        return
    last = next(each for each in reversed(leg.steps) if each["step"] == leg.state)
    who = agencies.names({last["by"]}).get(last["by"], "somebody")
    at = in_words(datetime.fromisoformat(last["at"]))
    raise CannotDo(f"Nothing was recorded: {who} was first ({last['step']}, {at}). See below how it stands.")
