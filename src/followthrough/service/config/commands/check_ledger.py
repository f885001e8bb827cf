"""followthrough check-ledger: does every piece of shared information have an owner, a due time and a visible state?"""

from __future__ import annotations

import argparse
import importlib
from collections import Counter
from pathlib import Path
from typing import Any

from followthrough.service.config.ready import make_ready

_MOST = 20  # of one sentence: a sweep that is down breaks one for every duty


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--heads", type=Path, action="append", default=[], help="heads of the audit kept elsewhere")


def run(arguments: argparse.Namespace) -> int:
    make_ready()
    invariants: Any = importlib.import_module("followthrough.service.assurance.invariants")  # needs the apps loaded
    checking: Any = importlib.import_module("followthrough.service.core.audit.checking")
    found = invariants.broken()
    audit = checking.check(None, arguments.heads, [])
    found += [invariants.Broken(invariants.WHOLE_AUDIT, "audit", fault) for fault in audit.faults]
    return say(invariants.INVARIANTS, found)


def say(invariants: Any, found: list[Any]) -> int:
    """One line a sentence, with what breaks it below. Returns the exit code."""
    times = Counter(each.invariant.number for each in found)
    for invariant in invariants:
        print(f"{invariant.number:>3} {'BROKEN' if times[invariant.number] else 'holds '} {invariant.says}")
        mine = [each for each in found if each.invariant.number == invariant.number]
        for each in mine[:_MOST]:
            print(f"      {each.id}: {each.what}")
        if len(mine) > _MOST:
            print(f"      … and {len(mine) - _MOST} more.")
    return 1 if found else 0
