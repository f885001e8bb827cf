"""Rows are sealed when they are committed, heads leave the machine, and what is done to the tables shows."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.core import mail
from django.db import DatabaseError, connection, connections, transaction
from pytest_django import Settings

from followthrough.procedures.model.event import Subject
from followthrough.service.core import audit
from followthrough.service.core.audit import checking, copying, sealing, shipping
from followthrough.service.core.audit.models import AuditLink, AuditRow, AuditSeal, AuditSink
from followthrough.service.core.viewer import Viewer

ROLES = ["default", "owner", "assessor"]
WORKER = Viewer("p-1", "worker", "hospital")
ADA = Subject("child", "ada")


def reads(count: int = 1) -> None:
    for _ in range(count):
        audit.record("child.read", by=WORKER, subject=ADA, detail={"at": 1.5, "who": "Zoë"})


@pytest.fixture
def sealed(db: None) -> int:
    """What other tests have committed has its place already; returns the last one."""
    sealing.seal_all()
    return AuditLink.objects.count()


@pytest.fixture
def heads(tmp_path: Path, settings: Settings) -> Path:
    path = tmp_path / "heads.jsonl"
    settings.FOLLOWTHROUGH_AUDIT_HEADS = [str(path)]
    return path


@pytest.mark.django_db
def test_rows_get_places_without_gaps_and_one_signed_head(sealed: int) -> None:
    reads(3)
    assert sealing.seal() == 3
    reads(2)
    assert (sealing.seal(), sealing.seal()) == (2, 0)
    places = AuditLink.objects.order_by("position").values_list("position", flat=True)
    assert list(places) == list(range(1, sealed + 6))
    heads = AuditSeal.objects.filter(position__gt=sealed).order_by("position")
    assert list(heads.values_list("position", flat=True)) == [sealed + 3, sealed + 5]
    assert checking.check(None, [], []).faults == []


@pytest.mark.django_db(transaction=True, databases=ROLES)
def test_a_row_with_a_low_id_that_is_committed_late_gets_its_place_late() -> None:
    """The one that began first ends last: by id it would have been passed over for ever."""
    sealing.seal_all()  # what other tests have committed
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("begin")
            cursor.execute(audit._INSERT, audit._values("child.read", WORKER, ADA, {"who": "early"}, "done"))
            reads()
            assert sealing.seal() == 1
            cursor.execute("commit")
        reads()
        assert sealing.seal() == 2
    finally:
        other.close()
    linked = AuditLink.objects.order_by("position").values_list("row_id", flat=True)
    assert sorted(linked) == list(AuditRow.objects.order_by("id").values_list("id", flat=True))
    assert list(linked) != sorted(linked)
    assert checking.check(None, [], []).faults == []


@pytest.mark.django_db(transaction=True)
def test_a_restored_database_that_counts_its_transactions_anew_loses_no_row() -> None:
    reads()
    sealing.seal()
    last = AuditSeal.objects.get()
    AuditSeal.objects.create(
        position=last.position + 1_000, link=last.link, sealed_at=last.sealed_at, key=last.key, signature=b"",
        all_below=10**15,
    )  # fmt: skip
    reads()
    assert sealing.seal() == 1


@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_give_each_row_one_place() -> None:
    reads(50)
    done: list[int] = []

    def work() -> None:
        try:
            done.append(sealing.seal_all())
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    sealing.seal_all()
    assert AuditLink.objects.count() == 50
    assert checking.check(None, [], []).faults == []


@pytest.mark.django_db(databases=ROLES)
@pytest.mark.parametrize("table", ["core_auditlink", "core_auditseal"])
@pytest.mark.parametrize("change", ["delete from {}", "update {} set link = ''", "truncate {}"])
def test_places_and_heads_are_append_only(table: str, change: str) -> None:
    with connections["owner"].cursor() as cursor, pytest.raises(DatabaseError, match="append-only"):
        cursor.execute(change.format(table))


@pytest.mark.django_db(databases=ROLES)
@pytest.mark.parametrize(("column", "value"), [("id", "7"), ("xid", "7"), ("real_at", "2013-03-28 17:30")])
def test_the_application_cannot_choose_a_rows_number_its_transaction_or_its_real_time(column: str, value: str) -> None:
    statement = f"insert into core_auditrow ({column}, at, viewer, agency, action, subject_kind, subject_id, detail, "
    statement += f"outcome) values ('{value}', now(), '', '', 'x', '', '', '{{}}', 'done')"
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="permission denied"):
        cursor.execute(statement)


TAMPERS = {
    "edited": "update core_auditrow set viewer = 'somebody' where id = (select min(id) from core_auditrow)",
    "deleted": "delete from core_auditrow where id = (select max(id) from core_auditrow)",
    "moved": "update core_auditlink set row_id = -row_id; "
    "update core_auditlink set row_id = (select id from core_auditrow order by id desc offset position - 1 limit 1)",
    "cut off": "delete from core_auditlink where position > 2; delete from core_auditseal where position > 2",
}


@pytest.mark.django_db(transaction=True, databases=ROLES)
@pytest.mark.parametrize("change", TAMPERS.values(), ids=TAMPERS.keys())
def test_what_a_superuser_does_to_the_tables_shows(change: str, heads: Path, tmp_path: Path) -> None:
    for _ in range(5):
        reads()
        sealing.seal()
        shipping.ship()
    copying.write(tmp_path / "before.jsonl")
    assert checking.check(tmp_path / "before.jsonl", [heads], []).faults == []
    with connections["owner"].cursor() as cursor:
        for table in ("row", "link", "seal"):
            cursor.execute(f"alter table core_audit{table} disable trigger user")
        cursor.execute(change)
    copying.write(tmp_path / "after.jsonl")
    assert checking.check(tmp_path / "after.jsonl", [heads], []).faults != []


@pytest.mark.django_db(databases=ROLES)
def test_a_copy_is_the_audit_line_by_line(sealed: int, heads: Path, tmp_path: Path) -> None:
    reads(3)
    sealing.seal()
    reads()
    assert copying.write(tmp_path / "copy.jsonl") == sealed + 4
    held = copying.read(tmp_path / "copy.jsonl")
    with transaction.atomic():
        assert held.entries == list(copying.entries())
    assert held.heads == copying.heads()
    assert held.entries[-1].position is None, "what was not sealed yet stands at the end"


def test_what_is_no_copy_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "copy.jsonl").write_text('{"row": null, "position": 1, "link": null}\nnonsense\n')
    with pytest.raises(ValueError, match=r"line 2, is no line of an audit’s copy"):
        copying.read(tmp_path / "copy.jsonl")


# -- heads leave the machine


@pytest.mark.django_db
def test_heads_are_appended_to_a_file_once_each(sealed: int, heads: Path) -> None:
    shipping.ship()
    before = len(copying.read_heads([heads])) if heads.exists() else 0
    for _ in range(3):
        reads()
        sealing.seal()
        shipping.ship()
    shipping.ship()
    assert [head.position for head in copying.read_heads([heads])][before:] == [sealed + 1, sealed + 2, sealed + 3]
    assert checking.check(None, [heads], []).faults == []


@pytest.fixture
def hook() -> Iterator[tuple[str, list[bytes], list[int]]]:
    """A web hook: its address, what it was sent, and with what it answers next."""
    got: list[bytes] = []
    answers = [200]

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(answers[-1])
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Hook)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", got, answers
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.django_db
def test_a_web_hook_gets_every_head(sealed: int, hook: tuple[str, list[bytes], list[int]], settings: Settings) -> None:
    address, got, _ = hook
    settings.FOLLOWTHROUGH_AUDIT_HEADS = [address]
    reads()
    sealing.seal()
    shipping.ship()
    assert f'"position": {sealed + 1},'.encode() in got[0] and len(got) == 1


@pytest.mark.django_db
def test_a_place_that_fails_alarms_once_stops_nothing_and_gets_its_heads_later(
    sealed: int, hook: tuple[str, list[bytes], list[int]], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, _, answers = hook
    settings.FOLLOWTHROUGH_AUDIT_HEADS = [address]
    settings.FOLLOWTHROUGH_ALARM_TO = ["privacy@board.example"]
    answers.append(500)
    reads()
    sealing.seal()
    shipping.ship()
    (sink,) = shipping.failing()
    assert (sink.position, sink.failing_since is not None) == (0, True)
    assert [each.subject for each in mail.outbox] == ["Followthrough: the off-site copy of the audit fails"]
    reads()
    assert sealing.seal() == 1, "reading and sealing go on"
    monkeypatch.setattr(shipping, "AGAIN", shipping.AGAIN * 0)
    shipping.ship()
    assert len(mail.outbox) == 1, "one alarm an hour"
    answers.append(200)
    shipping.ship()
    assert shipping.failing() == []
    assert AuditSink.objects.get().position == sealed + 2


@pytest.mark.django_db
def test_the_open_window_is_told(sealed: int) -> None:
    reads(2)
    assert sealing.unsealed().rows == 2
    sealing.seal()
    assert sealing.unsealed() == sealing.Unsealed(0, None)
