"""Which kinds of event can a person record on the plain page, and what is known already from the duty that asks?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from followthrough.procedures.model.event import Event, type_of_value
from followthrough.procedures.model.procedure import AUTHOR, EACH, Closing, Obliging
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.procedures.model.vocabulary import EventKind, Vocabulary
from followthrough.service.ledger.models import Duty

# Shares, duties and the register have pages of their own; the outbox reports its own failures.
ELSEWHERE = ("share.", "duty.", "rule.", "household.", "record.", "item.", "mailbox.", "signal.")
NOT_BY_HAND = (
    "child.born",
    "delivery.failed",
    "message.passed-on",
    "custody.concern-arrived",
    "referral.written",
    "information.requested",
    "information.partly-returned",
    "information.returned",
    "information.came-in",
)
# The household’s page writes them, and knows who is meant. Put right and taken back they are like any other entry.
OF_THE_HOUSEHOLD = ("family.person-described", "family.tie-recorded", "home.child-joined", "home.person-left")
OF_ENTRIES = ("entry.weighed", "entries.contradicted")  # so do the pages of an entry
PEOPLE = ("child", "household")


@dataclass(frozen=True)
class Asked:
    """What a duty asks for: the kinds that would meet it, and the fields whose values follow from it."""

    duty_id: str = ""
    trigger: str = ""
    title: str = ""
    action: str = ""
    kinds: tuple[str, ...] = ()
    fixed: dict[str, dict[str, type_of_value]] = field(default_factory=dict)
    trigger_kind: str = ""


def is_recordable(kind: EventKind) -> bool:
    return not kind.id.startswith(ELSEWHERE) and kind.id not in NOT_BY_HAND


def recorded(vocabulary: Vocabulary) -> list[str]:
    """What the plain page can record, about a child or a household, and what is said of entries."""
    return [*(kind.id for kind in kinds_for(vocabulary, PEOPLE)), *OF_ENTRIES]


def kinds_for(vocabulary: Vocabulary, about: Iterable[str]) -> list[EventKind]:
    wanted = tuple(about)
    own = (*OF_THE_HOUSEHOLD, *OF_ENTRIES)
    offered = [kind for kind in vocabulary.kinds.values() if is_recordable(kind) and kind.id not in own]
    return [kind for kind in offered if kind.about in wanted]


def asked_by(duty: Duty, trigger: Event | None, rulebook: Rulebook) -> Asked:
    procedure = next((p for p in rulebook.by_id.get(duty.procedure, ()) if p.version == duty.version), None)
    if not isinstance(procedure, Obliging):
        return Asked()
    kinds: list[str] = []
    fixed: dict[str, dict[str, type_of_value]] = {}
    for closing in procedure.closed_by:
        for kind in closing.match.kinds:
            found = rulebook.vocabulary.kinds.get(kind)
            if found is not None and is_recordable(found) and kind not in kinds:
                kinds.append(kind)
                fixed[kind] = _fixed(closing, duty, trigger, found)
    kind = trigger.kind if trigger else ""
    return Asked(duty.pk, duty.trigger, duty.title, duty.action, tuple(kinds), fixed, kind)


def _fixed(closing: Closing, duty: Duty, trigger: Event | None, kind: EventKind) -> dict[str, type_of_value]:
    values: dict[str, type_of_value] = {}
    for mine, theirs in closing.matching:
        value = _value(theirs, duty, trigger)
        if mine in kind.fields and value is not None and value != "":
            values[mine] = value
    return values


def _value(theirs: str, duty: Duty, trigger: Event | None) -> type_of_value | None:
    if theirs == "root":
        return duty.trigger
    if theirs == EACH:
        return duty.each
    if theirs == "subject":
        return duty.subject_id
    if theirs == AUTHOR:
        return trigger.agency if trigger else None
    return trigger.data.get(theirs) if trigger else None
