"""followthrough serve: the web server, one sweep and the sealer of the audit, started and stopped together.

The programs are run as processes of their own, and this one only watches: if one ends by itself, the others
are stopped and the exit code says so, because a site whose silence never climbs must not look healthy.
"""

from __future__ import annotations

import argparse
import http.client
import os
import signal
import subprocess
import sys
import time
from types import FrameType
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import run_checks
from django.db import connections

from followthrough.service.config import serving
from followthrough.service.config.addresses import embedded_server, is_embedded
from followthrough.service.config.embedded import CannotRun
from followthrough.service.config.ready import make_ready
from followthrough.service.core import lanes

_SWEEP_PAUSE = 5  # seconds
_SEAL_PAUSE = 1
_ACCOUNTS_PAUSE = 60
_PATIENCE = 10  # seconds that a process has to stop, before it is killed


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, help="the port; it must be free (8000, or the next free one)")
    parser.add_argument(
        "--stop-database", action="store_true", help="stop the embedded database too, when told to stop"
    )


def run(arguments: argparse.Namespace) -> int:
    port = serving.port_for(arguments.host, arguments.port)
    try:
        make_ready()
        _refuse_if_unsafe()
        with serving.alone() as lock:
            return _Watch(arguments.host, port, lock).run()
    finally:
        if arguments.stop_database and is_embedded() and not serving.is_running():
            connections.close_all()
            embedded_server().stop()


def _refuse_if_unsafe() -> None:
    found = [each for each in run_checks(databases=["default", "owner"]) if not each.is_silenced()]
    problems = [each for each in found if each.is_serious()]
    if problems:
        raise CannotRun("It is not safe to start.\n" + "\n".join(map(str, problems)))
    for each in found:
        print(each, file=sys.stderr)


class _Watch:
    """Starts the programs, says when the site answers, and stops them when told to."""

    def __init__(self, host: str, port: int, lock: int) -> None:
        self.host, self.port = host, port
        self.lock = lock
        self.is_told_to_stop = False
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def run(self) -> int:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop_soon)
        try:
            self._start("The web server", _web_server(self.host, self.port))
            self._start("The sweep", ["-m", "followthrough.cli", "sweep", "--every", str(_SWEEP_PAUSE)])
            self._start(
                "The sealer of the audit", ["-m", "followthrough.cli", "seal-audit", "--every", str(_SEAL_PAUSE)]
            )
            self._start(
                "The keeper of accounts", ["-m", "followthrough.cli", "keep-accounts", "--every", str(_ACCOUNTS_PAUSE)]
            )
            serving.note(self.address, [process.pid for process in self.processes.values()])
            self._announce()
            return self._watch()
        finally:
            self._stop_all()

    @property
    def address(self) -> str:
        return f"http://{self.host}:{self.port}/"

    def _stop_soon(self, number: int, frame: FrameType | None) -> None:
        self.is_told_to_stop = True

    def _start(self, name: str, words: list[str]) -> None:
        # A session of its own: a Ctrl-C reaches this process only, which then stops the others in order.
        # They inherit the lock, which so stays held until the last of them has ended.
        self.processes[name] = subprocess.Popen(
            [sys.executable, *words],
            # Letters tell their reader where to sign in.
            env={"FOLLOWTHROUGH_ADDRESS": self.address.rstrip("/"), **os.environ},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=[self.lock],
        )

    def _announce(self) -> None:
        while not self._ended() and not self.is_told_to_stop:
            if _answers(self.address):
                print(f"Followthrough is at {self.address}  (Ctrl-C stops it)", flush=True)
                return
            time.sleep(0.1)

    def _watch(self) -> int:
        while not self.is_told_to_stop:
            ended = self._ended()
            if ended:
                print(f"{ended} stopped by itself, so everything is stopped.", file=sys.stderr)
                return 1
            time.sleep(0.2)
        return 0

    def _ended(self) -> str | None:
        return next((name for name, process in self.processes.items() if process.poll() is not None), None)

    def _stop_all(self) -> None:
        """Ask until they end: a process that is still starting can miss the first time it is asked."""
        until = time.monotonic() + _PATIENCE
        while (left := self._alive()) and time.monotonic() < until:
            for process in left:
                process.terminate()
            time.sleep(0.3)
        for process in self._alive():
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        serving.forget()

    def _alive(self) -> list[subprocess.Popen[bytes]]:
        return [process for process in self.processes.values() if process.poll() is None]


def _web_server(host: str, port: int) -> list[str]:
    # WSGI: under ASGI granian did not stop on SIGTERM, and pages were slower. A worker that is told to stop while it
    # is still starting never hears it, hence the time limit.
    options = {
        "--interface": "wsgi",
        "--host": host,
        "--port": port,
        "--workers": 2,
        "--blocking-threads": lanes.THREADS,
        "--workers-kill-timeout": 4,
        "--log-level": "error",
    }
    words = [str(word) for option in options.items() for word in option]
    return ["-m", "granian", "followthrough.service.config.wsgi:application", *words]


def _answers(address: str) -> bool:
    """Any answer will do, a refusal too: the question is whether somebody listens. It is asked by the site's own
    name, so that the log does not begin with a stranger, and no redirect is followed.
    """
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=5)
    try:
        connection.request("GET", "/", headers={"Host": settings.ALLOWED_HOSTS[0].lstrip(".")})
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True
