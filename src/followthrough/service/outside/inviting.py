"""Who is sent a link? Each organisation without an account that has a part in a share, by letter; a code when it asks.

Both are done by the sweep and not by the page: a link that is owed is a part without one, and who asks for a code
learns nothing from how long the page took, since nothing is looked up for it.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Count, F, Q
from django.utils.crypto import salted_hmac

from followthrough.procedures.model.event import Subject
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger import outbox
from followthrough.service.outside.models import Code, Knock, Link
from followthrough.service.sharing.models import Leg

BY: Final = Viewer.system("link")
OPEN_FOR: Final = timedelta(days=14)  # our default
CODE_LASTS: Final = timedelta(minutes=15)
CODES_AN_HOUR: Final = 5
KEPT: Final = timedelta(days=1)  # how long it is remembered who knocked
_SENTENCE: Final = (
    "{sender} asks you to read something about a child. Open the link, and we text a code to the mobile that we have "
    "checked with you. To be sure that this is no trick, ring your own contact there, or {number}."
)
_CODE: Final = "Your code is {secret}. It works once, for 15 minutes. Nobody will ask you for it by telephone."


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def code_digest(code: str, code_id: str) -> str:
    """Six digits are few: so with the site's own key, and bound to their row."""
    return salted_hmac("followthrough.outside.code", f"{code_id}:{code}", algorithm="sha256").hexdigest()


def invite_due() -> int:
    """A link for each part of a share that needs one and has none. For the sweep; returns how many."""
    with acting(BY):
        owed = Leg.objects.filter(team__outside__isnull=False, link__isnull=True)
        waiting = list(owed.exclude(state__in=[Leg.State.WITHDRAWN, Leg.State.REDIRECTED]).values_list("pk", flat=True))
    return sum(_invite(leg) for leg in waiting)


def _invite(leg_id: str) -> bool:
    try:
        with transaction.atomic(), acting(BY):
            leg = Leg.objects.select_related("share__sender_team__agency", "team__outside").get(pk=leg_id)
            sender = leg.share.sender_team
            token, now = secrets.token_urlsafe(32), clock.now()
            link = Link.objects.create(leg=leg, digest=digest_of(token), made_at=now, expires_at=now + OPEN_FOR)
            outbox.enqueue(
                key=f"link:{link.pk}",
                to=leg.team.email,
                owner=sender.key,
                sentence=_SENTENCE.format(sender=sender, number=sender.telephone or sender.agency.telephone)[:300],
                reference=leg.share.reference,
                link="/open/",
                secret=token,
            )
            about = Subject("child", leg.share.child_id)
            audit.record("link.made", by=BY, subject=about, detail={"link": link.pk, "leg": leg.pk})
    except IntegrityError:
        return False  # another sweep was first
    return True


def answer_knocks() -> int:
    """Text a code for each link that somebody asked for one; what leads nowhere is forgotten. For the sweep."""
    now = clock.real_now()
    with transaction.atomic(), acting(BY):
        Knock.objects.filter(at__lt=now - KEPT).delete()
        asked = list(Knock.objects.filter(kind=Knock.Kind.ASK, is_answered=False).select_for_update(skip_locked=True))
        Knock.objects.filter(pk__in=[each.pk for each in asked]).update(is_answered=True)
        recent = Count("codes", filter=Q(codes__made_at__gt=now - timedelta(hours=1)))
        found = Link.objects.filter(digest__in={each.digest for each in asked}, expires_at__gt=clock.now())
        links = list(found.annotate(recent=recent).filter(recent__lt=CODES_AN_HOUR).select_related("leg__share"))
        for link in links:
            _send_code(link)
    return len(links)


def _send_code(link: Link) -> None:
    leg = Leg.objects.select_related("team__outside", "share__sender_team").get(pk=link.leg_id)
    code, now = f"{secrets.randbelow(1_000_000):06}", clock.real_now()
    Code.objects.filter(link=link, used_at=None, until__gt=now).update(until=F("made_at"))  # the newest alone is good
    made = Code(link=link, made_at=now, until=now + CODE_LASTS)
    made.digest = code_digest(code, made.pk)
    made.save()
    outbox.enqueue(
        key=f"code:{made.pk}",
        to=leg.team.outside.code_number,
        owner=leg.share.sender_team.key,
        sentence=_CODE,
        reference=leg.share.reference,
        secret=code,
    )
    about = Subject("child", leg.share.child_id)
    audit.record("link.code-sent", by=BY, subject=about, detail={"link": link.pk})
