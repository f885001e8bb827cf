"""How does one step of a share come into the record? A leg is locked, its event recorded, its projection rewritten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from followthrough.procedures.model.event import Subject
from followthrough.service.core import audit, clock
from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.actions import NewEvent, record
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


def child_of(share: Share) -> Subject:
    return Subject("child", share.child_id)


def write(share: Share, steps: Sequence[Step], *, by: Viewer, before: Sequence[NewEvent] = ()) -> None:
    """Record `before` and then each step, all at this instant and in this order; then fold the legs."""
    events = [_event(share, step, by) for step in steps]
    record([*before, *events], by=by)
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


def _event(share: Share, step: Step, by: Viewer) -> NewEvent:
    leg, kind, data = step
    said = {name: value for name, value in data.items() if value not in ("", None)}
    whole = {"leg": leg.pk, "share": share.reference, **said}
    # A share that is passed on stays the first sender's: their safeguarding lead is told of its silence.
    agency = share.sender_team.agency_id if kind == "share.sent" else by.agency
    return NewEvent(
        id=new_id(), kind=kind, subject=child_of(share), occurred_from=clock.now(), agency=agency, data=whole
    )
