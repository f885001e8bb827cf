"""Who is where? Reads of the directory, which every practitioner may see: it holds no child."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Protocol

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import JSONObject

from followthrough.service.agencies import hour
from followthrough.service.agencies.models import (
    ADMINISTRATOR,
    Agency,
    HolidayContact,
    Membership,
    Practitioner,
    Shift,
    Team,
)
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.dates import LONDON


class HasDebtor(Protocol):
    """Whatever names an agency with a team or role in it: the engine's Debtor is one."""

    @property
    def agency(self) -> str: ...
    @property
    def team(self) -> str: ...
    @property
    def role(self) -> str: ...


def first_seat(person: Practitioner) -> Membership | None:
    """Of those that the person holds now the one held longest, with its team."""
    return person.memberships.filter(to_at=None).select_related("team").order_by("id").first()


def viewer_of(practitioner: Practitioner) -> Viewer:
    """The practitioner as every query takes them: with the teams and roles held now. Who enters people is a member of
    no team by that: an administrator sees no child.
    """
    held = list(practitioner.memberships.filter(to_at=None).select_related("team").order_by("id"))
    return Viewer(
        practitioner_id=practitioner.pk,
        username=practitioner.username,
        agency=practitioner.agency_id,
        teams=tuple(dict.fromkeys(each.team.key for each in held if each.role != ADMINISTRATOR)),
        roles=tuple(dict.fromkeys(each.role for each in held)),
    )


def agencies() -> QuerySet[Agency]:
    return Agency.objects.all()


SOON = timedelta(hours=30)  # a page may ask who answers when the next shift has begun


def teams(agency: str = "") -> QuerySet[Team]:
    """Every team, or one agency's: whom a share can be sent to. Each with who is on its rota now and soon, so that
    `ringing` needs to ask nothing more.
    """
    now = clock.now()
    near = Shift.objects.filter(team=OuterRef("pk"), ends_at__gt=now, starts_at__lt=now + SOON).order_by("starts_at")
    told = JSONObject(
        level=F("level"),
        starts_at=F("starts_at"),
        ends_at=F("ends_at"),
        name=F("practitioner__name"),
        practitioner=F("practitioner"),
        role=F("role"),
        telephone=F("telephone"),
    )
    has_begun = When(rota__begins_at__lte=now, then=F("rota__levels"))
    today = now.astimezone(LONDON).date()
    away = HolidayContact.objects.filter(agency=OuterRef("agency"), from_on__lte=today, to_on__gte=today)
    contact = away.values(told=JSONObject(name=F("name"), telephone=F("telephone")))[:1]
    found = Team.objects.select_related("agency").annotate(
        rota_levels=Case(has_begun), on_rota=ArraySubquery(near.values(told=told)), holiday=Subquery(contact)
    )
    return found.filter(agency=agency) if agency else found


def team_of(debtor: HasDebtor) -> Team:
    return team_for(debtor.agency, debtor.team, debtor.role)


def team_for(agency: str, team: str = "", role: str = "") -> Team:
    """The team that answers: the one named, else one where the role is held (on duty now, for a role of the hour), else
    the agency's default.

    Raises Team.DoesNotExist only for an agency that is unknown or has no team: a duty must find somebody.
    """
    own = Team.objects.select_related("agency").filter(agency=agency)
    named = own.filter(slug=team).first() if team else None
    named = named or team_of_the_hour(agency, role)
    if named is None and role:
        named = own.filter(memberships__in=holders(agency, role=role)).order_by("-is_default", "slug").first()
    return named or own.order_by("-is_default", "slug")[:1].get()


def team_of_the_hour(agency: str, role: str) -> Team | None:
    """The team on duty now, for a role that means whoever is there; None for any other."""
    if role not in hour.ROLES:
        return None
    own = list(Team.objects.select_related("agency").filter(agency=agency))
    return hour.team(role, own, set(holders(agency).order_by().values_list("role", "team__slug")), clock.now())


def holders(agency: str, team: str = "", role: str = "") -> QuerySet[Membership]:
    """Memberships held now by people who can sign in."""
    found = Membership.objects.at_work().filter(team__agency=agency, practitioner__is_active=True)
    found = found.filter(team__slug=team) if team else found
    return found.filter(role=role) if role else found


def seats_of(wanted: set[tuple[str, str]]) -> set[tuple[str, str, str]]:
    """(agency, team, role) wherever one of the wanted (agency, role) is held now: one question for a whole page."""
    roles = {role for _, role in wanted if role}
    if not roles:
        return set()
    held = Membership.objects.at_work().filter(role__in=roles, practitioner__is_active=True)
    rows = set(held.order_by().values_list("team__agency", "team__slug", "role"))
    return {row for row in rows if (row[0], row[2]) in wanted}


def people_in(team: Team) -> QuerySet[Practitioner]:
    """Who could take a duty of this team."""
    seats = Membership.objects.at_work().filter(team=team)
    return Practitioner.objects.filter(is_active=True, memberships__in=seats).distinct()


def people_named(name: str, most: int) -> list[Practitioner]:
    """People at work whose name has every word of this one, the exact name first."""
    found = Practitioner.objects.filter(is_active=True, memberships__in=Membership.objects.at_work())
    for word in name.split():
        found = found.filter(name__icontains=word)
    people = list(found.select_related("agency").distinct().order_by("name", "pk")[:most])
    exact = [each for each in people if each.name.casefold() == " ".join(name.split()).casefold()]
    return exact or people


def who_could_read(agency: str, roles: Collection[str]) -> dict[str, tuple[str, Team]]:
    """Everybody of an agency, and who holds one of the roles in another: the name and the first team of each, by id."""
    seats = Membership.objects.at_work().filter(practitioner__is_active=True)
    seats = seats.filter(Q(practitioner__agency=agency) | Q(role__in=roles)).exclude(role=ADMINISTRATOR)
    found: dict[str, tuple[str, Team]] = {}
    for each in seats.select_related("practitioner", "team__agency").order_by("practitioner__name", "id"):
        found.setdefault(each.practitioner_id, (each.practitioner.name, each.team))
    return found


def colleague(identity: str) -> Practitioner | None:
    """A person who can sign in."""
    return Practitioner.objects.select_related("agency").filter(pk=identity, is_active=True).first()


def team_of_person(person: Practitioner) -> Team | None:
    """The first team that they belong to; None where they belong to none."""
    seat = person.memberships.filter(pk__in=Membership.objects.at_work()).select_related("team__agency")
    held = seat.order_by("id").first()
    return held.team if held else None


def roles_held() -> list[tuple[str, str, str]]:
    """(agency, its title, role) for every role that somebody holds now, in order of title."""
    held = Membership.objects.at_work().filter(practitioner__is_active=True).order_by("team__agency__title", "role")
    return list(held.values_list("team__agency", "team__agency__title", "role").distinct())


def practitioner(identity: str) -> Practitioner | None:
    """The person behind an id in a record, also when they have left."""
    return Practitioner.objects.select_related("agency").filter(pk=identity).first()


def titles() -> dict[str, str]:
    """Titles by key, for agencies ("police") and teams ("police/response"): one query each for a whole page."""
    found = {agency.key: agency.title for agency in Agency.objects.all()}
    return found | {team.key: team.title for team in Team.objects.all()}


def names(identities: set[str]) -> dict[str, str]:
    """Names by practitioner id."""
    return dict(Practitioner.objects.filter(pk__in=identities).values_list("pk", "name"))
