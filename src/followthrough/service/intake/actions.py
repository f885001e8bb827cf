"""What came in gets an owner and a clock; a person says where it belongs, and can take that back.

Each step is a fact through the one door. The entry in the child's chronology bears the time at which it was written,
and says since when our agency has known it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from followthrough.procedures.model.event import Subject
from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.service.access.policies import CHILD, NotVisible, Refused, can_see_child
from followthrough.service.agencies import ringing
from followthrough.service.agencies.models import Practitioner, Team
from followthrough.service.agencies.queries import people_in
from followthrough.service.children.actions import About, register_child
from followthrough.service.children.models import Number
from followthrough.service.children.numbers import folded, set_number
from followthrough.service.chronology import reasons
from followthrough.service.core import audit, clock
from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import Viewer, as_part
from followthrough.service.intake import policies, queries
from followthrough.service.intake.arrivals import Arrival
from followthrough.service.intake.models import Item, Outcome
from followthrough.service.ledger.actions import NewEvent, record
from followthrough.service.ledger.models import Event, SameChild
from followthrough.service.sharing import queries as sharing
from followthrough.service.sharing.actions import put_right

BY = Viewer.system("intake")
CAME_IN = "information.came-in"
WRONG_CHILD = "It was taken back: it was about another child."
_LONGEST = 20_000  # of an entry's words; the rest is in the original


def recorded(vocabulary: Vocabulary) -> tuple[str, ...]:
    return (
        "item.arrived",
        "item.passed-on",
        "item.unmatched",
        "item.placed",
        "mailbox.failed",
        "mailbox.read",
        CAME_IN,
    )


@as_part("intake")
def take_in(*, arrival: Arrival, team: Team) -> Item | None:
    """The item, with the team that is there now as its owner. None where it has come before."""
    with transaction.atomic():
        if arrival.row and Item.objects.filter(sent_to=team, row=arrival.row).exists():
            return None
        kept, is_new = Item.objects.get_or_create(
            sent_to=team,
            key=arrival.key,
            defaults={
                "row": arrival.row,
                "agency": team.agency_id,
                "team": owner_of(team, clock.now()),
                "came_by": arrival.came_by,
                "came_at": clock.now(),
                "written_at": arrival.written_at,
                "sender": arrival.sender,
                "subject": arrival.subject,
                "text": arrival.text,
                "attachments": list(arrival.attachments),
                "about": arrival.about,
                "original": arrival.original,
                "problem": arrival.problem,
            },
        )
        if not is_new:
            return None
        _wait(kept, "item.arrived", BY, {"came_by": kept.came_by})
        audit.record("item.arrived", by=BY, detail={"item": kept.reference, "team": kept.team.key})
    return kept


def owner_of(team: Team, at: datetime) -> Team:
    """The team written to, while it is there; else its agency's team of the hour. Somebody has to sit in it."""
    own = list(Team.objects.filter(agency=team.agency_id).select_related("agency"))
    is_there = ringing.opens_next(team, own, at) is None
    stand_in = None if is_there else ringing.on_duty(own, at)
    default = next((each for each in own if each.is_default), None)
    for each in (stand_in, team, default, *own):
        if each is not None and people_in(each).exists():
            return each
    return team


@transaction.atomic
def match(*, item: Item, child_id: str, by: Viewer) -> None:
    """It becomes an entry in the child's chronology, for everybody who may read that."""
    item = _held(item)
    policies.check_can_place(by, item)
    if not can_see_child(by, child_id):
        raise NotVisible()
    entry = new_id()
    now = clock.now()
    words = f"{item.subject}\n\n{item.text}".strip() or "It has no text. The original is kept with what came in."
    came = NewEvent(
        id=entry,
        kind=CAME_IN,
        subject=Subject(CHILD, child_id),
        occurred_from=min(item.written_at or item.came_at, now),
        data={
            "item": item.reference,
            "sender": item.sender or "not known",
            "came_by": item.came_by,
            "by": by.practitioner_id,
        },
        text=words[:_LONGEST],
        stated_known={by.agency: min(item.came_at, now)},
    )
    record([came, _placing(item, Outcome.MATCHED, by)], by=by)
    step = {"child": child_id, "entry": entry, **_give_number(item, child_id, by)}
    _decided(item, Outcome.MATCHED, by, step, child_id=child_id, entry=entry)


