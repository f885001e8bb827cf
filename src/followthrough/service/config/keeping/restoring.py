"""followthrough restore and restore-drill: a backup becomes a database, and is compared with its manifest.

Restored is beside what is there. Only what holds the same as the manifest says takes the name of the database, and what
stood there before is kept under another name: a restore that fails, or that was a mistake, has cost nothing.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from followthrough.service.config import addresses, roles
from followthrough.service.config.embedded import CannotRun
from followthrough.service.config.environment import environment
from followthrough.service.config.keeping import backup, measuring, tools


@dataclass
class Report:
    """What was found. `seconds` by step; `faults` in sentences."""

    made_at: str
    rows: int = 0
    tables: int = 0
    faults: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)  # of roles that a bare server lacked

    @contextlib.contextmanager
    def timed(self, step: str) -> Iterator[None]:
        started = time.monotonic()
        yield
        self.seconds[step] = round(time.monotonic() - started, 2)


def restore(administrator: str, place: Path, *, secret: str, at: datetime, database: str) -> tuple[Report, str]:
    """Returns what was found, and under which name the database before is kept ("" when there was none)."""
    beside = f"{database}_restoring"
    report = _restored(administrator, place, secret, beside)
    if report.faults:
        _drop(administrator, beside)
        raise CannotRun("The restored database is not what the manifest says:\n" + "\n".join(report.faults[:20]))
    return report, _take_its_place(administrator, beside, database, f"{database}_before_{at:%Y%m%d%H%M%S}")


def drill(administrator: str, place: Path, *, secret: str, heads: list[Path], database: str) -> Report:
    """Nothing that people use is touched."""
    scratch = f"{database}_drill"
    try:
        report = _restored(administrator, place, secret, scratch)
        with report.timed("audit verified"):
            report.faults += _audit_faults(scratch, backup.read(place, secret), heads)
        return report
    finally:
        _drop(administrator, scratch)


def _restored(administrator: str, place: Path, secret: str, database: str) -> Report:
    started = time.monotonic()
    manifest = backup.read(place, secret)
    report = Report(manifest["made_at"], seconds={"file checked": round(time.monotonic() - started, 2)})
    _drop(administrator, database)
    try:
        with report.timed("restored"):
            report.passwords = roles.set_up(administrator, database)
            address = tools.of_database(administrator, database)
            tools.restore(address, backup.content(place, manifest, secret))
        with report.timed("compared"), psycopg.connect(address) as connection:
            found = measuring.measure(connection)
    except BaseException:
        _drop(administrator, database)
        raise
    report.faults = measuring.differences(manifest, found)
    report.tables, report.rows = len(found["tables"]), sum(each["rows"] for each in found["tables"].values())
    return report


def _audit_faults(database: str, manifest: dict[str, Any], heads: list[Path]) -> list[str]:
    """By `verify-audit` itself, on the restored database, against the heads that were kept until the backup."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as kept:
        kept.writelines(_until(manifest, heads))
        kept.flush()
        words = [sys.executable, "-m", "followthrough.cli", "verify-audit", "--heads", kept.name]
        done = subprocess.run(words, env=_environment_of(database), capture_output=True, text=True)
    return [] if done.returncode == 0 else (done.stdout + done.stderr).strip().splitlines()


def _until(manifest: dict[str, Any], heads: list[Path]) -> list[str]:
    last = manifest["audit_head"][0] if manifest["audit_head"] else 0
    lines = [line for path in heads for line in path.read_text(encoding="ascii").splitlines(keepends=True)]
    return [line for line in lines if json.loads(line)["position"] <= last]


def _environment_of(database: str) -> dict[str, str]:
    there = addresses.current()
    names = {role: tools.of_database(address, database) for role, address in there.as_environment().items()}
    return {**os.environ, **names, "FOLLOWTHROUGH_ENVIRONMENT": environment()}


def _take_its_place(administrator: str, beside: str, database: str, before: str) -> str:
    with psycopg.connect(administrator, autocommit=True) as connection:
        _end_connections(connection, database, beside)
        found = connection.execute("select from pg_database where datname = %s", [database]).fetchone()
        if found is not None:
            _run(connection, "alter database {} rename to {}", database, before)
        _run(connection, "alter database {} rename to {}", beside, database)
        return before if found is not None else ""


def _end_connections(connection: psycopg.Connection[Any], *databases: str) -> None:
    connection.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = any(%s) and pid <> pg_backend_pid()",
        [list(databases)],
    )


def _drop(administrator: str, database: str) -> None:
    with psycopg.connect(administrator, autocommit=True) as connection:
        _run(connection, "drop database if exists {} with (force)", database)


def _run(connection: psycopg.Connection[Any], statement: str, *names: str) -> None:
    connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
