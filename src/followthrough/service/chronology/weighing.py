"""What was said of entries? How much one matters, what it meant for the child, and which two contradict each other.

Each is a fact of its own, chosen by a person; the entries stand as they were written. Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from followthrough.procedures.model.vocabulary import Polarity, Vocabulary
from followthrough.service.chronology.queries import Chronicle, Entry

WEIGHED, CONTRADICTED = "entry.weighed", "entries.contradicted"
SIGNIFICANT = "significant"
WORRY, STRENGTH = "a worry", "a strength"
_BY_KIND = {Polarity.RISK: WORRY, Polarity.PROTECTIVE: STRENGTH}


@dataclass(frozen=True)
class Contradiction:
    """`other` says otherwise; `said` is who found it and why."""

    other: Entry
    said: Entry


@dataclass(frozen=True)
class Weighing:
    """By the root of an entry. Each agency’s latest word counts, and none goes before another’s."""

    chronicle: Chronicle
    vocabulary: Vocabulary

    @cached_property
    def words(self) -> Mapping[str, tuple[Entry, ...]]:
        found: dict[str, dict[str, Entry]] = defaultdict(dict)
        for each in self._said(WEIGHED):
            found[str(each.event.data["entry"])][each.event.agency] = each
        return {root: tuple(by_agency.values()) for root, by_agency in found.items()}

    @cached_property
    def contradictions(self) -> Mapping[str, tuple[Contradiction, ...]]:
        entries = {each.root: each for each in self.chronicle.entries}
        found: dict[str, list[Contradiction]] = defaultdict(list)
        for each in self._said(CONTRADICTED):
            one, other = (str(each.event.data[name]) for name in ("entry", "beside"))
            if one in entries and other in entries:
                found[one].append(Contradiction(entries[other], each))
                found[other].append(Contradiction(entries[one], each))
        return {root: tuple(each) for root, each in found.items()}

    def is_significant(self, entry: Entry) -> bool:
        """By any agency’s word."""
        return any(each.event.data["significance"] == SIGNIFICANT for each in self.words.get(entry.root, ()))

    def shows(self, entry: Entry) -> frozenset[str]:
        """A worry, a strength, or both where agencies differ: a person’s word, else what the kind of entry says."""
        said = {str(each.event.data["shows"]) for each in self.words.get(entry.root, ())}
        kind = self.vocabulary.kinds.get(entry.event.kind)
        usual = _BY_KIND.get(kind.polarity) if kind and kind.conveys is None else None
        return frozenset(said or ({usual} if usual else ())) & {WORRY, STRENGTH}

    def _said(self, kind: str) -> list[Entry]:
        return [each for each in self.chronicle.said_of_entries if each.event.kind == kind and not each.is_taken_back]
