"""How do people, their seats and their accounts read?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.urls import reverse

from followthrough.service.agencies.models import Membership, Practitioner
from followthrough.service.design import dates
from followthrough.service.design.components import Cell, Row, Table, Tag
from followthrough.service.people.models import SeatPlan


def people_table(
    found: Iterable[Practitioner], seats: Mapping[str, list[Membership]], roles: Mapping[str, str]
) -> Table:
    rows = tuple(
        (
            Cell(each.name, href=reverse("people:person", args=[each.pk])),
            each.username,
            "; ".join(seat_words(seat, roles) for seat in seats.get(each.pk, [])) or "No seat",
            Cell(tag=account_tag(each, is_off=False)),
        )
        for each in found
    )
    return Table("People", ("Name", "Username", "Seats now", "Account"), rows, "Nobody has been entered.")


def person_rows(person: Practitioner, *, is_off: bool) -> tuple[Row, ...]:
    return (
        Row("Username", person.username),
        Row("Agency", person.agency.title),
        Row("E-mail address", person.email),
        Row("Telephone", person.telephone or "None"),
        Row("Last here", dates.in_short(person.last_login) if person.last_login else "Never"),
        Row("Account", tag=account_tag(person, is_off=is_off)),
    )


def seat_words(seat: Membership, roles: Mapping[str, str]) -> str:
    return f"{roles.get(seat.role, seat.role)}, {seat.team.title}"


def seat_days(seat: Membership) -> str:
    """From 1 April 2013, until 30 June 2013"""
    begins = f"From {_day(seat.from_at)}"
    if seat.to_at:
        return f"{begins}, ended {_day(seat.to_at)}"
    plan: SeatPlan | None = getattr(seat, "plan", None)
    return f"{begins}, until {dates.short_day(plan.to_on)}" if plan and plan.to_on else begins


def plan_words(plan: SeatPlan, roles: Mapping[str, str]) -> str:
    until = f" until {dates.short_day(plan.to_on)}" if plan.to_on else ""
    return f"{roles.get(plan.role, plan.role)}, {plan.team.title}, from {dates.short_day(plan.from_on)}{until}"


def account_tag(person: Practitioner, *, is_off: bool) -> Tag:
    if is_off:
        return Tag("Switched off", "waiting")
    if not person.is_active:
        return Tag("Cannot sign in", "neutral")
    if not person.has_usable_password() and person.last_login is None:
        return Tag("Invited", "waiting")
    return Tag("Can sign in", "done")


def _day(at: datetime) -> str:
    return dates.short_day(at.astimezone(dates.LONDON).date())
