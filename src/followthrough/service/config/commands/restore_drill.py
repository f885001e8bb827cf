"""followthrough restore-drill: does a backup become the same database again, and how long does that take?"""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path
from typing import Any

from followthrough.service.config.keeping import backup, restoring, tools
from followthrough.service.config.keeping.restoring import Report
from followthrough.service.config.ready import make_ready

_MOST = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="folder", type=Path, required=True, metavar="FOLDER",
                        help="a backup, or a folder of them: then the latest")  # fmt: skip
    parser.add_argument("--heads", type=Path, action="append", default=[], help="heads of the audit kept elsewhere")


def run(arguments: argparse.Namespace) -> int:
    make_ready()
    place = tools.newest(arguments.folder)
    heads = arguments.heads or _own_heads()
    report = restoring.drill(tools.keeper(), place, secret=backup.key(), heads=heads, database=tools.database())
    _audit(report)
    return _say(place, report)


def _own_heads() -> list[Path]:
    settings: Any = importlib.import_module("django.conf").settings
    found = [Path(name) for name in settings.FOLLOWTHROUGH_AUDIT_HEADS if "://" not in name]
    return [path for path in found if path.exists()]


def _audit(report: Report) -> None:
    audit: Any = importlib.import_module("followthrough.service.core.audit")
    viewer: Any = importlib.import_module("followthrough.service.core.viewer")
    detail = {"made_at": report.made_at, "faults": len(report.faults), "seconds": report.seconds}
    outcome = "failed" if report.faults else "done"
    audit.record("backup.drilled", by=viewer.Viewer.system("restore-drill"), detail=detail, outcome=outcome)


def _say(place: Path, report: Report) -> int:
    print(f"{place}, as of {report.made_at}: {report.tables} tables, {report.rows} rows.")
    print(", ".join(f"{step} in {seconds} s" for step, seconds in report.seconds.items()) + ".")
    for sentence in report.faults[:_MOST]:
        print(sentence)
    if len(report.faults) > _MOST:
        print(f"… and {len(report.faults) - _MOST} more.")
    print("This backup would NOT bring everything back." if report.faults else "Everything came back the same.")
    return 1 if report.faults else 0
