"""How do a shift, its level and its time read in a sentence?"""

from __future__ import annotations

from datetime import datetime

from followthrough.service.agencies.models import Shift, ShiftLevel
from followthrough.service.design.dates import LONDON, time_in_words


def title_of(level: str) -> str:
    return ShiftLevel(level).label


def who(shift: Shift) -> str:
    return shift.practitioner.name if shift.practitioner else f"{shift.role}, no name yet"


def span_words(starts_at: datetime, ends_at: datetime) -> str:
    """Thu 28 Mar 17:00 to Fri 29 Mar 09:00; the day once where both are on it."""
    first, last = starts_at.astimezone(LONDON).date(), ends_at.astimezone(LONDON).date()
    begins, ends = time_in_words(starts_at), time_in_words(ends_at)
    if first == last:
        return f"{first:%a} {first.day} {first:%b} {begins} to {ends}"
    return f"{first:%a} {first.day} {first:%b} {begins} to {last:%a} {last.day} {last:%b} {ends}"


def shift_words(shift: Shift) -> str:
    """Priya Sandhu, worker, Thu 28 Mar 17:00 to Fri 29 Mar 09:00"""
    return f"{who(shift)}, {title_of(shift.level).lower()}, {span_words(shift.starts_at, shift.ends_at)}"
