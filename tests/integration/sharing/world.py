"""A small partnership the evening before Good Friday 2013, and one child on a hospital ward. All of it is invented."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from followthrough.service.agencies.models import Practitioner
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.children.actions import About, register_child
from followthrough.service.children.models import Child
from followthrough.service.core.clock import FixedClock
from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Duty
from followthrough.service.sharing import actions
from followthrough.service.sharing.models import Leg, Share
from followthrough.service.sharing.outgoing import Outgoing
from integration.agencies import making

LONDON = ZoneInfo("Europe/London")
OUT_OF_HOURS, FRONT_DOOR = "social-care/out-of-hours", "social-care/front-door"
RESPONSE, WARD = "police/response", "hospital/ward"


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LONDON)  # type: ignore[misc,arg-type]


EVENING = local(2013, 3, 28, 17, 30)
PEOPLE = {
    "nurse": (("hospital", "ward", "worker"),),
    "sister": (("hospital", "ward", "team-manager"),),
    "named.nurse": (("hospital", "safeguarding-team", "safeguarding-lead"),),
    "duty": (("social-care", "out-of-hours", "worker"),),
    "duty.manager": (
        ("social-care", "out-of-hours", "team-manager"),
        ("social-care", "out-of-hours", "on-call-manager"),
    ),
    "day": (("social-care", "front-door", "worker"),),
    "constable": (("police", "response", "worker"),),
    "stranger": (("camhs", "community", "worker"),),
}


@dataclass
class World:
    at: FixedClock
    child: Child
    people: dict[str, Practitioner] = field(default_factory=dict)

    def viewer(self, name: str) -> Viewer:
        return viewer_of(self.people[name])

    def outgoing(self, *recipients: str, asks: str = "urgent", **more: Any) -> Outgoing:
        said: dict[str, Any] = {
            "key": new_id(),
            "asks": asks,
            "words": "He has a burn on his hand. He said: “It was the iron.”",
            "occurred_from": local(2013, 3, 28, 16, 50),
            "occurred_to": local(2013, 3, 28, 16, 50),
            "recipients": recipients or (OUT_OF_HOURS,),
            "family_told": True,
            "child_id": self.child.pk,
        }
        return Outgoing(**{**said, **more})

    def send(self, *recipients: str, by: str = "nurse", **more: Any) -> Share:
        with acting(self.viewer(by)):
            return actions.send(outgoing=self.outgoing(*recipients, **more), by=self.viewer(by))

    def do(self, name: str, leg: Leg, by: str, **more: Any) -> Leg:
        viewer = self.viewer(by)
        with acting(viewer):
            done: Leg = getattr(actions, name)(leg_id=leg.pk, by=viewer, **more)
            return done

    def leg(self, share: Share, team: str = OUT_OF_HOURS, by: str = "nurse") -> Leg:
        with acting(self.viewer(by)):
            return next(
                leg
                for leg in Leg.objects.select_related("team", "share")
                if leg.share_id == share.pk and leg.team.key == team
            )

    def later(self, **span: int) -> None:
        self.at.at += timedelta(**span)


def duties(procedure: str, states: Iterable[str] = ("open", "breached")) -> list[Duty]:
    """As the record holds them, whoever looks."""
    with as_assessor():
        return list(Duty.objects.filter(procedure=procedure, state__in=list(states)).order_by("opened_at"))


def build(at: FixedClock) -> World:
    making.agency("hospital", "safeguarding-team", "ward")
    making.agency("police", "response")
    making.agency("camhs", "community")
    care = making.agency("social-care", "front-door", "out-of-hours")
    care.teams.filter(slug="out-of-hours").update(is_out_of_hours=True, telephone="01632 960102")
    care.teams.filter(slug="front-door").update(
        office="office", telephone="01632 960101", opening_hours="Monday to Friday, 9am to 5pm"
    )
    people = {name: making.practitioner(name, *seats, is_early=True) for name, seats in PEOPLE.items()}
    nurse = viewer_of(people["nurse"])
    with acting(nurse):
        child = register_child(
            about=About("Jonas Weber", date(2009, 5, 4), "boy", "German", True), reason="is on the ward", by=nurse
        )
    return World(at, child, people)


def started() -> FixedClock:
    return FixedClock(EVENING.astimezone(UTC))
