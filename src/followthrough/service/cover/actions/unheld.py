"""Something urgent waits, and the rota names nobody: the next on the ladder and both leads are told at once.

By the sweep, so within a minute. Each urgent item is told of once; that somebody has it again is an event too.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q

from followthrough.procedures.model.event import Subject
from followthrough.service.agencies import queries as agencies
from followthrough.service.agencies.models import Practitioner, Team
from followthrough.service.agencies.ringing import Ringing, to_ring
from followthrough.service.core import clock, managing
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.cover.models import Unheld
from followthrough.service.ledger import outbox
from followthrough.service.ledger.actions import NewEvent, record
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.sharing.models import Asks, Leg

BY: Final = Viewer.system("cover")
LEADS: Final = managing.TOLD_OF_NOBODY
_SENTENCE = "Something urgent waits, and the rota of {team} names nobody now. Who is rung now: {ring}."


def tell() -> int:
    """For the sweep. Returns how many urgent items were found to lie with nobody."""
    with transaction.atomic(), acting(BY):
        now = clock.now()
        waiting = _waiting()
        told = Unheld.objects.filter(Q(ended_at=None) | Q(pk__in=[leg.pk for leg in waiting]))
        known = {each.leg: each for each in told.select_related("team")}
        teams = list(agencies.teams()) if waiting or known else []
        empty = {leg.pk: (leg, ring) for leg in waiting if (ring := to_ring(leg.team, teams, now)).is_gap}
        new = [empty[pk] for pk in empty.keys() - known.keys()]
        over = [each for pk, each in known.items() if each.ended_at is None and pk not in empty]
        events = [*(_begin(leg, ring, now) for leg, ring in new), *(_end(each, now) for each in over)]
        if events:
            record(events, by=BY)
        return len(new)


def _waiting() -> list[Leg]:
    """Urgent, and received by nobody. Read as the assessor: it tells of no child, only where something lies."""
    with as_assessor():
        found = Leg.objects.filter(share__asks=Asks.URGENT, state=Leg.State.SENT)
        return list(found.select_related("team__agency", "share__sender_team").order_by("pk"))


def _begin(leg: Leg, ring: Ringing, now: datetime) -> NewEvent:
    Unheld.objects.create(leg=leg.pk, team=leg.team, since=now)
    _write_letters(leg, ring)
    return _event("queue.unheld", leg.pk, leg.team, now, {"covering_agency": leg.team.agency_id})


def _end(unheld: Unheld, now: datetime) -> NewEvent:
    Unheld.objects.filter(pk=unheld.pk).update(ended_at=now)
    return _event("queue.held", unheld.leg, unheld.team, now, {})


def _event(kind: str, leg: str, team: Team, now: datetime, data: dict[str, str]) -> NewEvent:
    return NewEvent(
        id=hashlib.sha256(f"{kind} {leg}".encode()).hexdigest()[:32],
        kind=kind,
        subject=Subject("agency", team.agency_id),
        occurred_from=now,
        agency=team.agency_id,
        data={"queue": leg, **data},
    )


def _write_letters(leg: Leg, ring: Ringing) -> None:
    covering, sending = LEADS
    to = [
        outbox.address_of(leg.team.agency_id, "", covering),
        outbox.address_of(leg.share.sender_team.agency_id, "", sending),
    ]
    if ring.person:
        to.append(Practitioner.objects.values_list("email", flat=True).get(pk=ring.person))
    for each in dict.fromkeys(to):
        outbox.enqueue(
            key=f"unheld:{leg.pk}:{each}",
            to=each,
            owner=leg.team.key,
            sentence=_SENTENCE.format(team=leg.team, ring=ring.line)[:300],
            reference=leg.share.reference,
            link="/rotas/",
        )
