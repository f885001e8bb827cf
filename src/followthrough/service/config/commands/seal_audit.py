"""followthrough seal-audit: give every committed row of the audit its place in the chain, once or again and again."""

from __future__ import annotations

import argparse
import importlib
import signal
import sys
from typing import Any

from followthrough.service.config.ready import make_ready


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--every", type=float, metavar="SECONDS", help="keep on, with this pause between")


def run(arguments: argparse.Namespace) -> int:
    # Leaving by an exception rolls the open transaction back; the next sealer finds the same rows.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    make_ready()
    sealing: Any = importlib.import_module("followthrough.service.core.audit.sealing")  # models need the apps loaded
    if arguments.every is None:
        print(f"{sealing.seal_all()} rows sealed")
        return 0
    sealing.run(arguments.every)
    return 0
