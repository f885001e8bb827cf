"""Whom does one ring about a team's work at this hour? The team while it is there, else who answers for it now; and of
a team that keeps a rota, the person on shift.

No question to the database is asked: `among` are the teams that the page has read already.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from followthrough.procedures.calendars import Calendar, Office
from followthrough.service.agencies import holding
from followthrough.service.agencies.models import Team
from followthrough.service.design.dates import near_words
from followthrough.service.ledger import calendar as calendars

ALWAYS, EVERY_DAY, SCHOOL_DAY = "always", "every-day", "school-day"
# Hours of desks, beside the offices whose hours the calendar counts. A desk is rung by them; no deadline goes by them.
_DESKS = {
    ALWAYS: Office(ALWAYS, dict.fromkeys(range(7), (time.min, time.min)), is_open_on_bank_holidays=True),
    EVERY_DAY: Office(EVERY_DAY, dict.fromkeys(range(7), (time(8), time(22))), is_open_on_bank_holidays=True),
    SCHOOL_DAY: Office(SCHOOL_DAY, dict.fromkeys(range(5), (time(8, 30), time(16)))),
}
SOCIAL_CARE = "social-care"  # the rulebook's word for the local authority that answers for a child
_LONGEST_CLOSURE = 60  # days; the summer holiday of a school is shorter


@dataclass(frozen=True)
class Ringing:
    """Who answers now. `shut` says of the team asked about that it is not there; `note` says when who answers does.

    `person` is the id of whoever the rota names; `is_gap` says that a rota is kept and names nobody.
    """

    title: str
    telephone: str
    note: str = ""
    shut: str = ""
    person: str = ""
    is_gap: bool = False

    @property
    def line(self) -> str:
        """Where “ring” is said already: "Out of Hours Team: 01632 960102 (Front Door is shut until today 09:00)"."""
        number = f": {self.telephone}" if self.telephone else ""
        note = self.shut or self.note
        return f"{self.title}{number} ({note})" if note else f"{self.title}{number}"

    @property
    def words(self) -> str:
        """Whole: "Front Door is shut until Tuesday 2 April 09:00. Ring Out of Hours Team: 01632 960102"."""
        return f"{self.shut}. Ring {self.title}: {self.telephone}" if self.shut else f"Ring {self.line}"


def to_ring(team: Team, among: Iterable[Team], at: datetime) -> Ringing:
    """The team; when it is shut, its agency's other team of the hour; else who is named for the holidays; else the
    agency's number for every hour; else, of a school, the local authority.
    """
    among = list(among)
    own = [each for each in among if each.agency_id == team.agency_id]
    team = next((each for each in own if each.slug == team.slug), team)  # as it was read with its rota
    opens_at = opens_next(team, own, at)
    if opens_at is None:
        return _on_shift(team, at, "") or Ringing(team.title, team.telephone or team.agency.telephone, _hours(team))
    shut = f"{team.title} is shut until {near_words(opens_at, at)}"
    stand_in = on_duty(own, at)
    if stand_in is not None and (held := _on_shift(stand_in, at, shut)):
        return held
    if stand_in is not None and stand_in.telephone:
        return Ringing(stand_in.title, stand_in.telephone, stand_in.opening_hours, shut)
    if contact := holding.holiday_contact(team):
        return Ringing(f"{contact.name}, {team.agency.title}", contact.telephone, "holiday contact", shut)
    if team.agency.telephone:
        return Ringing(team.agency.title, team.agency.telephone, "at any hour", shut)
    return _local_authority(team, among, at, shut) or Ringing(team.title, team.telephone, shut)


def _local_authority(team: Team, among: list[Team], at: datetime, shut: str) -> Ringing | None:
    """Who answers for a school that is closed and named nobody: children’s social care, whoever is there now."""
    if team.office != SCHOOL_DAY:
        return None
    theirs = next((each for each in among if each.agency_id == SOCIAL_CARE and each.is_default), None)
    return replace(to_ring(theirs, among, at), shut=shut) if theirs else None


def _on_shift(team: Team, at: datetime, shut: str) -> Ringing | None:
    """Whom the team's rota names now, or that it names nobody; None where no rota is kept."""
    if not holding.levels(team):
        return None
    held, is_gap = holding.holder(team, at), holding.is_gap(team, at)
    if held is None:
        number = team.telephone or team.agency.telephone
        return Ringing(team.title, number, "the rota names nobody now", shut, is_gap=True)
    note = "nobody else is on the rota now" if is_gap and held.name else ""
    return Ringing(f"{held.who}, {team.title}", held.telephone, note, shut, held.practitioner, is_gap)


