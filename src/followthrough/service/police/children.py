"""Which children belong to an attendance? Those whom the officer has named, in a draft, and who else is known there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from followthrough.service.children import queries as children
from followthrough.service.children.actions import About
from followthrough.service.children.models import Child
from followthrough.service.chronology.queries import at_home
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.forms import Choice
from followthrough.service.police.actions import Named
from followthrough.service.sharing.presenters.choices import child_line

ELSEWHERE = "Others work with this child. Your form begins a record of its own: triage joins the two."


@dataclass(frozen=True)
class Line:
    """One child of a draft. `child` is the record, where the viewer may open one."""

    words: str
    lives_there: bool
    note: str
    child: Child | None
    about: About | None

    @property
    def named(self) -> Named:
        return Named(self.child, self.about, self.lives_there)


def kept(child_id: str, *, lives_there: bool = True) -> dict[str, Any]:
    """A child with a record, as a draft keeps it."""
    return {"child_id": child_id, "is_new": False, "lives_there": lives_there}


def lines(viewer: Viewer, held: Sequence[Mapping[str, Any]]) -> list[Line]:
    """As the officer named them. A child whom they may not open gets a record of their own, and the line says so."""
    seen = children.by_any_record(viewer, [each["child_id"] for each in held if each.get("child_id")])
    return [_line(each, seen.get(str(each.get("child_id", "")))) for each in held]


def _line(each: Mapping[str, Any], child: Child | None) -> Line:
    lives = bool(each.get("lives_there"))
    if child is not None:
        return Line(child_line(child.name, child.born_on), lives, "", child, None)
    born_on = date.fromisoformat(each["born_on"]) if each.get("born_on") else None
    name = str(each.get("name", "")) or "A child"
    note = ELSEWHERE if each.get("child_id") else "New here"
    return Line(child_line(name, born_on, str(each.get("age", ""))), lives, note, None, About(name, born_on))


def also_there(viewer: Viewer, held: Iterable[Line], place: str) -> list[Choice]:
    """Children who are known at the place, or live with one who is named, and are not named yet."""
    held = list(held)
    named = {each.child.pk for each in held if each.child}
    homes = [each.child.pk for each in held if each.child and each.lives_there]
    beside = {row.child_id for row in at_home(homes) if row.child_id} if homes else set()
    there = children.search(viewer, address=place).children if place else ()
    found = {child.pk: child for child in (*children.by_any_record(viewer, beside).values(), *there)}
    return [
        Choice(child.pk, child_line(child.name, child.born_on))
        for child in sorted(found.values(), key=lambda each: (each.name, each.pk))
        if child.pk not in named
    ]
