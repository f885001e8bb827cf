"""Which events bear on one subject of a population? Reads them back as histories for the plain engine.

A subject's history is its own events, those of every household it ever joined, and those of every child who ever
joined one of them, with all corrections. What of it counts at an instant, the engines decide. Knowledge is derived
over the whole population: a share tells its recipient wherever it was written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from followthrough.procedures.engines.relational.schema import DATA
from followthrough.procedures.engines.relational.store import Store
from followthrough.procedures.model.event import Event, Known, Subject
from followthrough.procedures.model.history import History, with_derived_knowledge

JOINED = "household.joined"


def histories(store: Store) -> Iterator[History]:
    """Each subject's history in turn, with its knowledge filled in."""
    population = _Population(store)
    for row in store.subjects.to_pylist():
        yield population.history(Subject(row["kind"], row["id"]))


class _Population:
    """All events in memory, found by subject, by chain of corrections and by who was told of them."""

    def __init__(self, store: Store) -> None:
        self.conveys = store.vocabulary.conveys
        self.known = _stated(store)
        self.by_id = {event.id: event for kind in store.kinds for event in self._events(store, kind)}
        self.by_subject: dict[tuple[str, str], list[Event]] = defaultdict(list)
        self.chains = _chains(self.by_id)
        self.correctors: dict[str, list[str]] = defaultdict(list)
        for key, root in self.chains.items():
            self.correctors[root].append(key)
        self.told: dict[str, list[Event]] = defaultdict(list)
        self.homes: dict[str, set[str]] = defaultdict(set)
        self.members: dict[str, set[str]] = defaultdict(set)
        for event in self.by_id.values():
            self._index(event)

    def history(self, subject: Subject) -> History:
        homes = self.homes[subject.id]
        about = {subject, *(Subject("household", home) for home in homes)}
        about |= {Subject("child", member) for home in homes for member in self.members[home]}
        roots = {self.chains.get(event.id, event.id) for each in about for event in self.by_subject[each]}
        events = [event for each in about for event in self.by_subject[each]]
        events += [self.by_id[key] for root in roots for key in self.correctors[root]]
        mine = {event.id: event for event in events}
        outside = {share.id: share for key in mine for share in self.told[key] if share.id not in mine}
        derived = with_derived_knowledge((*mine.values(), *outside.values()), self.conveys)
        return History(subject, tuple(event for event in derived if event.id in mine))

    def _events(self, store: Store, kind: str) -> Iterator[Event]:
        for batch in store.table_of(kind).to_batches():
            for row in batch.to_pylist():
                yield _event(kind, row, self.known.get(row["id"], {}))

    def _index(self, event: Event) -> None:
        self.by_subject[event.subject].append(event)
        if event.kind == JOINED:
            home = str(event.data.get("household", ""))
            self.homes[event.subject.id].add(home)
            self.members[home].add(event.subject.id)
        if event.kind in self.conveys:
            items = event.data.get(self.conveys[event.kind][1], ())
            for item in items if isinstance(items, tuple) else ():
                self.told[item].append(event)


def _chains(by_id: dict[str, Event]) -> dict[str, str]:
    """The root of every event that corrects or is corrected."""
    roots: dict[str, str] = {}
    for event in by_id.values():
        if event.corrects is None:
            continue
        root = event
        while root.corrects is not None:
            root = by_id[root.corrects]
        roots |= {event.id: root.id, root.id: root.id}
    return roots


def _stated(store: Store) -> dict[str, dict[str, tuple[Known, ...]]]:
    found: dict[str, dict[str, tuple[Known, ...]]] = defaultdict(dict)
    for row in store.known.to_pylist():
        known = Known(_utc(row["at"]), _utc(row["shown_at"]))
        held = found[row["event_id"]]
        held[row["agency"]] = (*held.get(row["agency"], ()), known)
    return found


def _event(kind: str, row: dict[str, Any], known: dict[str, tuple[Known, ...]]) -> Event:
    data = {
        name.removeprefix(DATA): _value(value)
        for name, value in row.items()
        if name.startswith(DATA) and value is not None
    }
    return Event(
        id=row["id"],
        kind=kind,
        subject=Subject(row["subject_kind"], row["subject_id"]),
        agency=row["agency"],
        occurred_from=_utc(row["occurred_from"]),
        occurred_to=_utc(row["occurred_to"]),
        recorded_at=_utc(row["recorded_at"]),
        known=known,
        data=data,
        corrects=row["corrects"],
        is_retraction=row["is_retraction"],
        text=row["text"] or "",
    )


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return _utc(value)
    return tuple(value) if isinstance(value, Iterable) and not isinstance(value, str) else value


def _utc(value: datetime) -> datetime:
    return value.astimezone(UTC)
