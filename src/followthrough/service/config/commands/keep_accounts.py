"""followthrough keep-accounts: begin and end seats on their days, and switch off accounts that nobody uses."""

from __future__ import annotations

import argparse
import importlib
import signal
import sys
import time
from typing import Any

from followthrough.service.config.ready import make_ready


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--every", type=float, metavar="SECONDS", help="keep on, with this pause between")


def run(arguments: argparse.Namespace) -> int:
    # Leaving by an exception rolls the open transaction back; the next run finds the same work.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    make_ready()
    actions: Any = importlib.import_module("followthrough.service.people.actions")  # its models need the apps loaded
    if arguments.every is None:
        begun, ended, off = actions.keep_accounts()
        print(f"{begun} seats begun, {ended} ended, {off} accounts switched off")
        return 0
    while True:
        actions.keep_accounts()
        time.sleep(arguments.every)
