"""The record leaves only for who may take it, by a role that can only read, whole; and that is audited."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction

from followthrough.procedures.engines.relational.histories import histories
from followthrough.procedures.engines.relational.store import Store
from followthrough.procedures.model.event import Event, Known
from followthrough.procedures.model.vocabulary import FieldType
from followthrough.service.agencies import queries
from followthrough.service.agencies.models import Practitioner
from followthrough.service.core import clock, roles
from followthrough.service.core.audit.models import AuditRow
from followthrough.service.core.viewer import Viewer
from followthrough.service.demo.clock import DemoClock
from followthrough.service.gateway.exporting import MayNotExport, export
from followthrough.service.ledger import histories as ledger
from followthrough.service.ledger import rulebook
from followthrough.service.ledger.assessor import as_assessor

_READ = ("kind", "subject", "agency", "occurred_from", "occurred_to", "recorded_at", "corrects", "is_retraction")
REASON = "The yearly look at how rules work"


@pytest.fixture(autouse=True)
def wealdshire_time(demo_db: None) -> Iterator[None]:
    with clock.use(DemoClock()):
        yield


def person(role: str, agency: str) -> Viewer:
    held = Practitioner.objects.filter(memberships__role=role, agency=agency, memberships__to_at=None).first()
    assert held is not None
    return queries.viewer_of(held)


@pytest.fixture
def manager() -> Viewer:
    return person("business-manager", "board")


def audited() -> list[tuple[str, str]]:
    rows = AuditRow.objects.filter(action="export the record").order_by("pk")
    return list(rows.values_list("viewer", "outcome"))


def plainly(events: tuple[Event, ...]) -> dict[str, tuple[object, ...]]:
    """What the engine reads of an event; what people wrote does not leave."""
    return {event.id: (*(getattr(event, name) for name in _READ), _told(event), _known(event)) for event in events}


def _told(event: Event) -> dict[str, object]:
    fields = rulebook.current().vocabulary.kind(event.kind).fields
    return {name: value for name, value in event.data.items() if fields[name].type is not FieldType.TEXT}


def _known(event: Event) -> dict[str, set[Known]]:
    return {agency: set(known) for agency, known in event.known.items()}


def test_every_history_is_the_one_that_the_ledger_assesses(manager: Viewer, tmp_path: Path) -> None:
    vocabulary = rulebook.current().vocabulary
    counts = export(tmp_path / "out", vocabulary, by=manager, reason=REASON)
    assert sum(counts.values()) > 50
    compared = 0
    for history in histories(Store(tmp_path / "out", vocabulary)):
        if history.subject.kind != "child":  # nothing is owed about a household yet
            continue
        with as_assessor():
            held = ledger.history(history.subject, vocabulary)
        assert plainly(history.events) == plainly(held.events)
        compared += len(held.events)
    assert compared > 50


def test_it_is_audited_when_it_begins_and_when_it_is_done(manager: Viewer, tmp_path: Path) -> None:
    export(tmp_path / "out", rulebook.current().vocabulary, by=manager, reason=REASON)
    assert audited() == [(manager.practitioner_id, "begun"), (manager.practitioner_id, "done")]


@pytest.mark.parametrize("reason", [REASON, "  "])
def test_who_may_not_is_refused_and_that_is_audited(manager: Viewer, tmp_path: Path, reason: str) -> None:
    asker = person("worker", "social-care") if reason == REASON else manager
    with pytest.raises(MayNotExport, match=r"business manager|Say what the export is for"):
        export(tmp_path / "out", rulebook.current().vocabulary, by=asker, reason=reason)
    assert not (tmp_path / "out").exists()
    assert audited() == [(asker.practitioner_id, "refused")]


@pytest.mark.parametrize(
    "statement",
    [
        "update ledger_event set text = ''",
        "delete from ledger_event",
        "insert into ledger_subjectstate (subject_kind) values ('child')",
        "select * from ledger_duty",
        "select * from agencies_practitioner",
    ],
)
def test_its_role_reads_events_and_nothing_else(statement: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("select set_config('role', %s, true)", [roles.name("exporter")])
        cursor.execute("select count(*) from ledger_event")
        (count,) = cursor.fetchone() or (0,)
        assert count > 50
        cursor.execute(statement)


def test_a_database_is_replayed_in_one_command(manager: Viewer, database_addresses: dict[str, str]) -> None:
    words = ["replay", "--over", "database", "--engine", "plain", "--by", manager.username, "--reason", REASON]
    environment = {**os.environ, **database_addresses, "FOLLOWTHROUGH_ENVIRONMENT": "demo"}
    environment["FOLLOWTHROUGH_FIELD_KEYS"] = " ".join(settings.FOLLOWTHROUGH_FIELD_KEYS)
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-m", "followthrough.cli", *words],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert {row["subject"].partition(":")[0] for row in document["duties"]} >= {"child"}
    assert "they are deleted when this ends" in done.stderr


def test_nobody_in_particular_is_nobody(database_addresses: dict[str, str]) -> None:
    environment = {**os.environ, **database_addresses, "FOLLOWTHROUGH_ENVIRONMENT": "demo"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    words = [sys.executable, "-m", "followthrough.cli", "replay", "--over", "database"]
    done = subprocess.run(words, capture_output=True, text=True, env=environment, check=False)
    assert (done.returncode, "Say who asks, and why" in done.stderr) == (1, True)
