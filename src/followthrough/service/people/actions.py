"""Entering people, giving and ending seats, and switching accounts off and on. Everything is audited by who did it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.access import factors, invitations, sessions, telling
from followthrough.service.agencies import actions as agencies
from followthrough.service.agencies.models import Agency, Membership, Practitioner, Team
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.dates import LONDON
from followthrough.service.people import idle, policies
from followthrough.service.people.models import SeatPlan, SwitchOff

SYSTEM = Viewer.system("accounts")


def today(now: datetime | None = None) -> date:
    return (now or clock.now()).astimezone(LONDON).date()


@transaction.atomic
def enter(*, username: str, name: str, email: str, telephone: str, agency: Agency, by: Viewer) -> Practitioner:
    """A new person, who gets a letter with a link. No seat yet, so they see nothing yet."""
    person = agencies.enter_practitioner(
        username=username, name=name, email=email, telephone=telephone, agency=agency, by=by
    )
    transaction.on_commit(lambda: invitations.send(person))
    return person


@transaction.atomic
def invite_again(*, person: Practitioner, by: Viewer) -> None:
    """For somebody who has lost password, telephone or link: all of them begin anew, and open sessions end."""
    policies.check_can_change(by, person)
    person.set_unusable_password()
    person.save(update_fields=["password"])
    factors.remove_all(person)
    sessions.end_all(practitioner=person, by=by, why="invited again")
    audit.record("practitioner.invited", by=by, subject=Subject("practitioner", person.pk))
    transaction.on_commit(lambda: invitations.send(person))


@transaction.atomic
def give_seat(
    *, person: Practitioner, team: Team, role: str, from_on: date, to_on: date | None, by: Viewer
) -> SeatPlan:
    policies.check_can_change(by, person)
    plan = SeatPlan.objects.create(practitioner=person, team=team, role=role, from_on=from_on, to_on=to_on)
    detail = {"team": team.key, "role": role, "from": str(from_on), "to": str(to_on or "")}
    audit.record("seat.planned", by=by, subject=Subject("practitioner", person.pk), detail=detail)
    if from_on <= today():
        _begin(plan, by)
    return plan


@transaction.atomic
def end_seat(*, membership: Membership, by: Viewer) -> None:
    """Now: the next request of the person is without it."""
    policies.check_can_change(by, membership.practitioner)
    access.leave_team(membership=membership, by=by)
    SeatPlan.objects.filter(membership=membership).update(is_over=True)


@transaction.atomic
def withdraw(*, plan: SeatPlan, by: Viewer) -> None:
    """A seat that has not begun."""
    policies.check_can_change(by, plan.practitioner)
    plan.is_over = True
    plan.save(update_fields=["is_over"])
    detail = {"team": plan.team.key, "role": plan.role}
    audit.record("seat.withdrawn", by=by, subject=Subject("practitioner", plan.practitioner_id), detail=detail)


@transaction.atomic
def leave(*, person: Practitioner, by: Viewer) -> None:
    """The person leaves the agency: every seat and session ends, and nobody can sign in as them."""
    policies.check_can_change(by, person)
    for membership in person.memberships.filter(to_at=None):
        access.leave_team(membership=membership, by=by)
    SeatPlan.objects.filter(practitioner=person).update(is_over=True)
    SwitchOff.objects.filter(practitioner=person, restored_at=None).delete()
    access.deactivate(practitioner=person, by=by)


@transaction.atomic
def switch_off(*, person: Practitioner) -> None:
    """Nobody has used the account. Its seats stay, for the day it is restored."""
    SwitchOff.objects.create(practitioner=person, at=clock.now())
    access.deactivate(practitioner=person, by=SYSTEM)


@transaction.atomic
def restore(*, person: Practitioner, by: Viewer) -> None:
    """Whoever was switched off works on with the same password, second factor and seats."""
    policies.check_can_restore(by, person)
    if SwitchOff.objects.filter(practitioner=person, restored_at=None).update(restored_at=clock.now()):
        access.activate(practitioner=person, by=by)


def keep_accounts() -> tuple[int, int, int]:
    """Do what the day has brought: how many seats have begun and ended, and how many accounts were switched off."""
    now = clock.now()
    begun = [_begin(plan, SYSTEM) for plan in _due_to_begin(today(now))]
    ended = [_end(plan) for plan in _due_to_end(today(now))]
    off = list(idle.idle(now))
    for person in off:
        switch_off(person=person)
    sessions.forget_old()
    telling.tell_of_tries()
    return len(begun), len(ended), len(off)


def _due_to_begin(on: date) -> list[SeatPlan]:
    found = SeatPlan.objects.filter(membership=None, is_over=False, from_on__lte=on, practitioner__is_active=True)
    return [plan for plan in found.select_related("practitioner", "team") if plan.to_on is None or plan.to_on >= on]


def _due_to_end(on: date) -> list[SeatPlan]:
    found = SeatPlan.objects.filter(is_over=False, to_on__lt=on, membership__to_at=None)
    return list(found.exclude(membership=None).select_related("membership__practitioner", "membership__team"))


@transaction.atomic
def _begin(plan: SeatPlan, by: Viewer) -> None:
    plan.membership = access.join_team(practitioner=plan.practitioner, team=plan.team, role=plan.role, by=by)
    SeatPlan.objects.filter(membership=plan.membership).exclude(pk=plan.pk).update(membership=None, is_over=True)
    plan.save(update_fields=["membership"])


@transaction.atomic
def _end(plan: SeatPlan) -> None:
    assert plan.membership is not None
    access.leave_team(membership=plan.membership, by=SYSTEM)
    plan.is_over = True
    plan.save(update_fields=["is_over"])
