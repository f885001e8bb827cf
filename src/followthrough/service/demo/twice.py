"""Which child was entered twice? Rosie Dunne's name was spelt in another way by the police, so that a visitor can put
the two records together. Every name is invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from followthrough.procedures.model.event import Subject, type_of_value
from followthrough.service.access import actions as access
from followthrough.service.agencies.models import Practitioner
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.children.actions import About, enter_child
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger.actions import NewEvent, record

BORN_ON = date(2004, 9, 14)
SCHOOLS, POLICES = "demo-rosie-dunne", "demo-rosy-dunn"
WORKS_WITH = {
    SCHOOLS: (("school-hillside", "safeguarding"), ("social-care", "front-door")),
    POLICES: (("police", "response"), ("social-care", "front-door")),
}


def enter() -> None:
    """The rows and what each agency wrote down; no birth, so that nothing from her early years falls due."""
    enter_child(about=About("Rosie Dunne", BORN_ON, "girl", "English", False), identity=SCHOOLS)
    enter_child(about=About("Rosy Dunn", BORN_ON, "girl"), identity=POLICES)
    for child, teams in WORKS_WITH.items():
        for agency, team in teams:
            access.involve(
                agency=agency,
                team=team,
                subject=Subject("child", child),
                reason="knew her before the service began",
                by=Viewer.system("demo"),
            )
    now = clock.now()
    _seen(SCHOOLS, "helen.marsh", now - timedelta(days=2), {"place": "school", "alone": True})
    _seen(POLICES, "dan.mercer", now - timedelta(days=1), {"place": "home", "alone": False})


def _seen(child: str, username: str, at: datetime, data: Mapping[str, type_of_value]) -> None:
    by = viewer_of(Practitioner.objects.get(username=username))
    with acting(by):
        record(
            [
                NewEvent(
                    kind="child.seen",
                    subject=Subject("child", child),
                    occurred_from=at,
                    data={"by": by.practitioner_id, **data},
                )
            ],
            by=by,
        )
