"""Which referrals and cases does a child's record hold, how does each stand, and what waits for a signature?"""

from __future__ import annotations

from dataclasses import dataclass

from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.service.chronology.deciding import DECIDED, PROPOSED, RECEIVED, SENT_BACK, SIGNED
from followthrough.service.chronology.queries import Chronicle, Entry
from followthrough.service.chronology.standing import own_entries, standing

CLOSE, NOTHING = "close the case", "no further action"


@dataclass(frozen=True)
class Proposal:
    """A decision that waits for a second person. `answer` is the signature, or the word that sent it back."""

    entry: Entry
    answer: Entry | None = None

    @property
    def id(self) -> str:
        return self.entry.root

    @property
    def about(self) -> str:
        return str(self.entry.event.data.get("about", ""))

    @property
    def closes(self) -> bool:
        return self.entry.event.data.get("decision") == CLOSE


@dataclass(frozen=True)
class Matter:
    """A referral or a case: how it began, what ended it, and what was last put to a manager about it."""

    key: str
    began: Entry
    ended: Entry | None = None
    proposal: Proposal | None = None

    @property
    def id(self) -> str:
        return self.began.root

    @property
    def waits(self) -> bool:
        return self.ended is None and self.proposal is not None and self.proposal.answer is None


def referrals(chronicle: Chronicle) -> list[Matter]:
    """The latest first."""
    entries = list(own_entries(chronicle))
    proposed = _last_by_key(entries)
    decided = {str(each.event.data.get("referral", "")): each for each in entries if each.event.kind == DECIDED}
    keys = {str(each.event.data["referral"]): each for each in entries if each.event.kind == RECEIVED}
    return [Matter(key, began, decided.get(key), proposed.get(key)) for key, began in keys.items()][::-1]


def open_cases(chronicle: Chronicle, vocabulary: Vocabulary) -> list[Matter]:
    entries = list(own_entries(chronicle))
    proposed = _last_by_key(entries)
    held = standing(entries, vocabulary.states["open-to-social-care"])
    begun = {str(each.begun.event.data["case"]): each.begun for each in held}
    return [Matter(key, entry, None, proposed.get(key)) for key, entry in begun.items()]


def proposals(chronicle: Chronicle) -> list[Proposal]:
    """The latest first. A signature answers what was asked before it about the same thing."""
    return _proposals(list(own_entries(chronicle)))[::-1]


def _proposals(entries: list[Entry]) -> list[Proposal]:
    back = {str(each.event.data.get("proposal", "")): each for each in entries if each.event.kind == SENT_BACK}
    signed = [each for each in entries if each.event.kind == SIGNED]
    asked = [each for each in entries if each.event.kind == PROPOSED]
    return [Proposal(each, back.get(each.root) or _signature(each, signed)) for each in asked]


def _signature(asked: Entry, signed: list[Entry]) -> Entry | None:
    same = ("decision", "about")
    return next(
        (
            each
            for each in signed
            if all(each.event.data.get(name) == asked.event.data.get(name) for name in same)
            and each.event.recorded_at >= asked.event.recorded_at
        ),
        None,
    )


def _last_by_key(entries: list[Entry]) -> dict[str, Proposal]:
    return {each.about: each for each in _proposals(entries)}
