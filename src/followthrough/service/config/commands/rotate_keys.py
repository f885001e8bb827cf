"""followthrough rotate-keys: seal with the newest key what an older one has sealed."""

from __future__ import annotations

import argparse
import importlib
from typing import Any

from followthrough.service.config.embedded import CannotRun
from followthrough.service.config.ready import make_ready


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--show", action="store_true", help="only say how many texts each key seals")


def run(arguments: argparse.Namespace) -> int:
    make_ready()
    rotating: Any = importlib.import_module("followthrough.service.core.rotating")  # its models need the apps loaded
    encryption: Any = importlib.import_module("followthrough.service.core.encryption")
    try:
        if not arguments.show:
            for table, number in rotating.rotate().items():
                print(f"{table}: {number} sealed anew")
        _say(rotating.keys_in_use(), encryption.newest_key())
    except (encryption.CannotOpen, encryption.UnfitKeys) as error:
        raise CannotRun(str(error)) from error
    return 0


def _say(used: dict[str, int], newest: str) -> None:
    for key, number in sorted(used.items()):
        print(f"key {key}{' (the newest)' if key == newest else ''}: {number} texts")
    if set(used) <= {newest}:
        print("No text needs an older key. Keep the older ones for as long as you keep backups made with them.")
