"""A record goes when its time is over, two people of two teams agree, and nothing needs it any more; then all of it."""

from __future__ import annotations

from datetime import date

import psycopg
import pytest
from django.db import DatabaseError, connections, transaction

from followthrough.procedures.model.event import Subject
from followthrough.service.access import closing
from followthrough.service.access.models import Level
from followthrough.service.access.policies import NotVisible, can_see_child
from followthrough.service.children.models import Child, Household, HouseholdMember
from followthrough.service.core.audit import checking
from followthrough.service.core.models import AuditRow
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger import joining
from followthrough.service.ledger.actions import record
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event
from followthrough.service.retention import actions, queries
from followthrough.service.retention.destroying import StillNeeded
from followthrough.service.retention.kinds import CountsFrom
from followthrough.service.retention.models import Disposal, Tombstone
from followthrough.service.retention.policies import NotForYou
from integration.agencies import making
from integration.retention.files import CANARY, NOW, event, old_record
from support.database import TestDatabase

pytestmark = pytest.mark.django_db(databases=["default", "owner", "assessor"])


def destroy(child: Child, first: Viewer, second: Viewer) -> Disposal:
    made = actions.propose(child_id=child.pk, reason="Nobody has asked for it since 1990.", by=first)
    return actions.answer(disposal=made, agrees=True, reason="I looked, and I agree.", by=second)


def everything(tests_database: TestDatabase) -> dict[str, str]:
    """Every row of every table as text, as whoever holds the server's own key reads it."""
    address = dict(dbname=tests_database.name)
    with psycopg.connect(tests_database.administrator, **address) as held:
        tables = [name for (name,) in held.execute("select tablename from pg_tables where schemaname = 'public'")]
        found = {}
        for name in tables:
            rows = held.execute(f"select coalesce(string_agg(t::text, chr(10)), '') from \"{name}\" t").fetchone()
            found[name] = str(rows[0]) if rows else ""
        return found


def holding(words: str, tables: dict[str, str]) -> set[str]:
    return {name for name, rows in tables.items() if words in rows}


def test_a_record_whose_time_is_over_is_listed_and_a_younger_one_is_not(first: Viewer, worker: Viewer) -> None:
    old = old_record(worker)
    old_record(worker, "Young", date(2015, 1, 1))
    with acting(first):
        found = queries.desk(first, NOW.date()).due
    assert [each.child.pk for each in found] == [old.pk]
    assert found[0].due_on == date(2005, 5, 4)


def test_a_seat_as_records_manager_opens_no_record(first: Viewer, worker: Viewer) -> None:
    child = old_record(worker)
    assert can_see_child(worker, child.pk) and not can_see_child(first, child.pk)
    with acting(first):
        assert not Event.objects.filter(subject_id=child.pk).exists()


def test_whoever_is_no_keeper_is_shown_none_of_it(worker: Viewer) -> None:
    with acting(worker), pytest.raises(NotForYou):
        queries.desk(worker, NOW.date())


@pytest.mark.django_db(transaction=True, databases=["default", "owner", "assessor"])
def test_nothing_of_it_is_left_in_any_table(
    first: Viewer, second: Viewer, worker: Viewer, tests_database: TestDatabase
) -> None:
    child = old_record(worker)
    before = everything(tests_database)
    assert {"ledger_event", "children_child", "children_person", "children_household"} <= holding(CANARY, before)
    events = holding(child.pk, before)
    assert "access_involvement" in events and "ledger_subjectstate" in events
    made = destroy(child, first, second)
    after = everything(tests_database)
    assert holding(CANARY, after) == set()
    assert holding(child.pk, after) == {"core_auditrow", "retention_disposal"}
    assert made.removed["ledger_event"] == 2 and made.removed["children_person"] == 1
    assert made.destroyed_at == NOW


def test_each_event_has_a_tombstone_and_the_audit_still_verifies(first: Viewer, second: Viewer, worker: Viewer) -> None:
    child = old_record(worker)
    with as_assessor():
        ids = set(Event.objects.filter(subject_id=child.pk).values_list("id", flat=True))
    made = destroy(child, first, second)
    assert set(Tombstone.objects.values_list("event", flat=True)) == ids
    said = AuditRow.objects.filter(subject_id=child.pk).values_list("action", flat=True)
    assert {"destruction.proposed", "destruction.agreed", "record.destroyed"} <= set(said)
    assert made.digest and checking.check(None, [], []).faults == []


def test_nobody_agrees_to_what_they_proposed(first: Viewer, worker: Viewer) -> None:
    child = old_record(worker)
    made = actions.propose(child_id=child.pk, reason="Old.", by=first)
    with pytest.raises(NotForYou, match="You proposed this yourself"):
        actions.answer(disposal=made, agrees=True, reason="Yes.", by=first)


def test_nor_does_somebody_of_the_same_team(first: Viewer, worker: Viewer) -> None:
    child = old_record(worker)
    made = actions.propose(child_id=child.pk, reason="Old.", by=first)
    beside = making.viewer("beside", ("social-care", "archive", "records-manager"))
    with pytest.raises(NotForYou, match="your own team"):
        actions.answer(disposal=made, agrees=True, reason="Yes.", by=beside)


def test_the_second_person_can_say_no_and_it_stays(first: Viewer, second: Viewer, worker: Viewer) -> None:
    child = old_record(worker)
    made = actions.propose(child_id=child.pk, reason="Old.", by=first)
    said = actions.answer(disposal=made, agrees=False, reason="Her brother has asked for his.", by=second)
    assert said.agreed is False and said.destroyed_at is None
    assert Child.objects.filter(pk=child.pk).exists()


