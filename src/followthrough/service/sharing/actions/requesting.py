"""One agency asks another what it knows of a child, over the path of a share and with clocks of its own.

The answer may be whole, a part, or a decision not to share, with reason and lawful ground. A part closes nothing:
the rest is still owed.
"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from followthrough.service.access.policies import can_see_child
from followthrough.service.agencies import queries as agencies
from followthrough.service.children import actions as children
from followthrough.service.children.queries import known
from followthrough.service.core import clock
from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import Viewer
from followthrough.service.sharing import custody, queries
from followthrough.service.sharing.actions.answering import received_if_missing
from followthrough.service.sharing.actions.sending import check_opens_nothing, involve, own_team_key, sent_step
from followthrough.service.sharing.actions.writing import Step, is_second_press, lock, write
from followthrough.service.sharing.models import Asks, Leg, Share
from followthrough.service.sharing.outgoing import CannotSend, Outgoing, check
from followthrough.service.sharing.policies import CannotDo, check_can_answer

PURPOSES = ("enquiry into harm", "strategy discussion", "assessment")
OPEN = (Leg.State.SENT, Leg.State.RECEIVED)


@transaction.atomic
def request(*, outgoing: Outgoing, purpose: str, by: Viewer) -> Share:
    """To one team. Raises CannotSend, in words. A second press finds what the first one sent."""
    if outgoing.asks != Asks.KNOWLEDGE or purpose not in PURPOSES:
        raise CannotSend("Say what you need it for.")
    check(outgoing, own_team=own_team_key(by))
    before = _sent_before(outgoing, by)
    if before is not None:
        return before
    try:
        with transaction.atomic():
            return _request(outgoing, purpose, by)
    except IntegrityError:
        before = _sent_before(outgoing, by)
        if before is None:
            raise
        return before


def _request(outgoing: Outgoing, purpose: str, by: Viewer) -> Share:
    agency, _, slug = own_team_key(by).partition("/")
    own = agencies.teams(agency).get(slug=slug)
    to_agency, _, to_slug = outgoing.recipients[0].partition("/")
    to = agencies.teams(to_agency).filter(slug=to_slug).first()
    if to is None:
        raise CannotSend("Choose the team that you ask.")
    if outgoing.new_child is not None:
        child = children.register_child(about=outgoing.new_child, reason="asked what is known of the child", by=by)
    elif queries.may_share_about(by, outgoing.child_id):
        child = known(outgoing.child_id)
        check_opens_nothing([to], not can_see_child(by, child.pk), by)
    else:
        raise CannotSend("Find the child again: we could not tell whom this is about.")
    asked = new_id()
    share = Share.objects.create(
        child=child,
        sender_id=by.practitioner_id,
        sender_team=own,
        teams=[own.key, to.key],
        asks=Asks.KNOWLEDGE,
        lawful_basis=outgoing.lawful_basis,
        kind="information.requested",
        words=outgoing.words,
        occurred_from=clock.now(),
        occurred_to=clock.now(),
        items=[asked],
        family_told=outgoing.family_told,
        why_not_told="" if outgoing.family_told else outgoing.why_not_told,
        age_note=outgoing.age_note,
        sent_at=clock.now(),
        idempotency_key=outgoing.key,
        request_digest=outgoing.digest,
    )
    leg = Leg.objects.create(share=share, team=to)
    involve([to], share, by)
    write(share, [sent_step(share, leg, items=None), requested(leg, purpose, outgoing.words, by)], by=by, key=asked)
    custody.tell(share, outgoing, by)
    return share


def requested(leg: Leg, purpose: str, words: str, by: Viewer, answer_by: datetime | None = None) -> Step:
    """What makes the clocks of an answer."""
    said = {
        "request": leg.pk,
        "asked_agency": leg.team.agency_id,
        "asked_team": leg.team.slug,
        "purpose": purpose,
        "answer_by": answer_by,
        "by": by.practitioner_id,
        "words": words,
    }
    return leg, "information.requested", said


@transaction.atomic
def answer(*, leg_id: str, words: str, by: Viewer, key: str = "") -> Leg:
    """All that the agency knows, or that it knows nothing. Whoever asked reads it and says whether it is enough."""
    leg = _open(leg_id, by, words, key, "Say what you know, or that you know nothing.")
    if leg is None:
        return lock(leg_id)
    said = {"request": leg.pk, "by": by.practitioner_id, "words": words}
    steps = [*received_if_missing(leg, by), _acted(leg, "acted", words, by), (leg, "information.returned", said)]
    write(leg.share, steps, by=by, key=key)
    return leg


@transaction.atomic
def answer_in_part(*, leg_id: str, words: str, by: Viewer, key: str = "") -> Leg:
    leg = _open(leg_id, by, words, key, "Say what you know so far.")
    if leg is None:
        return lock(leg_id)
    said = {"request": leg.pk, "by": by.practitioner_id, "words": words}
    write(leg.share, [*received_if_missing(leg, by), (leg, "information.partly-returned", said)], by=by, key=key)
    return leg


@transaction.atomic
def refuse(*, leg_id: str, reason: str, basis: str, by: Viewer, key: str = "") -> Leg:
    """A decision not to share. Both leads hear of it, by the rules on refusals."""
    leg = _open(leg_id, by, reason, key, "Say why you do not share it.")
    if leg is None:
        return lock(leg_id)
    if not basis.strip():
        raise CannotDo("Say on which lawful ground you do not share it.")
    sender = leg.share.sender_team
    said = {
        "request": leg.pk,
        "asked_by": sender.agency_id,
        "asked_by_team": sender.slug,
        "reason": reason,
        "basis": basis,
        "by": by.practitioner_id,
    }
    steps = [
        *received_if_missing(leg, by),
        _acted(leg, "no further action", f"Not shared: {reason}", by),
        (leg, "sharing.refused", said),
    ]
    write(leg.share, steps, by=by, key=key)
    return leg


def _open(leg_id: str, by: Viewer, words: str, key: str, wanted: str) -> Leg | None:
    """The locked leg; None when this is a second press."""
    leg = lock(leg_id)
    check_can_answer(by, leg)
    if is_second_press(leg, key, words):
        return None
    if not leg.share.is_request:
        raise CannotDo("This asks for more than what you know. Say what was done.")
    if leg.state not in OPEN:
        raise CannotDo("This is answered already. See below how it stands.")
    if not words.strip():
        raise CannotDo(wanted)
    return leg


def _acted(leg: Leg, outcome: str, what: str, by: Viewer) -> Step:
    sender = leg.share.sender_team
    return (
        leg,
        "share.acted",
        {
            "asks": leg.share.asks,
            "by": by.practitioner_id,
            "outcome": outcome,
            "what": what,
            "sender_agency": sender.agency_id,
            "sender_team": sender.slug,
        },
    )


def _sent_before(outgoing: Outgoing, by: Viewer) -> Share | None:
    sent = Share.objects.filter(sender=by.practitioner_id, idempotency_key=outgoing.key).first()
    if sent is not None and sent.request_digest != outgoing.digest:
        raise CannotSend(f"This was sent already with other words, as {sent.reference}. Nothing more was sent.")
    return sent
