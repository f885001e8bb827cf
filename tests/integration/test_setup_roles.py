"""The roles: who may change the schema, for whom row-level security holds, that all can be repeated."""

from __future__ import annotations

import psycopg
import pytest

from followthrough.service.config import roles
from followthrough.service.config.addresses import APPLICATION, ASSESSOR, EXPORTER, OWNER
from support.database import TestDatabase


@pytest.fixture
def administrator(postgres: str, tests_database: TestDatabase) -> psycopg.Connection:
    with psycopg.connect(postgres, dbname=tests_database.name, autocommit=True) as connection:
        yield connection


@pytest.mark.parametrize("role", roles.ROLES)
def test_no_role_has_a_power_that_passes_rules_by(administrator: psycopg.Connection, role: str) -> None:
    powers = administrator.execute(
        "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication from pg_roles"
        " where rolname = %s", [role]
    ).fetchone()  # fmt: skip
    assert powers == (False, False, False, False, False)


def test_the_owner_owns_the_database_and_its_schema(administrator: psycopg.Connection) -> None:
    owners = administrator.execute(
        "select pg_get_userbyid(datdba), (select pg_get_userbyid(nspowner) from pg_namespace"
        " where nspname = 'public') from pg_database where datname = current_database()"
    ).fetchone()
    assert owners == (OWNER, OWNER)


def test_the_application_may_become_two_others_but_inherits_nothing(administrator: psycopg.Connection) -> None:
    memberships = administrator.execute(
        "select pg_get_userbyid(member), pg_get_userbyid(roleid) from pg_auth_members"
        " where pg_get_userbyid(member) in (%s, %s, %s)", [APPLICATION, ASSESSOR, EXPORTER]
    ).fetchall()  # fmt: skip
    assert set(memberships) == {(APPLICATION, ASSESSOR), (APPLICATION, EXPORTER)}
    has = "select pg_has_role(%s, %s, 'usage'), pg_has_role(%s, %s, 'member')"
    for role in (ASSESSOR, EXPORTER):
        assert administrator.execute(has, [APPLICATION, role] * 2).fetchone() == (False, True)


@pytest.mark.parametrize("role", [APPLICATION, ASSESSOR])
def test_only_the_owner_changes_the_schema(administrator: psycopg.Connection, role: str) -> None:
    administrator.execute(f"set role {role}")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        administrator.execute("create table intruder (n int)")


def test_tables_that_come_later_are_open_as_their_roles_need(administrator: psycopg.Connection) -> None:
    administrator.execute(f"set role {OWNER}")
    administrator.execute("create table later (n int)")
    try:
        may = administrator.execute(
            "select has_table_privilege(%s, 'later', 'insert'), has_table_privilege(%s, 'later', 'truncate'),"
            " has_table_privilege(%s, 'later', 'select'), has_table_privilege(%s, 'later', 'insert')",
            [APPLICATION, APPLICATION, ASSESSOR, ASSESSOR],
        ).fetchone()
        assert may == (True, False, True, False)
    finally:
        administrator.execute("drop table later")


def test_the_extensions_are_there(administrator: psycopg.Connection) -> None:
    found = {name for (name,) in administrator.execute("select extname from pg_extension")}
    assert set(roles.EXTENSIONS) <= found


def test_set_up_can_be_repeated_and_keeps_passwords(postgres: str, tests_database: TestDatabase) -> None:
    assert roles.set_up(postgres, tests_database.name) == {}


def test_row_level_security_holds_for_the_application(administrator: psycopg.Connection) -> None:
    administrator.execute(f"set role {OWNER}")
    administrator.execute("create table sealed as select 1 as n")
    try:
        administrator.execute("alter table sealed enable row level security")
        administrator.execute("alter table sealed force row level security")
        administrator.execute(f"set role {APPLICATION}")
        assert administrator.execute("select n from sealed").fetchall() == []
    finally:
        administrator.execute(f"set role {OWNER}")
        administrator.execute("drop table sealed")


def test_a_process_that_hangs_locks_nobody_out_for_ever(tests_database: TestDatabase) -> None:
    with psycopg.connect(tests_database.addresses.application) as connection:
        assert connection.execute("show idle_in_transaction_session_timeout").fetchone() == ("2min",)
        assert connection.execute("show log_min_error_statement").fetchone() == ("panic",)
