"""How is a comparison said in plain words? The same for the terminal and the page."""

from __future__ import annotations

from typing import Any

from followthrough.whatif.asking import WhatIf
from followthrough.whatif.changes import Change

CHANGES = {
    Change.NEW: "new",
    Change.GONE: "taken out",
    Change.CHANGED: "changed",
    Change.FED: "not changed itself; it waits for one that is",
}


def headline(told: WhatIf) -> list[str]:
    comparison = told.comparison
    if not told.reached:
        return ["The two rulebooks mean the same. Nothing was replayed."]
    if comparison.is_same:
        return ["The rulebooks differ, but over these histories every duty and signal is the same."]
    return [
        each for each in (_opened(comparison.duties), _moved(comparison.duties), _missed(comparison.duties)) if each
    ] + [_raised(comparison.signals)] * bool(comparison.signals)


def _sum(rows: list[dict[str, Any]], name: str) -> int:
    return sum(row[name] for row in rows)


def _opened(rows: list[dict[str, Any]]) -> str:
    if not rows:
        return ""
    more, fewer = _sum(rows, "opened"), _sum(rows, "not_opened")
    return (
        f"{counted(_sum(rows, 'after'), 'duty', 'duties')} instead of {_sum(rows, 'before'):,}: "
        f"{more:,} that did not arise before, and {fewer:,} that would not arise."
    )


def _moved(rows: list[dict[str, Any]]) -> str:
    earlier, later = _sum(rows, "earlier"), _sum(rows, "later")
    if not earlier and not later:
        return "No deadline moves."
    return f"{counted(earlier, 'deadline', 'deadlines')} would come earlier, and {later:,} later."


def _missed(rows: list[dict[str, Any]]) -> str:
    newly, no_longer = _sum(rows, "newly_missed"), _sum(rows, "no_longer_missed")
    if not newly and not no_longer:
        return "As many are missed or late as before."
    return f"{newly:,} more would be missed or late, and {no_longer:,} would not be any more."


def _raised(rows: list[dict[str, Any]]) -> str:
    return (
        f"{counted(_sum(rows, 'after'), 'signal', 'signals')} instead of {_sum(rows, 'before'):,}: "
        f"{_sum(rows, 'raised'):,} new, and {_sum(rows, 'not_raised'):,} that would not be raised."
    )


def counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def spread_words(days: dict[str, float] | None) -> str:
    """2 days later in the middle, most between 2 days later and 4 days later"""
    if days is None:
        return "–"
    middle, low, high = (signed(days[name]) for name in ("half", "tenth", "nine tenths"))
    return f"nearly all {middle}" if low == high else f"{middle} in the middle, most between {low} and {high}"


def signed(days: float) -> str:
    amount, unit = (abs(days), "day") if abs(days) >= 1 else (abs(days) * 24, "hour")
    size = f"{amount:,.1f}".removesuffix(".0")
    return f"{size} {unit}{'' if size == '1' else 's'} {'earlier' if days < 0 else 'later'}"


def a_week(number: float) -> str:
    return f"{number:,.1f}" if number >= 10 else f"{number:,.2f}"


def change_of(before: float, after: float) -> str:
    if before == after:
        return "the same"
    more = f"{after - before:+,.1f}".removesuffix(".0").replace("-", "−")
    return more if not before else f"{more} ({100 * (after - before) / before:+.0f} %)".replace("-", "−")
