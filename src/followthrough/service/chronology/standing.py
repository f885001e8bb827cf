"""What stands about a child now? The latest word on each thing, and what was begun and not ended, from the chronology.

Pure: a chronicle holds what this viewer may see, and nothing else is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from followthrough.procedures.model.vocabulary import StateKind
from followthrough.service.chronology.queries import Chronicle, Entry
from followthrough.service.design.dates import LONDON


@dataclass(frozen=True)
class Standing:
    """A beginning that nothing ended. `latest` is the last entry that carried it on: an extension, a new condition."""

    begun: Entry
    latest: Entry
    until: date | None = None

    def is_past(self, now: datetime) -> bool:
        """Its last day is over, and nobody wrote that it ended or goes on."""
        return self.until is not None and self.until < now.astimezone(LONDON).date()


def own_entries(chronicle: Chronicle) -> Iterator[Entry]:
    """Of the child and the household, oldest first; not of brothers and sisters, nor what was taken back."""
    for each in chronicle.entries:
        is_own = each.event.subject == chronicle.subject or each.event.subject.kind == "household"
        if is_own and not each.is_taken_back:
            yield each


def latest(entries: Iterable[Entry], *kinds: str) -> Entry | None:
    return next((each for each in reversed(list(entries)) if each.event.kind in kinds), None)


def standing(entries: Iterable[Entry], state: StateKind, also: tuple[str, ...] = ()) -> list[Standing]:
    """`also` are kinds that change what stands without beginning it anew."""
    held: dict[object, Standing] = {}
    for each in entries:
        key = tuple(each.event.data.get(field) for field in state.matching)
        kind = each.event.kind
        if kind in state.ended_by:
            held.pop(key, None)
        elif kind in state.begun_by and key not in held:
            held[key] = Standing(each, each, _until(each, state, None))
        elif key in held and (kind in state.begun_by or kind in also):
            held[key] = Standing(held[key].begun, each, _until(each, state, held[key].until))
    return list(held.values())


def _until(entry: Entry, state: StateKind, before: date | None) -> date | None:
    value = entry.event.data.get(state.until) if state.until else None
    if isinstance(value, datetime):
        return value.astimezone(LONDON).date()
    return value if isinstance(value, date) else before
