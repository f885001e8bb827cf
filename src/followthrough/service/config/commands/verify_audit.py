"""followthrough verify-audit: was anything of the audit edited, deleted, inserted, moved or cut off?

From the database, or from a copy on a machine that has none.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path
from typing import Any

from followthrough.service.config.ready import make_ready

_MOST = 20  # sentences that are printed; a broken chain can have a fault at every row


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--copy", type=Path, help="check this copy, not the database")
    parser.add_argument("--heads", type=Path, action="append", default=[], help="heads that were kept elsewhere")
    parser.add_argument("--key", action="append", default=[], help="the public key of the heads (base64)")
    parser.add_argument("--write-copy", type=Path, metavar="FILE", help="write a copy of the audit, and end")
    parser.add_argument("--show-key", action="store_true", help="print the public key, and end")


def run(arguments: argparse.Namespace) -> int:
    make_ready(needs_database=arguments.copy is None)
    checking: Any = importlib.import_module("followthrough.service.core.audit.checking")  # models need the apps loaded
    try:
        if arguments.show_key:
            print(checking.own_key())
            return 0
        if arguments.write_copy:
            print(f"{checking.copying.write(arguments.write_copy)} rows written to {arguments.write_copy}")
            return 0
        report = checking.check(arguments.copy, arguments.heads, arguments.key)
    except (OSError, ValueError) as error:
        print(f"The audit cannot be checked: {error}", file=sys.stderr)
        return 2
    return _say(report)


def _say(report: Any) -> int:
    for sentence in report.faults[:_MOST]:
        print(sentence)
    if len(report.faults) > _MOST:
        print(f"… and {len(report.faults) - _MOST} more.")
    print(report.summary)
    return 1 if report.faults else 0
