"""The world of the share tests, with a list that the front door looks after: Jonas is its case SC-1001."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time

import pytest

from followthrough.service.agencies.models import Team
from followthrough.service.caseload import setting_up
from followthrough.service.core import clock
from followthrough.service.core.viewer import acting
from integration.agencies import making
from integration.caseload.lists import involve
from integration.sharing import world as made
from integration.sharing.world import World


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with clock.use(made.started()) as at:
        built = made.build(at)
        built.people["manager"] = making.practitioner("manager", ("social-care", "front-door", "team-manager"))
        built.people["admin"] = making.practitioner("admin", ("social-care", "front-door", "administrator"))
        involve(built, "social-care", "front-door")
        manager = built.viewer("manager")
        with acting(manager):
            team = Team.objects.select_related("agency").get(agency="social-care", slug="front-door")
            setting_up.set_up(team=team, owner=built.people["day"], due_by=time(7), by=manager)
        yield built
