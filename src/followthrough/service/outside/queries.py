"""Which organisations are there, and what may somebody read behind a link?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from followthrough.service.agencies.models import Outside, Practitioner
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.outside.inviting import BY
from followthrough.service.outside.models import Link
from followthrough.service.sharing import queries as sharing
from followthrough.service.sharing.models import Leg, Share

CHECK_AGAIN: Final = timedelta(days=365)  # our default


def organisations() -> list[Outside]:
    found = Outside.objects.select_related("team__agency", "checked_by")
    return list(found.order_by("team__agency__title"))


def organisation(key: str) -> Outside | None:
    return Outside.objects.select_related("team__agency", "checked_by", "seat").filter(team__agency=key).first()


def is_old(outside: Outside, today: date) -> bool:
    return outside.checked_on + CHECK_AGAIN < today


@dataclass(frozen=True)
class Behind:
    """A recipient's part of a share, and in whose name it is read."""

    share: Share
    leg: Leg
    outside: Outside
    viewer: Viewer


def behind(link_id: str, person_id: str = "") -> Behind | None:
    """What an opened link leads to, as the person who said their name, or as the organisation's own seat."""
    with acting(BY):
        link = Link.objects.filter(pk=link_id).select_related("leg__share").first()
        if link is None:
            return None
        outside = Outside.objects.select_related("team__agency", "seat").get(pk=link.leg.team_id)
        person = Practitioner.objects.filter(pk=person_id, agency=outside.team.agency_id).first() or outside.seat
        viewer = viewer_of(person)
    with acting(viewer):
        share = sharing.share(viewer, link.leg.share.reference)
        leg = next((each for each in sharing.legs(share) if each.pk == link.leg_id), None) if share else None
    return Behind(share, leg, outside, viewer) if share and leg else None
