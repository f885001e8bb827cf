"""Before it opens its port, `serve` refuses a database that could lose or leak a record."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connections
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings

from followthrough.service.access.models import Reach
from followthrough.service.config.checks import checksums, database_keeps_its_promises, role_problems, talkative
from followthrough.service.config.logs import WithoutRows


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


def test_a_database_whose_log_repeats_statements_is_refused() -> None:
    class Talkative:
        def execute(self, *_: object) -> None: ...

        def fetchone(self) -> tuple[str, str]:
            return ("error", "followthrough_app")

    (problem,) = talkative(Talkative())
    assert problem.id == "config.E003"
    assert "log_min_error_statement = error" in problem.msg


@pytest.mark.parametrize(("said", "ids"), [("on", []), ("off", ["config.W006"])])
def test_a_database_that_would_not_notice_a_fault_of_its_disk_is_told_of(said: str, ids: list[str]) -> None:
    class Server:
        def execute(self, *_: object) -> None: ...

        def fetchone(self) -> tuple[str]:
            return (said,)

    assert [problem.id for problem in checksums(Server())] == ids


def test_a_log_tells_a_fault_and_not_the_row(db: None) -> None:
    try:
        Reach.objects.create(
            subject_kind="child", subject_id="the name of a child", to_kind="household", to_id="h",
            from_at=datetime(2013, 3, 28, tzinfo=UTC), to_at=datetime(2013, 3, 27, tzinfo=UTC),
        )  # fmt: skip
    except IntegrityError:
        said = WithoutRows().formatException(sys.exc_info())
    assert "access_reach_in_order" in said
    assert "IntegrityError" in said and "CheckViolation" in said
    assert "the name of a child" not in said


@pytest.mark.django_db
def test_a_database_older_than_the_code_is_refused() -> None:
    applied = MigrationRecorder(connections["default"]).migration_qs
    applied.filter(pk=applied.order_by("-pk").values("pk")[:1]).delete()
    (problem,) = database_keeps_its_promises(["default"])
    assert (problem.id, "1 migrations are missing" in problem.msg) == ("config.E004", True)
