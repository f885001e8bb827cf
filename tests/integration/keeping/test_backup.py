"""A backup comes back the same: rows, roles, grants, row-level security and the audit. A changed one is refused."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from hypothesis import given, settings
from hypothesis import strategies as st

from followthrough.service.config.embedded import CannotRun
from followthrough.service.config.keeping import backup, boxes, measuring, restoring, tools
from followthrough.service.core import clock
from followthrough.service.core.audit import checking, record, sealing, shipping
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.sharing.actions import begin_draft
from integration.sharing import world
from integration.sharing.world import World
from support.database import TestDatabase

KEY = "a-key-for-backups-0123456789" * 2
CANARY = "heron-under-the-third-bridge"
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner", "assessor"])


@pytest.fixture
def partnership(transactional_db: None) -> Iterator[World]:
    with clock.use(world.started()) as at:
        made = world.build(at)
        made.send()
        with acting(made.viewer("nurse")):
            begin_draft(data={"name": CANARY}, by=made.viewer("nurse"))
        record("test.done", by=Viewer.system("test"))
        sealing.seal_all()
        yield made


@pytest.fixture
def database(tests_database: TestDatabase, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestDatabase]:
    for name, address in tests_database.addresses.as_environment().items():
        monkeypatch.setenv(name, address)
    monkeypatch.setenv("FOLLOWTHROUGH_DATABASE_KEEPER", tests_database.administrator)
    monkeypatch.setenv("FOLLOWTHROUGH_ENVIRONMENT", "test")
    yield tests_database
    with psycopg.connect(tests_database.administrator, autocommit=True) as connection:
        like = f"{tests_database.name}_before_%"
        found = connection.execute("select datname from pg_database where datname like %s", [like]).fetchall()
        for (name,) in found:
            connection.execute(f'drop database "{name}" with (force)')  # type: ignore[call-overload]


def _make(database: TestDatabase, folder: Path, key: str = KEY) -> Path:
    return backup.make(tools.keeper(database.name), folder, at=clock.real_now(), secret=key)


def _measured(address: str) -> dict[str, object]:
    with psycopg.connect(address) as connection:
        return measuring.measure(connection)


def _followthrough(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "followthrough.cli", *map(str, words)]
    environment = {**os.environ, "FOLLOWTHROUGH_BACKUP_KEY": KEY}
    return subprocess.run(command, capture_output=True, text=True, env=environment)


def test_it_comes_back_the_same_by_one_command_each(partnership: World, database: TestDatabase, tmp_path: Path) -> None:
    heads = tmp_path / "heads.jsonl"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.FOLLOWTHROUGH_AUDIT_HEADS", [str(heads)])
        shipping.ship()
    made = _followthrough("backup", "--to", tmp_path / "kept")
    assert made.returncode == 0, made.stderr
    place = tools.newest(tmp_path / "kept")
    told = json.loads((place / "manifest.json").read_text())
    assert told["tables"]["sharing_share"]["rows"] == 1 and told["tables"]["ledger_event"]["rows"] > 1
    assert (place.stat().st_mode & 0o777, (place / told["file"]).stat().st_mode & 0o777) == (0o700, 0o600)

    drilled = _followthrough("restore-drill", "--from", tmp_path / "kept", "--heads", heads)
    assert drilled.returncode == 0, drilled.stdout + drilled.stderr
    assert "Everything came back the same." in drilled.stdout and "audit verified in" in drilled.stdout

    address = tools.keeper(database.name)
    with psycopg.connect(address) as connection:
        connection.execute("alter table sharing_share disable row level security")
        connection.execute("delete from sharing_leg")
    restored = _followthrough("restore", "--from", tmp_path / "kept")
    assert restored.returncode == 0, restored.stderr
    assert "is kept as the database" in restored.stdout
    connections.close_all()  # the restore ended them
    back = _measured(address)
    # What the commands themselves wrote into the audit afterwards is all that differs.
    written = ("core_auditrow", "core_auditlink", "core_auditseal", "core_auditsink")
    assert [line for line in measuring.differences(told, back) if not any(name in line for name in written)] == []
    with psycopg.connect(database.addresses.application) as connection:
        assert connection.execute("select count(*) from sharing_share").fetchone() == (0,)  # nobody is acting
    assert not checking.check(None, [heads], []).faults


OTHERWISE = {
    "delete from sharing_leg": "table sharing_leg differs",
    "update children_child set name = name || 'x'": "table children_child differs",
    "alter table ledger_event disable row level security": "guard is missing: r ledger_event",
    "grant delete on ledger_event to followthrough_app": "guard is new: grant ledger_event",
    "drop trigger core_auditrow_append_only on core_auditrow": "guard is missing: trigger core_auditrow",
    "drop policy those_involved on sharing_draft": "guard is missing: policy sharing_draft",
    "select nextval('core_auditrow_id_seq')": "sequence core_auditrow_id_seq differs",
    "create table another (id int)": "table another should not be there",
}


def test_what_comes_back_otherwise_is_named_and_never_takes_the_place(
    partnership: World, database: TestDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = _make(database, tmp_path)
    really = tools.restore

    def badly(address: str, parts: Iterator[bytes]) -> None:
        really(address, parts)
        with psycopg.connect(address) as connection:
            for change in OTHERWISE:
                connection.execute(change)  # type: ignore[call-overload]

    monkeypatch.setattr(tools, "restore", badly)
    before = _measured(tools.keeper(database.name))
    with pytest.raises(CannotRun, match="not what the manifest says") as refused:
        restoring.restore(database.administrator, place, secret=KEY, at=clock.real_now(), database=database.name)
    said = str(refused.value).splitlines()
    assert [each for each in OTHERWISE.values() if not any(line.startswith(each) for line in said)] == []
    assert _measured(tools.keeper(database.name)) == before


def test_a_drill_reads_the_heads_that_were_kept(partnership: World, database: TestDatabase, tmp_path: Path) -> None:
    heads = tmp_path / "heads.jsonl"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.FOLLOWTHROUGH_AUDIT_HEADS", [str(heads)])
        shipping.ship()
    place = _make(database, tmp_path)
    other = json.loads(heads.read_text().splitlines()[-1])
    other["link"] = other["link"][::-1]
    heads.write_text(json.dumps(other) + "\n")
    report = restoring.drill(database.administrator, place, secret=KEY, heads=[heads], database=database.name)
    assert report.faults


def test_a_changed_backup_is_refused_before_anything_is_touched(
    partnership: World, database: TestDatabase, tmp_path: Path
) -> None:
    place = _make(database, tmp_path)
    with pytest.raises(CannotRun, match="Set FOLLOWTHROUGH_BACKUP_KEY"):
        backup.read(place, "")
    with pytest.raises(CannotRun, match="another one"):
        backup.read(place, KEY[::-1])
    manifest = place / "manifest.json"
    whole = manifest.read_text()
    manifest.write_text(whole.replace('"rows": 1,', '"rows": 2,', 1))
    with pytest.raises(CannotRun, match="manifest was changed"):
        backup.read(place, KEY)
    manifest.write_text(whole)
    file = place / backup.SEALED
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(CannotRun, match="it was changed"):
        backup.read(place, KEY)


def test_no_key_and_no_canary_is_in_a_backup(partnership: World, database: TestDatabase, tmp_path: Path) -> None:
    sealed, plain = _make(database, tmp_path / "sealed"), _make(database, tmp_path / "plain", "")
    text = subprocess.run(
        [tools._found("pg_restore"), "--file=-", str(plain / backup.PLAIN)], capture_output=True, check=True
    ).stdout
    assert b"sharing_draft" in text and partnership.child.name.encode() in text
    for secret in (CANARY, "tests only", KEY):
        assert secret.encode() not in text
        assert secret.encode() not in (plain / "manifest.json").read_bytes()
    assert partnership.child.name.encode() not in (sealed / backup.SEALED).read_bytes()


def test_half_a_backup_leaves_nothing_behind(database: TestDatabase, partnership: World, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch, pytest.raises(CannotRun, match="pg_dump failed"):
        patch.setattr(tools, "_found", lambda program: "/bin/false")
        _make(database, tmp_path)
    assert not list(tmp_path.iterdir())
    with pytest.raises(CannotRun, match="There is no backup"):
        tools.newest(tmp_path)


@settings(max_examples=30)
@given(st.lists(st.binary(max_size=40), max_size=12), st.data())
def test_a_box_opens_whole_or_not_at_all(parts: list[bytes], data: st.DataObject) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(boxes, "PIECE", 16)
        box = b"".join(boxes.sealed(parts, KEY))
        assert b"".join(boxes.opened(io.BytesIO(box), KEY)) == b"".join(parts)
        cut = data.draw(st.integers(0, len(box) - 1))
        with pytest.raises((CannotRun, ValueError)):
            list(boxes.opened(io.BytesIO(box[:cut]), KEY))
        changed = bytearray(box)
        changed[cut] ^= 1
        with pytest.raises((CannotRun, ValueError)):
            list(boxes.opened(io.BytesIO(bytes(changed)), KEY))
        pieces = [box[at : at + 32] for at in range(39, len(box), 32)]
        if len(pieces) > 2:
            moved = b"".join([box[:39], pieces[1], pieces[0], *pieces[2:]])
            with pytest.raises(CannotRun):
                list(boxes.opened(io.BytesIO(moved), KEY))
