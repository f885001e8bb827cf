"""Which questions were asked about a child, and what was said of each since?

There is no table of them: the record says it.
"""

from __future__ import annotations

from dataclasses import dataclass

from followthrough.service.chronology.queries import Chronicle, Entry
from followthrough.service.chronology.standing import own_entries

ASKED, ANSWERED, LEFT_OPEN, NAMED = "question.asked", "question.answered", "question.left-open", "second-reader.named"
READ = "case.read-by-another"
ALLOCATED, OPEN_CASE = "case.allocated", "open-to-social-care"


@dataclass(frozen=True)
class Question:
    """`later` are the times at which somebody said why it stays open, in order."""

    asked: Entry
    later: tuple[Entry, ...] = ()
    answer: Entry | None = None

    @property
    def key(self) -> str:
        return str(self.asked.event.data["question"])

    @property
    def latest(self) -> Entry:
        """What runs its clock now."""
        return self.later[-1] if self.later else self.asked


@dataclass(frozen=True)
class Case:
    """The open case, with its worker, who reads it besides, and what they found, the latest first."""

    key: str
    agency: str
    worker: Entry | None
    reader: Entry | None
    readings: tuple[Entry, ...] = ()

    @property
    def who_reads(self) -> str:
        """The id of the second reader, until they have written down what they found; else empty."""
        if self.reader is None or any(each.event.recorded_at > self.reader.event.recorded_at for each in self.readings):
            return ""
        return str(self.reader.event.data["reader"])


def questions(chronicle: Chronicle) -> list[Question]:
    """In the order in which they were asked."""
    found: dict[str, Question] = {}
    for each in own_entries(chronicle):
        key = str(each.event.data.get("question", ""))
        before = found.get(key)
        if each.event.kind == ASKED:
            found.setdefault(key, Question(each))
        elif before is not None and each.event.kind == LEFT_OPEN:
            found[key] = Question(before.asked, (*before.later, each), None)
        elif before is not None and each.event.kind == ANSWERED:
            found[key] = Question(before.asked, before.later, each)
    return list(found.values())
