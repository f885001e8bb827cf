"""How was a date worked out? The limit that decided it, as a sum that a person can check by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from followthrough.procedures.calendars import Calendar, Sum, localtime, work_out
from followthrough.procedures.explain.words import at_words, field_words
from followthrough.procedures.model.answer import DutyRow
from followthrough.procedures.model.event import Event, Subject
from followthrough.procedures.model.procedure import (
    DutyProcedure,
    GateProcedure,
    Limit,
    Obliging,
    StandingProcedure,
)
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.procedures.model.timescale import When

_Found = tuple[datetime, str, tuple[str, ...]]


def of_duty(
    row: DutyRow, procedure: Obliging, trigger: Event | None, rulebook: Rulebook, calendar: Calendar
) -> tuple[str, tuple[str, ...]]:
    """The sum behind `due_at`, and what it assumes. Falls back to the bare dates when no limit leads there."""
    if isinstance(procedure, GateProcedure):
        return _of_gate(row, procedure, calendar), ()
    for due, words, notes in _candidates(row, procedure, trigger, rulebook, calendar):
        if due == row.due_at:
            return words, notes
    return f"{at_words(row.opened_at, calendar)} → {at_words(row.due_at, calendar)}", ()


def _of_gate(row: DutyRow, procedure: GateProcedure, calendar: Calendar) -> str:
    words = f"Due before {at_words(row.due_at, calendar)}"
    if procedure.lookback is None:
        return words
    start = calendar.back(row.due_at, procedure.lookback)
    return f"{words}; what was done in the {procedure.lookback} before counts, from {at_words(start, calendar)}"


def _candidates(
    row: DutyRow, procedure: Obliging, trigger: Event | None, rulebook: Rulebook, calendar: Calendar
) -> Iterator[_Found]:
    if isinstance(procedure, StandingProcedure):
        for interval in procedure.every:
            yield _worked(work_out(calendar, row.opened_at, interval), procedure.setting, rulebook)
    elif isinstance(procedure, DutyProcedure):
        for limit in procedure.limits:
            yield from _of_limit(limit, row, trigger, rulebook, calendar)


def _worked(sum: Sum, setting: str | None, rulebook: Rulebook) -> _Found:
    return sum.due, sum.words(), (*_setting_words(setting, rulebook), *sum.assumptions)


def _setting_words(setting: str | None, rulebook: Rulebook) -> Iterator[str]:
    found = rulebook.settings.get(setting) if setting else None
    if found is not None:
        yield f"the time limit is the setting “{found.title}” ({found.confidence})"


def _of_limit(
    limit: Limit, row: DutyRow, trigger: Event | None, rulebook: Rulebook, calendar: Calendar
) -> Iterator[_Found]:
    if limit.only and (trigger is None or not _counts(limit, trigger, row.subject)):
        return
    if limit.within is not None:
        yield _worked(work_out(calendar, row.opened_at, limit.within), limit.setting, rulebook)
    elif trigger is not None and isinstance(value := trigger.data.get(limit.at_field or ""), date):
        yield _from_field(limit, value, trigger, rulebook, calendar)


def _counts(limit: Limit, trigger: Event, subject: Subject) -> bool:
    return all(test.passes(trigger, subject) for test in limit.only)


def _from_field(limit: Limit, value: date, trigger: Event, rulebook: Rulebook, calendar: Calendar) -> _Found:
    at = value if isinstance(value, datetime) else localtime.end_of(value, calendar.zone)
    named = f"{field_words(limit.at_field or '', [trigger.kind], rulebook.vocabulary)}: {at_words(at, calendar)}"
    notes = tuple(_setting_words(limit.setting, rulebook))
    if limit.offset is None:
        return at, named, notes
    if limit.is_before:
        due = calendar.back(at, limit.offset)
        return due, f"{named}, {limit.offset} before → {at_words(due, calendar)}", notes
    due, words, more = _worked(work_out(calendar, at, _when(limit)), limit.setting, rulebook)
    return due, f"{named}. {words}", more


def _when(limit: Limit) -> When:
    assert limit.offset is not None
    return limit.offset
