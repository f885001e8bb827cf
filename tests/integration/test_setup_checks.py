"""Before it opens its port, `serve` refuses a database that could lose or leak a record."""

from __future__ import annotations

import pytest
from django.db import connections
from django.test import override_settings

from followthrough.service.config.checks import database_keeps_its_promises, role_problems


@override_settings(DATABASE_MUST_BE_DURABLE=True)
def test_a_database_that_forgets_in_a_power_cut_is_refused(db: None) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("set local synchronous_commit = off")
    found = database_keeps_its_promises(["default"])
    assert any("synchronous_commit = off" in problem.msg for problem in found)


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_application_and_the_owner_are_both_held_by_row_level_security() -> None:
    assert database_keeps_its_promises(["default"]) == []
    with connections["owner"].cursor() as cursor:
        cursor.execute("select rolsuper or rolbypassrls from pg_roles where rolname = current_user")
        assert cursor.fetchone() == (False,)


def test_a_role_that_passes_row_level_security_by_is_refused() -> None:
    class Superuser:
        def execute(self, *_: object) -> None: ...

        def fetchone(self) -> tuple[str, bool]:
            return ("postgres", True)

    assert [problem.id for problem in role_problems(Superuser())] == ["config.E002"]
