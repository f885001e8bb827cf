"""How does a test get a database where the roles differ as they do in production?

A migrated template is made once; the tests' database is copied from it in a tenth of a second, and all three
connections point at that copy. Another template holds the example partnership.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from urllib.parse import quote, urlsplit, urlunsplit

import dj_database_url
import psycopg
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from followthrough.service.config import roles
from followthrough.service.config.addresses import Addresses

_ALIASES = {"owner": "owner", "application": "default", "assessor": "assessor"}


class TestDatabase:
    """The database of this run, on the server of `administrator`."""

    __test__ = False

    def __init__(self, administrator: str, *, is_private: bool) -> None:
        self.administrator = administrator
        self._is_private = is_private
        self.name = f"followthrough_test_{os.getpid()}"
        self.template, self.demo_template = f"{self.name}_template", f"{self.name}_demo"
        self.addresses = self._addresses(self.name)

    def make_template(self) -> None:
        roles.set_up(self.administrator, self.template)
        self._point_at(self.template)
        call_command("migrate", database="owner", verbosity=0, interactive=False)
        self._point_at(self.name)

    def renew(self, *, of_demo: bool = False) -> None:
        """Throw away what a test committed."""
        if of_demo and not self._exists(self.demo_template):
            self._copy(self.template, self.name)
            call_command("load_demo", verbosity=0)
            self._copy(self.name, self.demo_template)
        self._copy(self.demo_template if of_demo else self.template, self.name)

    @contextmanager
    def empty(self) -> Iterator[str]:
        """A database with its roles and nothing else, which the connections point at meanwhile. Yields its name."""
        name = f"{self.name}_empty"
        roles.set_up(self.administrator, name)
        self._point_at(name)
        try:
            yield name
        finally:
            self._point_at(self.name)
            self._run("drop database if exists {} with (force)", name)

    def drop(self) -> None:
        self._point_at(self.name)
        for name in (self.name, self.demo_template, self.template):
            self._run("drop database if exists {} with (force)", name)

    def _copy(self, source: str, target: str) -> None:
        connections.close_all()
        self._run("drop database if exists {} with (force)", target)
        self._run("create database {} template {} owner {}", target, source, roles.OWNER)

    def _point_at(self, database: str) -> None:
        connections.close_all()
        found = self._addresses(database)
        for field in fields(found):
            parsed = dj_database_url.parse(getattr(found, field.name))
            connections.settings[_ALIASES[field.name]].update(parsed)

    def _addresses(self, database: str) -> Addresses:
        return Addresses(*(self._as_role(database, role) for role in roles.ROLES))

    def _as_role(self, database: str, role: str) -> str:
        parts = urlsplit(self.administrator)
        if self._is_private:  # trusts whoever reaches its socket
            place = parts.netloc.rpartition("@")[2]
            return urlunsplit(parts._replace(netloc=f"{role}@{place}", path=f"/{database}"))
        # A given server's passwords are not ours to change: come in as administrator, take on the role.
        query = "&".join(filter(None, [parts.query, f"options={quote(f'-c role={role}')}"]))
        return urlunsplit(parts._replace(path=f"/{database}", query=query))

    def _exists(self, database: str) -> bool:
        with psycopg.connect(self.administrator) as connection:
            found = connection.execute("select from pg_database where datname = %s", [database])
            return found.fetchone() is not None

    def _run(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.administrator, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
