"""Which organisations take part by link, and in whose name is something recorded there?

Each is an agency with one team, so that shares, clocks and telephone numbers treat it like any other. Whoever opens a
link and says their name becomes a person of that team, who cannot sign in: the record says who it was.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.text import slugify

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.agencies import alerting
from followthrough.service.agencies import queries as agencies
from followthrough.service.agencies.models import Agency, Outside, Practitioner, Team
from followthrough.service.core import audit, clock
from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.dates import LONDON
from followthrough.service.outside import policies

TEAM = "by-link"
NOT_A_MOBILE = "Enter a mobile number, such as 07700 900123. A code goes there as a text"
LONGEST_NAME = 120


class CannotEnter(ValueError):
    """The message says what to do."""


@transaction.atomic
def enter(*, title: str, kind: str, email: str, telephone: str, code_number: str, by: Viewer) -> Outside:
    """A new organisation, whose numbers `by` has checked today by ringing it."""
    policies.check_can_enter(by)
    mobile = alerting.mobile(code_number)
    if not mobile:
        raise CannotEnter(NOT_A_MOBILE)
    key = slugify(title)[:50] or "organisation"
    if Agency.objects.filter(key=key).exists():
        raise CannotEnter("There is an organisation of this name already. Change its numbers instead.")
    agency = Agency.objects.create(key=key, title=title, kind=kind, telephone=telephone)
    team = Team.objects.create(
        agency=agency,
        slug=TEAM,
        title="By link",
        telephone=telephone,
        email=email,
        office="unknown",
        opening_hours="Hours not known",
        is_default=True,
    )
    seat = _person(team, f"Somebody at {title}", by)
    made = Outside.objects.create(
        team=team, code_number=mobile, checked_by_id=by.practitioner_id, checked_on=_today(), seat=seat
    )
    audit.record("outside.entered", by=by, subject=Subject("agency", agency.pk))
    return made


@transaction.atomic
def check_numbers(*, outside: Outside, email: str, telephone: str, code_number: str, by: Viewer) -> None:
    """Somebody has rung the organisation, and these are right today."""
    policies.check_can_enter(by)
    mobile = alerting.mobile(code_number)
    if not mobile:
        raise CannotEnter(NOT_A_MOBILE)
    Agency.objects.filter(pk=outside.team.agency_id).update(telephone=telephone)
    Team.objects.filter(pk=outside.team_id).update(telephone=telephone, email=email)
    Outside.objects.filter(pk=outside.pk).update(code_number=mobile, checked_by=by.practitioner_id, checked_on=_today())
    audit.record("outside.checked", by=by, subject=Subject("agency", outside.team.agency_id))


def named(*, outside: Outside, name: str) -> Practitioner:
    """The person of that name there; the same name is the same person."""
    team = outside.team
    known = agencies.people_in(team).filter(name__iexact=name).first()
    return known or _person(team, name[:LONGEST_NAME], Viewer.system("link"))


def _person(team: Team, name: str, by: Viewer) -> Practitioner:
    person = Practitioner(username=f"link-{new_id()[:12]}", name=name, agency_id=team.agency_id)
    person.set_unusable_password()
    person.save()
    access.join_team(practitioner=person, team=team, role="worker", by=by)
    return person


def _today() -> date:
    return clock.now().astimezone(LONDON).date()
