"""How are a review and its children called on every page?"""

from __future__ import annotations

from datetime import date, datetime

from followthrough.service.design import dates
from followthrough.service.learning.reviews.models import Review, Reviewed

_NUMBERS = ("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


def called(child: Reviewed) -> str:
    """As papers call the child: Child One."""
    return f"Child {_NUMBERS[child.number - 1] if child.number <= len(_NUMBERS) else child.number}"


def period(review: Review) -> str:
    if review.from_on is None and review.to_on is None:
        return "Not agreed yet"
    first = dates.short_day(review.from_on) if review.from_on else "the beginning"
    return f"{first} to {dates.short_day(review.to_on) if review.to_on else 'today'}"


def day(at: datetime) -> str:
    return dates.short_day(local(at))


def local(at: datetime) -> date:
    return at.astimezone(dates.LONDON).date()
