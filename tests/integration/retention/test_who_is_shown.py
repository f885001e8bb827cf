"""Whom the database shows a proposal to destroy a record, and whom the policies: the same, over small worlds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import ProgrammingError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.access import conflicts, granting
from followthrough.service.access.models import Named, Restriction
from followthrough.service.agencies.models import Practitioner
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.children.models import Child
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger import joining
from followthrough.service.ledger.actions import NewEvent, record
from followthrough.service.retention import policies
from followthrough.service.retention.models import Disposal
from integration.agencies import making

pytestmark = pytest.mark.django_db
CHILDREN = ("ada", "ben", "cleo")
SEATS = {
    "archive": ("social-care", "archive", "records-manager"),
    "board": ("board", "office", "privacy-officer"),
    "boards.manager": ("board", "office", "business-manager"),
    "police": ("police", "response", "privacy-officer"),
    "constable": ("police", "response", "worker"),
}
agency, child = st.sampled_from(["social-care", "police"]), st.sampled_from(CHILDREN)
person = st.sampled_from(sorted(SEATS))


@dataclass(frozen=True)
class World:
    worked: set[tuple[str, str]]  # agency, child
    wrote: set[str]  # children of whom the constable recorded something
    closed: dict[str, tuple[str, frozenset[str]]]  # level, and who stands on the list
    own: set[tuple[str, str]]
    merged: bool


worlds = st.builds(
    World,
    st.sets(st.tuples(agency, child), max_size=4),
    st.sets(child, max_size=2),
    st.dictionaries(
        child,
        st.tuples(st.sampled_from(["restricted", "sealed", "invisible"]), st.frozensets(person, max_size=2)),
        max_size=2,
    ),
    st.sets(st.tuples(person, child), max_size=2),
    st.booleans(),
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(world=worlds)
def test_the_database_shows_what_the_policies_show(world: World) -> None:
    with built(world) as people:
        for name, viewer in people.items():
            with acting(viewer):
                shown = set(Disposal.objects.values_list("subject_id", flat=True))
            with acting(Viewer.system("retention")):
                every = list(Disposal.objects.all())
            hidden = policies.hidden_among(viewer, CHILDREN)
            is_keeper = policies.is_keeper(viewer)
            assert shown == {each.subject_id for each in every if is_keeper and not hidden.hides(each)}, name


@contextmanager
def built(world: World) -> Iterator[dict[str, Viewer]]:
    with transaction.atomic():
        people = {name: making.practitioner(name, seat) for name, seat in SEATS.items()}
        for each in CHILDREN:
            Child.objects.create(id=each, name=each.title(), folded_name=each, born_on=date(1990, 1, 1))
        for worker, whom in sorted(world.worked):
            access.involve(agency=worker, subject=Subject("child", whom), reason="t", by=making.SETUP)
        _write(world, viewer_of(people["constable"]))
        if world.merged:
            with acting(making.SETUP):
                joining.join(alias="ben", survivor="ada")
        _propose(people)
        _close(world, people)
        yield {name: viewer_of(each) for name, each in people.items()}
        transaction.set_rollback(True)


def _write(world: World, constable: Viewer) -> None:
    for whom in sorted(world.wrote):
        subject = Subject("child", whom)
        with acting(constable):
            record([NewEvent(kind="child.seen", subject=subject, occurred_from=clock.now())], by=constable)


def _close(world: World, people: dict[str, Practitioner]) -> None:
    with acting(making.SETUP):
        for whom, (level, listed) in world.closed.items():
            made = Restriction.objects.create(
                subject_kind="child", subject_id=whom, level=level, reason="t", review_by=clock.now(), set_by="t",
                agency="police", from_at=clock.now(),
            )  # fmt: skip
            for name in listed:
                Named.objects.create(restriction=made, practitioner=people[name])
            granting.renew_on(Subject("child", whom))
    for name, whom in sorted(world.own):
        by = viewer_of(people[name])
        conflicts.declare(practitioner=people[name], subject=Subject("child", whom), why="family", by=by)


def _propose(people: dict[str, Practitioner]) -> None:
    """By the board, which reviews every agency's, before anything is closed."""
    with acting(viewer_of(people["board"])):
        Disposal.objects.bulk_create(
            Disposal(
                subject_kind="child", subject_id=whom, terms=[], due_on=date(2013, 1, 1), proposed_reason="r",
                proposed_by=people["board"].pk, proposed_for="board/office", proposed_at=clock.now(),
            )
            for whom in CHILDREN
        )  # fmt: skip


def test_nobody_proposes_what_they_are_not_shown(first: Viewer) -> None:
    Child.objects.create(id="ada", name="Ada", folded_name="ada", born_on=date(1990, 1, 1))
    row = Disposal(
        subject_kind="child", subject_id="ada", terms=[], due_on=date(2013, 1, 1), proposed_reason="r",
        proposed_by=first.practitioner_id, proposed_for="social-care/archive", proposed_at=clock.now(),
    )  # fmt: skip
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic(), acting(first):
        row.save(force_insert=True)
    access.involve(agency="social-care", subject=Subject("child", "ada"), reason="t", by=making.SETUP)
    with acting(first):
        row.save(force_insert=True)
