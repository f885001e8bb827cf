"""What comes before a review: a case is put forward, what the law asks after serious harm, and the press.

All of it is recorded on the child. Whoever puts a case forward brings the Board’s office into touch with the child, so
that it can decide, as a share does for its recipients.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction

from followthrough.procedures.model.event import Subject, type_of_value
from followthrough.service.access import actions as access
from followthrough.service.access.models import Relationship
from followthrough.service.access.policies import BOARD, CHILD, check_can_see_child
from followthrough.service.core import audit, clock
from followthrough.service.core.ids import reference
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.reviews.models import Press
from followthrough.service.learning.reviews.policies import OFFICE, check_can_see_to_incident
from followthrough.service.ledger.actions import NewEvent, Recorded, record

PUT_FORWARD, HARM = "case.put-forward", "serious-harm.known"
NOTIFIED, AGREED = "national-panel.notified", "rapid-review.agreed"
ASKED, SENT = "agency-summary.asked", "agency-summary.sent"


@transaction.atomic
def put_forward(
    *, child_id: str, reason: str, urgency: str, by: Viewer, incident: str = "", death: str = ""
) -> Recorded:
    """Anybody who works with the child. `incident` where what happened has a reference already; `death` where the child
    died, so that what the child death overview panel owes ends with it.
    """
    check_can_see_child(by, child_id)
    _bring_in_the_board(child_id, "a case was put forward for review", by)
    said = {
        "reason": reason,
        "urgency": urgency,
        "told_agency": BOARD,
        "incident": incident or reference(),
        "death": death,
    }
    return _record(PUT_FORWARD, child_id, said, by)


@transaction.atomic
def know_harm(*, child_id: str, said: Mapping[str, type_of_value], by: Viewer, incident: str = "") -> Recorded:
    """A child died or was badly harmed: the clocks of the law run from here."""
    check_can_see_to_incident(by)
    _bring_in_the_board(child_id, "a child died or was badly harmed", by)
    return _record(HARM, child_id, {**said, "told_agency": BOARD, "incident": incident or reference()}, by)


@transaction.atomic
def note(*, kind: str, child_id: str, incident: str, said: Mapping[str, type_of_value], by: Viewer) -> Recorded:
    """One more step of an incident."""
    check_can_see_to_incident(by)
    told = {"told_agency": BOARD} if kind == NOTIFIED else {}  # its clocks run by what the Board knows
    return _record(kind, child_id, {**said, **told, "incident": incident}, by)


@transaction.atomic
def ask_for_summaries(*, child_id: str, incident: str, agencies: Iterable[str], by: Viewer) -> Recorded:
    check_can_see_to_incident(by)
    asked = [{"recipient_agency": each, "incident": incident} for each in agencies]
    return record([_new(ASKED, child_id, each, by, names=False) for each in asked], by=by)


@transaction.atomic
def send_summary(*, child_id: str, incident: str, words: str, by: Viewer) -> Recorded:
    """By whoever answers for an agency that was asked."""
    return _record(SENT, child_id, {"incident": incident, "words": words}, by)


@transaction.atomic
def handle_press(*, child_id: str, incident: str, speaker: str, said: str, watched: str, by: Viewer) -> Press:
    check_can_see_to_incident(by)
    made = Press.objects.create(
        child_id=child_id, incident=incident, speaker=speaker, said=said, watched=watched,
        written_by=by.practitioner_id, written_at=clock.now(),
    )  # fmt: skip
    audit.record("press.handled", by=by, subject=Subject(CHILD, child_id), detail={"incident": incident})
    return made


def _bring_in_the_board(child_id: str, why: str, by: Viewer) -> None:
    access.involve(
        agency=BOARD, team=OFFICE, relationship=Relationship.RECIPIENT, subject=Subject(CHILD, child_id), reason=why,
        by=by,
    )  # fmt: skip


def _record(kind: str, child_id: str, said: Mapping[str, type_of_value], by: Viewer) -> Recorded:
    return record([_new(kind, child_id, said, by)], by=by)


def _new(kind: str, child_id: str, said: Mapping[str, type_of_value], by: Viewer, *, names: bool = True) -> NewEvent:
    data = {name: value for name, value in said.items() if value not in ("", None)}
    if names and kind not in (HARM, AGREED):
        data["by"] = by.practitioner_id
    return NewEvent(kind=kind, subject=Subject(CHILD, child_id), occurred_from=clock.now(), data=data)
