"""Which other systems may send to us, and what became of each thing that they sent?

A token is shown once and kept as a hash. What was received with a key is known for as long as the item is there.
"""

from __future__ import annotations

import hashlib
import secrets

from django.db import IntegrityError, transaction

from followthrough.service.access.policies import Refused
from followthrough.service.agencies.models import Team
from followthrough.service.core import audit, clock
from followthrough.service.core.managing import TOLD_OF_SILENCE
from followthrough.service.core.viewer import Viewer, as_part
from followthrough.service.intake.actions import take_in
from followthrough.service.intake.arrivals import Arrival
from followthrough.service.intake.models import CameBy, Item, Received, System
from followthrough.service.intake.schema import Sent

_MARK = "ft_"


class OtherBody(Exception):
    """The key was used before, with another body."""


def may_look_after(viewer: Viewer) -> bool:
    return bool({*TOLD_OF_SILENCE, "administrator"} & set(viewer.roles))


def check_may_look_after(viewer: Viewer) -> None:
    if not may_look_after(viewer):
        raise Refused("Managers and administrators look after the systems that send to us. Ask yours.")


@as_part("intake")
def systems_of(viewer: Viewer) -> list[System]:
    return list(System.objects.filter(team__agency=viewer.agency).select_related("team").order_by("name"))


@as_part("intake")
def create(*, name: str, team: Team, by: Viewer) -> tuple[System, str]:
    """The system, and its token, which nobody can see again."""
    check_may_look_after(by)
    if team.agency_id != by.agency:
        raise Refused("A system sends to a team of your own agency.")
    token = _MARK + secrets.token_urlsafe(32)
    made = System.objects.create(
        name=name, team=team, token_hash=_hash(token), made_by=by.practitioner_id, made_at=clock.now()
    )
    audit.record("system.created", by=by, detail={"system": made.pk, "team": team.key})
    return made, token


@as_part("intake")
def revoke(*, system_id: str, by: Viewer) -> None:
    check_may_look_after(by)
    found = System.objects.filter(pk=system_id, team__agency=by.agency, revoked_at=None)
    if not found.update(revoked_at=clock.now()):
        raise Refused("There is no such system that still may send.")
    audit.record("system.revoked", by=by, detail={"system": system_id})


@as_part("intake")
def system_of(authorization: str) -> System | None:
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token.startswith(_MARK):
        return None
    found = System.objects.filter(token_hash=_hash(token), revoked_at=None).select_related("team__agency").first()
    if found is not None:
        System.objects.filter(pk=found.pk).update(used_at=clock.now())
    return found


@as_part("intake")
def receive(*, system: System, key: str, digest: str, sent: Sent) -> tuple[Item, bool]:
    """The item, and whether it is new. Whoever comes second with a key waits for the first. Raises OtherBody."""
    before = _before(system, key, digest)
    if before is not None:
        return before, False
    try:
        with transaction.atomic():
            item = take_in(arrival=_arrival(system, key, sent), team=system.team)
            assert item is not None
            Received.objects.create(system=system, key=key, digest=digest, item=item, at=clock.now())
            return item, True
    except (IntegrityError, AssertionError):
        before = _before(system, key, digest)
        assert before is not None
        return before, False


def _before(system: System, key: str, digest: str) -> Item | None:
    held = Received.objects.filter(system=system, key=key).select_related("item").first()
    if held is not None and held.digest != digest:
        raise OtherBody
    return held.item if held else None


def _arrival(system: System, key: str, sent: Sent) -> Arrival:
    about = dict(sent.about)
    return Arrival(
        CameBy.SYSTEM.value,
        hashlib.sha256(f"{system.pk}\x1f{key}".encode()).hexdigest(),
        sender=f"{sent.sender} ({system.name})",
        subject=sent.subject,
        text=sent.text,
        written_at=sent.written_at,
        original="",
        about=about,
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
