"""A small partnership with a rota: social care by day and by night, and the police at every hour."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from followthrough.service.agencies.models import Practitioner, Shift, Team
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.core.viewer import Viewer
from followthrough.service.cover.actions import rota
from integration.agencies import making
from integration.sharing.world import local

START = local(2013, 3, 25, 9)  # the Monday before Easter


def build() -> None:
    care = making.agency("social-care", "front-door", "out-of-hours")
    care.teams.filter(slug="out-of-hours").update(is_out_of_hours=True, telephone="01632 960102", office="office")
    care.teams.filter(slug="front-door").update(office="office", telephone="01632 960101")
    making.agency("police", "response")
    making.agency("board", "office")
    night = ("social-care", "out-of-hours")
    making.practitioner("night.one", (*night, "worker"))
    making.practitioner("night.two", (*night, "worker"))
    making.practitioner("night.manager", (*night, "duty-manager"), (*night, "team-manager"))
    making.practitioner("service.manager", ("social-care", "front-door", "service-manager"))
    making.practitioner("day.one", ("social-care", "front-door", "worker"))
    making.practitioner("constable", ("police", "response", "worker"))
    making.practitioner("sergeant", ("police", "response", "team-manager"))
    making.practitioner("board.manager", ("board", "office", "business-manager"))


def person(name: str) -> Practitioner:
    return Practitioner.objects.get(username=name)


def viewer(name: str) -> Viewer:
    return viewer_of(person(name))


def team(key: str) -> Team:
    agency, _, slug = key.partition("/")
    return Team.objects.select_related("agency").get(agency=agency, slug=slug)


NIGHT = "social-care/out-of-hours"


def keep(*levels: str, team_key: str = NIGHT, by: str = "night.manager", on: date = date(2013, 3, 25)) -> None:
    rota.keep(team=team(team_key), levels=levels or ("worker",), begins_on=on, by=viewer(by))


def put_in(starts_at: datetime, ends_at: datetime, who: str = "", by: str = "night.manager", **more: Any) -> Shift:
    said: dict[str, Any] = {"level": "worker", "role": "Duty social worker", "telephone": "01632 960177"}
    key = more.pop("team_key", NIGHT)
    return rota.put_in(
        team=team(key), starts_at=starts_at, ends_at=ends_at, practitioner=person(who) if who else None,
        by=viewer(by), **{**said, **more},
    )  # fmt: skip
