"""How does a proposed change read: what it says now and then, what it would have asked of whom, and how far it is?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.urls import reverse

from followthrough.procedures.model.answer import DutyRow, SignalRow
from followthrough.service.agencies.presenters import role_words
from followthrough.service.core.suppressing import HIDDEN, LEAST
from followthrough.service.design import dates
from followthrough.service.design.components import Cell, Row, Table, Tag, TimelineEntry
from followthrough.service.learning.changes.comparing import Difference
from followthrough.service.learning.changes.describing import Words
from followthrough.service.learning.changes.models import Ended, Proposal, Replay, What
from followthrough.service.learning.changes.policies import NEEDED
from followthrough.service.learning.changes.queries import OfChild
from followthrough.service.learning.changes.summing import EARLIER, LATER, Shown, shown
from followthrough.service.learning.reviews.models import Review

OFTEN = 0.5  # a week; what is less often is told by the year
WHY_HIDDEN = (
    "“Hidden” is fewer than 5, of fewer than 5 children, or hidden so that nobody can work such a number out. "
    "Everybody reads the same."
)
STALE = "The rules have changed since then. Replay it again before anybody agrees."
_TONES = {Ended.AGREED: "done", Ended.REFUSED: "neutral", Ended.WITHDRAWN: "neutral"}


@dataclass(frozen=True)
class Page:
    title: str
    tag: Tag
    rows: tuple[Row, ...]
    replay: tuple[Row, ...]
    work: Table | None
    progress: str
    why_hidden: str
    is_stale: bool
    history: tuple[TimelineEntry, ...]


def list_table(found: list[Proposal]) -> Table:
    rows = tuple(
        (
            Cell(each.title, href=reverse("changes:proposal", args=[each.pk])),
            What(each.what).label,
            dates.short_day(each.in_force_on),
            Cell(tag=tag_of(each)),
        )
        for each in found
    )
    head = ("What changes", "Kind", "From", "How it stands")
    return Table("Proposed changes", head, rows, "Nobody has proposed a change yet.", is_caption_hidden=True)


def tag_of(each: Proposal) -> Tag:
    if each.ended:
        ended = Ended(each.ended)
        return Tag(ended.label, _TONES[ended])  # type: ignore[arg-type]
    agreed = len(each.agreements.all())
    return Tag(f"{agreed} of {NEEDED} agreed", "waiting")


def page_of(
    each: Proposal, recommendation: Row, names: Mapping[str, str], agencies: Mapping[str, str], rules: str
) -> Page:
    """`rules` is the version of the rulebook that holds now."""
    replay = getattr(each, "replay", None)
    told = shown(replay.sums) if replay and replay.is_finished else None
    return Page(
        title=each.title,
        tag=tag_of(each),
        rows=tuple(_rows(each, recommendation)),
        replay=tuple(_sums(told)) if told else (),
        work=_work(told, _weeks(replay), agencies) if replay and told else None,
        progress=_progress(replay) if replay else "",
        why_hidden=WHY_HIDDEN if told and told.hides else "",
        is_stale=each.is_open and replay is not None and replay.is_finished and replay.is_stale(rules),
        history=tuple(_history(each, names)),
    )


def _rows(each: Proposal, recommendation: Row) -> Iterator[Row]:
    yield Row("Reference", each.reference)
    yield Row("What changes", What(each.what).label)
    yield from words_rows(What(each.what), each)
    yield Row("From", dates.day_in_words(each.in_force_on))
    yield recommendation
    yield Row("What the source says", each.source_words)
    yield Row("Why", each.reason)


def words_rows(what: What, told: Words | Proposal) -> Iterator[Row]:
    if told.says_now:
        yield Row("What it says now", values=tuple(told.says_now.splitlines()))
    yield Row("What it would say", values=tuple(told.says_then.splitlines()))
    if what != What.NEW:
        yield Row("Rules that would ask otherwise", values=tuple(told.reaches.splitlines()))


def _progress(replay: Replay) -> str:
    if replay.held is None or replay.total is None:
        return "Nothing is replayed yet. Open this page again in a minute."
    of_all = f" The newest of {replay.held:,} were taken." if replay.held > replay.total else ""
    of_all += " Children whose record is sealed are left out."
    if replay.is_finished:
        return f"Replayed over {replay.total:,} past histories, as of {dates.in_short(replay.as_of)}.{of_all}"
    return f"{replay.done:,} of {replay.total:,} histories are replayed. Open this page again in a minute to see more."


def _sums(told: Shown) -> Iterator[Row]:
    new, gone, earlier, later, _ = told.whole
    yield Row("Histories that it would change", f"fewer than {LEAST}" if told.reached is None else f"{told.reached:,}")
    yield Row("Duties that would be new", _number(new))
    yield Row("Duties that would be gone", _number(gone))
    yield Row("Deadlines earlier", _moved(told, EARLIER, earlier))
    yield Row("Deadlines later", _moved(told, LATER, later))
    if any(number != 0 for number in told.signals):
        yield Row("Alerts that would be new", _number(told.signals[0]))
        yield Row("Alerts that would be gone", _number(told.signals[1]))
    for word, number in zip((EARLIER, LATER), told.found, strict=True):
        if number != 0:
            yield Row(f"Histories whose first alert comes {word}", _moved(told, f"found {word}", number))


def _moved(told: Shown, what: str, number: int | None) -> str:
    mean = told.mean(what, number)
    return _number(number) + (f", by {_days(mean)} in the mean" if mean else "")


def _days(days: float) -> str:
    amount, unit = (days, "day") if days >= 1 else (days * 24, "hour")
    words = f"{amount:.1f}".removesuffix(".0")
    return f"{words} {unit}{'' if words == '1' else 's'}"


def _number(number: int | None) -> str:
    return HIDDEN if number is None else f"{number:,}"


def _work(told: Shown, weeks: float, agencies: Mapping[str, str]) -> Table:
    """By agency and role: no person is ever counted."""
    rows = tuple(_line(_owing(who, agencies), numbers, weeks) for who, numbers in told.rows)
    whole = (_line("All", told.whole, weeks),) if rows else ()
    head = ("Who owes it", "New", "No more", "Sooner", "Later", "As now", "More or less")
    return Table(
        "How much more work, and for whom", head, rows + whole, "In these histories it asks nobody for anything."
    )


def _line(who: str, numbers: Sequence[int | None], weeks: float) -> tuple[Cell | str, ...]:
    new, gone = numbers[0], numbers[1]
    more = HIDDEN if new is None or gone is None else _more(new - gone, weeks)
    return (who, *(Cell(_number(each), is_number=True) for each in numbers), Cell(more, is_number=True))


def _owing(who: str, agencies: Mapping[str, str]) -> str:
    agency, role = who.split("/")
    title = agencies.get(agency, agency)
    return f"{title} ({role_words(role)})" if role else title


def _weeks(replay: Replay) -> float:
    if "first" not in replay.sums:
        return 1.0
    first, last = (date.fromisoformat(replay.sums[name]) for name in ("first", "last"))
    return max((last - first).days / 7, 1.0)


def _more(number: int, weeks: float) -> str:
    if not number:
        return "the same"
    words = f"{number:+,}".replace("-", "−")
    a_week = abs(number) / weeks
    return f"{words} ({a_week:.1f} a week)" if a_week >= OFTEN else f"{words} ({a_week * 52:.1f} a year)"


def _history(each: Proposal, names: Mapping[str, str]) -> Iterator[TimelineEntry]:
    """The latest first."""
    if each.ended_at:
        yield _entry(Ended(each.ended).label, each.ended_at, names.get(each.ended_by, ""), each.ended_because)
    for said in reversed(each.agreements.all()):
        yield _entry("Agreed to it", said.at, names.get(said.by, ""), said.words)
    yield _entry("Proposed", each.proposed_at, names.get(each.proposed_by, ""), "")


def _entry(title: str, at: datetime, by: str, text: str) -> TimelineEntry:
    return TimelineEntry(title=title, when=dates.when_short(at), by=by, text=text)


def case_tables(review: Review, found: list[OfChild], agencies: Mapping[str, str]) -> list[Table]:
    """For each reviewed child what would have been asked, and how long before the time that is looked at ended."""
    ends = datetime.combine(review.to_on, time.max, dates.LONDON) if review.to_on else review.began_at
    return [_case_table(each, ends, agencies) for each in found]


def _case_table(of: OfChild, ends: datetime, agencies: Mapping[str, str]) -> Table:
    told = sorted(of.found, key=lambda each: _at(each.row))
    rows = tuple(
        (
            dates.in_short(_at(each.row)),
            _changes(each),
            _whose(each.row, agencies),
            Cell(_before(_at(each.row), ends), is_number=True),
        )
        for each in told
        if each.was is None or each.now is None or each.days_earlier
    )
    head = ("When", "What would have been otherwise", "Who owes it", "Before the end")
    return Table(f"Child {of.number}", head, rows, "Nothing would have been asked otherwise.")


def _at(row: Any) -> datetime:
    at: datetime = row.true_at if isinstance(row, SignalRow) else row.opened_at
    return at


def _changes(each: Difference) -> str:
    what = "An alert" if isinstance(each.row, SignalRow) else "A duty"
    if each.was is None:
        due = f", due {dates.in_short(each.row.due_at)}" if isinstance(each.row, DutyRow) else ""
        return f"{what} would have been raised{due}"
    if each.now is None:
        return f"{what} would not have been raised"
    assert isinstance(each.was, DutyRow) and isinstance(each.now, DutyRow)
    word = "earlier" if each.days_earlier > 0 else "later"
    return f"Due {dates.in_short(each.now.due_at)}, {_days(abs(each.days_earlier))} {word}"


def _whose(row: Any, agencies: Mapping[str, str]) -> str:
    if isinstance(row, SignalRow):
        return "–"
    name = agencies.get(row.debtor.agency, row.debtor.agency)
    return f"{name} ({role_words(row.debtor.role)})" if row.debtor.role else name


def _before(at: datetime, ends: datetime) -> str:
    days = (ends - at).days
    return f"{days:,} days" if days > 0 else "–"