@pytest.mark.parametrize("which", ["one", "all"])
def test_a_hold_stops_it_until_somebody_ends_the_hold(
    first: Viewer, second: Viewer, worker: Viewer, which: str
) -> None:
    child = old_record(worker)
    made = actions.propose(child_id=child.pk, reason="Old.", by=first)
    with acting(second):
        held = actions.hold(
            child_id=child.pk if which == "one" else "", asked_by="The coroner", reason="An inquest.", by=second
        )
    with pytest.raises(StillNeeded, match="A legal hold stands: The coroner"):
        actions.answer(disposal=made, agrees=True, reason="Yes.", by=second)
    made.refresh_from_db()
    assert made.agreed is None and Child.objects.filter(pk=child.pk).exists()
    with acting(second):
        actions.end_hold(hold=held, reason="The inquest is over.", by=second)
    assert actions.answer(disposal=made, agrees=True, reason="Yes.", by=second).destroyed_at


def test_an_open_duty_about_the_child_stops_it(first: Viewer, worker: Viewer) -> None:
    child = old_record(worker)
    Child.objects.filter(pk=child.pk).update(born_on=date(1980, 5, 4))
    asks = {"leg": "leg-1", "asks": "urgent", "recipient_agency": "police", "items": ()}
    with acting(worker):
        record([event(child, "share.sent", NOW, data=asks)], by=worker)
    with pytest.raises(StillNeeded, match="open dut"):
        actions.propose(child_id=child.pk, reason="Old.", by=first)


def test_a_home_that_another_child_shared_is_kept_for_that_child(first: Viewer, second: Viewer, worker: Viewer) -> None:
    home = Household.objects.create(address_label="The shared home")
    child = old_record(worker, home=home)
    brother = old_record(worker, "Brother", date(2012, 1, 1), home)
    made = destroy(child, first, second)
    assert Household.objects.filter(pk=home.pk).exists()
    assert set(HouseholdMember.objects.exclude(child=None).values_list("child", flat=True)) == {brother.pk}
    assert made.removed["children_household"] == 0


def test_a_closed_record_is_not_shown_to_who_does_not_stand_on_its_list(first: Viewer, worker: Viewer) -> None:
    child = old_record(worker)
    manager = making.viewer("boss", ("social-care", "front-door", "team-manager"))
    with acting(manager):
        closing.close(
            child=Subject("child", child.pk),
            level=Level.RESTRICTED,
            names=[],
            reason="Staff.",
            review_by=date(2026, 6, 1),
            by=manager,
        )
    with acting(first):
        assert queries.desk(first, NOW.date()).due == ()
    with pytest.raises(NotVisible):
        actions.propose(child_id=child.pk, reason="Old.", by=first)


def test_a_longer_time_that_the_board_decides_meanwhile_counts(first: Viewer, second: Viewer, worker: Viewer) -> None:
    child = old_record(worker)
    made = actions.propose(child_id=child.pk, reason="Old.", by=first)
    board = making.viewer("margaret", ("board", "office", "business-manager"))
    with acting(board):
        actions.decide(
            kind="contact",
            counts_from=CountsFrom.BIRTH,
            years=60,
            source="Minute 4",
            reason="People come back.",
            by=board,
        )
    with pytest.raises(StillNeeded, match="no longer at the end of its time"):
        actions.answer(disposal=made, agrees=True, reason="Yes.", by=second)


# What the database itself refuses


def asked(role: str, disposal: str) -> None:
    with connections[role].cursor() as cursor:
        cursor.execute("select retention_destroy(%s, now(), '{}', '{}', '{}', '')", [disposal])


def test_the_function_refuses_what_one_person_wants(first: Viewer, worker: Viewer) -> None:
    made = actions.propose(child_id=old_record(worker).pk, reason="Old.", by=first)
    with pytest.raises(DatabaseError, match="two people have not agreed"), transaction.atomic():
        asked("default", made.pk)


def test_one_person_cannot_write_both_names(first: Viewer, worker: Viewer) -> None:
    made = actions.propose(child_id=old_record(worker).pk, reason="Old.", by=first)
    other = {"agreed": True, "answered_by": "somebody-else", "answered_for": "board/office", "answered_at": NOW}
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic(), acting(first):
        Disposal.objects.filter(pk=made.pk).update(**other)


def test_the_owner_too_cannot_delete_an_event_that_nobody_agreed_to(worker: Viewer) -> None:
    child = old_record(worker)
    with connections["owner"].cursor() as cursor, pytest.raises(DatabaseError, match="append-only"):
        cursor.execute("select set_config('app.destroying', %s, false)", [child.pk])
        cursor.execute("delete from ledger_event")


def test_a_tombstone_is_never_changed() -> None:
    with connections["owner"].cursor() as cursor, pytest.raises(DatabaseError, match="append-only"):
        cursor.execute("delete from retention_tombstone")


def test_a_record_that_was_merged_with_another_is_kept(first: Viewer, worker: Viewer) -> None:
    child, other = old_record(worker), old_record(worker, "Lornah")
    joining.join(alias=other.pk, survivor=child.pk)
    for each in (child, other):
        with pytest.raises(StillNeeded, match="It is merged with another record"):
            actions.propose(child_id=each.pk, reason="Old.", by=first)
