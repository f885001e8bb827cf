"""A record with a share, its duties, rungs and letters goes wholly; the ledger's sentences hold; a sibling keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.assurance import invariants
from followthrough.service.attachments.models import Attachment, Content
from followthrough.service.children.actions import About, enter_child, enter_member
from followthrough.service.children.models import Child
from followthrough.service.children.queries import household_of
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger import sweep
from followthrough.service.ledger.actions import NewEvent, record
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.changes import Changes
from followthrough.service.ledger.models import Duty, Event
from followthrough.service.retention import actions, destroying
from followthrough.service.retention.destroying import StillNeeded
from followthrough.service.retention.models import Disposal, Tombstone
from followthrough.service.sharing.models import Leg
from integration.agencies import making
from integration.attachments.sending import with_file
from integration.sharing import world as made
from integration.sharing.world import World

pytestmark = pytest.mark.django_db(databases=["default", "owner", "assessor"])
LONG_AFTER = datetime(2090, 1, 2, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at() -> Iterator[None]:
    yield


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """The boy on the ward, about whom an urgent share went its whole way."""
    with clock.use(made.started()) as standing:
        built = made.build(standing)
        making.agency("board", "office")
        making.team(built.people["day"].agency, "archive")
        leg = built.leg(with_file(built)[0])
        built.later(hours=2)
        sweep.run_once()
        built.do("receive", leg, "duty")
        built.do("accept", leg, "duty", outcome_by=None)
        built.do("act", leg, "duty", outcome="acted", what="We saw him on the ward.")
        built.do("confirm", leg, "nurse", agrees=True)
        yield built


def keepers() -> tuple[Viewer, Viewer]:
    return (
        making.viewer("nora", ("social-care", "archive", "records-manager")),
        making.viewer("ruth", ("board", "office", "privacy-officer")),
    )


def excuse_what_is_open(world: World) -> None:
    """A manager has said of each duty that is left why it need not be done."""
    sister = world.viewer("sister")
    with as_assessor():
        found = list(Duty.objects.filter(subject_id=world.child.pk, state__in=["open", "breached"]))
    for duty in found:
        with acting(sister):
            excused = NewEvent(
                kind="duty.excused",
                subject=Subject("child", world.child.pk),
                occurred_from=clock.now(),
                data={"duty": duty.pk, "reason": "Long ago."},
            )
            record([excused], by=sister)


def destroy(world: World) -> Disposal:
    first, second = keepers()
    proposed = actions.propose(child_id=world.child.pk, reason="Long over.", by=first)
    return actions.answer(disposal=proposed, agrees=True, reason="Yes.", by=second)


def test_the_ledgers_sentences_hold_afterwards(world: World) -> None:
    world.at.at = LONG_AFTER
    sweep.run_once()
    excuse_what_is_open(world)
    gone = destroy(world)
    assert gone.removed["sharing_leg"] == 1 and gone.removed["ledger_rung"] > 0 and gone.removed["ledger_outbox"] > 0
    assert gone.removed["attachments_attachment"] == 1
    with as_assessor():
        assert not Attachment.objects.exists() and not Content.objects.exists()
    assert not Leg.objects.exists() and not Child.objects.exists()
    sweep.run_once()
    assert invariants.broken() == []


def test_what_a_brothers_duty_rests_on_is_kept(world: World) -> None:
    """The brother's duty was closed by what happened to this child: without that it would be owed again."""
    home, nurse = household_of(world.child), world.viewer("nurse")
    assert home is not None
    brother = enter_child(about=About("Leo Weber", date(2075, 1, 1)))
    enter_member(child=brother, household=home, on=date(2075, 1, 1))
    access.involve(agency="hospital", subject=Subject("child", brother.pk), reason="is his brother", by=nurse)
    world.at.at = LONG_AFTER
    sweep.run_once()
    excuse_what_is_open(world)
    with as_assessor():
        named = Event.objects.filter(subject_id=world.child.pk, kind="share.sent").values_list("id", flat=True)[0]
        Duty.objects.create(
            id="brothers",
            subject_kind="child",
            subject_id=brother.pk,
            procedure="p",
            version=1,
            title="A duty",
            source={},
            confidence="our default",
            state="open",
            rulebook_version="",
            calendar_version="",
            first_seen_at=LONG_AFTER,
            debtor_agency="hospital",
            action="Look",
            trigger="elsewhere",
            opened_at=LONG_AFTER,
            due_at=LONG_AFTER,
            because=[named],
        )
    with pytest.raises(StillNeeded, match="about another child"):
        destroy(world)
    assert Child.objects.filter(pk=world.child.pk).exists()


def test_if_anything_would_change_for_another_child_all_of_it_is_taken_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.at.at = LONG_AFTER
    sweep.run_once()
    excuse_what_is_open(world)
    answers = iter([Changes(), Changes(rewritten=("a-duty-of-the-brother",))])
    monkeypatch.setattr(destroying, "assess_subjects", lambda *_, **__: next(answers))
    with pytest.raises(StillNeeded, match="another child of the same home"):
        destroy(world)
    assert Child.objects.filter(pk=world.child.pk).exists()
    assert Disposal.objects.get().agreed is None and not Tombstone.objects.exists()
