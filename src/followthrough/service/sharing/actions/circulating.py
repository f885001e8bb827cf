"""A fact that a page of its own has recorded goes to those who must know it, as a share: so its receipt has a clock.

A judgement, what a discussion arranged, a plan: whichever context records it needs no letters of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db import transaction

from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.actions import NewEvent, record
from followthrough.service.sharing.actions.answering import accepted_if_missing, received_if_missing
from followthrough.service.sharing.actions.sending import own_team_key, send
from followthrough.service.sharing.actions.writing import lock, write
from followthrough.service.sharing.models import Leg, Share
from followthrough.service.sharing.outgoing import Outgoing
from followthrough.service.sharing.policies import can_answer


@transaction.atomic
def circulate(
    *,
    facts: Sequence[NewEvent],
    to: Mapping[str, Sequence[str]],
    why_not_told: str,
    by: Viewer,
    carrying: Sequence[str] = (),
) -> list[Share]:
    """Record `facts` about one child and pass the first of them on, in one breath: `to` says what is asked of which
    teams, `carrying` which entries go with it.

    Nobody passes a thing on to their own team, so it is left out; where nobody else is left, the facts are recorded
    all the same. With an id of its own for the first fact, a second press finds what the first one sent.
    `why_not_told` says why the family does not hear of this from the sender. Raises CannotSend or CannotRecord, in
    words.
    """
    facts = [replace(facts[0], id=facts[0].id or new_id()), *facts[1:]]
    own = own_team_key(by)
    shares: list[Share] = []
    for asks, teams in to.items():
        others = tuple(dict.fromkeys(team for team in teams if team != own))
        if others:
            outgoing = _outgoing(facts[0], asks, others, why_not_told, tuple(carrying))
            shares.append(send(outgoing=outgoing, by=by, facts=facts, is_recorded=bool(shares)))
    if not shares:
        record(facts, by=by)
    return shares


@transaction.atomic
def reply_with(*, facts: Sequence[NewEvent], leg: Leg | None, by: Viewer, accepts: bool = False) -> None:
    """Record what a recipient says on a page of its own. Whoever says it has read what was sent: so receipt of their
    part is taken with it, and with `accepts` their part is accepted.
    """
    held = lock(leg.pk) if leg is not None and can_answer(by, leg) else None
    if held is None:
        record(facts, by=by)
        return
    steps = [*received_if_missing(held, by), *(accepted_if_missing(held, by) if accepts else [])]
    write(held.share, steps, by=by, before=facts)


def key_of(fact: str, asks: str) -> str:
    """Under which key a fact was circulated to those of whom this was asked."""
    return f"{fact}:{asks}"


def _outgoing(fact: NewEvent, asks: str, to: tuple[str, ...], why_not_told: str, carrying: tuple[str, ...]) -> Outgoing:
    return Outgoing(
        key=key_of(fact.id or "", asks),
        child_id=fact.subject.id,
        asks=asks,
        kind=fact.kind,
        words=fact.text,
        occurred_from=fact.occurred_from,
        occurred_to=fact.occurred_to or fact.occurred_from,
        recipients=to,
        items=carrying,
        family_told=False,
        why_not_told=why_not_told,
    )
