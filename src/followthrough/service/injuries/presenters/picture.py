"""Which marks does a picture show, and which of them are earlier ones?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from followthrough.pictures import Svg, bodymap
from followthrough.service.design import dates
from followthrough.service.injuries.presenters import telling
from followthrough.service.injuries.queries import Injury, Mark


@dataclass(frozen=True)
class Picture:
    """`drawn` are the views with a mark, each with its title; `without` names those that have none."""

    drawn: tuple[tuple[str, Svg], ...]
    key: tuple[tuple[Svg, str], ...]
    without: str


def of_all(injuries: Iterable[Injury]) -> Picture | None:
    """Filled are those that were seen on the last day on which anybody looked."""
    marks = [mark for each in injuries for mark in each.marks]
    last = max((mark.seen_on for mark in marks if not mark.is_gone), default=None)
    earlier = {mark.id for mark in marks if mark.is_gone or mark.seen_on != last}
    on = dates.short_day(last) if last else ""
    return _picture(marks, earlier, f"Seen on {on}, the last day that a mark was seen", "Seen before that, or gone")


def of_one(injury: Injury, injuries: Iterable[Injury]) -> Picture | None:
    """Its own marks, and faded all others."""
    marks = [mark for each in injuries for mark in each.marks]
    earlier = {mark.id for mark in marks if mark.injury != injury.id or mark.is_gone}
    return _picture(marks, earlier, "Of this injury", "Of another injury, or gone")


def _picture(marks: list[Mark], earlier: set[str], now: str, before: str) -> Picture | None:
    shown = [
        bodymap.Mark(mark.number, mark.place, telling.name(mark), mark.id in earlier) for mark in marks if mark.place
    ]
    if not shown:
        return None
    held = [view for view in bodymap.VIEWS if any(mark.place in view.places for mark in shown)]
    drawn = tuple((view.title, bodymap.draw(view, shown, id=f"map-{view.key}")) for view in held)
    without = "; ".join(view.title for view in bodymap.VIEWS if view not in held)
    return Picture(drawn, tuple(bodymap.draw_key(shown, now=now, before=before)), without)
