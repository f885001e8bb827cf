"""What the database itself refuses, and what the assessor sees that a viewer does not."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, connections, transaction

from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger.actions import take_duty
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Duty, Event, Outbox, Rung, Signal, SubjectState
from followthrough.service.ledger.policies import CannotTake, check_can_take
from integration.ledger.practice import (
    ADA,
    BEN,
    DAY,
    NURSE,
    OFFICER,
    START,
    WORKER,
    happens,
    ledger,
    lives_together,
    records,
    sent,
)

pytestmark = pytest.mark.django_db(databases=["default", "owner", "assessor"])


@pytest.mark.parametrize("role", ["owner", "default", "assessor"])
@pytest.mark.parametrize("table", ["ledger_event", "ledger_rung"])
@pytest.mark.parametrize("change", ["update {} set id = id", "delete from {}", "truncate {} cascade"])
def test_what_is_recorded_is_never_changed(role: str, table: str, change: str) -> None:
    with connections[role].cursor() as cursor, pytest.raises(DatabaseError, match=r"append-only|permission denied"):
        cursor.execute(change.format(table))


def test_the_owner_meets_the_trigger_itself() -> None:
    with connections["owner"].cursor() as cursor, pytest.raises(DatabaseError, match="append-only"):
        cursor.execute("update ledger_event set text = ''")


@pytest.mark.parametrize(
    "change",
    [
        "insert into ledger_duty select * from ledger_duty",
        "update ledger_duty set state = 'met'",
        "delete from ledger_signal",
        "update ledger_outbox set state = 'sent'",
        "insert into ledger_rung select * from ledger_rung",
        "select * from ledger_subjectstate",
    ],
)
def test_the_application_does_not_write_what_follows(change: str) -> None:
    refused = pytest.raises(DatabaseError, match="permission denied")
    with refused, acting(NURSE), connection.cursor() as cursor:
        cursor.execute(change)


def test_nothing_is_recorded_when_nobody_acts() -> None:
    records(sent())
    with as_assessor():
        event = Event.objects.get()
    event.id, event.recorded_at = "nobody's", START + DAY
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Event.objects.bulk_create([event])


def test_a_viewer_without_grants_sees_none_of_it_and_the_assessor_all() -> None:
    lives_together(ADA)
    records(happens("da.incident", at=START - DAY), happens("da.incident"), sent(), by=WORKER)
    tables = (Event, Duty, Signal, Rung, Outbox)
    with acting(NURSE):
        assert [table.objects.count() for table in tables] == [0] * 5
        with as_assessor():
            assert Event.objects.count() == 4
            assert {Duty.objects.count(), SubjectState.objects.count()} == {2}
        assert Event.objects.count() == 0


def test_a_failure_gives_the_application_its_own_role_back() -> None:
    with pytest.raises(LookupError), as_assessor():
        raise LookupError
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        assert cursor.fetchone() == ("followthrough_app",)


def test_an_outsider_next_to_an_event_that_they_cannot_see_writes_the_same_ledger() -> None:
    """The nurse sees nothing of what the police recorded; what follows is as if everybody saw all of it."""

    def world(recorder: Viewer) -> dict[str, tuple[object, ...]]:
        with transaction.atomic():
            lives_together(ADA, BEN)
            told = happens("da.incident", BEN, at=START - DAY, id="hidden", stated_known={"social-care": START - DAY})
            records(told, by=OFFICER)
            seen = happens("da.incident", ADA, id="open", agency="social-care")
            with acting(recorder):
                assert not Event.objects.filter(id="hidden").exists()
                records(seen, by=recorder)
            found = ledger(ADA, BEN)
            transaction.set_rollback(True)
        return {key: (duty.id, duty.due_at, duty.because, duty.trigger) for key, duty in found.items()}

    outsider, insider = world(NURSE), world(OFFICER)
    assert outsider == insider
    assert set(outsider) == {"ada meet-about-it open", "ben meet-about-it open"}


# Taking a duty


def test_a_duty_is_taken_by_its_own_team_only() -> None:
    records(sent())
    duty = ledger()["ada share-received open"]
    check_can_take(WORKER, duty)
    with pytest.raises(CannotTake, match="another team"):
        check_can_take(NURSE, duty)


def test_what_somebody_has_taken_is_not_taken_unnoticed() -> None:
    records(sent())
    duty = ledger()["ada share-received open"]
    duty.taken_by = "p-colleague"
    with pytest.raises(CannotTake, match="Somebody else"):
        check_can_take(WORKER, duty)
    check_can_take(WORKER, duty, instead_of="p-colleague")


def test_a_duty_that_is_not_visible_cannot_be_taken() -> None:
    records(sent())
    duty = ledger()["ada share-received open"]
    with pytest.raises(Duty.DoesNotExist):
        take_duty(duty.id, by=WORKER)


@pytest.mark.parametrize(
    ("index", "asked"),
    [
        ("ledger_duty_trigger", "select from ledger_duty where trigger = 'e'"),
        ("ledger_rung_told", "select from ledger_rung where tell_agency = 'police'"),
        ("ledger_duty_climbs", "select from ledger_duty where climbs_at <= now()"),
        ("ledger_subject_changes", "select from ledger_subjectstate where changes_at <= now()"),
        ("ledger_outbox_waiting", "select from ledger_outbox where state = 'waiting' and due_at <= now()"),
    ],
)
def test_what_is_asked_again_and_again_has_an_index(index: str, asked: str) -> None:
    with as_assessor(), connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute(f"explain {asked}")
        assert index in "\n".join(line for (line,) in cursor.fetchall())
