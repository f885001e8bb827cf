"""When is something due? Calendars turn typed timescales into instants, and say how."""

from __future__ import annotations

from followthrough.procedures.calendars.calendar import Calendar
from followthrough.procedures.calendars.england import BankHoliday, bank_holidays, england_and_wales
from followthrough.procedures.calendars.settings import CalendarError, DayZero, LeapBirthday, Office
from followthrough.procedures.calendars.sums import ClockChange, Skipped, Sum, in_words
from followthrough.procedures.calendars.telling import work_out

__all__ = [
    "BankHoliday",
    "Calendar",
    "CalendarError",
    "ClockChange",
    "DayZero",
    "LeapBirthday",
    "Office",
    "Skipped",
    "Sum",
    "bank_holidays",
    "england_and_wales",
    "in_words",
    "work_out",
]
