"""What waits for this viewer, what was decided of late, and who has looked at a record in between?"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models

from followthrough.procedures.model.answer import DutyState
from followthrough.service.agencies.models import Team
from followthrough.service.children.models import Number
from followthrough.service.children.numbers import NotANumber, check
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.intake.models import Item, Mailbox
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Duty

SHOWN_FOR = timedelta(days=14)
WAITING = (DutyState.OPEN, DutyState.BREACHED)
_NUMBER = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")


def items(viewer: Viewer) -> models.QuerySet[Item]:
    """Row-level security shows those of the viewer's teams."""
    return Item.objects.select_related("team__agency", "sent_to", "child", "placed_by")


def waiting(viewer: Viewer) -> list[Item]:
    """The oldest first: the clock of what came first runs out first."""
    return list(items(viewer).filter(outcome="").defer("original", "text", "attachments", "steps"))


def placed(viewer: Viewer) -> list[Item]:
    found = items(viewer).exclude(outcome="").filter(placed_at__gte=clock.now() - SHOWN_FOR)
    return list(found.defer("original", "text", "attachments", "steps").order_by("-placed_at"))


def item(viewer: Viewer, reference: str) -> Item | None:
    return items(viewer).filter(reference=reference).first()


def clocks(found: list[Item]) -> dict[str, Duty]:
    """The duty that runs for each item, by the item's id."""
    by_trigger = {each.trigger: each.pk for each in found if each.is_waiting}
    rows = Duty.objects.filter(trigger__in=list(by_trigger), state__in=WAITING, ended_at=None)
    return {by_trigger[duty.trigger]: duty for duty in rows}


def due_at(item: Item) -> datetime | None:
    """By when the item that waits is due, whoever asks; never for a page."""
    with as_assessor():
        duty = clocks([item]).get(item.pk)
    return duty.due_at if duty else None


def unread_mailboxes(viewer: Viewer) -> list[Mailbox]:
    """Those of the viewer's agency that cannot be read now; row-level security knows whose they are."""
    return list(Mailbox.objects.exclude(failing_since=None).select_related("team").order_by("team__title"))


def teams_to_pass_to(item: Item) -> list[Team]:
    found = Team.objects.filter(agency=item.agency).exclude(pk=item.team_id)
    return list(found.select_related("agency"))


def looked_by(item: Item) -> dict[str, Any]:
    """Whom to look for at first: whom it says that it is about, or a number that stands in its words."""
    said = item.about
    born_on = date.fromisoformat(said["born_on"]) if said.get("born_on") else None
    return {
        "name": said.get("name", ""),
        "born_on": born_on,
        "number": said.get("number", "") or number_in(item),
        "address": said.get("address", ""),
    }


def number_in(item: Item) -> str:
    """The first NHS number in it, to look for the child by; a person decides what it means."""
    for found in _NUMBER.findall(f"{item.subject}\n{item.text}"):
        try:
            return check(Number.Scheme.NHS, found)
        except NotANumber:
            continue
    return ""
