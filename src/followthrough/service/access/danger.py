"""Somebody opens a record that is not theirs, because a child is in danger: for an hour, told at once, reviewed."""

from __future__ import annotations

from datetime import timedelta

from followthrough.procedures.model.event import Subject
from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.service.access import actions, policies
from followthrough.service.access.actions import as_access
from followthrough.service.access.models import Danger, Involvement, Opening, Relationship
from followthrough.service.core import audit, clock, managing
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger import outbox, same
from followthrough.service.ledger.actions import NewEvent, record

LASTS = timedelta(minutes=60)
OVERSEERS = "board//privacy-officer"
_SENTENCE = "A record was opened because of danger, by somebody who does not work with it."


def recorded(vocabulary: Vocabulary) -> tuple[str, ...]:
    """What closing a record and opening one in danger write down."""
    return (
        "record.opened-in-danger",
        "record.opening-reviewed",
        "record.restricted",
        "record.restriction-reviewed",
        "custody.concern-arrived",
    )


@as_access
def open_in_danger(*, child: Subject, danger: str, words: str, by: Viewer) -> Opening:
    """Raises NotVisible, the same for a child unknown and for one whom nobody may open so."""
    policies.check_can_open_in_danger(by, child.id)
    now = clock.now()
    held = Involvement.objects.filter(practitioner=by.practitioner_id, relationship=Relationship.DANGER, to_at=None)
    held.filter(subject_kind=child.kind, subject_id=child.id).update(to_at=now)
    made = Opening.objects.create(
        practitioner_id=by.practitioner_id,
        subject_kind=child.kind,
        subject_id=child.id,
        danger=danger,
        words=words,
        at=now,
        until=now + LASTS,
    )
    actions.involve(
        agency=by.agency,
        practitioner=by.practitioner_id,
        relationship=Relationship.DANGER,
        subject=child,
        reason=f"opened it because of danger: {Danger(danger).label.lower()}",
        until=made.until,
        by=by,
    )
    audit.record("record.opened-in-danger", by=by, subject=child, detail={"opening": made.pk, "danger": danger})
    _tell(made, child)
    _record("record.opened-in-danger", made, {"danger": danger}, by)
    return made


@as_access
def review(*, opening: Opening, outcome: str, words: str, by: Viewer) -> None:
    """Nobody reviews their own."""
    policies.check_can_review_opening(by, opening)
    Opening.objects.filter(pk=opening.pk).update(
        reviewed_by=by.practitioner_id, reviewed_at=clock.now(), outcome=outcome
    )
    child = Subject(opening.subject_kind, opening.subject_id)
    audit.record("record.opening-reviewed", by=by, subject=child, detail={"opening": opening.pk, "outcome": outcome})
    _record("record.opening-reviewed", opening, {"outcome": outcome, "words": words}, by)


def _tell(opening: Opening, child: Subject) -> None:
    """Those who own the record, and the privacy officers: a reference and a link, written with the opening."""
    ids = [each.id for each in same.records_of(child)]
    owners = Involvement.objects.filter(subject_kind=child.kind, subject_id__in=ids, to_at=None, practitioner=None)
    places = [(each.agency_id, each.team.slug if each.team else "") for each in owners.select_related("team")]
    to = {outbox.address_of(agency, team, managing.TEAM) for agency, team in places}
    for each in sorted({*to, OVERSEERS}):
        outbox.enqueue(
            key=f"opening:{opening.pk}:{each}",
            to=each,
            sentence=_SENTENCE,
            reference=opening.reference,
            link=f"/openings/{opening.pk}/" if each == OVERSEERS else "",
        )


def _record(kind: str, opening: Opening, data: dict[str, str], by: Viewer) -> None:
    """About the opener's agency and not about the child: the record's own readers are told by the audit."""
    said = {"opening": opening.pk, "by": by.practitioner_id, **data}
    about = Subject("agency", opening.practitioner.agency_id)
    now = clock.now()
    known = {OVERSEERS.partition("/")[0]: now}
    record([NewEvent(kind=kind, subject=about, occurred_from=now, data=said, stated_known=known)], by=by)