@transaction.atomic
def match_new(*, item: Item, about: About, by: Viewer) -> str:
    """A child whom nobody here knows yet is registered first. The child's id."""
    policies.check_can_place(by, item)
    child = register_child(about=about, reason="somebody wrote to us about the child", by=by)
    match(item=item, child_id=child.pk, by=by)
    return child.pk


@transaction.atomic
def unmatch(*, item: Item, reason: str, by: Viewer) -> None:
    """It was another child: the entry is taken back, for all to see, and the item waits again, with a clock."""
    item = _held(item)
    policies.check_can_unmatch(by, item)
    assert item.child_id is not None
    row = Event.objects.get(pk=item.entry)
    back = NewEvent(
        kind=CAME_IN,
        subject=Subject(CHILD, item.child_id),
        occurred_from=row.occurred_from,
        occurred_to=row.occurred_to,
        text=reasons.joined("", reason),
        record_class=row.record_class,
        handling=row.handling,
        corrects=item.entry,
        is_retraction=True,
    )
    put_right(correction=back, root=item.entry, words=f"{WRONG_CHILD} {reason}", by=by)
    _take_number_back(item, by)
    since = item.placed_at.isoformat() if item.placed_at else ""
    step = {"child": item.child_id, "entry": item.entry, "since": since, "reason": reason}
    item.outcome, item.placed_at, item.placed_by, item.child, item.entry = "", None, None, None, ""
    _wait(item, "item.unmatched", by, {"by": by.practitioner_id})
    _step(item, "unmatched", by, step)


@transaction.atomic
def move_items(*, merged: SameChild, to: Mapping[str, str], by: Viewer) -> None:
    """Two records were parted: what was matched while they were one goes with its entry. `to` says to which child."""
    for item in _entered(to):
        item.child_id = to[item.entry]
        _step(item, "parted", by, {"child": item.child_id})


@transaction.atomic
def place(*, item: Item, outcome: str, reason: str, by: Viewer, share: str = "") -> None:
    """It belongs to no child here, or is known already: said with a reason, and kept."""
    item = _held(item)
    policies.check_can_place(by, item)
    if outcome == Outcome.SHARED and sharing.share(by, share) is None:
        raise Refused("There is no share with this reference among those of your team.")
    record([_placing(item, outcome, by)], by=by)
    _decided(item, outcome, by, {"reason": reason, **({"share": share} if share else {})})


@transaction.atomic
def pass_on(*, item: Item, team: Team, reason: str, by: Viewer) -> None:
    """Another team of the agency has it now. The time that was set stays the latest."""
    item = _held(item)
    policies.check_can_place(by, item)
    if team.agency_id != item.agency or not people_in(team).exists():
        raise Refused(f"Nobody sits in {team} now. Choose a team where somebody does.")
    _hand_over(item, team, reason, by)


@as_part("intake")
def hand_over_due() -> int:
    """For the sweep: what waits with a team that has shut goes to the team that is there now, and is due no later."""
    now, handed = clock.now(), 0
    waiting = Item.objects.filter(outcome="").select_related("team__agency", "sent_to__agency")
    own = {each.agency: list(Team.objects.filter(agency=each.agency).select_related("agency")) for each in waiting}
    for item in waiting:
        if ringing.opens_next(item.team, own[item.agency], now) is None:
            continue
        team = owner_of(item.sent_to, now)
        if team.pk != item.team_id and ringing.opens_next(team, own[item.agency], now) is None:
            _hand_over(item, team, f"{item.team.title} has shut.", BY)
            handed += 1
    return handed


def read(*, item: Item, by: Viewer) -> None:
    """Somebody opens it."""
    audit.record("item.read", by=by, detail={"item": item.reference})


