"""followthrough backup: one moment of the whole database, with a manifest to compare a restored one by.

While people work: a snapshot is what both the dump and the manifest see. A folder takes its name only when all of it is
there, so that half a backup is never taken for one.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import psycopg

from followthrough.service.config.embedded import CannotRun
from followthrough.service.config.keeping import boxes, measuring, tools

MANIFEST, PLAIN, SEALED = "manifest.json", "database.dump", "database.dump.sealed"
FORM = 1


def key() -> str:
    found = os.environ.get("FOLLOWTHROUGH_BACKUP_KEY", "")
    boxes.check_key(found)
    return found


def make(address: str, folder: Path, *, at: datetime, secret: str) -> Path:
    """Returns the backup's own folder. Raises CannotRun, and then leaves nothing behind."""
    place = folder / f"followthrough-{at:%Y-%m-%dT%H%M%SZ}"
    growing = folder / f".{place.name}.growing"
    if place.exists() or growing.exists():
        raise CannotRun(f"{place} is there already.")
    growing.mkdir(parents=True, mode=0o700)
    try:
        _write(address, growing, at, secret)
        growing.rename(place)
    except BaseException:
        shutil.rmtree(growing, ignore_errors=True)
        raise
    return place


def read(place: Path, secret: str) -> dict[str, Any]:
    """The manifest of a backup whose file is whole. Raises CannotRun."""
    manifest: dict[str, Any] = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
    if manifest.get("form") != FORM:
        raise CannotRun(f"{place} was made by another version of Followthrough.")
    if manifest["file"] == SEALED:
        if not secret:
            raise CannotRun("This backup is sealed. Set FOLLOWTHROUGH_BACKUP_KEY to the key that it was made with.")
        said = manifest.pop("signature")
        if not hmac.compare_digest(said, _signature(manifest, secret)):
            raise CannotRun("The manifest was changed, or the key of FOLLOWTHROUGH_BACKUP_KEY is another one.")
    if _digest(place / manifest["file"]) != manifest["sha256"]:
        raise CannotRun(f"{place / manifest['file']} is not the file that the manifest tells of: it was changed.")
    return manifest


def content(place: Path, manifest: dict[str, Any], secret: str) -> Iterator[bytes]:
    with (place / manifest["file"]).open("rb") as file:
        if manifest["file"] == SEALED:
            yield from boxes.opened(file, secret)
        else:
            while part := file.read(boxes.PIECE):
                yield part


def _write(address: str, folder: Path, at: datetime, secret: str) -> None:
    with psycopg.connect(address) as connection:
        connection.execute("set transaction isolation level repeatable read, read only")
        snapshot = connection.execute("select pg_export_snapshot()").fetchone()
        assert snapshot is not None
        parts: Iterable[bytes] = tools.dump(address, snapshot[0])
        path = folder / (SEALED if secret else PLAIN)
        _keep(path, boxes.sealed(parts, secret) if secret else parts)
        found = measuring.measure(connection)
        server = connection.info.server_version
    manifest = {
        "form": FORM,
        "made_at": at.isoformat(),
        "version": _version(),
        "server": server,
        "file": path.name,
        "bytes": path.stat().st_size,
        "sha256": _digest(path),
        **found,
    }
    if secret:
        manifest["signature"] = _signature(manifest, secret)
    _keep(folder / MANIFEST, [(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n").encode()])


def _keep(path: Path, parts: Iterable[bytes]) -> None:
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        for part in parts:
            file.write(part)
        file.flush()
        os.fsync(file.fileno())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _signature(manifest: dict[str, Any], secret: str) -> str:
    words = json.dumps(manifest, sort_keys=True, ensure_ascii=False).encode()
    return hmac.new(b"followthrough manifest " + secret.encode(), words, "sha256").hexdigest()


def _version() -> str:
    try:
        return version("followthrough")
    except PackageNotFoundError:
        return "a checkout"
