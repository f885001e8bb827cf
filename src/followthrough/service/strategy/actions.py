"""What people do here: judge, call, answer, hold, understand. Each is one fact through the one door, and goes to those
who must know it as a share.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from followthrough.procedures.model.event import Subject, type_of_value
from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.service.chronology import deciding
from followthrough.service.chronology.facts import fact, history_read
from followthrough.service.chronology.framework import SECTION_17, SECTION_47
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.actions import CannotRecord, NewEvent, record
from followthrough.service.sharing import actions as sharing
from followthrough.service.sharing.models import Asks, Leg, Share
from followthrough.service.sharing.policies import can_follow
from followthrough.service.strategy import queries
from followthrough.service.strategy.policies import check_can_lead, check_can_speak_for, check_can_speak_for_team
from followthrough.service.strategy.queries import Discussion

JOINT, SINGLE, GOES_ON, ENDS = "joint enquiry", "enquiry by social care", "the enquiry goes on", "the enquiry ends"
ASSESS, NOTHING, SAFETY = "assessment of need", "no further action", "safety only"
# What usually applies: whether to enquire, and that an enquiry ends, are decided under section 47 as well.
FRAMEWORKS = {
    **dict.fromkeys((JOINT, SINGLE, GOES_ON, ENDS, NOTHING, SAFETY), SECTION_47),
    ASSESS: SECTION_17,
}
_BEGINS = {JOINT: True, SINGLE: True, ASSESS: False, NOTHING: False}  # what is not here changes nothing about it
AGREED_THERE = "Whether and how the family is told is agreed in the strategy discussion."


def recorded(vocabulary: Vocabulary) -> tuple[str, ...]:
    own = (queries.JUDGED, queries.CALLED, queries.ANSWERED, queries.HELD, queries.UNDERSTOOD)
    return (*own, queries.SAID_BACK, queries.ACCEPTED, deciding.READ)


def judge(
    *,
    child_id: str,
    key: str,
    at: datetime,
    data: Mapping[str, type_of_value],
    rests_on: Sequence[str],
    words: str,
    to: Sequence[str],
    by: Viewer,
) -> list[Share]:
    """A person's own judgement. Who has to hold the discussion is told in the same breath, and answers for it by name.
    Raises CannotSend or CannotRecord.
    """
    said = {**data, "by": by.practitioner_id, "reason": words, "rests_on": tuple(rests_on)}
    judged = fact(queries.JUDGED, _child(child_id), said, by, text=words, at=at, key=key)
    asks = Asks.URGENT if data.get("immediate") else Asks.ACTION
    return sharing.circulate(facts=[judged], to={asks: to}, why_not_told=AGREED_THERE, carrying=rests_on, by=by)


def call(
    *, child_id: str, key: str, data: Mapping[str, type_of_value], words: str, to: Sequence[str], by: Viewer
) -> list[Share]:
    """`to` are the teams that are asked. Raises CannotSend or CannotRecord."""
    said = {**data, "by": by.practitioner_id, "words": words}
    called = fact(queries.CALLED, _child(child_id), said, by, text=words, key=key)
    return sharing.circulate(facts=[called], to={Asks.INFORMATION: to}, why_not_told=AGREED_THERE, by=by)


def answer(*, found: Discussion, agency: str, comes: bool, person: str, brings: str, by: Viewer) -> None:
    """An agency says whether it takes part and what it knows; or whoever leads writes down what it said by voice."""
    check_can_speak_for(by, found, agency)
    said: dict[str, type_of_value] = {
        "discussion": found.id,
        "by_agency": agency,
        "comes": comes,
        "person": person or by.practitioner_id,
        "brings": brings,
        "by": by.practitioner_id,
    }
    answered = fact(queries.ANSWERED, found.began.subject, said, by, text=brings)
    sharing.reply_with(facts=[answered], leg=_own_leg(found, agency, by), by=by)


@dataclass(frozen=True)
class Outcome:
    """What a discussion came to. `present` are the names of people by agency; `link` says where the full record is."""

    at: datetime
    means: str
    led_by: str
    present: Mapping[str, Sequence[str]]
    decision: str
    reason: str
    protection: str
    arrangements: str
    family_told: str
    link: str
    is_quorate: bool
    enquiry: str = ""  # the one that is under way
    framework: str = ""  # where it is not the one that usually applies


@transaction.atomic
def hold(
    *,
    found: Discussion,
    outcome: Outcome,
    teams: Mapping[str, str],
    own: Sequence[str],
    titles: Mapping[str, str],
    key: str,
    earlier: int,
    by: Viewer,
) -> list[Share]:
    """What was decided is recorded, and goes to everybody who has a part in it: to those who were not there as urgent.
    `teams` are the teams that are told, by agency, `own` the other teams of one's own agency that hold the child;
    `titles` are those of the agencies; `earlier` is how much of the history was read for it. Raises CannotLead,
    CannotSend or CannotRecord.
    """
    check_can_lead(by, found)
    if found.held is not None:
        raise CannotRecord("What was decided is written down already. To meet again, call another discussion.")
    absent = [each for each in found.asked if each not in outcome.present]
    facts = [_held(found, outcome, absent, own, titles, key, by), *_enquiry(found, outcome, by)]
    there = [*(teams[each] for each in found.asked if each in outcome.present and each in teams), *own]
    away = [teams[each] for each in absent if each in teams]
    _end_call(found, by)
    record([history_read(found.began.subject, earlier, by)], by=by)
    told = f"As the discussion agreed: {outcome.family_told}"
    return sharing.circulate(facts=facts, to={Asks.INFORMATION: there, Asks.URGENT: away}, why_not_told=told, by=by)


@transaction.atomic
def understand(*, found: Discussion, agency: str, attendee: str, person: str, by: Viewer) -> None:
    """The arrangements were read, or heard, and are understood. Of an agency that was there each `attendee` says it,
    and with the last of them the agency has; one that was not there says it as a whole, and accepts its part with it.
    `person` is named by whoever leads, of what was said by voice.
    """
    check_can_speak_for(by, found, agency)
    _check_is_held(found)
    left = found.still_to_say(agency)
    if left and attendee not in left:
        raise CannotRecord("Each person who was there says it in their own name. Choose a name.")
    is_absent = agency in found.absent
    said = _said(found, agency, attendee or person, by)
    facts = [_of_child(found, queries.SAID_BACK, {**said, "attendee": attendee}, by)] if attendee else []
    if len(left) <= 1:
        facts.append(_of_child(found, queries.UNDERSTOOD, said, by))
    if is_absent:
        accepted = {"by_agency": agency, "by": said["by"], "meeting": said["discussion"]}
        facts.append(_of_child(found, queries.ACCEPTED, accepted, by))
    sharing.reply_with(facts=facts, leg=_own_leg(found, agency, by), by=by, accepts=is_absent)


@transaction.atomic
def understand_as_team(*, found: Discussion, team: str, person: str, by: Viewer) -> None:
    """Another team of the agency that leads it has read, or heard, what was arranged in its absence."""
    check_can_speak_for_team(by, found, team)
    _check_is_held(found)
    facts = [_of_child(found, queries.UNDERSTOOD, {**_said(found, found.leads, person, by), "team": team}, by)]
    leg = queries.legs_of(found).get(team) if team in by.teams else None
    sharing.reply_with(facts=facts, leg=leg, by=by)


def _said(found: Discussion, agency: str, person: str, by: Viewer) -> dict[str, type_of_value]:
    root = found.held.root if found.held else ""
    return {"discussion": root, "by_agency": agency, "by": person or by.practitioner_id}


def _of_child(found: Discussion, kind: str, said: Mapping[str, type_of_value], by: Viewer) -> NewEvent:
    return fact(kind, found.began.subject, said, by)


def _check_is_held(found: Discussion) -> None:
    if found.held is None:
        raise CannotRecord("Nothing is arranged yet.")


def _held(
    found: Discussion,
    outcome: Outcome,
    absent: Sequence[str],
    own: Sequence[str],
    titles: Mapping[str, str],
    key: str,
    by: Viewer,
) -> NewEvent:
    there = [(agency, name) for agency, names in outcome.present.items() for name in names]
    said: dict[str, type_of_value] = {
        "discussion": found.id,
        "means": outcome.means,
        "led_by": outcome.led_by,
        "present": "; ".join(f"{name}, {titles[agency]}" for agency, name in there),
        "people": tuple(queries.person_key(agency, name) for agency, name in there),
        "teams": tuple(own),
        "agencies": found.asked,
        "attended": (found.leads, *(each for each in found.asked if each in outcome.present)),
        "absent": tuple(absent),
        "quorate": outcome.is_quorate,
        "decision": outcome.decision,
        "framework": outcome.framework or FRAMEWORKS[outcome.decision],
        "protection": outcome.protection,
        "reason": outcome.reason,
        "arrangements": outcome.arrangements,
        "family_told": outcome.family_told,
        "full_record": outcome.link,
    }
    if outcome.decision in _BEGINS:
        said["enquiry"] = _BEGINS[outcome.decision]
    return fact(queries.HELD, found.began.subject, said, by, text=outcome.arrangements, at=outcome.at, key=key)


def _enquiry(found: Discussion, outcome: Outcome, by: Viewer) -> list[NewEvent]:
    child = found.began.subject
    if _BEGINS.get(outcome.decision):
        return [fact(queries.STARTED, child, {"enquiry": found.id}, by, at=outcome.at)]
    if outcome.decision == ENDS:
        said = {"enquiry": outcome.enquiry, "outcome": outcome.reason}
        return [fact(queries.ENDED, child, said, by, at=outcome.at)]
    return []


def _end_call(found: Discussion, by: Viewer) -> None:
    """Nobody has to take receipt of a call to what is over: what was arranged has a receipt of its own."""
    for leg in queries.legs_of(found).values():
        if leg.state == Leg.State.SENT and can_follow(by, leg.share):
            sharing.withdraw(leg_id=leg.pk, reason="The discussion was held.", by=by)


def _own_leg(found: Discussion, agency: str, by: Viewer) -> Leg | None:
    return queries.legs_of(found).get(agency) if by.agency == agency else None


def _child(child_id: str) -> Subject:
    return Subject("child", child_id)
