"""How does one step of a share come into the record? A leg is locked, its event recorded, its projection rewritten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from followthrough.procedures.model.event import Subject
from followthrough.service.core import audit, clock
from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.actions import NewEvent, Recorded, record
from followthrough.service.sharing.models import Leg, Share
from followthrough.service.sharing.policies import CannotDo
from followthrough.service.sharing.projecting import Happened, fold

Step = tuple[Leg, str, Mapping[str, Any]]  # leg, kind of event, its data beside what every event of a leg says


def lock(leg_id: str) -> Leg:
    """The leg with its share, until the transaction ends. Not there and not theirs is the same."""
    found = Leg.objects.select_for_update(of=("self",)).select_related("share__sender_team", "team__agency")
    leg = found.filter(pk=leg_id).first()
    if leg is None:
        raise CannotDo("This share is not there, or your work does not need it. Nothing was recorded.")
    return leg


def is_second_press(leg: Leg, key: str, words: str) -> bool:
    """Whether this was recorded already under this key. The same key with other words is refused.

    The key becomes the id of the event, so two presses at one moment cannot both be recorded either.
    """
    before = next((each for each in leg.steps if each["event"] == key), None) if key else None
    if before is None:
        return False
    if (before.get("words") or before.get("reason", "")) != words:
        raise CannotDo("This was recorded already, with other words. Nothing more was recorded. See below.")
    return True


def child_of(share: Share) -> Subject:
    return Subject("child", share.child_id)


def write(
    share: Share,
    steps: Sequence[Step],
    *,
    by: Viewer,
    before: Sequence[NewEvent] = (),
    at: datetime | None = None,
    key: str = "",
) -> Recorded:
    """Record `before` and then each step, all at this instant (or at `at`) and in this order; then fold the legs.

    `key` is the id of the last step's event, which is what was asked for; those before it were left out till now.
    """
    events = [_event(share, step, by, at, key if step is steps[-1] else "") for step in steps]
    made = record([*before, *events], by=by)
    happened: dict[str, list[Happened]] = {}
    for (leg, kind, _), event in zip(steps, events, strict=True):
        assert event.id is not None
        happened.setdefault(leg.pk, []).append(
            Happened(event.id, kind, event.occurred_from, by.practitioner_id, event.data)
        )
    for leg in {leg.pk: leg for leg, _, _ in steps}.values():
        leg.state, leg.steps = fold(leg.state, leg.steps, happened[leg.pk])
        leg.save(update_fields=["state", "steps"])
    for leg, kind, _ in steps:
        audit.record(kind, by=by, subject=child_of(share), detail={"share": share.reference, "leg": leg.pk})
    return made


def _event(share: Share, step: Step, by: Viewer, at: datetime | None, key: str) -> NewEvent:
    leg, kind, data = step
    said = {name: value for name, value in data.items() if value not in ("", None)}
    whole = {"leg": leg.pk, "share": share.reference, **said}
    # A share that is passed on stays the first sender's: their safeguarding lead is told of its silence.
    is_senders = kind in ("share.sent", "information.requested")
    agency = share.sender_team.agency_id if is_senders else by.agency
    return NewEvent(
        id=key or new_id(),
        kind=kind,
        subject=child_of(share),
        occurred_from=at or clock.now(),
        agency=agency,
        data=whole,
    )
