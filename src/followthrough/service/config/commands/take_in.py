"""followthrough take-in: what lies in the teams' mailboxes becomes items, each with an owner and a clock."""

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
    # Leaving by an exception rolls the open transaction back; the next run finds the same mail.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    make_ready()
    mailboxes: Any = importlib.import_module(
        "followthrough.service.intake.mailboxes"
    )  # its models need the apps loaded
    if arguments.every is None:
        print(f"{mailboxes.take_in()} came in")
        return 0
    while True:
        mailboxes.take_in()
        time.sleep(arguments.every)
