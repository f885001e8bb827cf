"""How far is it? A bar on standard error where a person looks, nothing where a machine does."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TextIO

_WIDTH = 30
_PAUSE = 0.2  # seconds between two drawings


class Bar:
    """Counts `what` up to `total`. When it is interrupted it says how far it came, and the interrupt goes on."""

    def __init__(self, what: str, total: int, stream: TextIO | None = None) -> None:
        self.what, self.total = what, max(total, 1)
        self.stream = stream or sys.stderr
        self.done = 0
        self._drawn_at = 0.0

    def __enter__(self) -> Bar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.stream.isatty():
            self.stream.write("\r\x1b[K")
        if kind is KeyboardInterrupt:
            self.stream.write(f"Stopped. {self.done:,} of {self.total:,} {self.what}.\n")
        self.stream.flush()

    def to(self, done: int, total: int | None = None) -> None:
        self.done, self.total = done, max(total or self.total, 1)
        now = time.monotonic()
        if self.stream.isatty() and now - self._drawn_at >= _PAUSE:
            self._drawn_at = now
            filled = _WIDTH * min(done, self.total) // self.total
            bar = "█" * filled + "░" * (_WIDTH - filled)
            self.stream.write(f"\r\x1b[K{bar} {done:,} of {self.total:,} {self.what}")
            self.stream.flush()
