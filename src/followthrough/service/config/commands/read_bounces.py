"""followthrough read-bounces: take what came back to our own mailbox, so that a person is asked to mend it."""

from __future__ import annotations

import argparse
import importlib
import mailbox
from pathlib import Path
from typing import Any

from followthrough.service.config.ready import make_ready


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("maildir", type=Path, help="a maildir; what is taken goes out of it, all else stays")


def run(arguments: argparse.Namespace) -> int:
    make_ready()
    bounces: Any = importlib.import_module("followthrough.service.ledger.bounces")  # its models need the apps loaded
    box = mailbox.Maildir(arguments.maildir, create=False)
    taken = 0
    for key in list(box.keys()):
        if bounces.take(box.get_bytes(key)):
            box.discard(key)
            taken += 1
    print(f"{taken} came back, and a person is asked about each; {len(box)} left for somebody to read.")
    return 0
