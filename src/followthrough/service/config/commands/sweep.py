"""followthrough sweep: act on what is due, once or again and again. The ledger knows what that means."""

from __future__ import annotations

import argparse
import importlib
import signal
import sys
from dataclasses import asdict
from typing import Any

from followthrough.service.config.ready import make_ready


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--every", type=float, metavar="SECONDS", help="keep on, with this pause between")


def run(arguments: argparse.Namespace) -> int:
    # Leaving by an exception rolls the open transaction back; the next sweep finds the same work.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    make_ready()
    sweep: Any = importlib.import_module("followthrough.service.ledger.sweep")  # its models need the apps loaded
    if arguments.every is None:
        report = sweep.run_once()
        print(", ".join(f"{name} {value}" for name, value in asdict(report).items()))
        return 1 if report.in_trouble else 0  # so that a timer notices
    sweep.run(arguments.every)
    return 0
