"""Who is on duty for a team in a week, where nobody is, and what may this viewer do about it?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from followthrough.service.agencies import queries as agencies
from followthrough.service.agencies.models import HolidayContact, Practitioner, Rota, Shift, Team
from followthrough.service.agencies.ringing import open_spans
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.cover import filling
from followthrough.service.cover.filling import NAMED_WITHIN, Stretch
from followthrough.service.cover.models import Absence, Handing, RotaChange, RotaFile
from followthrough.service.design.dates import LONDON

WEEK = timedelta(days=7)
_LONGEST_GAP = timedelta(days=35)  # how far back the start of a gap that runs now is looked for
MOST_CHANGES = 30


@dataclass(frozen=True)
class Line:
    """One level of a team over some time."""

    level: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True)
class Kept:
    """A team's rota over some time. `lines` is empty where the team keeps none."""

    team: Team
    starts_at: datetime
    ends_at: datetime
    lines: tuple[Line, ...]

    def gaps(self, after: datetime) -> list[tuple[str, Stretch]]:
        """What can still be filled, of the stretches that end after an instant."""
        coming = ((line.level, (each for each in line.stretches if each.ends_at > after)) for line in self.lines)
        return [(level, gap) for level, stretches in coming for gap in filling.gaps(stretches)]


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=LONDON).astimezone(clock.now().tzinfo)


def team(agency: str, slug: str) -> Team | None:
    return agencies.teams(agency).filter(slug=slug).first()


def week(team: Team, monday: date) -> Kept:
    return between(team, start_of(monday), start_of(monday + WEEK))


def between(team: Team, starts_at: datetime, ends_at: datetime) -> Kept:
    (kept,) = over([team], starts_at, ends_at)
    return kept


def over(teams: Iterable[Team], starts_at: datetime, ends_at: datetime) -> list[Kept]:
    """Those teams together, in a bounded number of questions."""
    teams = list(teams)
    rotas = {rota.team_id: rota for rota in Rota.objects.filter(team__in=teams)}
    own: dict[str, list[Team]] = defaultdict(list)
    for each in Team.objects.filter(agency__in={team.agency_id for team in teams}):
        own[each.agency_id].append(each)
    shifts: dict[tuple[int, str], list[Shift]] = defaultdict(list)
    found = Shift.objects.filter(team__in=rotas, ends_at__gt=starts_at, starts_at__lt=ends_at)
    for shift in found.select_related("practitioner"):
        shifts[shift.team_id, shift.level].append(shift)
    now = clock.now()
    kept = []
    for each in teams:
        rota, lines = rotas.get(each.pk), []
        if rota:
            spans = list(open_spans(each, own[each.agency_id], max(starts_at, rota.begins_at), ends_at))
            for level in rota.levels:
                lines.append(Line(level, tuple(filling.fill(spans, shifts[each.pk, level], now))))
        kept.append(Kept(each, starts_at, ends_at, tuple(lines)))
    return kept


def coming_gaps(now: datetime) -> list[tuple[Team, str, Stretch]]:
    """Of every rota: the gaps that run now or begin within the time for which names are needed."""
    teams = list(Team.objects.filter(rota__isnull=False).select_related("agency"))
    found = over(teams, now - _LONGEST_GAP, now + NAMED_WITHIN)
    every = ((kept.team, level, gap) for kept in found for level, gap in kept.gaps(kept.starts_at))
    return [(team, level, gap) for team, level, gap in every if gap.ends_at > now]


def people(agency: str) -> QuerySet[Practitioner]:
    """Whom a rota of the agency can name."""
    return Practitioner.objects.filter(agency=agency, is_active=True).order_by("name")


def shift(shift_id: int) -> Shift | None:
    found = Shift.objects.select_related("team__agency", "practitioner")
    return found.filter(pk=shift_id).first()


def handing_of(shift: Shift) -> Handing | None:
    found = Handing.objects.filter(shift=shift, answer=Handing.Answer.WAITING)
    return found.select_related("giver", "taker", "in_return__team").first()


def asked_of(viewer: Viewer) -> list[Handing]:
    """Shifts that the viewer is asked to take, and those that they offered and nobody has answered."""
    waiting = Handing.objects.filter(answer=Handing.Answer.WAITING, shift__ends_at__gt=clock.now())
    mine = waiting.filter(Q(taker=viewer.practitioner_id) | Q(giver=viewer.practitioner_id))
    return list(mine.select_related("shift__team", "in_return__team", "giver", "taker"))


def shifts_of(practitioner: str) -> QuerySet[Shift]:
    """To come, the soonest first."""
    return Shift.objects.filter(practitioner=practitioner, ends_at__gt=clock.now()).select_related("team__agency")


def shifts_of_any(people: Iterable[Practitioner]) -> QuerySet[Shift]:
    """To come, of any of these."""
    found = Shift.objects.filter(practitioner__in=list(people), starts_at__gt=clock.now())
    return found.select_related("practitioner", "team").order_by("practitioner__name", "starts_at")[:200]


def changes(team: Team) -> list[RotaChange]:
    return list(RotaChange.objects.filter(team=team)[:MOST_CHANGES])


def absences(agency: str) -> QuerySet[Absence]:
    found = Absence.objects.filter(practitioner__agency=agency, ends_at__gt=clock.now())
    return found.select_related("practitioner")


def holiday_contacts(agency: str, today: date) -> list[HolidayContact]:
    """Of days that are not over, those that hold: the latest entered first."""
    return list(HolidayContact.objects.filter(agency=agency, to_on__gte=today))


def file(team: Team, file_id: int) -> RotaFile | None:
    return RotaFile.objects.filter(team=team, pk=file_id).first()
