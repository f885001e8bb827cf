"""Is the site of this folder being served just now: where, and by which processes?

A lock says whether, because it vanishes with the processes that hold it; a note beside it says where.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

from followthrough.service.config import places
from followthrough.service.config.embedded import CannotRun

_FIRST_PORT, _PORTS_TRIED = 8000, 100


def port_for(host: str, wanted: int | None) -> int:
    """The wanted port if it is free; unsaid, the first free one from 8000 on."""
    if wanted is not None:
        if _is_free(host, wanted):
            return wanted
        raise CannotRun(f"Port {wanted} is in use by another program. Choose another with --port.")
    for port in range(_FIRST_PORT, _FIRST_PORT + _PORTS_TRIED):
        if _is_free(host, port):
            return port
    raise CannotRun(f"Ports {_FIRST_PORT} to {_FIRST_PORT + _PORTS_TRIED - 1} are all in use. Choose one with --port.")


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError:
            return False
        return True


@contextlib.contextmanager
def alone() -> Iterator[int]:
    """Hold the lock; its descriptor is for the processes that are started."""
    _lock_file().parent.mkdir(parents=True, exist_ok=True)
    with _lock_file().open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotRun(f"The site is being served already, at {address() or 'another port'}.") from None
        yield file.fileno()


def is_running() -> bool:
    if not _lock_file().exists():
        return False
    with _lock_file().open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def note(address: str, processes: list[int]) -> None:
    _note_file().write_text(json.dumps({"address": address, "processes": [os.getpid(), *processes]}))


def forget() -> None:
    _note_file().unlink(missing_ok=True)


def address() -> str | None:
    return _noted().get("address") if is_running() else None


def stop(patience: float = 15) -> bool:
    """Ask what serves here to stop, and wait for it. False if nothing was running."""
    if not is_running():
        return False
    for number in (signal.SIGTERM, signal.SIGKILL):
        for process in _noted().get("processes", []):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, number)
        until = time.monotonic() + patience
        while is_running() and time.monotonic() < until:
            time.sleep(0.1)
    forget()
    return True


def _noted() -> dict:
    return json.loads(_note_file().read_text()) if _note_file().exists() else {}


def _lock_file() -> Path:
    return places.home() / "serving.lock"


def _note_file() -> Path:
    return places.home() / "serving.json"
