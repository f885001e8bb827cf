"""Which referrals and cases does a child's record hold, how does each stand, and what waits for a signature?"""

from __future__ import annotations

from dataclasses import dataclass

from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.service.chronology.deciding import (
    CLOSED,
    DECIDED,
    HELD,
    HELP_ENDED,
    PLAN_CLOSED,
    PROPOSED,
    RECEIVED,
    SENT_BACK,
    SIGNED,
)
from followthrough.service.chronology.queries import Chronicle, Entry
from followthrough.service.chronology.standing import own_entries, standing

CLOSE, NOTHING, NO_ENQUIRY = "close the case", "no further action", "no enquiry"
END_HELP, END_PLAN = "end early help", "end the child in need plan"
# What takes effect with the signature, and the field that says about what. To begin no enquiry changes nothing more.
EFFECTS = {
    CLOSE: (CLOSED, "case"),
    NOTHING: (DECIDED, "referral"),
    END_HELP: (HELP_ENDED, "help"),
    END_PLAN: (PLAN_CLOSED, "plan"),
}
_ENDS = {"early-help": (END_HELP, "help"), "early-help-plan": (END_HELP, "help"), "child-in-need": (END_PLAN, "plan")}


@dataclass(frozen=True)
class Proposal:
    """A decision that waits for a second person: it was put forward, or agencies that met began no enquiry into harm.
    `answer` is the signature, or the word that sent it back.
    """

    entry: Entry
    answer: Entry | None = None

    @property
    def id(self) -> str:
        return self.entry.root

    @property
    def is_of_discussion(self) -> bool:
        return self.entry.event.kind == HELD

    @property
    def led_by(self) -> str:
        return str(self.entry.event.data.get("led_by", ""))

    @property
    def decision(self) -> str:
        return _asks(self.entry)[0]

    @property
    def about(self) -> str:
        return _asks(self.entry)[1]


@dataclass(frozen=True)
class Matter:
    """A referral, a case, early help or a plan: how it began, what ended it, what was last put to a manager about it.
    `ends` is the decision that ends it.
    """

    key: str
    began: Entry
    ended: Entry | None = None
    proposal: Proposal | None = None
    ends: str = CLOSE

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


def helps(chronicle: Chronicle, vocabulary: Vocabulary) -> list[Matter]:
    """Early help and child in need plans that go on, by how they began."""
    entries = list(own_entries(chronicle))
    proposed = _last_by_key(entries)
    found: dict[tuple[str, str], Matter] = {}
    for state, (ends, field) in _ENDS.items():
        for each in standing(entries, vocabulary.states[state]):
            key = str(each.begun.event.data[field])
            found.setdefault((ends, key), Matter(key, each.begun, None, proposed.get(key), ends))
    return list(found.values())


def proposals(chronicle: Chronicle) -> list[Proposal]:
    """The latest first. A signature answers what was asked before it about the same thing."""
    return _proposals(list(own_entries(chronicle)))[::-1]


def _proposals(entries: list[Entry]) -> list[Proposal]:
    asked = [each for each in entries if each.event.kind == PROPOSED or _began_no_enquiry(each)]
    back = {str(each.event.data.get("proposal", "")): each for each in entries if each.event.kind == SENT_BACK}
    signed = [each for each in entries if each.event.kind == SIGNED]
    ends = {(each.event.kind, each.row.author, _ended(each)) for each in entries}
    return [Proposal(each, back.get(each.root) or _signature(each, signed, ends)) for each in asked]


def _began_no_enquiry(entry: Entry) -> bool:
    return entry.event.kind == HELD and entry.event.data.get("enquiry") is False


def _asks(entry: Entry) -> tuple[str, str]:
    """What is to be decided, and about what."""
    if entry.event.kind == HELD:
        return NO_ENQUIRY, entry.root
    data = entry.event.data
    return str(data.get("decision", "")), str(data.get("about", ""))


def _ended(entry: Entry) -> str:
    names = {kind: field for kind, field in EFFECTS.values()}
    return str(entry.event.data.get(names.get(entry.event.kind, ""), ""))


def _signature(asked: Entry, signed: list[Entry], ends: set[tuple[str, str, str]]) -> Entry | None:
    """Another person of the same agency signs, and what they signed took effect with it. Any other word of a signature
    answers nothing: it keeps nobody from the real one.
    """
    decision, about = _asks(asked)
    effect = EFFECTS.get(decision, ("", ""))[0]
    for each in signed:
        by, data = each.row.author, each.event.data
        is_same = (data.get("decision"), data.get("about")) == (decision, about)
        is_after = each.event.recorded_at >= asked.event.recorded_at
        is_second = each.event.agency == asked.event.agency and by != asked.row.author
        if is_same and is_after and is_second and (not effect or (effect, by, about) in ends):
            return each
    return None


def _last_by_key(entries: list[Entry]) -> dict[str, Proposal]:
    return {each.about: each for each in _proposals(entries)}
