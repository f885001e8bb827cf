"""followthrough restore: a backup becomes the database. What stood there before is kept under another name."""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path
from typing import Any

from followthrough.service.config import addresses, roles, serving
from followthrough.service.config.embedded import CannotRun
from followthrough.service.config.environment import choose_settings
from followthrough.service.config.keeping import backup, restoring, tools
from followthrough.service.config.keeping.restoring import Report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="folder", type=Path, required=True, metavar="FOLDER",
                        help="a backup, or a folder of them: then the latest")  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    if serving.is_running():
        raise CannotRun("The site is running. Stop it first: followthrough stop.")
    secret = backup.key()
    addresses.start_embedded()
    place, administrator = tools.newest(arguments.folder), tools.keeper()
    clock: Any = importlib.import_module("followthrough.service.core.clock")
    report, before = restoring.restore(
        administrator, place, secret=secret, at=clock.real_now(), database=tools.database()
    )
    _keep_addresses(administrator, report)
    _audit(report)
    print(f"Restored as of {report.made_at}: {report.tables} tables, {report.rows} rows, the same as in the backup.")
    if before:
        print(f"What was there before is kept as the database {before}. Drop it when you are sure.")
    print("Run followthrough manage migrate when the backup is older than this version, and verify-audit.")
    return 0


def _keep_addresses(administrator: str, report: Report) -> None:
    """Of a bare server, whose roles were made just now."""
    if addresses.administrator() and len(report.passwords) == len(roles.ROLES):
        addresses.save(roles.addresses_from(administrator, report.passwords))


def _audit(report: Report) -> None:
    choose_settings()
    django: Any = importlib.import_module("django")
    django.setup()
    audit: Any = importlib.import_module("followthrough.service.core.audit")
    viewer: Any = importlib.import_module("followthrough.service.core.viewer")
    audit.record("backup.restored", by=viewer.Viewer.system("restore"), detail={"made_at": report.made_at})
