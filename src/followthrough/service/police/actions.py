"""What police do here: record an attendance, complete a form, look one through. Facts through the one door; what goes
to the triage team goes as a share, with all its steps and clocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from followthrough.procedures.model.event import Subject, type_of_value
from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.service.children.actions import About, register_child
from followthrough.service.children.models import Child, Household
from followthrough.service.children.queries import household_of
from followthrough.service.chronology import deciding, hearing
from followthrough.service.chronology.facts import as_recorded, fact, history_read
from followthrough.service.chronology.queries import Entry
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.dates import LONDON
from followthrough.service.ledger.actions import CannotRecord, NewEvent, record
from followthrough.service.police.queries import CHECKED, DISPUTE, FORM, INCIDENT, SENT_BACK, Attendance
from followthrough.service.sharing import actions as sharing
from followthrough.service.sharing.models import Share
from followthrough.service.sharing.outgoing import Outgoing

SEEN = "child.seen"


def recorded(vocabulary: Vocabulary) -> tuple[str, ...]:
    return DISPUTE, INCIDENT, FORM, CHECKED, SEEN, hearing.HEARD, deciding.READ


@dataclass(frozen=True)
class Named:
    """A child at an attendance: one with a record, or one who gets one now. `lives_there` or only happened to be."""

    child: Child | None
    about: About | None
    lives_there: bool


@transaction.atomic
def attend(
    *,
    key: str,
    at: datetime,
    category: str,
    place: str,
    data: Mapping[str, type_of_value],
    named: Sequence[Named],
    by: Viewer,
) -> Child:
    """The attendance is in the record, and each child has one; gives the first child. A dispute at home is about the
    home and those who live there. Raises CannotRecord.
    """
    if not named:
        raise CannotRecord("Name each child first.")
    home, children = _register(named, place, str(data["incident"]), at, by)
    lives = [child for child, each in zip(children, named, strict=True) if each.lives_there]
    events: list[NewEvent] = []
    if category == DISPUTE and home is not None and lives:
        present: dict[str, type_of_value] = {
            "children_present": tuple(child.pk for child in lives),
            "police_attended": True,
        }
        events.append(fact(DISPUTE, Subject("household", home.pk), {**data, "place": place, **present}, by, at=at))
    else:
        lives = []
    kind_of_call = "violence" if category == DISPUTE else category
    for child in children:
        if child not in lives:
            own: dict[str, type_of_value] = {"category": kind_of_call, "children_present": (child.pk,), "place": place}
            kept = {name: value for name, value in data.items() if name != "shift_ends"}
            events.append(fact(INCIDENT, Subject("child", child.pk), {**kept, **own}, by, at=at))
    record([replace(events[0], id=key), *events[1:]], by=by)
    return children[0]


@transaction.atomic
def complete(
    *, child: Child, found: Attendance, beside: Mapping[str, Entry], said: Mapping[str, type_of_value],
    heard: Mapping[str, type_of_value], key: str, by: Viewer,
) -> None:  # fmt: skip
    """A form is complete. That the child was seen and heard at the attendance is in the record with it; `beside` are
    the entries that an earlier form has written of that. Raises CannotRecord.
    """
    subject, at = Subject("child", child.pk), found.entry.event.occurred_from
    form = fact(FORM, subject, {**said, "incident": found.number, "by": by.practitioner_id}, by, key=key)
    facts = [form]
    if said.get("child_seen"):
        facts += _again(SEEN, subject, _sight(said), at, beside, by)
    if heard:
        facts += _again(hearing.HEARD, subject, heard, at, beside, by)
    record(facts, by=by)


@transaction.atomic
def look_through(
    *,
    child: Child,
    found: Attendance,
    decision: str,
    reason: str,
    to: Iterable[str],
    key: str,
    earlier: int,
    by: Viewer,
) -> Share | None:
    """A sergeant passes the form on, as `decision` says what triage is asked for, or sends it back. The share carries
    the form and the attendance; `earlier` is how much of the history was read for it. Raises CannotSend or
    CannotRecord.
    """
    form = found.forms[child.pk]
    is_back = decision == SENT_BACK
    said = {
        "form": form.root,
        "incident": found.number,
        "decision": SENT_BACK if is_back else "passed",
        "threshold": "" if is_back else decision,
        "reason": reason,
        "by": by.practitioner_id,
    }
    subject = Subject("child", child.pk)
    record([history_read(subject, earlier, by), fact(CHECKED, subject, said, by, key=key)], by=by)
    if is_back:
        return None
    told = found.entry.event.data
    outgoing = Outgoing(
        key=f"{form.root}:{FORM}",
        child_id=child.pk,
        asks=decision,
        kind=FORM,
        words=reason,
        occurred_from=form.event.occurred_from,
        occurred_to=form.event.occurred_to,
        recipients=tuple(to),
        items=(found.entry.root,),
        family_told=bool(told.get("family_told")),
        why_not_told=str(told.get("why_not_told") or "Nobody wrote down whether the family knows."),
    )
    return sharing.send(outgoing=outgoing, by=by, facts=[as_recorded(form.event)], is_recorded=True)


def _register(
    named: Sequence[Named], place: str, number: str, at: datetime, by: Viewer
) -> tuple[Household | None, list[Child]]:
    """Each child by name, and the home of those who live there: that of the first who has one."""
    lives = [each.child for each in named if each.child is not None and each.lives_there]
    home = next((found for child in lives if (found := household_of(child))), None)
    children, on = [], at.astimezone(LONDON).date()
    for each in named:
        child = each.child
        if child is None:
            assert each.about is not None
            own = home if each.lives_there else None
            child = register_child(
                about=each.about,
                reason=f"police attended, {number}",
                by=by,
                household=own,
                address_label=place if each.lives_there else "",
                seen_on=on if each.lives_there else None,
            )
            home = home or (household_of(child) if each.lives_there else None)
        children.append(child)
    return home, children


def _sight(said: Mapping[str, type_of_value]) -> dict[str, type_of_value]:
    is_home = said.get("child_was") in ("in the same room", "elsewhere in the home")
    alone = {"yes, without a carer": True, "yes, with a carer there": False}.get(str(said.get("spoken_to", "")))
    sight: dict[str, type_of_value] = {"by": said.get("seen_by", ""), "place": "home" if is_home else "elsewhere"}
    return sight if alone is None else {**sight, "alone": alone}


def _again(
    kind: str, subject: Subject, said: Mapping[str, type_of_value], at: datetime, beside: Mapping[str, Entry],
    by: Viewer,
) -> list[NewEvent]:  # fmt: skip
    """Written once, and put right where the form that is completed again says otherwise."""
    before = beside.get(kind)
    anew = fact(kind, subject, said, by, at=at)
    if before is None:
        return [anew]
    return [] if dict(before.event.data) == dict(anew.data) else [replace(anew, corrects=before.event.id)]
