"""Which roles does the database have, and how does setup-database make them?

owner        owns the database and its schema; runs migrations; never serves a page
application  serves pages; row-level security holds for it
assessor     reads whole histories, inside the one narrow function of the ledger
exporter     reads events for an export, and nothing else; nobody connects as it

None is a superuser or may pass row-level security by. What each may do to a single table is said by the
migration that makes the table.
"""

from __future__ import annotations

import contextlib
import secrets

import psycopg
from psycopg import sql

from followthrough.service.agencies import DEMO_ADDRESS
from followthrough.service.config import addresses
from followthrough.service.config.addresses import APPLICATION, ASSESSOR, DATABASE, EXPORTER, OWNER, Addresses

ROLES = (OWNER, APPLICATION, ASSESSOR)
EXTENSIONS = ("btree_gist", "fuzzystrmatch", "pg_trgm", "unaccent")  # "trusted": no superuser is needed
# An error of the database would else put the statement and the row, and so a child's story, into the server's log.
SAYS_NO_ROWS = {
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
}
_ATTRIBUTES = "login nosuperuser nobypassrls nocreaterole nocreatedb noreplication"


def set_up(administrator: str, database: str = DATABASE) -> dict[str, str]:
    """Make the roles and the database; safe to repeat. Returns the passwords of the roles made just now."""
    with psycopg.connect(administrator, autocommit=True) as connection:
        made = {role: _make_role(connection, role) for role in ROLES if not _has_role(connection, role)}
        for role in ROLES:
            _run(connection, "grant {} to current_user", role)
            _keep_rows_out_of_the_log(connection, role)
        # The ledger becomes the assessor for the one act of assessing, and must say so: nothing is inherited.
        _run(connection, "alter role {} noinherit", APPLICATION)
        _run(connection, "grant {} to {}", ASSESSOR, APPLICATION)
        if not _has_role(connection, EXPORTER):
            _run(connection, f"create role {{}} {_ATTRIBUTES.replace('login', 'nologin', 1)}", EXPORTER)
        _run(connection, "grant {} to {}", EXPORTER, APPLICATION)
        # A process that hangs must not keep a child's record locked for everybody else.
        _run(connection, "alter role {} set idle_in_transaction_session_timeout = '2min'", APPLICATION)
        if not _has_database(connection, database):
            _run(connection, "create database {} owner {}", database, OWNER)
    with psycopg.connect(administrator, dbname=database, autocommit=True) as connection:
        _prepare(connection, database)
    return made


def new_passwords(administrator: str) -> dict[str, str]:
    """Give every role a new password, for when an address was lost or seen by others."""
    with psycopg.connect(administrator, autocommit=True) as connection:
        return {role: _set_password(connection, role) for role in ROLES}


def delete_database(administrator: str, database: str = DATABASE) -> None:
    """Everything in it is gone. The roles stay."""
    with psycopg.connect(administrator, autocommit=True) as connection:
        _run(connection, "drop database if exists {} with (force)", database)


def real_people(administrator: str, database: str = DATABASE) -> int:
    """How many people there are who are none of the demo's; nobody where there is no such database yet."""
    try:
        with psycopg.connect(administrator, dbname=database) as connection:
            if connection.execute("select to_regclass('public.agencies_practitioner')").fetchone() == (None,):
                return 0
            others = "select count(*) from public.agencies_practitioner where email not like %s"
            found = connection.execute(others, [f"%{DEMO_ADDRESS}"]).fetchone()
            return int(found[0]) if found else 0
    except psycopg.OperationalError as error:
        if "does not exist" in str(error):
            return 0
        raise


def addresses_from(administrator: str, passwords: dict[str, str], database: str = DATABASE) -> Addresses:
    return Addresses(*(addresses.with_role(administrator, database, role, passwords[role]) for role in ROLES))


def _prepare(connection: psycopg.Connection, database: str) -> None:
    _run(connection, "revoke all on database {} from public", database)
    _run(connection, "grant connect on database {} to {}, {}", database, APPLICATION, ASSESSOR)
    _run(connection, "set role {}", OWNER)  # trusted extensions then belong to the database's owner
    for extension in EXTENSIONS:
        _run(connection, "create extension if not exists {}", extension)
    _run(connection, "reset role")
    _run(connection, "alter schema public owner to {}", OWNER)
    _run(connection, "revoke create on schema public from public")
    _run(connection, "grant usage on schema public to {}, {}, {}", APPLICATION, ASSESSOR, EXPORTER)
    _grant_what_comes(connection)


def _grant_what_comes(connection: psycopg.Connection) -> None:
    """On tables of later migrations. A migration that wants less, or more, says so."""
    start = "alter default privileges for role {} in schema public grant "
    _run(connection, start + "select, insert, update, delete on tables to {}", OWNER, APPLICATION)
    _run(connection, start + "select on tables to {}", OWNER, ASSESSOR)
    _run(connection, start + "usage, select on sequences to {}, {}", OWNER, APPLICATION, ASSESSOR)


def _make_role(connection: psycopg.Connection, role: str) -> str:
    _run(connection, f"create role {{}} {_ATTRIBUTES}", role)
    return _set_password(connection, role)


def _set_password(connection: psycopg.Connection, role: str) -> str:
    password = secrets.token_urlsafe(24)
    statement = sql.SQL("alter role {} password {}")
    connection.execute(statement.format(sql.Identifier(role), sql.Literal(password)))
    return password


def _keep_rows_out_of_the_log(connection: psycopg.Connection, role: str) -> None:
    """Only a superuser may; for others the check before serving says what to ask for."""
    with contextlib.suppress(psycopg.errors.InsufficientPrivilege):
        for name, value in SAYS_NO_ROWS.items():
            _run(connection, f"alter role {{}} set {name} = '{value}'", role)


def _has_role(connection: psycopg.Connection, role: str) -> bool:
    return connection.execute("select from pg_roles where rolname = %s", [role]).fetchone() is not None


def _has_database(connection: psycopg.Connection, database: str) -> bool:
    return connection.execute("select from pg_database where datname = %s", [database]).fetchone() is not None


def _run(connection: psycopg.Connection, statement: str, *names: str) -> None:
    """`names` fill the {} of a statement written in this module."""
    connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
