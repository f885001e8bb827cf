"""followthrough backup: the whole database at one moment, while people work."""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path
from typing import Any

from followthrough.service.config.keeping import backup, tools
from followthrough.service.config.ready import make_ready


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="where backups are kept")


def run(arguments: argparse.Namespace) -> int:
    secret = backup.key()
    make_ready()
    clock: Any = importlib.import_module("followthrough.service.core.clock")
    place = backup.make(tools.keeper(tools.database()), arguments.to, at=clock.real_now(), secret=secret)
    manifest = backup.read(place, secret)
    _audit(manifest)
    rows = sum(table["rows"] for table in manifest["tables"].values())
    print(f"{place}: {len(manifest['tables'])} tables, {rows} rows, {manifest['bytes']} bytes.")
    if not secret:
        print("It is not sealed: whoever has the file can read it. Set FOLLOWTHROUGH_BACKUP_KEY.", file=sys.stderr)
    return 0


def _audit(manifest: dict[str, Any]) -> None:
    audit: Any = importlib.import_module("followthrough.service.core.audit")
    viewer: Any = importlib.import_module("followthrough.service.core.viewer")
    told = {name: manifest[name] for name in ("made_at", "sha256", "file")}
    audit.record("backup.made", by=viewer.Viewer.system("backup"), detail=told)
