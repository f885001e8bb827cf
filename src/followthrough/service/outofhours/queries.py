"""What does the pack of a shift hold? As one person of the team may see it, and nothing beyond."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from followthrough.procedures.model.answer import SignalState
from followthrough.procedures.model.event import Subject
from followthrough.service.access.policies import CHILD
from followthrough.service.agencies.models import Membership, Practitioner, Team
from followthrough.service.agencies.queries import teams
from followthrough.service.agencies.ringing import Ringing, on_duty, to_ring
from followthrough.service.children.models import Child
from followthrough.service.children.queries import visible_children
from followthrough.service.chronology.homes import homes_of, words_of
from followthrough.service.chronology.presenters.page import telling_of
from followthrough.service.chronology.presenters.telling import Telling
from followthrough.service.chronology.queries import Chronicle, at_home, chronicle
from followthrough.service.core.managing import AT_NIGHT
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.models import Adoption, Duty, Signal
from followthrough.service.ledger.queries import duties_for
from followthrough.service.outofhours.shifts import Shift
from followthrough.service.sharing import queries as sharing
from followthrough.service.sharing.models import Asks, Leg
from followthrough.service.worklist import queries as worklist
from followthrough.service.worklist.desks import Desks


@dataclass(frozen=True)
class Case:
    """One child with what is known today."""

    child: Child
    chronicle: Chronicle
    telling: Telling
    home: list[str]
    duties: list[Duty]
    signals: list[Signal]


def night_teams() -> list[Team]:
    return [team for team in teams() if team.is_out_of_hours]


def answers_for(team: Team) -> Practitioner | None:
    """Whose eyes the pack is made with: who answers for the team."""
    held = Membership.objects.at_work().filter(team=team, practitioner__is_active=True)
    seats = sorted(held.select_related("practitioner"), key=lambda each: (_rank(each.role), each.pk))
    return seats[0].practitioner if seats else None


def staffed(shift: Shift) -> list[tuple[Team, list[Membership]]]:
    """Which team of each agency is on duty when the shift begins, and who belongs to it."""
    found = (on_duty(own, shift.starts_at) for own in _by_agency())
    there = [team for team in found if team is not None]
    held = Membership.objects.at_work().filter(team__in=there, practitioner__is_active=True)
    seats = list(held.select_related("practitioner"))
    return [(team, [seat for seat in seats if seat.team_id == team.pk]) for team in there]


def numbers(shift: Shift) -> list[Ringing]:
    """Of agencies with no team on duty: whom one rings all the same."""
    return [to_ring(own[0], own, shift.starts_at) for own in _by_agency() if on_duty(own, shift.starts_at) is None]


def urgent_shares(viewer: Viewer) -> list[Leg]:
    return list(sharing.sent_to(viewer).filter(share__asks=Asks.URGENT))


def owed_tonight(viewer: Viewer, shift: Shift) -> list[Duty]:
    """What the team answers for and falls due before its cover ends, overdue first."""
    return list(worklist.owed(viewer, Desks(viewer)).filter(due_at__lt=shift.ends_at))


def open_children(viewer: Viewer) -> list[Child]:
    """Children with a duty that waits or a signal that stands."""
    owed = duties_for(viewer, is_waiting=True).filter(subject_kind=CHILD, ended_at=None)
    standing = Signal.objects.filter(subject_kind=CHILD, state=SignalState.STANDS, adoption=Adoption.ON)
    wanted = {*owed.values_list("subject_id", flat=True), *standing.values_list("subject_id", flat=True)}
    return list(visible_children(viewer).filter(pk__in=wanted).order_by("name", "pk"))


def cases(viewer: Viewer, children: list[Child]) -> Iterator[Case]:
    for child in children:
        subject = Subject(CHILD, child.pk)
        held = chronicle(viewer, subject)
        duties = list(duties_for(viewer, subject=subject, is_waiting=True).filter(ended_at=None))
        standing = Signal.objects.filter(
            subject_kind=CHILD, subject_id=child.pk, state=SignalState.STANDS, adoption=Adoption.ON
        )
        telling = telling_of(viewer, held, duties)
        yield Case(child, held, telling, _home(child, held, telling), duties, list(standing.order_by("true_at")))


def _by_agency() -> list[list[Team]]:
    """The teams of each agency, its default team first."""
    every = sorted(teams(), key=lambda team: not team.is_default)
    agencies = sorted({team.agency_id for team in every})
    return [[team for team in every if team.agency_id == key] for key in agencies]


def _home(child: Child, held: Chronicle, telling: Telling) -> list[str]:
    """Adults of the home by name and relation. Never the address: a pack can be lost."""
    homes = homes_of(held, at_home(held.records | {child.pk}))
    return [words_of(each, telling) for each in homes.now if not each.child]


def _rank(role: str) -> int:
    return AT_NIGHT.index(role) if role in AT_NIGHT else len(AT_NIGHT)
