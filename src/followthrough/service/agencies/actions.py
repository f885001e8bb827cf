"""Changes to the directory: new agencies, teams and people, and who joins or leaves a team.

Whoever changes a membership calls `access.actions.join_team` and its kin instead of the functions here: they renew
what the person may see in the same transaction.
"""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from followthrough.procedures.model.event import Subject
from followthrough.service.agencies.models import Agency, Membership, Practitioner, Team
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer


class NotThisAgency(ValueError):
    """A practitioner joins teams of their own agency only."""


@transaction.atomic
def register_practitioner(
    *,
    username: str,
    name: str,
    email: str,
    agency: Agency,
    password: str,
    by: Viewer,
    telephone: str = "",
) -> Practitioner:
    """A person who may sign in, as a member of nothing yet. Raises ValidationError for a weak password."""
    person = Practitioner(username=username, name=name, email=email, agency=agency, telephone=telephone)
    validate_password(password, person)
    person.set_password(password)
    person.save()
    audit.record("practitioner.registered", by=by, subject=Subject("practitioner", person.pk))
    return person


@transaction.atomic
def enter_practitioner(
    *, username: str, name: str, email: str, agency: Agency, by: Viewer, telephone: str = ""
) -> Practitioner:
    """A person who has no password yet: they choose how they sign in."""
    person = Practitioner(username=username, name=name, email=email, agency=agency, telephone=telephone)
    person.set_unusable_password()
    person.save()
    audit.record("practitioner.registered", by=by, subject=Subject("practitioner", person.pk))
    return person


@transaction.atomic
def join_team(*, practitioner: Practitioner, team: Team, role: str, by: Viewer) -> Membership:
    if practitioner.agency_id != team.agency_id:
        raise NotThisAgency(f"{practitioner.name} does not work for {team.agency.title}.")
    membership, is_new = Membership.objects.get_or_create(
        practitioner=practitioner, team=team, role=role, to_at=None, defaults={"from_at": clock.now()}
    )
    if is_new:
        _tell_audit("membership.began", membership, by)
    return membership


@transaction.atomic
def leave_team(*, membership: Membership, by: Viewer) -> None:
    membership.to_at = clock.now()
    membership.save(update_fields=["to_at"])
    _tell_audit("membership.ended", membership, by)


@transaction.atomic
def deactivate(*, practitioner: Practitioner, by: Viewer) -> None:
    """The person can no longer sign in; an open session ends with its next request."""
    practitioner.is_active = False
    practitioner.save(update_fields=["is_active"])
    audit.record("practitioner.deactivated", by=by, subject=Subject("practitioner", practitioner.pk))


@transaction.atomic
def activate(*, practitioner: Practitioner, by: Viewer) -> None:
    """The person can sign in again, as before."""
    practitioner.is_active = True
    practitioner.save(update_fields=["is_active"])
    audit.record("practitioner.activated", by=by, subject=Subject("practitioner", practitioner.pk))


def _tell_audit(action: str, membership: Membership, by: Viewer) -> None:
    detail = {"team": membership.team.key, "role": membership.role}
    audit.record(action, by=by, subject=Subject("practitioner", membership.practitioner_id), detail=detail)
