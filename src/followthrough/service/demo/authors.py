"""Which person of the demo recorded an event of a story? The stories name agencies and teams, never a person."""

from __future__ import annotations

from collections.abc import Iterable

from followthrough.procedures.model.event import Event
from followthrough.service.agencies.models import Practitioner, Team
from followthrough.service.demo import shares

OF_THE_SENDER = ("share.sent", "share.confirmed", "share.chased", "share.withdrawn")


def authors(events: Iterable[Event]) -> dict[str, Practitioner]:
    """A member of the team whose step it is, for each event of an agency of the demo; else of its first team."""
    events = list(events)
    sent = {str(event.data["leg"]): event for event in events if event.kind == "share.sent"}
    found: dict[str, Practitioner] = {}
    members: dict[str, Practitioner] = {}
    for event in events:
        leg = sent.get(str(event.data.get("leg", "")))
        team = _default(event.agency)
        if leg is not None and event.kind.startswith("share."):
            team = shares.sender(leg) if event.kind in OF_THE_SENDER else shares.recipient(leg)
        if team.key not in members:
            members[team.key] = _member(team)
        found[event.id] = members[team.key]
    return found


def _default(agency: str) -> Team:
    return Team.objects.get(agency=agency, is_default=True)


def _member(team: Team) -> Practitioner:
    """A worker if there is one."""
    held = team.memberships.select_related("practitioner").order_by("id")
    return (held.filter(role="worker").first() or held.earliest("id")).practitioner
