"""Where is the database? Three addresses, one for each role; given, saved by setup-database, or embedded.

An address is a URL. Passwords stand in it, so it is shown once, by setup-database, and never logged.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from urllib.parse import quote, urlsplit, urlunsplit

from followthrough.service.config import places
from followthrough.service.config.embedded import CannotRun, Server

DATABASE = "followthrough"
OWNER, APPLICATION, ASSESSOR = "followthrough_owner", "followthrough_app", "followthrough_assessor"
EXPORTER = "followthrough_exporter"  # nobody connects as it: the application becomes it to export
_NAMES = {
    "owner": "FOLLOWTHROUGH_DATABASE_OWNER",
    "application": "FOLLOWTHROUGH_DATABASE_APPLICATION",
    "assessor": "FOLLOWTHROUGH_DATABASE_ASSESSOR",
}


@dataclass(frozen=True)
class Addresses:
    """One database, seen by its owner (migrations), the application, and the assessor."""

    owner: str
    application: str
    assessor: str

    def as_environment(self) -> dict[str, str]:
        return {_NAMES[role]: address for role, address in asdict(self).items()}


def given() -> Addresses | None:
    """The three addresses of the environment; all or none."""
    found = {role: os.environ[name] for role, name in _NAMES.items() if os.environ.get(name)}
    if found and len(found) < len(_NAMES):
        missing = ", ".join(name for role, name in _NAMES.items() if role not in found)
        raise CannotRun(f"Three database addresses belong together; {missing} is not set.")
    return Addresses(**found) if found else None


def administrator() -> str | None:
    """The address that may create roles, for setup-database."""
    return os.environ.get("DATABASE_URL") or None


def is_embedded() -> bool:
    return not given() and not administrator()


def embedded_server() -> Server:
    return Server(places.home() / "postgres")


def of_database(server: Server, database: str = DATABASE) -> Addresses:
    """The three roles' addresses on an embedded server, where the socket's folder is the key."""
    return Addresses(*(server.address(database, role) for role in (OWNER, APPLICATION, ASSESSOR)))


def current() -> Addresses:
    """Where this process finds its database. Starts nothing."""
    return given() or (of_database(embedded_server()) if is_embedded() else saved())


def start_embedded() -> None:
    """Start the embedded server if that is the one in use; a given server is its keeper's matter."""
    if is_embedded():
        embedded_server().start()


def save(addresses: Addresses) -> None:
    """Keep what setup-database made from DATABASE_URL, readable by this user only."""
    path = places.home() / "addresses.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(json.dumps({"of": _server_of(), **asdict(addresses)}), encoding="utf-8")


def saved() -> Addresses:
    path = places.home() / "addresses.json"
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    if kept.pop("of", None) != _server_of():
        raise CannotRun("DATABASE_URL is set, but not set up yet: run followthrough setup-database.")
    return Addresses(**kept)


def _server_of() -> str:
    return urlsplit(administrator() or "").netloc.rpartition("@")[2]


def with_role(address: str, database: str, role: str, password: str) -> str:
    """The same server's address for another database and role."""
    parts = urlsplit(address)
    keys = f"{role}:{quote(password, safe='')}"
    netloc = f"{keys}@{parts.netloc.rpartition('@')[2]}"
    return urlunsplit(parts._replace(netloc=netloc, path=f"/{database}"))
