"""Changes to agencies and teams: added, changed, checked. What it was before stays written down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from followthrough.procedures.model.event import Subject
from followthrough.service.agencies.models import Agency, DirectoryChange, Team
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.dates import LONDON
from followthrough.service.people.directory import policies

NAMED: Mapping[str, str] = {
    "title": "Name",
    "telephone": "Number",
    "email": "E-mail address",
    "office": "Hours",
    "opening_hours": "Hours in words",
    "is_out_of_hours": "Answers while the others are shut",
    "is_default": "Takes what names no team",
}


@transaction.atomic
def add_agency(*, key: str, title: str, kind: str, telephone: str, by: Viewer) -> Agency:
    policies.check_can_add(by)
    agency = Agency.objects.create(key=key, title=title, kind=kind, telephone=telephone)
    _write(agency, f"Agency added: {title}, {telephone or 'no number'}.", by)
    return agency


@transaction.atomic
def change_agency(*, agency: Agency, by: Viewer, **said: str) -> None:
    policies.check_can_change(by, agency.pk)
    _change(agency, said, agency.title, agency, by)


@transaction.atomic
def add_team(*, agency: Agency, slug: str, by: Viewer, **said: Any) -> Team:
    """The first team of an agency takes what names no team, whatever was said."""
    if not policies.can_add(by):
        policies.check_can_change(by, agency.pk)
    said["is_default"] = said.get("is_default") or not agency.teams.exists()
    _make_room(agency, said)
    team = Team.objects.create(agency=agency, slug=slug, **said)
    _write(agency, f"Team added: {team.title}, {team.telephone}, {team.opening_hours}.", by)
    return team


@transaction.atomic
def change_team(*, team: Team, by: Viewer, **said: Any) -> None:
    policies.check_can_change(by, team.agency_id)
    said["is_default"] = said.get("is_default") or team.is_default  # another team takes it over; nobody gives it up
    if not team.is_default:
        _make_room(team.agency, said)
    _change(team, said, team.title, team.agency, by)


@transaction.atomic
def check(*, of: Agency | Team, by: Viewer) -> None:
    """Somebody rang the number today, and it was answered."""
    agency = of.agency if isinstance(of, Team) else of
    policies.check_can_change(by, agency.pk)
    of.checked_on = clock.now().astimezone(LONDON).date()
    of.save(update_fields=["checked_on"])
    _write(agency, f"{of.title}: {of.telephone} was rung and answered.", by)


def _make_room(agency: Agency, said: Mapping[str, Any]) -> None:
    if said["is_default"]:
        agency.teams.filter(is_default=True).update(is_default=False)


def _change(of: Agency | Team, said: Mapping[str, Any], title: str, agency: Agency, by: Viewer) -> None:
    """A number that was changed has not been rung yet."""
    before = {name: getattr(of, name) for name in said}
    changed = [name for name in said if before[name] != said[name]]
    for name in changed:
        setattr(of, name, said[name])
    if "telephone" in changed:
        of.checked_on = None
    of.save()
    if changed:
        words = "; ".join(f"{NAMED[name]}: {_said(before[name])} became {_said(said[name])}" for name in changed)
        _write(agency, f"{title}. {words}.", by)


def _said(value: Any) -> str:
    return {True: "yes", False: "no", "": "nothing"}.get(value, str(value))


def _write(agency: Agency, words: str, by: Viewer) -> None:
    DirectoryChange.objects.create(agency=agency, words=words[:400], by=by.practitioner_id, at=clock.now())
    audit.record("directory.changed", by=by, subject=Subject("agency", agency.pk))
