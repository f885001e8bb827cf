"""A concern about a child whose record is closed: its sender notices nothing, and who holds the record acts."""

from __future__ import annotations

from datetime import date

import pytest

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.access import closing
from followthrough.service.access.models import Level
from followthrough.service.children.actions import About
from followthrough.service.children.models import Child
from followthrough.service.core.viewer import acting
from followthrough.service.ledger.models import Event
from followthrough.service.sharing.models import Share
from integration.agencies import making
from integration.sharing.world import RESPONSE, World, duties

pytestmark = pytest.mark.django_db
ABOUT = {"child_id": "", "new_child": About("Jonas Weber", date(2009, 5, 4))}


def hide(world: World, level: Level = Level.INVISIBLE) -> None:
    sister = world.viewer("sister")
    with acting(sister):
        closing.close(
            child=Subject("child", world.child.pk),
            level=level,
            names=[],
            reason="a threat",
            review_by=date(2013, 6, 1),
            by=sister,
        )


@pytest.mark.parametrize("level", [Level.SEALED, Level.INVISIBLE])
def test_the_share_goes_on_and_the_team_of_the_hour_is_told(world: World, level: Level) -> None:
    hide(world, level)
    share = world.send(RESPONSE, by="stranger", **ABOUT)
    assert share.child_id != world.child.pk
    (duty,) = duties("held-concern-acted-on")
    assert (duty.debtor_agency, duty.debtor_team, duty.subject_id) == ("social-care", "out-of-hours", world.child.pk)
    for name, sees in (("duty", True), ("sister", True), ("nurse", False), ("stranger", False), ("constable", False)):
        with acting(world.viewer(name)):
            assert Event.objects.filter(kind="custody.concern-arrived").exists() is sees, name
    with acting(world.viewer("duty")):
        assert Event.objects.get(kind="custody.concern-arrived").text == share.words


def test_a_record_that_is_not_hidden_tells_nobody(world: World) -> None:
    world.send(RESPONSE, by="stranger", **ABOUT)
    assert not duties("held-concern-acted-on")


def test_the_same_is_asked_for_a_name_without_a_date_of_birth(world: World) -> None:
    hide(world)
    world.send(RESPONSE, by="stranger", child_id="", new_child=About("Jonas Weber"), age_note="about 4")
    assert len(duties("held-concern-acted-on")) == 1


def test_what_was_shared_before_is_hidden_from_its_recipient_and_not_from_its_sender(world: World) -> None:
    access.involve(
        agency="camhs", subject=Subject("child", world.child.pk), reason="works with the child", by=making.SETUP
    )
    share = world.send(RESPONSE, by="stranger")
    hide(world)
    for name, sees in (("constable", False), ("stranger", True)):
        with acting(world.viewer(name)):
            assert Share.objects.filter(pk=share.pk).exists() is sees, name
            assert Child.objects.filter(pk=world.child.pk).exists() is sees, name
