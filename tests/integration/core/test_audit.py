"""Audit rows stand or fall with the act, refusals stand by themselves, and nobody changes any."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connections, transaction

from followthrough.procedures.model.event import Subject
from followthrough.service.core import audit, clock
from followthrough.service.core.audit.models import AuditRow
from followthrough.service.core.viewer import Viewer

WORKER = Viewer("p-1", "worker", "hospital")
ADA = Subject("child", "ada")
EASTER = datetime(2013, 3, 28, 17, 30, tzinfo=UTC)


def test_a_row_says_who_did_what_to_whom_and_carries_both_times(db: None) -> None:
    with clock.use(clock.FixedClock(EASTER)):
        audit.record("share.sent", by=WORKER, subject=ADA, detail={"share": "s-1"})
    row = AuditRow.objects.get(viewer=WORKER.practitioner_id)
    assert (row.viewer, row.agency, row.action, row.outcome) == ("p-1", "hospital", "share.sent", "done")
    assert (row.subject_kind, row.subject_id, row.detail) == ("child", "ada", {"share": "s-1"})
    assert row.at == EASTER
    assert row.real_at > EASTER


@pytest.mark.django_db(transaction=True)
def test_a_rollback_takes_the_row_of_the_act_and_leaves_the_row_written_apart() -> None:
    with pytest.raises(LookupError), transaction.atomic():
        audit.record("child.read", by=WORKER, subject=ADA)
        audit.record_apart("child.read", by=WORKER, subject=ADA)
        raise LookupError
    assert list(AuditRow.objects.filter(viewer=WORKER.practitioner_id).values_list("outcome", flat=True)) == ["refused"]


@pytest.mark.parametrize("role", ["default", "owner"])
@pytest.mark.parametrize("change", ["update core_auditrow set viewer = ''", "delete from core_auditrow"])
@pytest.mark.django_db(databases=["default", "owner"])
def test_nobody_changes_a_row(role: str, change: str) -> None:
    audit.record("child.read", by=WORKER, subject=ADA)
    with connections[role].cursor() as cursor, pytest.raises(DatabaseError, match=r"append-only|permission denied"):
        cursor.execute(change)


@pytest.mark.django_db(databases=["default", "owner"])
def test_not_even_the_owner_empties_the_table() -> None:
    with connections["owner"].cursor() as cursor, pytest.raises(DatabaseError, match="append-only"):
        cursor.execute("truncate core_auditrow")
