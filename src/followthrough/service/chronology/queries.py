"""What does the record hold about a child that this viewer may see, and who lives with the child?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from followthrough.procedures.model import event as model
from followthrough.procedures.model.event import Subject
from followthrough.procedures.model.history import Chain, History, with_derived_knowledge
from followthrough.service.agencies.models import Team
from followthrough.service.agencies.queries import teams
from followthrough.service.children.models import HouseholdMember
from followthrough.service.children.queries import visible_children
from followthrough.service.chronology.recordable import OF_ENTRIES
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger import rulebook
from followthrough.service.ledger.models import Event
from followthrough.service.ledger.queries import folded_events_for
from followthrough.service.ledger.same import Folding
from followthrough.service.ledger.translating import to_event

MEANT = ("entry", "beside")  # the fields that say which entry is meant


@dataclass(frozen=True)
class Entry:
    """One thing that happened, as it stands now. `number` counts entries in order of when they happened."""

    number: str
    chain: Chain
    row: Event

    @property
    def event(self) -> model.Event:
        return self.chain.members[-1]

    @property
    def stood(self) -> model.Event:
        """What the entry said last: for one that was taken back, what it said before."""
        return next(member for member in reversed(self.chain.members) if not member.is_retraction)

    @property
    def root(self) -> str:
        return self.chain.root.id

    @property
    def is_taken_back(self) -> bool:
        return self.event.is_retraction

    @property
    def is_corrected(self) -> bool:
        return len(self.chain.members) > 1


@dataclass(frozen=True)
class Chronicle:
    """The history as the viewer sees it, with the rows that it was read from."""

    subject: Subject
    history: History
    rows: Mapping[str, Event]
    records: frozenset[str] = frozenset()  # every record of the child, where more than one was found to be theirs

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """What happened, in order; not what was said of entries."""
        chains = [each for each in self._ordered if each.root.kind not in OF_ENTRIES]
        return tuple(Entry(str(n), chain, self.rows[chain.members[-1].id]) for n, chain in enumerate(chains, 1))

    @cached_property
    def said_of_entries(self) -> tuple[Entry, ...]:
        """Oldest first, and only where each entry that is meant can be read: else the words could tell of one that
        cannot.
        """
        chains = [each for each in self._ordered if each.root.kind in OF_ENTRIES and self._can_read(each.root)]
        return tuple(Entry("", chain, self.rows[chain.members[-1].id]) for chain in chains)

    @cached_property
    def _ordered(self) -> list[Chain]:
        return sorted(self.history.chains.values(), key=_when)

    def _can_read(self, said: model.Event) -> bool:
        return all(said.data[name] in self.history.chains for name in MEANT if name in said.data)

    def entry(self, event_id: str) -> Entry | None:
        """By the id of any of its versions."""
        every = (*self.entries, *self.said_of_entries)
        return next((each for each in every if event_id in {m.id for m in each.chain.members}), None)


def chronicle(viewer: Viewer, subject: Subject, records: Folding | None = None) -> Chronicle:
    """`records` are the child's records, where the request that opened the child has asked for them already."""
    vocabulary = rulebook.current().vocabulary
    found, folded = folded_events_for(viewer, subject, records)
    rows = {row.id: row for row in found}
    # A correction may be all that the viewer sees of an event; alone it means nothing.
    seen = {row.id: row for row in rows.values() if row.corrects is None or row.corrects in rows}
    events = with_derived_knowledge([to_event(row, vocabulary, folded) for row in seen.values()], vocabulary.conveys)
    own = frozenset(each for each in folded.ids if folded.survivor(each) == subject.id)
    return Chronicle(subject, History(subject, events), seen, own)


def directory() -> dict[str, Team]:
    """Every team by key, with its agency: one query for all titles of a page."""
    return {team.key: team for team in teams()}


def names_of_children(viewer: Viewer, ids: Iterable[str]) -> dict[str, str]:
    """Names of those whom the viewer may open."""
    wanted = set(ids)
    return dict(visible_children(viewer).filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def at_home(records: Iterable[str]) -> list[HouseholdMember]:
    """Everybody who lives where the child lives now by any of its records, the child too."""
    now = HouseholdMember.objects.filter(child__in=list(records), to_on=None).values("household")
    found = HouseholdMember.objects.filter(household__in=now, to_on=None)
    return list(found.select_related("household", "child", "person"))


def _when(chain: Chain) -> tuple[datetime, datetime, str]:
    stands = next(member for member in reversed(chain.members) if not member.is_retraction)
    return stands.occurred_from, chain.root.recorded_at, chain.root.id
