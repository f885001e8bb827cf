"""By which channels is a person, or a team, told of what is urgent? As they chose, within what their manager allows.

A text reaches a mobile alone: a desk telephone takes none. Whoever has no mobile in the directory is told by e-mail.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db.models import QuerySet

from followthrough.service.agencies import holding, queries
from followthrough.service.agencies.models import (
    AlertBounds,
    AlertChoice,
    Bounds,
    Membership,
    Outside,
    Practitioner,
    Team,
)
from followthrough.service.agencies.ringing import on_duty, opens_next
from followthrough.service.core import clock
from followthrough.service.ledger.addressing import EMAIL, TEXT, Reach
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Letter

A_SHIFT = timedelta(hours=12)
_MOBILE = re.compile(r"^(?:\+44|0044|0)(7\d{9})$")


def mobile(number: str) -> str:
    """The number as it is written for a text, "+447700900123"; empty where no text arrives."""
    found = _MOBILE.match(re.sub(r"[\s().-]", "", number).replace("+440", "+44"))
    return f"+44{found[1]}" if found else ""


def allowed(bounds: str, *, email: bool, text: bool) -> tuple[str, ...]:
    """What holds of a person's choice within the bounds of one team; never nothing."""
    wants_email = email or not text
    match bounds:
        case Bounds.EMAIL:
            return (EMAIL,)
        case Bounds.BOTH:
            return EMAIL, TEXT
        case Bounds.TEXT:
            return (EMAIL, TEXT) if email else (TEXT,)
    return tuple(channel for channel, wanted in ((EMAIL, wants_email), (TEXT, text)) if wanted)


def reaches(seats: QuerySet[Membership]) -> list[Reach]:
    """Each person who holds one of the seats, once, as the team of that seat lets them choose."""
    seats = seats.select_related("practitioner__alert_choice", "team__alert_bounds").order_by("practitioner_id", "pk")
    found: dict[str, Reach] = {}
    for seat in seats:
        if seat.practitioner.email:
            found.setdefault(seat.practitioner_id, _reach(seat))
    return sorted(found.values(), key=lambda each: each.email)


def reach_of_team(team: Team) -> Reach:
    """Its shared mailbox, which whoever is at work reads."""
    has_account = not Outside.objects.filter(pk=team.pk).exists()
    return Reach(team.agency_id, team.slug, email=team.email, has_account=has_account)


def texted(team: Team) -> list[Reach]:
    """Who is told by text of what is urgent for a team: the mobile that the team on duty carries, or else one of its
    people in turn, among those who are told by text: whoever had the fewest during a shift. Where a rota is kept, only
    people on shift. So each urgent matter interrupts one person, and never the same person all night.
    """
    there, now = _there_now(team), clock.now()
    held = holding.holders(there, now)
    first = [each for each in held if each.level == held[0].level]
    numbers = [mobile(number) for number in (there.telephone, *(each.telephone for each in first if not each.name))]
    if number := next(filter(None, numbers), ""):
        return [Reach(there.agency_id, there.slug, mobile=number, urgent_by=(TEXT,), urgent_only=True)]
    seats = Membership.objects.at_work().filter(team=there, practitioner__is_active=True)
    if holding.levels(there):
        seats = seats.filter(practitioner__in=[each.practitioner for each in first])
    able = [each for each in reaches(seats) if TEXT in each.urgent_by and each.mobile]
    chosen = _whose_turn(able)
    if chosen is None:
        return []
    return [Reach(chosen.agency, chosen.team, chosen.person, mobile=chosen.mobile, urgent_by=(TEXT,), urgent_only=True)]


def bounds_of(teams: Iterable[Team]) -> dict[int, str]:
    held = dict(AlertBounds.objects.filter(team__in=list(teams)).values_list("team_id", "bounds"))
    return {team.pk: held.get(team.pk, Bounds.FREE.value) for team in teams}


def choice_of(practitioner: Practitioner) -> AlertChoice:
    """Theirs, or what holds of somebody who has chosen nothing."""
    found = AlertChoice.objects.filter(pk=practitioner.pk).first()
    return found or AlertChoice(practitioner=practitioner, email=True, text=False)


def _reach(seat: Membership) -> Reach:
    person = seat.practitioner
    choice = getattr(person, "alert_choice", None)
    bounds = getattr(seat.team, "alert_bounds", None)
    by = allowed(
        bounds.bounds if bounds else Bounds.FREE,
        email=choice.email if choice else True,
        text=choice.text if choice else False,
    )
    return Reach(seat.team.agency_id, seat.team.slug, person.pk, person.email, mobile(person.telephone), by)


def _there_now(team: Team) -> Team:
    own, now = list(queries.teams(team.agency_id)), clock.now()
    team = next((each for each in own if each.pk == team.pk), team)  # as it was read with its rota
    if opens_next(team, own, now) is None:
        return team
    return on_duty(own, now) or team


def _whose_turn(able: Sequence[Reach]) -> Reach | None:
    if len(able) < 2:
        return able[0] if able else None
    since = clock.now() - A_SHIFT
    with as_assessor():
        told = Letter.objects.filter(person__in=[each.person for each in able], channel=TEXT, written_at__gte=since)
        counts = Counter(told.values_list("person", flat=True))
    return min(able, key=lambda each: (counts[each.person], each.person))
