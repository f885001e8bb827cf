"""A site of one's own: PostgreSQL that really writes to disk, and the programs that `followthrough serve` starts.

They are started one by one, so that each can be killed alone, and under production's settings.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from followthrough.service.config import roles
from followthrough.service.config.commands import serve
from followthrough.service.config.embedded import Server

SOURCE, TESTS = (str(Path(__file__).resolve().parents[n]) for n in (3, 2))
HOST = "followthrough.example"
DATABASE, WEB, SWEEP, SEALER = "database", "web", "sweep", "sealer"
_PATIENCE = 90  # seconds: a bound for what hangs, not a promise of speed


@dataclass
class Site:
    folder: Path
    settings: str = "proof.faults.settings"
    programs: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    ended_alone: list[str] = field(default_factory=list)
    more: dict[str, str] = field(default_factory=dict)  # environment

    def __post_init__(self) -> None:
        self.server = Server(self.folder / "postgres")
        self.port = _free_port()
        self._secrets = {
            "FOLLOWTHROUGH_SECRET_KEY": secrets.token_urlsafe(60),
            "FOLLOWTHROUGH_AUDIT_KEY": secrets.token_urlsafe(60),
            "FOLLOWTHROUGH_FIELD_KEYS": f"one:{secrets.token_urlsafe(60)}",
        }

    # Starting

    def make(self, *words: str) -> dict[str, Any]:
        """The database with its roles and tables, and a partnership in it. Returns what `people` says of it."""
        if not self.server.is_running():
            self.server.start()
        roles.set_up(self.server.address())
        self.run("-m", "followthrough.cli", "manage", "migrate", "--verbosity", "0")
        said: dict[str, Any] = json.loads(self.run("-m", "proof.faults.people", *words).splitlines()[-1])
        return said

    def start(self, *names: str) -> None:
        for name in names or (WEB, SWEEP, SEALER):
            self.start_program(name)
        if WEB in self.programs:
            self.wait_until_it_answers()

    def start_program(self, name: str) -> None:
        self.programs[name] = self.begin(name, *self._words(name))

    def begin(self, name: str, *words: str) -> subprocess.Popen[bytes]:
        """A program of the site in the background; what it says goes to the log of this name."""
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                self.command(*words),
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _words(self, name: str) -> list[str]:
        if name == WEB:
            return serve._web_server("127.0.0.1", self.port)
        command = {SWEEP: ["sweep", "--every", "1"], SEALER: ["seal-audit", "--every", "1"]}[name]
        return ["-m", "followthrough.cli", *command]

    def wait_until_it_answers(self) -> None:
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            self.mend()
            time.sleep(0.05)
        raise AssertionError(f"The site did not start:\n{self.log(WEB)}")

    def mend(self) -> None:
        """Start again what ended by itself, and remember that it did."""
        for name, program in list(self.programs.items()):
            if program.poll() is not None:
                self.ended_alone.append(name)
                self.start_program(name)

    # Ending

    def freeze(self, name: str) -> list[int]:
        """Stop all processes of one part where they are. Returns them."""
        found = self.processes(name)
        for process in found:
            _signal(process, signal.SIGSTOP)
        return found

    def kill(self, name: str) -> None:
        """At once and without a word, as a power cut does, though the system's own memory of files survives it."""
        for process in self.processes(name):
            _signal(process, signal.SIGKILL)
        if name in self.programs:
            self.programs[name].wait()

    def start_again(self, name: str) -> None:
        self.server.start() if name == DATABASE else self.start_program(name)

    def processes(self, name: str) -> list[int]:
        """The first process of a part and all that it began."""
        if name == DATABASE:
            file = self.server.data / "postmaster.pid"
            return _family(int(file.read_text().split()[0])) if file.exists() else []
        return _family(self.programs[name].pid)

    def stop(self) -> None:
        for name in self.programs:
            self.kill(name)
        self.server.stop(at_once=True)

    # Looking

    def command(self, *words: str) -> list[str]:
        return [sys.executable, *words]

    def run(self, *words: str) -> str:
        done = subprocess.run(self.command(*words), env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise AssertionError(f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout

    def log(self, name: str) -> str:
        file = self.folder / f"{name}.log"
        return file.read_text(errors="replace")[-4000:] if file.exists() else ""

    @property
    def heads(self) -> Path:
        return self.folder / "heads.jsonl"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **{
                name: value for name, value in os.environ.items() if not name.startswith(("FOLLOWTHROUGH_", "DATABASE"))
            },
            **{f"FOLLOWTHROUGH_DATABASE_{role}": self._address(name) for role, name in _ROLES.items()},
            **self._secrets,
            "PYTHONPATH": os.pathsep.join([str(Path(SOURCE) / "src"), TESTS]),
            "DJANGO_SETTINGS_MODULE": self.settings,
            "FOLLOWTHROUGH_ENVIRONMENT": "production",
            "FOLLOWTHROUGH_HOME": str(self.folder),
            "FOLLOWTHROUGH_HOSTS": HOST,
            "FOLLOWTHROUGH_AUDIT_HEADS": str(self.heads),
            **self.more,
        }

    def _address(self, role: str) -> str:
        return f"postgresql://{role}@/followthrough?host={self.server.socket}"


_ROLES = {"OWNER": roles.OWNER, "APPLICATION": "followthrough_app", "ASSESSOR": "followthrough_assessor"}


@contextlib.contextmanager
def site(*words: str, folder: Path | None = None) -> Iterator[tuple[Site, dict[str, Any]]]:
    """A site with its partnership, gone afterwards. `words` go to `people`."""
    place = Path(tempfile.mkdtemp(prefix="followthrough-faults-", dir=folder))
    found = Site(place)
    try:
        yield found, found.make(*words)
    finally:
        found.stop()
        shutil.rmtree(place, ignore_errors=True)


def _family(first: int) -> list[int]:
    """A process and everything that it began, by the table of processes; those that are gone are left out."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            words = stat.read_text().rpartition(")")[2].split()
            if words[0] != "Z":
                parents.setdefault(int(words[1]), []).append(int(stat.parent.name))
    found, wanted = [], [first]
    while wanted:
        process = wanted.pop()
        found.append(process)
        wanted += parents.get(process, [])
    return found


def _signal(process: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, number)


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
