"""What was owed of a child under review: by the procedures of the time, and by today's. A long record is worked out
apart from the page, by the sweep, for whoever asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from followthrough.procedures.engines.plain import assess
from followthrough.procedures.model.answer import Debtor, DutyRow, DutyState
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.service.core import clock, lanes
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.dates import LONDON
from followthrough.service.learning.reviews.models import WorkedOut
from followthrough.service.learning.reviews.queries.workspace import Workspace, is_within_span
from followthrough.service.ledger import calendar, rulebook

MOST = 3000  # entries that are worked through while somebody waits
KEPT: Final = timedelta(days=7)  # what was worked out apart; our default
THEN, TODAY = "then", "today"


def is_long(space: Workspace) -> bool:
    return len(space.read.history.events) > MOST


def owed(space: Workspace, rules: Rulebook) -> list[DutyRow]:
    """By the procedures in force at each time, or what today’s would have asked: duties whose clock began in the
    period. Raises Busy.
    """
    with lanes.slow.place():
        return work_out(space, rules)


def work_out(space: Workspace, rules: Rulebook) -> list[DutyRow]:
    history = space.read.history
    now = max([space.read.telling.now, *(each.recorded_at for each in history.events)])
    found = assess(history, rules, calendar.current(), now)
    return [each for each in found.duties if is_within_span(each.opened_at, space.span)]


def rules_by(by: str) -> Rulebook:
    """What was asked at each time, or what is asked on this day; what is agreed for a later day is not asked yet."""
    if by == TODAY:
        return rulebook.current().asked_on(clock.now().astimezone(LONDON).date())
    return rulebook.through_time()


def answer_for(
    viewer: Viewer, space: Workspace, by: str, rules: Rulebook
) -> tuple[list[DutyRow] | None, WorkedOut | None]:
    """The rows, and of a long record what the viewer asked for; no rows where none stand by these rules."""
    if not is_long(space):
        return owed(space, rules), None
    apart = _asked_for(viewer, space, by)
    is_answered = apart is not None and apart.rules == rules.version
    return (_told(space, apart) if apart and is_answered else None), apart


def _asked_for(viewer: Viewer, space: Workspace, by: str) -> WorkedOut | None:
    """The viewer’s own."""
    return WorkedOut.objects.filter(child=space.child, by=by, asked_by=viewer.practitioner_id).first()


def kept(rows: list[DutyRow]) -> list[dict[str, Any]]:
    """What the page tells of each; its other values are the ledger’s."""
    return [
        {
            "id": each.id,
            "rule": [each.procedure, each.version],
            "owes": [each.debtor.agency, each.debtor.team, each.debtor.role],
            "trigger": each.trigger,
            "opened": each.opened_at.isoformat(),
            "due": each.due_at.isoformat(),
            "state": each.state.value,
            "closed": each.closed_at.isoformat() if each.closed_at else None,
        }
        for each in rows
    ]


def _told(space: Workspace, found: WorkedOut) -> list[DutyRow]:
    return [_row(space, each) for each in found.rows]


def _row(space: Workspace, each: Mapping[str, Any]) -> DutyRow:
    return DutyRow(
        id=each["id"],
        procedure=each["rule"][0],
        version=each["rule"][1],
        subject=space.read.history.subject,
        debtor=Debtor(*each["owes"]),
        trigger=each["trigger"],
        opened_at=datetime.fromisoformat(each["opened"]),
        due_at=datetime.fromisoformat(each["due"]),
        state=DutyState(each["state"]),
        closed_at=datetime.fromisoformat(each["closed"]) if each["closed"] else None,
    )
