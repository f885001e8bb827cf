"""Merged and parted is as if nobody had merged: over random histories, each thing recorded meanwhile on its own side.

Compared is all that follows: duties, signals, rungs, grants, and from when on duties climb.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from followthrough.procedures.model.event import Subject
from followthrough.service.core import clock
from followthrough.service.core.viewer import acting
from followthrough.service.ledger import sweep
from followthrough.service.ledger.actions import NewEvent, record
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Duty
from integration.merging import two
from integration.sharing import world as made
from integration.sharing.world import World

IS_PROOF = settings().max_examples >= 1000
KINDS: dict[str, dict[str, Any]] = {
    "child.seen": {"place": "home"},
    "child.not-brought": {},
    "concern.raised": {},
    "injury.seen": {"significant": True, "can_move": False},
}


@dataclass(frozen=True)
class Written:
    """On which side, what, how many hours before it is written, and whether somebody takes what it began."""

    is_other: bool
    kind: str
    hours: int
    is_taken: bool = False


written = st.builds(Written, st.booleans(), st.sampled_from(sorted(KINDS)), st.integers(0, 400), st.booleans())


@pytest.mark.django_db
@settings(
    max_examples=100 if IS_PROOF else 4,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a world is slow, and small enough to read as it is
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    before=st.lists(written, min_size=1, max_size=4),
    meanwhile=st.lists(written, max_size=3),
    later=st.integers(0, 200),
)
def test_merged_and_parted_is_as_if_nobody_had_merged(
    two_records: tuple[World, str], before: list[Written], meanwhile: list[Written], later: int
) -> None:
    apart = _lived(*two_records, before, meanwhile, later, merges=False)
    merged = _lived(*two_records, before, meanwhile, later, merges=True)
    seen_apart, seen_merged = _first_seen(apart), _first_seen(merged)
    assert merged == apart
    # What stood already while they were one was seen then, and that stays true. Nothing is seen later for it.
    assert {key: at for key, at in seen_merged.items() if at > seen_apart[key]} == {}


def _first_seen(found: dict[str, list[Any]]) -> dict[str, datetime]:
    """Takes out of each duty and signal when it was first seen, by id."""
    return {row["id"]: row.pop("first_seen_at") for what in ("duties", "signals") for row in found[what]}


@pytest.fixture
def two_records(db: None) -> Iterator[tuple[World, str]]:
    with clock.use(made.started()) as at:
        world = made.build(at)
        yield world, two.register_other(world)


def _lived(
    world: World, other: str, before: list[Written], meanwhile: list[Written], later: int, *, merges: bool
) -> dict[str, list[Any]]:
    begun = world.at.at
    with transaction.atomic():
        for number, each in enumerate(before):
            _write(world, f"before-{number}", each, other if each.is_other else world.child.pk)
        same = two.merge(world, other) if merges else world.later(minutes=1)
        for number, each in enumerate(meanwhile):
            _write(world, f"meanwhile-{number}", each, other if each.is_other and not merges else world.child.pk)
        if same is None:
            world.later(minutes=1)
        else:
            two.part(world, same, {f"meanwhile-{n}": other for n, each in enumerate(meanwhile) if each.is_other})
        world.later(hours=later)
        sweep.run_once()
        found = two.snapshot(world.child.pk, other)
        transaction.set_rollback(True)
    world.at.at = begun
    return found


def _write(world: World, identity: str, each: Written, child: str) -> None:
    by = world.viewer("sister")
    at = clock.now() - timedelta(hours=each.hours)
    new = NewEvent(
        id=identity, kind=each.kind, subject=Subject("child", child), occurred_from=at, data=KINDS[each.kind]
    )
    with acting(by):
        record([new], by=by)
    if each.is_taken:
        with as_assessor():
            begun = Duty.objects.filter(trigger=identity, state__in=["open", "breached"])
            begun.update(taken_by=by.practitioner_id, taken_at=clock.now())
    world.later(minutes=1)
