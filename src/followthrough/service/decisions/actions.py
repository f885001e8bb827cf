"""What people decide here. With each decision goes the fact that the history was read, and how much of it there was.

To close a case, or to end a referral without action, early help or a child in need plan, takes two people: one puts it
forward, another signs. It takes effect with the signature.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from followthrough.procedures.model.event import Subject, type_of_value
from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.service.chronology import deciding
from followthrough.service.chronology.facts import history_read
from followthrough.service.chronology.framework import SECTION_17, SECTION_47
from followthrough.service.core import clock
from followthrough.service.core.ids import reference
from followthrough.service.core.viewer import Viewer
from followthrough.service.decisions.policies import check_can_decide, check_can_end, check_can_sign
from followthrough.service.decisions.queries import CLOSE, END_HELP, END_PLAN, NOTHING, Matter, Proposal
from followthrough.service.ledger.actions import NewEvent, Recorded, record

# What usually applies to a referral: to ask whether the child is in need, and to do less, are section 17.
FRAMEWORKS = {
    **dict.fromkeys(("protect now", "enquiry into harm"), SECTION_47),
    **dict.fromkeys(("assess need", "other service", NOTHING), SECTION_17),
}
SUMMED_UP = "chronology.summed-up"
OPENED = "case.opened"
_NAME_NOBODY = (
    OPENED,
    deciding.CLOSED,
    deciding.HELP_ENDED,
    deciding.PLAN_CLOSED,
)  # their kinds ask for nobody by name: the record has who wrote it
_OF_REFERRAL = ("from_agency", "from_team")
Said = Mapping[str, type_of_value | None]


def recorded(vocabulary: Vocabulary) -> tuple[str, ...]:
    return (
        *(deciding.READ, deciding.PROPOSED, deciding.SENT_BACK, deciding.SIGNED, deciding.DECIDED, deciding.CLOSED),
        *(deciding.REVIEWED, deciding.HELP_ENDED, deciding.PLAN_CLOSED, SUMMED_UP, OPENED),
    )


@transaction.atomic
def review(*, child_id: str, key: str, kind: str, said: Said, by: Viewer) -> Recorded:
    """`kind` says what the reading was for: to know it, to sum it up, or to decide as a manager."""
    return record([_fact(kind, child_id, said, by, key=key)], by=by)


@transaction.atomic
def decide(
    *,
    referral: Matter,
    key: str,
    decision: str,
    reason: str,
    said: Said,
    is_from_school: bool,
    opens_case: bool,
    earlier: int,
    by: Viewer,
) -> Recorded:
    """Raises CannotDecide or CannotRecord."""
    check_can_decide(by)
    child_id = referral.began.event.subject.id
    told = {**said, "from_school": is_from_school or None}
    if decision == NOTHING:
        asked = {"decision": NOTHING, "about": referral.key, "reason": reason, **told}
        facts = [_fact(deciding.PROPOSED, child_id, asked, by, key=key)]
    else:
        facts = [_fact(deciding.DECIDED, child_id, _decision(referral, decision, reason, told), by, key=key)]
        facts += [_fact(OPENED, child_id, {"case": reference(), "why": reason}, by)] if opens_case else []
    return record([history_read(Subject("child", child_id), earlier, by), *facts], by=by)


@transaction.atomic
def put_closure(*, case: Matter, key: str, said: Said, earlier: int, by: Viewer) -> Recorded:
    check_can_decide(by)
    child_id = case.began.event.subject.id
    asked = {"decision": CLOSE, "about": case.key, **said}
    return record(
        [history_read(Subject("child", child_id), earlier, by), _fact(deciding.PROPOSED, child_id, asked, by, key=key)],
        by=by,
    )


@transaction.atomic
def put_end(*, found: Matter, key: str, said: Said, earlier: int, by: Viewer) -> Recorded:
    """Of early help or a child in need plan."""
    check_can_end(by, found)
    child = Subject("child", found.began.event.subject.id)
    asked = {"decision": found.ends, "about": found.key, **said}
    return record([history_read(child, earlier, by), _fact(deciding.PROPOSED, child.id, asked, by, key=key)], by=by)


@transaction.atomic
def sign(
    *, found: Proposal, referral: Matter | None, name: str, key: str, reason: str, earlier: int, by: Viewer
) -> Recorded:
    """The signature, and with it what was put forward. `referral` is the one that ends, if it is one; `name` is that of
    whoever signs.
    """
    check_can_sign(by, found, name)
    child_id = found.entry.event.subject.id
    law = str(found.entry.event.data.get("framework", ""))
    signed = {"decision": found.decision, "about": found.about, "reason": reason, "framework": law}
    return record(
        [
            history_read(Subject("child", child_id), earlier, by),
            _fact(deciding.SIGNED, child_id, signed, by, key=key),
            *_effect(found, referral, by),
        ],
        by=by,
    )


@transaction.atomic
def send_back(*, found: Proposal, name: str, key: str, reason: str, earlier: int, by: Viewer) -> Recorded:
    check_can_sign(by, found, name)
    child_id = found.entry.event.subject.id
    said = {"proposal": found.id, "reason": reason}
    return record(
        [history_read(Subject("child", child_id), earlier, by), _fact(deciding.SENT_BACK, child_id, said, by, key=key)],
        by=by,
    )


def effect_of(found: Proposal, referral: Matter | None) -> tuple[str, dict[str, type_of_value]] | None:
    """The kind and the data of what takes effect with the signature, if anything does."""
    if found.is_of_discussion:
        return None
    asked = found.entry.event.data
    if found.decision == END_HELP:
        return deciding.HELP_ENDED, _given({"help": found.about, "why": asked.get("why")})
    if found.decision == END_PLAN:
        return deciding.PLAN_CLOSED, {"plan": found.about}
    if found.decision == CLOSE:
        said = {"case": found.about, "onward": asked.get("onward"), "onward_agency": asked.get("onward_agency")}
        said["framework"] = asked.get("framework")
        return deciding.CLOSED, _given({**said, "why": asked.get("reason")})
    told = {name: asked.get(name) for name in ("called_malicious", "from_school", "framework")}
    data = _decision(referral, NOTHING, str(asked.get("reason", "")), told)
    return deciding.DECIDED, _given({**data, "referral": found.about})


def _effect(found: Proposal, referral: Matter | None, by: Viewer) -> Sequence[NewEvent]:
    effect = effect_of(found, referral)
    return [_fact(effect[0], found.entry.event.subject.id, effect[1], by)] if effect else []


def _decision(referral: Matter | None, decision: str, reason: str, said: Said) -> dict[str, type_of_value | None]:
    """With who referred, so that they are told."""
    began = referral.began.event.data if referral else {}
    of_referral = {name: began.get(name) for name in _OF_REFERRAL}
    key = {"referral": referral.key} if referral else {}
    return {**key, **of_referral, **said, "decision": decision, "reason": reason}


def _fact(kind: str, child_id: str, said: Said, by: Viewer, *, key: str = "") -> NewEvent:
    data = _given(said) if kind in _NAME_NOBODY else {**_given(said), "by": by.practitioner_id}
    return NewEvent(
        id=key or None,
        kind=kind,
        subject=Subject("child", child_id),
        occurred_from=clock.now(),
        agency=by.agency,
        data=data,
    )


def _given(said: Said) -> dict[str, type_of_value]:
    return {name: value for name, value in said.items() if value not in ("", None)}
