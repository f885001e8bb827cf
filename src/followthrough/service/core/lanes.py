"""Slow work takes so many of the server's threads and no more, so that a page is always answered beside it.

A file that is made anew or a paper that is set as a PDF holds its thread for seconds. `ABREAST` of them run at once in
each process, `WAITING` more wait their turn, the one that came first going first; whoever comes then is asked to try
again, and learns it at once. What is left of `THREADS` answers pages. The numbers are our default.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

THREADS: Final = 4  # of each process of the server, and as many connections to the database
ABREAST: Final = 2
WAITING: Final = 1


class Busy(Exception):
    """All places are taken, and those of who wait as well."""


class Lane:
    def __init__(self, abreast: int = ABREAST, waiting: int = WAITING) -> None:
        self._all = threading.BoundedSemaphore(abreast + waiting)
        self._running = threading.BoundedSemaphore(abreast)

    @contextmanager
    def place(self) -> Iterator[None]:
        """Raises Busy at once, or gives a place when it is free."""
        if not self._all.acquire(blocking=False):
            raise Busy
        try:
            with self._running:
                yield
        finally:
            self._all.release()


slow: Final = Lane()
