"""What the tests of merging do to two records, and what they compare."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.test import Client

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.access.models import Grant
from followthrough.service.children.actions import About, register_child
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Duty, Event, Rung, SameChild, Signal, SubjectState
from followthrough.service.ledger.models.rows import ELSEWHERE
from followthrough.service.merging import actions, queries
from integration.agencies import making
from integration.sharing.world import World

BY = "sister"
REASON = "The mother showed me his birth certificate."


def prove(client: Client) -> None:
    session = client.session
    session["proved_at"] = clock.real_now().timestamp()
    session.save()


def register_other(world: World) -> str:
    constable = world.viewer("constable")
    with acting(constable):
        about = About("Jonas Webber", date(2009, 5, 4), "boy")
        child = register_child(about=about, reason="was seen at home", by=constable)
    access.involve(agency="hospital", team="ward", subject=Subject("child", child.pk), reason="t", by=making.SETUP)
    world.later(minutes=1)
    return str(child.pk)


def merge(world: World, alias: str, *, by: str = BY) -> SameChild:
    viewer = world.viewer(by)
    with acting(viewer):
        made = actions.merge(survivor=world.child.pk, alias=alias, reason=REASON, by=viewer)
    world.later(minutes=1)
    return made


def part(world: World, same: SameChild, placed: Mapping[str, str] | None = None, *, by: str = BY) -> None:
    """What is not in `placed` goes where it would go by itself."""
    viewer = world.viewer(by)
    with acting(viewer):
        between = queries.between(viewer, same)
        at_first = {each.key: each.under for each in between.items}
        at_first |= {f"involved-{each.pk}": each.subject_id for each in between.involved}
        actions.part(same=same, placed={**at_first, **(placed or {})}, reason=REASON, by=viewer)
    world.later(minutes=1)


def snapshot(*children: str) -> dict[str, list[Any]]:
    """All that follows from the records: duties, signals, rungs, grants, and from when on they climb."""
    with as_assessor():
        duties = Duty.objects.filter(subject_id__in=children).exclude(state=ELSEWHERE)
        signals = Signal.objects.filter(subject_id__in=children).exclude(state=ELSEWHERE)
        rungs = Rung.objects.filter(duty__in=duties.values("pk"))
        states = SubjectState.objects.filter(subject_id__in=children)
        found: dict[str, list[Any]] = {
            "duties": list(duties.order_by("pk").values()),
            "signals": list(signals.order_by("pk").values()),
            "rungs": list(rungs.order_by("duty", "kind", "index", "repeat").values("duty", "kind", "index", "repeat")),
            "live from": list(states.order_by("subject_id").values_list("subject_id", "live_from")),
        }
    with acting(Viewer.system("test")):
        grants = Grant.objects.filter(subject_id__in=children).values_list(
            "viewer", "subject_id", "record_class", "of_agency", "from_at", "to_at", "until"
        )
        found["grants"] = sorted(grants, key=str)
    return found


def events_seen(world: World, name: str, child: str) -> set[str]:
    """Kinds of the child's entries that somebody sees."""
    from followthrough.service.chronology.queries import chronicle

    viewer = world.viewer(name)
    with acting(viewer):
        found = chronicle(viewer, Subject("child", child))
    return {each.event.id for each in found.entries if each.event.subject == Subject("child", child)}


def recorded(event_id: str) -> Event:
    with as_assessor():
        return Event.objects.get(pk=event_id)
