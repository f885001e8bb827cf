"""A record is closed to all but a named list, and opened again. Nothing that is recorded of it names the child."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from followthrough.procedures.model.event import Subject, type_of_value
from followthrough.service.access import granting, policies
from followthrough.service.access.actions import as_access
from followthrough.service.access.models import Level, Named, Restriction
from followthrough.service.agencies.models import Practitioner
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger import same
from followthrough.service.ledger.actions import NewEvent, record

CLOSED, REVIEWED = "record.restricted", "record.restriction-reviewed"


@as_access
def close(
    *, child: Subject, level: Level, names: Collection[str], reason: str, review_by: date, by: Viewer
) -> Restriction:
    """To the people named and whoever closes it; a list that stood before is replaced. A review falls due."""
    policies.check_can_close(by, child.id)
    before = _end(child)
    made = Restriction.objects.create(
        subject_kind=child.kind,
        subject_id=child.id,
        level=level,
        reason=reason,
        review_by=review_by,
        set_by=by.practitioner_id,
        agency=by.agency,
        from_at=clock.now(),
    )
    named = Practitioner.objects.filter(pk__in={*names, by.practitioner_id}, is_active=True)
    Named.objects.bulk_create([Named(restriction=made, practitioner=each) for each in named])
    granting.renew_on(child)
    audit.record("record.closed", by=by, subject=child, detail={"restriction": made.pk, "level": str(level)})
    looked_at = [_event(REVIEWED, each, {"outcome": "kept closed"}, by) for each in before]
    record([*looked_at, _event(CLOSED, made, {"review_by": review_by}, by)], by=by)
    return made


@as_access
def open_again(*, restriction: Restriction, by: Viewer) -> None:
    """By the people on the list who may close; whoever works with the child sees it again."""
    child = Subject(restriction.subject_kind, restriction.subject_id)
    policies.check_can_close(by, child.id)
    _end(child)
    granting.renew_on(child)
    audit.record("record.opened-again", by=by, subject=child, detail={"restriction": restriction.pk})
    record([_event(REVIEWED, restriction, {"outcome": "opened again"}, by)], by=by)


def _end(child: Subject) -> list[Restriction]:
    """On every record of the child."""
    ids = [each.id for each in same.records_of(child)]
    standing = Restriction.objects.filter(subject_kind=child.kind, subject_id__in=ids, to_at=None)
    ended = list(standing)
    standing.update(to_at=clock.now())
    return ended


def _event(kind: str, restriction: Restriction, data: Mapping[str, type_of_value], by: Viewer) -> NewEvent:
    """About the agency that closed the record, and not about the child."""
    return NewEvent(
        kind=kind,
        subject=Subject("agency", restriction.agency),
        agency=restriction.agency,
        occurred_from=clock.now(),
        data={"restriction": restriction.pk, "by": by.practitioner_id, **data},
    )
