"""Does this link open with this code? Told by yes or no alone, after the same work, whatever was wrong.

A link that leads nowhere, a wrong code, one that is too old, one that was used, and too many tries are the same answer.
Every step is done for each of them: the same questions to the database, and the same digests.
"""

from __future__ import annotations

import hmac
from datetime import timedelta
from typing import Final

from django.db import transaction

from followthrough.procedures.model.event import Subject
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import acting
from followthrough.service.outside.inviting import BY, code_digest, digest_of
from followthrough.service.outside.models import Code, Knock, Link

WINDOW: Final = timedelta(minutes=15)
TRIES_AT_LINK: Final = 5
KNOCKS_FROM_ADDRESS: Final = 30  # a practice shares one address
_NONE: Final = "0" * 32


def ask(token: str, address: str) -> None:
    """Somebody wants a code. The sweep looks whether the link leads anywhere."""
    with transaction.atomic(), acting(BY):
        if _knock(Knock.Kind.ASK, token, address)[1] > KNOCKS_FROM_ADDRESS:
            Knock.objects.filter(digest=digest_of(token), address=address).update(is_answered=True)


def try_code(token: str, code: str, address: str) -> Link | None:
    with transaction.atomic(), acting(BY):
        at_link, from_address = _knock(Knock.Kind.TRY, token, address)
        now = clock.real_now()
        open_links = Link.objects.filter(digest=digest_of(token), expires_at__gt=clock.now())
        held = (
            Code.objects.filter(link__in=open_links, used_at=None, until__gt=now)
            .select_related("link__leg__share")
            .select_for_update(of=("self",))
            .order_by("-made_at")
            .first()
        )
        wanted = held.digest if held else code_digest("", _NONE)
        is_right = hmac.compare_digest(wanted, code_digest(code, held.pk if held else _NONE))
        within = at_link <= TRIES_AT_LINK and from_address <= KNOCKS_FROM_ADDRESS
        opens = held is not None and is_right and within
        used = Code.objects.filter(pk=held.pk if held and opens else _NONE).update(used_at=now)
        link = held.link if held and used else None
        Link.objects.filter(pk=link.pk if link else _NONE, opened_at=None).update(opened_at=clock.now())
        audit.record(
            "link.opened" if link else "link.refused",
            by=BY,
            subject=Subject("child", link.leg.share.child_id) if link else Subject("link", digest_of(token)[:20]),
            detail={"link": link.pk if link else ""},
            outcome="done" if link else "refused",
        )
        return link


def _knock(kind: str, token: str, address: str) -> tuple[int, int]:
    """Written down; with how many came at this link, and from this address, of late."""
    now = clock.real_now()
    Knock.objects.create(kind=kind, digest=digest_of(token), address=address, at=now)
    recent = Knock.objects.filter(kind=kind, at__gt=now - WINDOW)
    return recent.filter(digest=digest_of(token)).count(), recent.filter(address=address).count()
