"""Which marks does a picture show, and which of them are earlier ones?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from followthrough.pictures import Svg, bodymap
from followthrough.service.design import dates
from followthrough.service.injuries.presenters import telling
from followthrough.service.injuries.queries import Injury, Mark, marks_of


@dataclass(frozen=True)
class Picture:
    """`drawn` are the views with a mark, each with its title; `without` names those that have none."""

    drawn: tuple[tuple[str, Svg], ...]
    key: tuple[tuple[Svg, str], ...]
    without: str


def of_all(injuries: Iterable[Injury]) -> Picture | None:
    """Filled are those that were seen on the last day on which anybody looked."""
    marks = marks_of(injuries)
    last = _last(marks)
    on = dates.short_day(last) if last else ""
    return _picture(marks, _not_last(marks), f"Seen on {on}, the last day that a mark was seen", _BEFORE)


def beside(injuries: Iterable[Injury], others: Mapping[str, list[Injury]], name: str) -> Picture | None:
    """The child's marks and those of brothers and sisters, by name: each part of the body of one beside another's."""
    held = {name: marks_of(injuries), **{other: marks_of(found) for other, found in others.items()}}
    drawn: list[tuple[str, Svg]] = []
    shown = {n: _shown(marks, _not_last(marks)) for n, marks in enumerate(held.values())}
    for view in bodymap.VIEWS:
        for n, whose in enumerate(held):
            if any(mark.place in view.places for mark in shown[n]):
                title = f"{whose}: {view.title[:1].lower()}{view.title[1:]}"
                own = replace(view, title=title)
                drawn.append((title, bodymap.draw(own, shown[n], id=f"map-{n}-{view.key}")))
    every = [mark for marks in shown.values() for mark in marks]
    key = bodymap.draw_key(every, now="Seen on the last day that a mark of this child was seen", before=_BEFORE)
    return Picture(tuple(drawn), tuple(key), "") if drawn else None


def of_one(injury: Injury, injuries: Iterable[Injury]) -> Picture | None:
    """Its own marks, and faded all others."""
    marks = marks_of(injuries)
    earlier = {mark.id for mark in marks if mark.injury != injury.id or mark.is_gone}
    return _picture(marks, earlier, "Of this injury", "Of another injury, or gone")


def _picture(marks: list[Mark], earlier: set[str], now: str, before: str) -> Picture | None:
    shown = _shown(marks, earlier)
    if not shown:
        return None
    held = [view for view in bodymap.VIEWS if any(mark.place in view.places for mark in shown)]
    drawn = tuple((view.title, bodymap.draw(view, shown, id=f"map-{view.key}")) for view in held)
    without = "; ".join(view.title for view in bodymap.VIEWS if view not in held)
    return Picture(drawn, tuple(bodymap.draw_key(shown, now=now, before=before)), without)


_BEFORE = "Seen before that, or gone"


def _shown(marks: Iterable[Mark], earlier: set[str]) -> list[bodymap.Mark]:
    return [
        bodymap.Mark(mark.number, mark.place, telling.name(mark), mark.id in earlier) for mark in marks if mark.place
    ]


def _last(marks: Iterable[Mark]) -> date | None:
    """The last day on which anybody saw one."""
    return max((mark.seen_on for mark in marks if not mark.is_gone), default=None)


def _not_last(marks: list[Mark]) -> set[str]:
    last = _last(marks)
    return {mark.id for mark in marks if mark.is_gone or mark.seen_on != last}
