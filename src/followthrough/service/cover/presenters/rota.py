"""How does a rota read: a week as a picture and as a table that says the same, its gaps, and what was changed?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse

from followthrough.pictures import weekcover
from followthrough.pictures.svg import Svg
from followthrough.pictures.weekcover import Block, Look
from followthrough.service.agencies.models import Shift, ShiftLevel, Team
from followthrough.service.agencies.ringing import Ringing
from followthrough.service.core.viewer import Viewer
from followthrough.service.cover import policies
from followthrough.service.cover.filling import Holding, Stretch
from followthrough.service.cover.models import Handing, RotaChange
from followthrough.service.cover.presenters.words import shift_words, span_words, title_of, who
from followthrough.service.cover.queries.rota import WEEK, Kept
from followthrough.service.design import dates
from followthrough.service.design.components import Cell, Table, Tag
from followthrough.service.design.dates import LONDON

DAY = timedelta(days=1)
_LANES = {ShiftLevel.WORKER: "Worker", ShiftLevel.MANAGER: "Manager", ShiftLevel.SENIOR: "Senior"}
_TAGS = {
    Holding.NOBODY: Tag("Nobody", "overdue"),
    Holding.NO_NAME: Tag("Needs a name", "overdue"),
    Holding.ROLE: Tag("Name comes later", "waiting"),
}


@dataclass(frozen=True)
class GapLine:
    words: str
    fill_href: str


@dataclass(frozen=True)
class WeekPage:
    team: Team
    title: str
    now_line: str
    is_kept: bool
    picture: Svg | None
    table: Table | None
    gaps: tuple[GapLine, ...]
    before_href: str
    after_href: str
    today_href: str
    may_keep: bool


def week_page(viewer: Viewer, kept: Kept, now_line: str, now: datetime) -> WeekPage:
    team, monday = kept.team, kept.starts_at.astimezone(LONDON).date()
    here = reverse("rotas:week", args=[team.agency_id, team.slug])
    may_keep = policies.can_keep(viewer, team.agency_id)
    days = f"{dates.weekday_words(monday)} to {dates.day_in_words(monday + WEEK - DAY)}"
    return WeekPage(
        team=team,
        title=days,
        now_line=now_line,
        is_kept=bool(kept.lines),
        picture=picture(kept, f"Cover of {team.title}, {days}") if kept.lines else None,
        table=_table(kept, days) if kept.lines else None,
        gaps=tuple(_gap_line(team, level, gap, may_keep) for level, gap in kept.gaps(now)),
        before_href=f"{here}?week={monday - WEEK}",
        after_href=f"{here}?week={monday + WEEK}",
        today_href=here,
        may_keep=may_keep,
    )


def picture(kept: Kept, title: str) -> Svg:
    monday = kept.starts_at.astimezone(LONDON).date()
    days = [monday + n * DAY for n in range(7)]
    words = [f"{day:%a} {day.day} {day:%b}" for day in days]
    lanes = [_LANES[ShiftLevel(line.level)] for line in kept.lines]
    blocks = [
        block
        for lane, line in enumerate(kept.lines)
        for stretch in line.stretches
        for block in _blocks(stretch, lane, days)
    ]
    return weekcover.draw(words, lanes, blocks, id="week", title=title)


def _blocks(stretch: Stretch, lane: int, days: list[date]) -> Iterator[Block]:
    """One for each local day that the stretch touches."""
    starts, ends = stretch.starts_at.astimezone(LONDON), stretch.ends_at.astimezone(LONDON)
    look = Look.GAP if stretch.holding.is_gap else Look.ROLE if stretch.holding is Holding.ROLE else Look.NAMED
    for number, day in enumerate(days):
        if starts.date() <= day <= ends.date():
            first = _hour(starts) if starts.date() == day else 0.0
            last = _hour(ends) if ends.date() == day else 24.0
            if last > first:
                yield Block(number, lane, first, last, _label(stretch), look)


def _hour(local: datetime) -> float:
    return local.hour + local.minute / 60


def _label(stretch: Stretch) -> str:
    if stretch.shift is None:
        return "Nobody"
    if stretch.holding is Holding.NO_NAME:
        return f"{stretch.shift.role}: needs a name"
    return who(stretch.shift) if stretch.shift.practitioner else stretch.shift.role


def _table(kept: Kept, days: str) -> Table:
    rows = sorted(
        ((stretch.starts_at, number, line.level, stretch) for number, line in enumerate(kept.lines)
         for stretch in line.stretches),
        key=lambda row: row[:2],
    )  # fmt: skip
    return Table(
        f"Cover of {kept.team.title}, {days}",
        ("When", "Level", "Who", "Telephone"),
        tuple(_row(level, stretch) for _, _, level, stretch in rows),
        "The team is shut all week.",
    )


def _row(level: str, stretch: Stretch) -> tuple[Cell | str, ...]:
    when = span_words(stretch.starts_at, stretch.ends_at)
    tag = _TAGS.get(stretch.holding)
    if stretch.shift is None:
        return (when, title_of(level), Cell(tag=tag), "")
    shift = stretch.shift
    name = shift.practitioner.name if shift.practitioner else shift.role
    href = reverse("rotas:shift", args=[shift.pk])
    return (
        Cell(when, href),
        title_of(level),
        Cell(f"{name}, {shift.role}" if tag is None else name, tag=tag),
        shift.telephone,
    )


def _gap_line(team: Team, level: str, gap: Stretch, may_keep: bool) -> GapLine:
    words = f"{title_of(level)}: {span_words(gap.starts_at, gap.ends_at)}"
    if not may_keep:
        return GapLine(words, "")
    if gap.shift is not None:
        return GapLine(words, reverse("rotas:shift", args=[gap.shift.pk]))
    at = f"level={level}&from={_typed(gap.starts_at)}&to={_typed(gap.ends_at)}"
    return GapLine(words, f"{reverse('rotas:put-in', args=[team.agency_id, team.slug])}?{at}")


def _typed(at: datetime) -> str:
    return f"{at.astimezone(LONDON):%Y-%m-%dT%H:%M}"


def teams_table(rows: Iterable[tuple[Team, Ringing, int | None]], title: str) -> Table:
    """`rows` are teams with who answers now, and how many gaps come; None where no rota is kept."""
    return Table(
        title,
        ("Team", "Who answers now", "Gaps in the next 14 days"),
        tuple(
            (
                Cell(team.title, reverse("rotas:week", args=[team.agency_id, team.slug])),
                ringing.line,
                Cell("No rota is kept") if gaps is None else _count(gaps),
            )
            for team, ringing, gaps in rows
        ),
        is_caption_hidden=True,
    )


def _count(gaps: int) -> Cell:
    return Cell("None", tag=None) if not gaps else Cell(f"{gaps}", tag=Tag("To be filled", "overdue"))


@dataclass(frozen=True)
class Offer:
    """A shift that waits for an answer, as the one who is asked or the one who asked sees it."""

    pk: int
    words: str
    is_mine_to_answer: bool


def offer(viewer: Viewer, handing: Handing) -> Offer:
    shift, mine = handing.shift, handing.taker_id == viewer.practitioner_id
    time = span_words(shift.starts_at, shift.ends_at)
    swap = ""
    if handing.in_return:
        back = handing.in_return
        swap = f" In return {'they' if mine else 'you'} take {span_words(back.starts_at, back.ends_at)}."
    asks = f"{handing.giver.name} asks you to take" if mine else f"You have asked {handing.taker.name} to take"
    return Offer(handing.pk, f"{asks} {time}, {shift.team.title} ({title_of(shift.level).lower()}).{swap}", mine)


def own_table(shifts: Iterable[Shift]) -> Table:
    rows = tuple(
        (
            Cell(span_words(each.starts_at, each.ends_at), reverse("rotas:shift", args=[each.pk])),
            each.team.title,
            title_of(each.level),
        )
        for each in shifts
    )
    return Table("Your shifts", ("When", "Team", "Level"), rows, "No rota names you.", is_caption_hidden=True)


def changes(found: Iterable[RotaChange], names: dict[str, str]) -> list[tuple[str, str]]:
    return [(each.words, f"{names.get(each.by, 'The system')}, {dates.in_short(each.at)}") for each in found]


__all__ = ["changes", "offer", "own_table", "picture", "shift_words", "teams_table", "week_page"]
