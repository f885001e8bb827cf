"""How does a pack read at two in the morning? Who answers, what is urgent, then each child's facts, shortest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import starmap

from followthrough.procedures.model.event import type_of_value
from followthrough.service.agencies.models import Membership, Practitioner, Team
from followthrough.service.agencies.presenters import role_words
from followthrough.service.agencies.ringing import Ringing
from followthrough.service.chronology.presenters import summary
from followthrough.service.chronology.queries import Chronicle
from followthrough.service.design import dates
from followthrough.service.ledger.models import Duty
from followthrough.service.outofhours.queries import Case
from followthrough.service.outofhours.shifts import Shift
from followthrough.service.sharing.models import Leg

NONE_RECORDED = "None is recorded"
# What gives a child a legal status, by what ends it, with the field that ties both together and the one that names it.
STATUSES = (
    ("care.began", "care.ended", "care", "basis", "In care"),
    ("order.made", "order.ended", "order", "type", ""),
)


@dataclass(frozen=True)
class OnDuty:
    team: str
    telephone: str
    people: tuple[str, ...]


@dataclass(frozen=True)
class Urgent:
    what: str
    child: str
    due: str


@dataclass(frozen=True)
class CaseShown:
    name: str
    interpreter: str
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Pack:
    team: str
    made: str
    ends: str
    on_duty: tuple[OnDuty, ...]
    urgent: tuple[Urgent, ...]
    cases: tuple[CaseShown, ...]


def pack(
    shift: Shift,
    now: datetime,
    staffed: Iterable[tuple[Team, list[Membership]]],
    numbers: Iterable[Ringing],
    shares: Iterable[Leg],
    owed: Iterable[Duty],
    names: dict[str, str],
    cases: Iterable[CaseShown],
) -> Pack:
    shared = [Urgent(f"Urgent share {leg.share.reference}", leg.share.child.name, _sent(leg)) for leg in shares]
    duties = [Urgent(each.action, names.get(each.subject_id, ""), _due(each, now)) for each in owed]
    return Pack(
        str(shift.team),
        dates.in_words(now),
        dates.in_words(shift.ends_at),
        (*(_on_duty(team, seats) for team, seats in staffed), *map(_number, numbers)),
        (*shared, *duties),
        tuple(cases),
    )


def case_shown(case: Case) -> CaseShown:
    now = case.telling.now
    known = {
        row.key: row.values or (str(row.value),)
        for row in summary.rows_of(case.child, [], [], case.chronicle, case.telling)
    }
    known["Lives"] = tuple(f"With {each}" for each in case.home) or ("Not known with whom",)
    known["Legal status"] = legal_status(case.chronicle)
    known["To be done"] = tuple(
        f"{case.telling.debtor(duty)}: {duty.action}. {_due(duty, now)}" for duty in case.duties
    )
    known["Patterns"] = tuple(f"{signal.title}: {signal.meaning}" for signal in case.signals)
    rows = tuple((key, values) for key, values in known.items() if values)
    return CaseShown(case.child.name, summary.interpreter_words(case.child), rows)


def legal_status(chronicle: Chronicle) -> tuple[str, ...]:
    """What began and has not ended, as it was recorded. That none is recorded does not say that there is none."""
    said = []
    own = [
        each.event for each in chronicle.entries if each.event.subject == chronicle.subject and not each.is_taken_back
    ]
    for begins, ends, key, names, before in STATUSES:
        ended = {event.data.get(key) for event in own if event.kind == ends}
        for event in (each for each in own if each.kind == begins and each.data.get(key) not in ended):
            words = ": ".join(filter(None, (before, str(event.data.get(names, ""))))).capitalize()
            until = event.data.get("ends_on")
            since = dates.short_day(event.occurred_from.astimezone(dates.LONDON).date())
            said.append(f"{words}, since {since}{_until(until)}")
    return tuple(said) or (NONE_RECORDED,)


def _until(day: type_of_value | None) -> str:
    return f", until {dates.short_day(day)}" if hasattr(day, "year") else ""  # type: ignore[arg-type]


def _on_duty(team: Team, seats: list[Membership]) -> OnDuty:
    roles: dict[Practitioner, list[str]] = {}
    for seat in seats:
        roles.setdefault(seat.practitioner, []).append(role_words(seat.role))
    return OnDuty(str(team), team.telephone or team.agency.telephone, tuple(starmap(_person, roles.items())))


def _person(person: Practitioner, roles: list[str]) -> str:
    number = f": {person.telephone}" if person.telephone else ""
    return f"{person.name}, {', '.join(roles)}{number}"


def _number(ringing: Ringing) -> OnDuty:
    return OnDuty(ringing.title, ringing.telephone, tuple(filter(None, (ringing.shut, ringing.note))))


def _sent(leg: Leg) -> str:
    return f"Sent {dates.in_short(leg.share.sent_at)} by {leg.share.sender_team}"


def _due(duty: Duty, now: datetime) -> str:
    return f"{'Was due' if duty.due_at < now else 'Due'} {dates.in_short(duty.due_at)}"
