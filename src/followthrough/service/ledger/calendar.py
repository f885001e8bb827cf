"""Which calendar holds? England and Wales; a partnership's own settings will join it here."""

from __future__ import annotations

from followthrough.procedures.calendars import Calendar, england_and_wales


def current() -> Calendar:
    return england_and_wales()
