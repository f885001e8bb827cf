"""How does the chronology under review read? The period as a picture and a table, with what was put together and said;
at an entry, who knew what then; and what was owed, met and missed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from followthrough.pictures import Svg, draw, draw_key
from followthrough.procedures.explain import occurred_words
from followthrough.procedures.explain.words import rule_confidence, says_words
from followthrough.procedures.model.answer import DutyRow, DutyState
from followthrough.procedures.model.procedure import AnyProcedure
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.service.chronology.presenters import picture
from followthrough.service.chronology.presenters.entries import EntryRow, known_to
from followthrough.service.chronology.presenters.page import IN_PICTURE
from followthrough.service.chronology.presenters.telling import Telling
from followthrough.service.chronology.queries import Entry
from followthrough.service.core.viewer import Viewer
from followthrough.service.design import dates
from followthrough.service.design.components import Cell, Link, Row, Table, Tag
from followthrough.service.design.figures import WIDTHS
from followthrough.service.learning.reviews.models import Comment, WorkedOut
from followthrough.service.learning.reviews.queries.owing import KEPT, TODAY
from followthrough.service.learning.reviews.queries.workspace import Workspace
from followthrough.service.ledger import calendar
from followthrough.service.ledger.queries import duties_for, signals_for

AT_ONCE = 100  # entries on a page
_ENDED = {
    DutyState.MET: Tag("Met", "done"),
    DutyState.MET_RECORDED_LATE: Tag("Met, written down late", "done"),
    DutyState.MET_LATE: Tag("Met late", "soon"),
    DutyState.BREACHED: Tag("Missed", "overdue"),
    DutyState.EXCUSED: Tag("Excused", "neutral"),
    DutyState.OPEN: Tag("Not due yet", "neutral"),
    DutyState.SUPERSEDED: Tag("Replaced", "neutral"),
}


@dataclass(frozen=True)
class EpisodeWords:
    id: str
    title: str
    words: str
    entries: tuple[Link, ...]


@dataclass(frozen=True)
class Line:
    """An entry with what was said of it in this review."""

    row: EntryRow
    comments: tuple[str, ...]
    href: str
    find_href: str


@dataclass(frozen=True)
class SpacePage:
    pictures: tuple[tuple[str, Svg], ...]
    key: tuple[tuple[Svg, str], ...]
    episodes: tuple[EpisodeWords, ...]
    lines: tuple[Line, ...]
    total: int
    before: Link | None
    after: Link | None


def page_of(viewer: Viewer, space: Workspace, page: int) -> SpacePage:
    pages = max(1, -(-len(space.entries) // AT_ONCE))
    page = min(max(page, 1), pages)
    part = space.entries[(page - 1) * AT_ONCE : page * AT_ONCE]
    pictures = tuple(_pictures(viewer, space, {each.number for each in part}))
    return SpacePage(
        pictures=pictures,
        key=tuple(draw_key(IN_PICTURE)) if pictures else (),
        episodes=tuple(_episodes(space)),
        lines=tuple(_line(space, row, entry) for row, entry in zip(space.read.rows(part, []), part, strict=True)),
        total=len(space.entries),
        before=Link("Earlier entries", f"?page={page - 1}#table") if page > 1 else None,
        after=Link("Later entries", f"?page={page + 1}#table") if page < pages else None,
    )


def _pictures(viewer: Viewer, space: Workspace, near: set[str]) -> Iterator[tuple[str, Svg]]:
    subject = space.read.chronicle.subject
    duties, signals = list(duties_for(viewer, subject=subject)), list(signals_for(viewer, subject))
    drawn = picture.picture_of(
        space.entries, duties, signals, space.read.telling, calendar.current(), space.span, near=near
    )
    for size, width in WIDTHS.items() if drawn else ():
        assert drawn is not None
        yield size, draw(drawn, id=f"picture-{size}", width=width)


def _episodes(space: Workspace) -> Iterator[EpisodeWords]:
    for each in space.episodes:
        found = [entry for root in each.events if (entry := space.read.chronicle.entry(root)) is not None]
        links = tuple(Link(f"{e.number}. {space.read.telling.kind(e.event)}", _at(space, e)) for e in found)
        yield EpisodeWords(each.pk, each.title, each.words, links)


def _line(space: Workspace, row: EntryRow, entry: Entry) -> Line:
    find = f"{reverse('reviews:find', args=[space.review.pk])}?child={space.child.number}&entries={entry.number}"
    comments = tuple(comment_words(each, space.read.telling) for each in space.comments.get(entry.root, ()))
    return Line(row, comments, _at(space, entry), find)


def comment_words(comment: Comment, telling: Telling) -> str:
    more = f" More: {comment.evidence}." if comment.evidence else ""
    at = dates.short_day(comment.written_at.astimezone(dates.LONDON).date())
    return f"{telling.agency(comment.agency)}, {at}: {comment.words}{more}"


def _at(space: Workspace, entry: Entry) -> str:
    return reverse("reviews:entry", args=[space.review.pk, space.child.number, entry.root])


# Who knew what, at one entry


@dataclass(frozen=True)
class EntryPage:
    title: str
    rows: tuple[Row, ...]
    comments: tuple[str, ...]
    knew: Table
    gap: tuple[tuple[str, tuple[str, ...]], ...]
    own_href: str


def entry_page(space: Workspace, entry: Entry) -> EntryPage:
    """What each agency held when this happened, of all that had happened in the period; and what it held only later."""
    telling, at = space.read.telling, entry.stood.occurred_to
    past = [each for each in space.entries if each.stood.occurred_from <= at and not each.is_taken_back]
    agencies = sorted({each.event.agency for each in space.entries}, key=telling.agency)
    unknown = {agency: [each for each in past if not _knew(each, agency, at, telling)] for agency in agencies}
    return EntryPage(
        title=telling.kind(entry.event),
        rows=tuple(_entry_rows(space, entry)),
        comments=tuple(comment_words(each, telling) for each in space.comments.get(entry.root, ())),
        knew=_knew_table(telling, past, unknown),
        gap=tuple(
            (telling.agency(agency), tuple(_late(each, agency, telling) for each in missing))
            for agency, missing in unknown.items()
            if missing
        ),
        own_href=reverse("chronology:entry", args=[space.read.child.pk, entry.root]),
    )


def _entry_rows(space: Workspace, entry: Entry) -> Iterator[Row]:
    telling = space.read.telling
    yield Row("When", occurred_words(entry.stood, calendar.current()))
    yield Row("Who wrote it", telling.agency(entry.event.agency))
    yield Row("What it says", values=telling.gist(entry.stood) or (telling.kind(entry.event),))
    had = tuple(f"{telling.agency(agency)}, since {since}" for agency, since in known_to(entry, telling))
    yield Row("Who has it", values=had or ("Nobody else",))


def _knew(entry: Entry, agency: str, at: datetime, telling: Telling) -> bool:
    since = entry.chain.known_at(agency, max(telling.now, entry.event.recorded_at))
    return since is not None and since <= at


def _knew_table(telling: Telling, past: Sequence[Entry], unknown: dict[str, list[Entry]]) -> Table:
    rows = tuple(
        (
            telling.agency(agency),
            Cell(f"{len(past) - len(missing)} of {len(past)}", is_number=True),
            Cell(str(len(missing)), is_number=True),
        )
        for agency, missing in unknown.items()
    )
    head = ("Agency", "Knew then", "Did not know")
    return Table("What each agency knew at that time", head, rows, "Nothing had happened.", is_caption_hidden=True)


def _late(entry: Entry, agency: str, telling: Telling) -> str:
    since = entry.chain.known_at(agency, max(telling.now, entry.event.recorded_at))
    when = dates.short_day(entry.stood.occurred_from.astimezone(dates.LONDON).date())
    learnt = f"it learnt of it on {dates.in_short(since)}" if since else "it never learnt of it"
    return f"{entry.number}. {telling.kind(entry.event)}, {when}, from {telling.agency(entry.event.agency)}: {learnt}"


# What was owed


def owed_table(space: Workspace, found: Sequence[DutyRow], rules: Rulebook) -> Table:
    """What was missed comes first."""
    known = {(each.id, each.version): each for each in rules.procedures}
    order = sorted(found, key=lambda duty: (duty.state != DutyState.BREACHED, duty.due_at, duty.id))
    rows = tuple(_owed(space, each, known[each.procedure, each.version]) for each in order)
    return Table(
        "What was owed",
        ("What was owed", "By whom", "Due", "How it ended", "Where it stands"),
        rows,
        "Nothing was owed.",
        is_caption_hidden=True,
    )


def _owed(space: Workspace, duty: DutyRow, procedure: AnyProcedure) -> tuple[Cell | str, ...]:
    telling = space.read.telling
    entry = space.read.chronicle.entry(duty.trigger)
    source, confidence = procedure.source, procedure.confidence
    stands = (
        f"{source.title}, {source.clause}.",
        says_words(procedure.says, confidence),
        rule_confidence(confidence),
    )
    where = f" (entry {entry.number})" if entry else ""
    return (
        Cell(f"{procedure.title}{where}", _at(space, entry) if entry else ""),
        telling.agency(duty.debtor.agency),
        Cell(when=dates.when_short(duty.due_at)),
        Cell(dates.in_short(duty.closed_at) if duty.closed_at else "", tag=_ENDED[duty.state]),
        " ".join(each for each in stands if each),
    )


def owed_words(found: Sequence[DutyRow], by: str) -> str:
    counted = Counter(each.state for each in found)
    met = counted[DutyState.MET] + counted[DutyState.MET_RECORDED_LATE]
    late, missed = counted[DutyState.MET_LATE], counted[DutyState.BREACHED]
    whose = "today’s procedures, had they held then" if by == TODAY else "the procedures of the time"
    rest = len(found) - met - late - missed
    more = f" {rest} {'is' if rest == 1 else 'are'} not due yet, or excused." if rest else ""
    return f"By {whose}: {len(found)} owed, {met} met in time, {late} met late, {missed} missed.{more}"


@dataclass(frozen=True)
class Apart:
    """What is said of a long record, and the button."""

    words: str
    button: str


def apart(found: WorkedOut | None, rules: str, most: int) -> Apart:
    if found is None:
        words = f"This record has more than {most:,} entries. It is worked out in the background, so that nobody waits."
        return Apart(words, "Work it out in the background")
    asked = f"You asked for it on {dates.in_short(found.asked_at)}."
    if found.done_at is None:
        return Apart(f"{asked} It is being worked out. Open this page again in a minute.", "")
    if found.rules != rules:
        return Apart(f"{asked} The procedures have changed since then.", "Work it out again")
    told = f"Worked out on {dates.in_short(found.done_at)}, from what you could read then."
    return Apart(f"{told} It is kept for {KEPT.days} days.", "Work it out again")
