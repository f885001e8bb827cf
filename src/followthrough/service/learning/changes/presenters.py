"""How does a proposed change read: what it says now and then, what it would have asked of whom, and how far it is?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.urls import reverse

from followthrough.procedures.model.answer import DutyRow, SignalRow
from followthrough.service.agencies.presenters import role_words
from followthrough.service.design import dates
from followthrough.service.design.components import Cell, Row, Table, Tag, TimelineEntry
from followthrough.service.learning.changes.comparing import Difference
from followthrough.service.learning.changes.models import Ended, Proposal, Replay, What
from followthrough.service.learning.changes.policies import NEEDED
from followthrough.service.learning.changes.queries import OfChild
from followthrough.service.learning.reviews.models import Review

OFTEN = 0.5  # a week; what is less often is told by the year
SMALL = 5  # fewer than so many are not told beyond those who decide
_TONES = {Ended.AGREED: "done", Ended.REFUSED: "neutral", Ended.WITHDRAWN: "neutral"}


@dataclass(frozen=True)
class Page:
    title: str
    tag: Tag
    rows: tuple[Row, ...]
    replay: tuple[Row, ...]
    work: Table | None
    progress: str
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


def page_of(each: Proposal, names: Mapping[str, str], agencies: Mapping[str, str], *, is_exact: bool) -> Page:
    replay = getattr(each, "replay", None)
    return Page(
        title=each.title,
        tag=tag_of(each),
        rows=tuple(_rows(each)),
        replay=tuple(_sums(replay, is_exact=is_exact)) if replay else (),
        work=_work(replay, agencies, is_exact=is_exact) if replay else None,
        progress=_progress(replay) if replay else "",
        history=tuple(_history(each, names)),
    )


def _rows(each: Proposal) -> Iterator[Row]:
    yield Row("Reference", each.reference)
    yield Row("What changes", What(each.what).label)
    if each.says_now:
        yield Row("What it says now", values=tuple(each.says_now.splitlines()))
    yield Row("What it would say", values=tuple(each.says_then.splitlines()))
    if each.what != What.NEW:
        yield Row("Rules that would ask otherwise", values=tuple(each.reaches.splitlines()))
    yield Row("From", dates.day_in_words(each.in_force_on))
    yield Row("Recommendation", each.recommendation)
    yield Row("What the source says", each.source_words)
    yield Row("Why", each.reason)


def _progress(replay: Replay) -> str:
    of_all = f" The newest of {replay.held:,} were taken." if replay.held > replay.total else ""
    if replay.is_finished:
        return f"Replayed over {replay.total:,} past histories, as of {dates.in_short(replay.as_of)}.{of_all}"
    return f"{replay.done:,} of {replay.total:,} histories are replayed. Open this page again in a minute to see more."


def _sums(replay: Replay, *, is_exact: bool) -> Iterator[Row]:
    sums: Mapping[str, Any] = replay.sums

    def told(name: str) -> str:
        return counted(sums.get(name, 0), is_exact=is_exact)

    yield Row("Histories that it would change", told("reached"))
    yield Row("Duties that would be new", told("duties_new"))
    yield Row("Duties that would be gone", told("duties_gone"))
    for word in ("earlier", "later"):
        yield Row(f"Deadlines {word}", _moved(sums.get(word, [0, 0.0]), is_exact))
    if sums.get("signals_new") or sums.get("signals_gone"):
        yield Row("Alerts that would be new", told("signals_new"))
        yield Row("Alerts that would be gone", told("signals_gone"))
    for word in ("earlier", "later"):
        if f"found_{word}" in sums:
            yield Row(f"Histories whose first alert comes {word}", _moved(sums[f"found_{word}"], is_exact))


def _moved(moved: Sequence[float], is_exact: bool) -> str:
    number, days = int(moved[0]), moved[1]
    told = counted(number, is_exact=is_exact)
    is_told = number and (number >= SMALL or is_exact)
    return f"{told}, by {_days(days / number)} in the mean" if is_told else told


def _days(days: float) -> str:
    amount, unit = (days, "day") if days >= 1 else (days * 24, "hour")
    words = f"{amount:.1f}".removesuffix(".0")
    return f"{words} {unit}{'' if words == '1' else 's'}"


def counted(number: int, *, is_exact: bool) -> str:
    return f"fewer than {SMALL}" if 0 < number < SMALL and not is_exact else f"{number:,}"


def _work(replay: Replay, agencies: Mapping[str, str], *, is_exact: bool) -> Table:
    """By agency and role: nobody can be known from it, and no person is ever counted."""
    rows = []
    for who, (before, after) in sorted(replay.sums.get("work", {}).items()):
        agency, role = who.split("/")
        is_told = is_exact or before == after or (before in (0, *range(SMALL, before + 1)) and after >= SMALL)
        rows.append(
            (
                f"{agencies.get(agency, agency)} ({role_words(role)})" if role else agencies.get(agency, agency),
                Cell(counted(before, is_exact=is_exact), is_number=True),
                Cell(counted(after, is_exact=is_exact), is_number=True),
                Cell(_more(after - before, _weeks(replay)) if is_told else "–", is_number=True),
            )
        )
    head = ("Who owes it", "Now", "Then", "More or less")
    return Table(
        "How much more work, and for whom", head, tuple(rows), "In these histories it asks nobody for anything."
    )


def _weeks(replay: Replay) -> float:
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
