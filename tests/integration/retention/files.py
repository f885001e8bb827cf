"""Old files of people who have long grown up, for tests of keeping and destroying. All of it is invented."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.children.actions import About, enter_child, enter_member, enter_person
from followthrough.service.children.models import Child, Household
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger.actions import NewEvent, record

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CANARY = "Quillfeather"  # in the names and in every word of a file


def event(child: Child, kind: str, on: datetime, **more: Any) -> NewEvent:
    words = f"A word of {CANARY} about the child."
    return NewEvent(kind=kind, subject=Subject("child", child.pk), occurred_from=on, text=words, **more)


def old_record(
    worker: Viewer, name: str = "Lorna", born: date = date(1980, 5, 4), home: Household | None = None
) -> Child:
    child = enter_child(about=About(f"{name} {CANARY}", born))
    home = home or Household.objects.create(address_label=f"{CANARY} Lane")
    enter_member(child=child, household=home, on=born)
    enter_person(name=f"Vera {CANARY}", household=home, relation="mother", on=born)
    access.involve(agency="social-care", subject=Subject("child", child.pk), reason="an old file", by=worker)
    day = datetime(1990, 6, 1, 12, 0, tzinfo=UTC)
    joined = NewEvent(
        kind="household.joined",
        subject=Subject("child", child.pk),
        occurred_from=datetime(born.year, born.month, born.day, tzinfo=UTC),
        data={"household": home.pk},
    )
    with acting(worker):
        record([joined, event(child, "child.seen", day, data={})], by=worker)
    return child
