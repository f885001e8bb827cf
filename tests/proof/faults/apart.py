"""The site in one network namespace and its database in another, with a line between them that can be cut.

Both ends stand in namespaces of their own: where one end was the machine's, a cut line would fall through to its
default route. Nothing else of the machine is touched.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from proof.faults.site import SOURCE, Site

SITE, DATABASE = "10.77.0.1", "10.77.0.2"
_NET = "10.77.0.0/24"
_START = "import sys; from pathlib import Path; from followthrough.service.config.embedded import Server; "
_START += "Server(Path(sys.argv[1])).start()"


class CannotDivide(Exception):
    """This machine lets nobody make network namespaces; the message says what is missing."""


@dataclass
class Apart(Site):
    """A site whose programs reach their database by TCP over the line."""

    settings: str = "proof.faults.settings_apart"
    line: str = field(default_factory=lambda: f"ft{os.getpid() % 10_000}")

    def divide(self) -> None:
        """Before anything is started."""
        here, there = f"{self.line}s", f"{self.line}d"
        try:
            for space in (here, there):
                _ip("netns", "add", space)
            _ip("link", "add", here, "netns", here, "type", "veth", "peer", "name", there, "netns", there)
            for space, address in ((here, SITE), (there, DATABASE)):
                _ip("-n", space, "address", "add", f"{address}/24", "dev", space)
                _ip("-n", space, "link", "set", "lo", "up")
                _ip("-n", space, "link", "set", space, "up")
        except (OSError, subprocess.CalledProcessError) as error:
            said = getattr(error, "stderr", b"") or str(error).encode()
            raise CannotDivide(f"No network namespaces here: {said.decode().strip()}") from error

    def unite(self) -> None:
        for space in (f"{self.line}s", f"{self.line}d"):
            subprocess.run(["ip", "netns", "delete", space], capture_output=True, check=False)

    def cut(self) -> None:
        _ip("-n", f"{self.line}d", "link", "set", f"{self.line}d", "down")

    def mend_line(self) -> None:
        _ip("-n", f"{self.line}d", "link", "set", f"{self.line}d", "up")

    def start_database(self) -> None:
        environment = {**os.environ, "PYTHONPATH": f"{SOURCE}/src"}
        words = [*self._within("d"), sys.executable, "-c", _START, str(self.server.data)]
        self.server.start()  # makes the folder
        self.server.stop()
        with (self.server.data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(f"listen_addresses = '{DATABASE}'\n")
        with (self.server.data / "pg_hba.conf").open("a", encoding="utf-8") as file:
            file.write(f"host all all {_NET} trust\n")
        subprocess.run(words, env=environment, check=True)

    def _within(self, end: str) -> list[str]:
        return ["ip", "netns", "exec", f"{self.line}{end}"]

    def command(self, *words: str) -> list[str]:
        return [*self._within("s"), *super().command(*words)]

    def _address(self, role: str) -> str:
        return f"postgresql://{role}@{DATABASE}/followthrough"


@contextmanager
def divided(site: Apart) -> Iterator[Apart]:
    try:
        site.divide()
        site.start_database()
        yield site
    finally:
        site.stop()
        site.unite()


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], capture_output=True, check=True)
