"""followthrough's example partnership: `load_demo`, and `load_demo --reset` to begin again."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from followthrough.service.demo import loading

CHECKOUT = Path(__file__).resolve().parents[6]


class Command(BaseCommand):
    help = "Loads Wealdshire, the fictional example partnership. Does nothing when it is there already."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reset", action="store_true", help="throw everything away first")

    def handle(self, *, reset: bool, verbosity: int, **options: Any) -> None:
        if reset:
            loading.empty()
        if loading.is_loaded():
            self._say("The example partnership is loaded already.", verbosity)
            return
        began = perf_counter()
        done = loading.load(stories())
        taken = perf_counter() - began
        self._say(f"Loaded {done.events} events about {done.children} children in {taken:.1f} seconds.", verbosity)

    def _say(self, text: str, verbosity: int) -> None:
        if verbosity:
            self.stdout.write(text)


def stories() -> Path:
    """Beside the rulebook that is in use."""
    return Path(getattr(settings, "FOLLOWTHROUGH_RULEBOOKS", CHECKOUT / "rulebooks")) / "stories"
