"""followthrough stop: end what this folder runs, the site first and then the embedded database."""

from __future__ import annotations

import argparse

from followthrough.service.config import addresses, serving


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Stopping asks nothing."""


def run(arguments: argparse.Namespace) -> int:
    was_serving = serving.stop()
    was_running = addresses.is_embedded() and _stop_database()
    stopped = [what for what, was in (("the site", was_serving), ("the database", was_running)) if was]
    print(f"Stopped {' and '.join(stopped)}." if stopped else "Nothing was running.")
    return 0


def _stop_database() -> bool:
    server = addresses.embedded_server()
    was_running = server.is_running()
    server.stop()
    return was_running
