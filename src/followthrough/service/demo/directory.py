"""Puts Wealdshire's agencies, teams and people into the directory."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password

from followthrough.service.agencies.models import Agency, Membership, Practitioner, Team
from followthrough.service.core import clock
from followthrough.service.demo.people import PASSWORD, PEOPLE, PersonOf
from followthrough.service.demo.wealdshire import AGENCIES, AgencyOf


def load() -> None:
    for agency in AGENCIES:
        _load_agency(agency)
    # Hashed once, not once for each person: the hash is slow on purpose, and the password is on the sign-in page.
    password = make_password(PASSWORD)
    for person in PEOPLE:
        _load_person(person, password)


def _load_agency(agency: AgencyOf) -> None:
    made = Agency.objects.create(key=agency.key, title=agency.title, kind=agency.kind, telephone=agency.telephone)
    for team in agency.teams:
        Team.objects.create(
            agency=made,
            slug=team.slug,
            title=team.title,
            telephone=team.telephone,
            email=f"{team.slug}@{agency.key}.wealdshire.example",
            office=team.office,
            opening_hours=team.opening_hours,
            is_out_of_hours=team.is_out_of_hours,
            is_default=team is agency.teams[0],
        )


def _load_person(person: PersonOf, password: str) -> None:
    made = Practitioner.objects.create(
        username=person.username,
        name=person.name,
        email=person.email,
        agency_id=person.agency,
        password=password,
    )
    for team, role in person.seats:
        Membership.objects.create(
            practitioner=made,
            team=Team.objects.get(agency=person.agency, slug=team),
            role=role,
            from_at=clock.now(),
        )