def _hand_over(item: Item, team: Team, reason: str, by: Viewer) -> None:
    due_at = queries.due_at(item)
    before, item.team = item.team, team
    limit = {"waited": item.trigger, **({"place_by": due_at} if due_at else {})}
    _wait(item, "item.passed-on", by, {"by": by.practitioner_id, **limit})
    _step(item, "passed on", by, {"from": before.key, "to": team.key, "reason": reason})


def _give_number(item: Item, child_id: str, by: Viewer) -> dict[str, str]:
    """What our own system calls the child: a person has just said that it is this one. Which number is new by it."""
    value = item.about.get("case_number", "")
    if not value or item.agency != by.agency or _own(child_id, item).filter(folded_value=folded(value)).exists():
        return {}
    scheme = Number.Scheme.CASE
    made = set_number(child_id=child_id, scheme=scheme, value=value, agency=item.agency, source=item.came_by, by=by)
    return {"number": made.pk} if made else {}


def _take_number_back(item: Item, by: Viewer) -> None:
    """The number that came with it leaves the wrong child; what stood there before stands again."""
    given = next((each.get("number", "") for each in reversed(item.steps) if each["step"] == "matched"), "")
    held = Number.objects.filter(pk=given, to_at=None).first()
    if held is None:
        return
    before = Number.objects.filter(
        child=held.child_id, scheme=held.scheme, agency=held.agency, to_at=held.from_at
    ).first()
    value, source = (before.value, before.source) if before else ("", item.came_by)
    set_number(child_id=held.child_id, scheme=held.scheme, value=value, agency=held.agency, source=source, by=by)


def _own(child_id: str, item: Item) -> QuerySet[Number]:
    return Number.objects.filter(child=child_id, scheme=Number.Scheme.CASE, agency=item.agency, to_at=None)


@as_part("intake")
def _entered(entries: Iterable[str]) -> list[Item]:
    return list(Item.objects.select_for_update(of=("self",)).filter(entry__in=list(entries)))


@as_part("intake")
def _held(item: Item) -> Item:
    """The row as it stands now, of one that the viewer has been shown; whoever else decides waits for us."""
    return Item.objects.select_for_update(of=("self",)).select_related("team__agency", "sent_to").get(pk=item.pk)


def _wait(item: Item, kind: str, by: Viewer, data: dict[str, Any]) -> None:
    """A clock begins: the event of this id is its trigger."""
    item.trigger = new_id()
    begun = NewEvent(
        id=item.trigger,
        kind=kind,
        subject=Subject("agency", item.agency),
        agency=item.agency,
        occurred_from=clock.now(),
        data={"item": item.reference, "team": item.team.slug, **data},
    )
    record([begun], by=by)
    _save(item)


def _placing(item: Item, outcome: str, by: Viewer) -> NewEvent:
    return NewEvent(
        kind="item.placed",
        subject=Subject("agency", item.agency),
        agency=item.agency,
        occurred_from=clock.now(),
        data={"item": item.reference, "waited": item.trigger, "outcome": str(outcome), "by": by.practitioner_id},
    )


def _decided(
    item: Item, outcome: str, by: Viewer, step: dict[str, str], child_id: str | None = None, entry: str = ""
) -> None:
    item.outcome, item.placed_at = outcome, clock.now()
    item.placed_by = Practitioner.objects.get(pk=by.practitioner_id)
    item.child_id, item.entry = child_id, entry
    _step(item, outcome, by, step)


def _step(item: Item, name: str, by: Viewer, more: dict[str, str]) -> None:
    item.steps = [*item.steps, {"step": name, "at": clock.now().isoformat(), "by": by.practitioner_id, **more}]
    _save(item)
    subject = Subject(CHILD, item.child_id) if item.child_id else None
    audit.record(f"item.{name.replace(' ', '-')}", by=by, subject=subject, detail={"item": item.reference})


@as_part("intake")
def _save(item: Item) -> None:
    item.save()
