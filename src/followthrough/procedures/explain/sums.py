"""How was a date worked out? The limit that decided it, as a sum that a person can check by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from followthrough.procedures.calendars import Calendar, Sum, localtime, work_out
from followthrough.procedures.calendars.sums import WEEKEND
from followthrough.procedures.engines.plain.dates import date_in
from followthrough.procedures.engines.plain.reading import start_of
from followthrough.procedures.explain.nouns import Holiday
from followthrough.procedures.explain.words import at_words, date_words, field_words, listed
from followthrough.procedures.model.answer import DutyRow
from followthrough.procedures.model.event import Event, Subject
from followthrough.procedures.model.procedure import (
    DutyProcedure,
    GateProcedure,
    Limit,
    Obliging,
    OnDate,
    StandingProcedure,
)
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.procedures.model.timescale import Timescale, Unit, When


@dataclass(frozen=True, slots=True)
class Worked:
    """A date with the sum behind it, what the sum assumes, and the bank holidays that it passed over."""

    due: datetime
    words: str
    notes: tuple[str, ...] = ()
    holidays: tuple[Holiday, ...] = ()


def of_duty(row: DutyRow, procedure: Obliging, trigger: Event | None, rulebook: Rulebook, calendar: Calendar) -> Worked:
    """The sum behind `due_at`. Falls back to the bare dates when no limit leads there, or its trigger is not given."""
    if isinstance(procedure, GateProcedure):
        return Worked(row.due_at, _of_gate(row, procedure, calendar))
    for found in _candidates(row, procedure, trigger, rulebook, calendar):
        if found.due == row.due_at:
            return _after_its_date(found, row, procedure, trigger, rulebook, calendar)
    return Worked(row.due_at, f"{at_words(row.opened_at, calendar)} → {at_words(row.due_at, calendar)}")


def _after_its_date(
    found: Worked, row: DutyRow, procedure: Obliging, trigger: Event | None, rulebook: Rulebook, calendar: Calendar
) -> Worked:
    """Where a date in the data, so long before or after, began the clock: how that was worked out comes first."""
    when = procedure.when if isinstance(procedure, DutyProcedure) else None
    if not isinstance(when, OnDate) or when.offset is None or trigger is None:
        return found
    value = trigger.data.get(when.field)
    if not isinstance(value, date) or date_in(when, trigger, calendar) != row.opened_at:
        return found
    at = start_of(value, calendar)
    named = f"{field_words(when.field, [trigger.kind], rulebook.vocabulary)}: {date_words(value, calendar)}"
    notes = tuple(_setting_words(when.setting, rulebook))
    if when.is_before:
        first = _before(at, when.offset, named, notes, calendar)
    else:
        worked = _worked(work_out(calendar, at, when.offset), when.setting, rulebook)
        first = replace(worked, words=f"{named}. {worked.words}")
    notes = tuple(dict.fromkeys((*first.notes, *found.notes)))
    holidays = tuple(dict.fromkeys((*first.holidays, *found.holidays)))
    return Worked(found.due, f"{first.words}. {found.words}", notes, holidays)


def of_silence(sum: Sum) -> Worked:
    """The sum behind the limit of a silence."""
    return Worked(sum.due, sum.words(), (), _holidays(sum))


def _of_gate(row: DutyRow, procedure: GateProcedure, calendar: Calendar) -> str:
    words = f"Due before {at_words(row.due_at, calendar)}"
    if procedure.lookback is None:
        return words
    start = calendar.back(row.due_at, procedure.lookback)
    return f"{words}; what was done in the {procedure.lookback} before counts, from {at_words(start, calendar)}"


def _candidates(
    row: DutyRow, procedure: Obliging, trigger: Event | None, rulebook: Rulebook, calendar: Calendar
) -> Iterator[Worked]:
    if isinstance(procedure, StandingProcedure):
        for interval in procedure.every:
            yield _worked(work_out(calendar, row.opened_at, interval), procedure.setting_of(interval), rulebook)
    elif isinstance(procedure, DutyProcedure):
        for limit in procedure.limits:
            yield from _of_limit(limit, row, trigger, rulebook, calendar)


def _worked(sum: Sum, setting: str | None, rulebook: Rulebook) -> Worked:
    notes = (*_setting_words(setting, rulebook), *sum.assumptions)
    return Worked(sum.due, sum.words(), notes, _holidays(sum))


def _holidays(sum: Sum) -> tuple[Holiday, ...]:
    return tuple(Holiday(each.on, each.why) for each in sum.skipped if each.why != WEEKEND)


def _setting_words(setting: str | None, rulebook: Rulebook) -> Iterator[str]:
    found = rulebook.settings.get(setting) if setting else None
    if found is not None:
        yield f"the time limit is the setting “{found.title}” ({found.confidence})"


def _of_limit(
    limit: Limit, row: DutyRow, trigger: Event | None, rulebook: Rulebook, calendar: Calendar
) -> Iterator[Worked]:
    if limit.only and (trigger is None or not _counts(limit, trigger, row.subject)):
        return
    if limit.within is not None:
        yield _worked(work_out(calendar, row.opened_at, limit.within), limit.setting, rulebook)
    elif trigger is not None and isinstance(value := trigger.data.get(limit.at_field or ""), date):
        yield _from_field(limit, value, trigger, rulebook, calendar)


def _counts(limit: Limit, trigger: Event, subject: Subject) -> bool:
    return all(test.passes(trigger, subject) for test in limit.only)


def _from_field(limit: Limit, value: date, trigger: Event, rulebook: Rulebook, calendar: Calendar) -> Worked:
    at = value if isinstance(value, datetime) else localtime.end_of(value, calendar.zone)
    named = f"{field_words(limit.at_field or '', [trigger.kind], rulebook.vocabulary)}: {at_words(at, calendar)}"
    notes = tuple(_setting_words(limit.setting, rulebook))
    if limit.offset is None:
        return Worked(at, named, notes)
    if limit.is_before:
        return _before(at, limit.offset, named, notes, calendar)
    found = _worked(work_out(calendar, at, _when(limit)), limit.setting, rulebook)
    return replace(found, words=f"{named}. {found.words}")


def _before(at: datetime, offset: Timescale, named: str, notes: tuple[str, ...], calendar: Calendar) -> Worked:
    """Counted back from a date: the bank holidays between are named, as in a sum forward."""
    due = calendar.back(at, offset)
    first, last = calendar.local(due).date(), calendar.local(at).date()
    passed = calendar.bank_holidays.items() if offset.unit is Unit.WORKING_DAYS else ()
    holidays = tuple(Holiday(day, name) for day, name in sorted(passed) if first < day < last)
    said = listed((f"{each.name} {each.on.day} {each.on:%B}" for each in holidays), "and")
    skipped = f"; {said} {'is' if len(holidays) == 1 else 'are'} not counted" if holidays else ""
    return Worked(due, f"{named}, {offset} before{skipped} → {at_words(due, calendar)}", notes, holidays)


def _when(limit: Limit) -> When:
    assert limit.offset is not None
    return limit.offset
