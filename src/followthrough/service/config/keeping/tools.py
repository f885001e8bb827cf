"""How are pg_dump and pg_restore called, and who may see and make whole databases? The keeper.

Row-level security holds for the owner too, so a whole copy takes a role that may pass it by: the administrator's of
DATABASE_URL or of the embedded server, or the one of FOLLOWTHROUGH_DATABASE_KEEPER.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from psycopg.conninfo import conninfo_to_dict

from followthrough.service.config import addresses
from followthrough.service.config.embedded import CannotRun, programs

_READ = 1 << 16


def keeper(database: str = "") -> str:
    """The keeper's address, of the named database where one is named."""
    given = os.environ.get("FOLLOWTHROUGH_DATABASE_KEEPER") or addresses.administrator()
    if not given:
        if addresses.given():
            raise CannotRun(
                "Set FOLLOWTHROUGH_DATABASE_KEEPER: an address that may read every row (a superuser, or a role with "
                "bypassrls), and make databases where one is restored."
            )
        given = addresses.embedded_server().address()
    return of_database(given, database) if database else given


def of_database(address: str, database: str) -> str:
    return urlunsplit(urlsplit(address)._replace(path=f"/{database}"))


def database() -> str:
    """What the database of this installation is called; a bare server has none yet, and gets the usual name."""
    there = addresses.given()
    return name_of(there.owner) if there else addresses.DATABASE


def name_of(address: str) -> str:
    return urlsplit(address).path.lstrip("/")


def dump(address: str, snapshot: str) -> Iterator[bytes]:
    """The database as it was in `snapshot`, in PostgreSQL's custom format."""
    with _running("pg_dump", address, "--format=custom", f"--snapshot={snapshot}") as process:
        assert process.stdout is not None
        while part := process.stdout.read(_READ):
            yield part


def restore(address: str, parts: Iterable[bytes]) -> None:
    """Into an empty database that has its roles and extensions already. All of it, or CannotRun."""
    words = ("--exit-on-error", "--single-transaction", f"--dbname={name_of(address)}")
    with _running("pg_restore", address, *words, takes_input=True) as process:
        assert process.stdin is not None
        # When it ends early, its own words say why, and they are shown; that nobody reads any more says nothing.
        with contextlib.suppress(BrokenPipeError):
            for part in parts:
                process.stdin.write(part)
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()


@contextlib.contextmanager
def _running(program: str, address: str, *words: str, takes_input: bool = False) -> Iterator[subprocess.Popen[bytes]]:
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [_found(program), *words],
            env=_environment(address),
            stdin=subprocess.PIPE if takes_input else subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if takes_input else subprocess.PIPE,
            stderr=said,
        )
        try:
            yield process
        except BaseException:
            process.kill()
            raise
        finally:
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with contextlib.suppress(BrokenPipeError):
                        pipe.close()
            code = process.wait()
        if code:
            said.seek(0)
            lines = said.read().decode("utf-8", "replace").strip().splitlines()
            raise CannotRun(f"{program} failed: {lines[0] if lines else f'code {code}'}")


def _found(program: str) -> str:
    beside = programs() / program
    found = str(beside) if beside.exists() else shutil.which(program)
    if not found:
        raise CannotRun(
            f"{program} was not found. Install PostgreSQL’s client programs, or set "
            "FOLLOWTHROUGH_POSTGRES_BIN to their folder."
        )
    return found


def _environment(address: str) -> dict[str, str]:
    """The address as settings of libpq: a password among a program's words could be seen by others."""
    names = {"dbname": "PGDATABASE", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "options": "PGOPTIONS"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    said = conninfo_to_dict(address)
    return kept | {names.get(name, f"PG{name.upper()}"): str(value) for name, value in said.items()}


def newest(folder: Path) -> Path:
    """The folder itself when it is a backup, else the latest backup in it."""
    if (folder / "manifest.json").exists():
        return folder
    found = sorted(path.parent for path in folder.glob("followthrough-*/manifest.json"))
    if not found:
        raise CannotRun(f"There is no backup in {folder}.")
    return found[-1]
