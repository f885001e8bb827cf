"""How does a person read an instant? Europe/London, plain words, never a bare number.

Pure functions: each takes the instant and, where it matters, `now`. Working days are no matter of this
module: a due instant comes from the procedures.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)


@dataclass(frozen=True)
class When:
    """An instant as words, with `iso` for the machine-readable <time>. `state` is set where a clock runs."""

    words: str
    iso: str = ""
    state: Literal["", "due", "soon", "overdue"] = ""

    def __str__(self) -> str:
        return self.words


def day_in_words(on: dt.date) -> str:
    """Thursday 28 March 2013"""
    return f"{on:%A} {on.day} {on:%B} {on.year}"


def short_day(on: dt.date) -> str:
    """28 Mar 2013"""
    return f"{on.day} {on:%b} {on.year}"


def time_in_words(at: dt.datetime) -> str:
    """17:30; in the hour that comes twice in autumn, 01:30 BST or 01:30 GMT."""
    local = at.astimezone(LONDON)
    came_twice = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
    return f"{local:%H:%M %Z}" if came_twice else f"{local:%H:%M}"


def in_words(at: dt.datetime) -> str:
    """Thursday 28 March 2013, 17:30"""
    return f"{day_in_words(at.astimezone(LONDON).date())}, {time_in_words(at)}"


def in_short(at: dt.datetime) -> str:
    """28 Mar 2013, 17:30"""
    return f"{short_day(at.astimezone(LONDON).date())}, {time_in_words(at)}"


def near_words(at: dt.datetime, now: dt.datetime) -> str:
    """As a person at `now` would say it: today 17:30, Tuesday 2 April 17:00, another year with its number."""
    day, today = at.astimezone(LONDON).date(), now.astimezone(LONDON).date()
    if day == today:
        return f"today {time_in_words(at)}"
    if day == today + dt.timedelta(days=1):
        return f"tomorrow, {weekday_words(day)} {time_in_words(at)}"
    if day == today - dt.timedelta(days=1):
        return f"yesterday, {weekday_words(day)} {time_in_words(at)}"
    if day.year == today.year:
        return f"{weekday_words(day)} {time_in_words(at)}"
    return f"{day_in_words(day)} {time_in_words(at)}"


def weekday_words(on: dt.date) -> str:
    """Tuesday 2 April"""
    return f"{on:%A} {on.day} {on:%B}"


def span_words(span: dt.timedelta) -> str:
    """40 minutes, 2 hours, 1 hour 10 minutes, 3 days: whole units that have passed, never rounded up."""
    if span < MINUTE:
        return "less than a minute"
    minutes = span // MINUTE
    if minutes < 60:
        return _count(minutes, "minute")
    if minutes < 120 and minutes % 60:
        return f"1 hour {_count(minutes % 60, 'minute')}"
    if span < 48 * HOUR:
        return _count(span // HOUR, "hour")
    return _count(span.days, "day")


def clock_words(due_at: dt.datetime, now: dt.datetime) -> str:
    """due in 40 minutes · due today 21:30 · due Tuesday 2 April 17:00 · overdue since … (2 hours).

    At the due minute itself it is still in time. Elapsed time is real time, so a clock change cannot bend it.
    """
    due, now_utc = due_at.astimezone(dt.UTC), now.astimezone(dt.UTC)
    if now_utc > due:
        return f"overdue since {_past_words(due, now_utc)} ({span_words(now_utc - due)})"
    if due - now_utc < MINUTE:
        return "due now"
    if due - now_utc < 2 * HOUR:
        return f"due in {span_words(due - now_utc)}"
    return f"due {near_words(due, now_utc)}"


def clock(due_at: dt.datetime, now: dt.datetime) -> When:
    """The clock of a duty for a component; "soon" means that two hours or less are left."""
    left = due_at.astimezone(dt.UTC) - now.astimezone(dt.UTC)
    state: Literal["overdue", "soon", "due"] = (
        "overdue" if left < dt.timedelta(0) else "soon" if left <= 2 * HOUR else "due"
    )
    words = clock_words(due_at, now)
    return When(words[:1].upper() + words[1:], iso(due_at), state)


def when(at: dt.datetime) -> When:
    return When(in_words(at), iso(at))


def when_short(at: dt.datetime) -> When:
    return When(in_short(at), iso(at))


def iso(at: dt.datetime) -> str:
    return at.astimezone(LONDON).isoformat(timespec="minutes")


def _past_words(at: dt.datetime, now: dt.datetime) -> str:
    """Overdue names the day always: "yesterday" is wrong as soon as the page is printed."""
    day = at.astimezone(LONDON).date()
    words = weekday_words(day) if day.year == now.astimezone(LONDON).year else day_in_words(day)
    return f"{words} {time_in_words(at)}"


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
