"""What was told by voice is recorded: who told whom, when, and whether anybody answered.

A call about what lies with that team already is one more step of it, so that three calls are one story and no third
share.
"""

from __future__ import annotations

from django.db import transaction

from followthrough.service.core.viewer import Viewer
from followthrough.service.sharing.actions.following import UNFINISHED, chase, rang
from followthrough.service.sharing.actions.sending import own_team_key, send
from followthrough.service.sharing.models import Asks, Leg, Share
from followthrough.service.sharing.outgoing import CannotSend, Outgoing


@transaction.atomic
def record_call(*, outgoing: Outgoing, by: Viewer) -> Share:
    """The share that it began, or that it belongs to. Raises CannotSend, in words, and then nothing is recorded."""
    if outgoing.told_at is None:
        raise CannotSend("Say when you rang, or spoke to them.")
    lies = _lies_with(outgoing, by)
    if lies is None:
        return send(outgoing=outgoing, by=by)
    if outgoing.spoke_to:
        words = f"Spoke to {outgoing.spoke_to}. {outgoing.words}"
        return chase(leg_id=lies.pk, words=words, by=by, key=outgoing.key, at=outgoing.told_at).share
    return rang(leg_id=lies.pk, words=outgoing.words, by=by, key=outgoing.key, at=outgoing.told_at).share


def _lies_with(outgoing: Outgoing, by: Viewer) -> Leg | None:
    """The open part that the caller's team has sent to this team about the child, and that asks no less than the call.

    A call's own share is not one: a second press must find it as what it is.
    """
    if not outgoing.child_id:
        return None
    agency, _, own = own_team_key(by).partition("/")
    to_agency, _, to = outgoing.recipients[0].partition("/")
    found = Leg.objects.filter(share__child=outgoing.child_id, state__in=UNFINISHED)
    found = found.filter(share__sender_team__agency=agency, share__sender_team__slug=own)
    found = found.filter(team__agency=to_agency, team__slug=to).exclude(
        share__sender=by.practitioner_id, share__idempotency_key=outgoing.key
    )
    asks = {Asks.URGENT, outgoing.asks} - {Asks.KNOWLEDGE}
    return found.filter(share__asks__in=asks).order_by("-share__sent_at").first()