def on_duty(own: Iterable[Team], at: datetime) -> Team | None:
    """Of one agency's teams: the default team while it is open, else its team for the night, if it has one."""
    own = list(own)
    by_day = next((team for team in own if team.is_default), None)
    by_night = next((team for team in own if team.is_out_of_hours), None)
    is_day = by_day is not None and opens_next(by_day, own, at) is None
    return by_day if is_day else by_night


def opens_next(team: Team, own: Iterable[Team], at: datetime) -> datetime | None:
    """When a team opens next; None while it is open, or when its hours are not known.

    A team for the night opens when its agency's default team shuts.
    """
    days = calendars.current()
    if not team.is_out_of_hours:
        return _opens(team.office, days, at)
    by_day = next((each for each in own if each.is_default and not each.is_out_of_hours), None)
    return _closes(by_day.office, days, at) if by_day else None


def open_spans(team: Team, own: Iterable[Team], start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """While the team is there, from `start` up to `end`: spans that do not touch, in UTC."""
    own, at, last, end = list(own), start.astimezone(UTC), None, end.astimezone(UTC)
    while at < end:
        opens_at = opens_next(team, own, at)
        if opens_at is not None:
            at = opens_at.astimezone(UTC)
            continue
        shuts_at = shuts_next(team, own, at)
        until = min(shuts_at.astimezone(UTC), end) if shuts_at else end
        if last and last[1] == at:
            last = (last[0], until)
        else:
            if last:
                yield last
            last = (at, until)
        at = until
    if last:
        yield last


def shuts_next(team: Team, own: Iterable[Team], at: datetime) -> datetime | None:
    """When a team that is open shuts; None when its hours are not known, or nobody takes over from it."""
    days = calendars.current()
    if not team.is_out_of_hours:
        return _closes(team.office, days, at)
    by_day = next((each for each in own if each.is_default and not each.is_out_of_hours), None)
    return _opens(by_day.office, days, at) if by_day else None


def is_open_on(office: str, day: date, days: Calendar) -> bool:
    """Whether an office, or the desk of that name, opens on the day at all. One that nobody knows counts as open."""
    found = _office(office, days)
    return found is None or found.hours_on(day, _shut_on(found, days)) is not None


def _hours(team: Team) -> str:
    """Where nobody knows whether the team is there now, the number of its agency as well."""
    is_known = team.is_out_of_hours or _office(team.office, calendars.current()) is not None
    number = team.agency.telephone
    is_another = bool(number) and bool(team.telephone) and number != team.telephone
    return team.opening_hours if is_known or not is_another else f"{team.opening_hours}; at any hour {number}"


def _opens(name: str, days: Calendar, at: datetime) -> datetime | None:
    office, local = _office(name, days), days.local(at)
    if office is None or _open_until(office, days, local) is not None:
        return None
    for ahead in range(_LONGEST_CLOSURE):
        day = local.date() + timedelta(days=ahead)
        hours = office.hours_on(day, _shut_on(office, days))
        if hours and (ahead or local.time() < hours[0]):
            return datetime.combine(day, hours[0], tzinfo=local.tzinfo)
    return None


def _closes(name: str, days: Calendar, at: datetime) -> datetime | None:
    office = _office(name, days)
    return _open_until(office, days, days.local(at)) if office else None


def _open_until(office: Office, days: Calendar, local: datetime) -> datetime | None:
    """The end of today's hours, while they last."""
    hours = office.hours_on(local.date(), _shut_on(office, days))
    if hours is None or local.time() < hours[0]:
        return None
    is_midnight = hours[1] == time.min
    day = local.date() + timedelta(days=1) if is_midnight else local.date()
    return datetime.combine(day, hours[1], tzinfo=local.tzinfo) if is_midnight or local.time() < hours[1] else None


def _shut_on(office: Office, days: Calendar) -> Container[date]:
    is_school = office.name == SCHOOL_DAY
    return {*days.bank_holidays, *days.school_closures} if is_school else days.bank_holidays


def _office(name: str, days: Calendar) -> Office | None:
    return days.offices.get(name) or _DESKS.get(name)
