"""All that bears on one subject: chains of corrections, who knew them, and whose event each is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from followthrough.procedures.model.errors import require
from followthrough.procedures.model.event import POOLED, Event, Known, Subject


@dataclass(frozen=True)
class Chain:
    """An event with its corrections and retractions, oldest record first. The first is the root."""

    members: tuple[Event, ...]

    @property
    def root(self) -> Event:
        return self.members[0]

    def visible_at(self, eyes: str) -> datetime | None:
        """The first instant at which `eyes` (pooled or an agency) see this chain; None for never."""
        if eyes == POOLED:
            return self.root.recorded_at
        seen = [
            max(member.recorded_at, known.at, known.shown_at)
            for member in self.members
            if not member.is_retraction
            for known in member.known.get(eyes, ())
        ]
        return min(seen, default=None)

    def known_at(self, agency: str, as_of: datetime) -> datetime | None:
        """When `agency` had it, as far as the record shows at `as_of`: a chain is known from its earliest member."""
        had = [
            known.at
            for member in self.members
            if not member.is_retraction and member.recorded_at <= as_of
            for known in member.known.get(agency, ())
            if known.shown_at <= as_of
        ]
        return min(had, default=None)

    def version(self, as_of: datetime) -> Event:
        """The member that counts at `as_of`. Corrections are always read pooled. The chain must have begun."""
        return next(member for member in reversed(self.members) if member.recorded_at <= as_of)

    @cached_property
    def bounds(self) -> tuple[datetime, ...]:
        """Every instant at which what somebody sees of this chain can change."""
        instants = {member.recorded_at for member in self.members}
        for member in self.members:
            for knowns in member.known.values():
                instants |= {max(member.recorded_at, known.at, known.shown_at) for known in knowns}
                instants |= {known.shown_at for known in knowns}
        return tuple(sorted(instants))


@dataclass(frozen=True)
class History:
    """The events of a subject, of its household and of the children who share it.

    Raises ModelError when two events share an id or a correction names nothing or another kind.
    """

    subject: Subject
    events: tuple[Event, ...]

    def __post_init__(self) -> None:
        by_id = {event.id: event for event in self.events}
        require(len(by_id) == len(self.events), f"The history of {self.subject} holds two events with one id.")
        for event in self.events:
            if event.corrects is not None:
                mended = by_id.get(event.corrects)
                require(
                    mended is not None,
                    f"Event {event.id} corrects {event.corrects}, which is not in the history.",
                )
                assert mended is not None
                require(mended.kind == event.kind, f"Event {event.id} may not change the kind of {mended.id}.")
                require(
                    (mended.recorded_at, mended.id) < (event.recorded_at, event.id),
                    f"Event {event.id} corrects {mended.id}, so it must be recorded after it.",
                )

    @cached_property
    def chains(self) -> dict[str, Chain]:
        """Chains by the id of their root."""
        by_id = {event.id: event for event in self.events}
        members: dict[str, list[Event]] = defaultdict(list)
        for event in self.events:
            root = event
            while root.corrects is not None:
                root = by_id[root.corrects]
            members[root.id].append(event)
        return {
            root: Chain(tuple(sorted(each, key=lambda event: (event.recorded_at, event.id))))
            for root, each in members.items()
        }

    @cached_property
    def chains_by_kind(self) -> dict[str, tuple[Chain, ...]]:
        grouped: dict[str, list[Chain]] = defaultdict(list)
        for chain in self.chains.values():
            grouped[chain.root.kind].append(chain)
        return {kind: tuple(chains) for kind, chains in grouped.items()}

    @cached_property
    def agencies(self) -> tuple[str, ...]:
        """Every agency that wrote or knew anything of it."""
        return tuple(sorted({e.agency for e in self.events} | {a for e in self.events for a in e.known}))


def with_derived_knowledge(events: Iterable[Event], conveys: Mapping[str, tuple[str, str]]) -> tuple[Event, ...]:
    """Fill `known` from authorship and from shares, keeping what a story states.

    `conveys` maps a kind of share to the names of its fields (recipient agency, ids of the events it carries).
    A share is known to its recipient from delivery to its queue, opened or not.
    """
    events = tuple(events)
    told: dict[str, list[tuple[str, Known]]] = defaultdict(list)
    for share in events:
        if share.kind not in conveys or share.is_retraction:
            continue
        to_field, items_field = conveys[share.kind]
        recipient, items = share.data.get(to_field), share.data.get(items_field, ())
        if isinstance(recipient, str):
            known = Known(share.occurred_to, share.recorded_at)
            for item in (share.id, *(items if isinstance(items, tuple) else ())):
                told[item].append((recipient, known))
    return tuple(_with_knowledge(event, told[event.id]) for event in events)


def _with_knowledge(event: Event, told: list[tuple[str, Known]]) -> Event:
    known: dict[str, list[Known]] = {agency: list(each) for agency, each in event.known.items()}
    known.setdefault(event.agency, []).append(Known(event.occurred_to, event.recorded_at))
    for agency, each in told:
        known.setdefault(agency, []).append(each)
    return replace(event, known={agency: tuple(each) for agency, each in known.items()})
