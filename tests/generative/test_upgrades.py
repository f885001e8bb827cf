"""An upgrade that is cut off leaves the old schema or the new one, never something between; and no row is lost.

The server ends the connection at a statement of the migration, as it does when a process is killed or a machine goes
down. In `make proof` at every statement; in `make test` in the middle and at the last one, of one app with data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import OperationalError, connections
from django.db.migrations.recorder import MigrationRecorder
from hypothesis import settings

from followthrough.service.config.keeping import measuring, tools
from followthrough.service.config.migrating import WholeExecutor
from followthrough.service.core import clock
from followthrough.service.core.viewer import acting
from followthrough.service.sharing.actions import begin_draft
from followthrough.service.sharing.models import Draft
from integration.sharing import world
from support.database import TestDatabase

NOTE = 'INSERT INTO "django_migrations"'
Looks = Callable[[], Any]
IS_LONG = settings().max_examples > 1000  # the profile of `make proof`
BACK = {"sharing": "0001_initial", "ledger": "0004_adoption"}  # before words were sealed
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner", "assessor"])


def _measure(database: TestDatabase, name: str) -> dict[str, Any]:
    with psycopg.connect(tools.of_database(database.administrator, name)) as connection:
        return measuring.measure(connection)


def _guards(database: TestDatabase, name: str) -> tuple[list[str], Any]:
    with psycopg.connect(tools.of_database(database.administrator, name)) as connection:
        done = connection.execute("select app, name from django_migrations order by 1, 2").fetchall()
        return measuring.guards(connection), done


class _Noted(Exception):
    """The migration was about to be noted as done: its last statement."""


def _statements(executor: WholeExecutor, state: Any, migration: Any) -> int:
    """How many there are, with the note; nothing is done."""
    seen = [0]

    def wrapper(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        seen[0] += 1
        if str(sql).startswith(NOTE):
            raise _Noted
        return execute(sql, params, many, context)

    with pytest.raises(_Noted), connections["owner"].execute_wrapper(wrapper):
        executor.apply_migration(state.clone(), migration)
    return seen[0]


@contextmanager
def _cut_at(database: TestDatabase, statement: int) -> Iterator[None]:
    """Ends the connection before the statement with this number, at the latest before the note that it is done."""
    seen = [0]

    def wrapper(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        seen[0] += 1
        if seen[0] == statement or str(sql).startswith(NOTE):
            pid = context["connection"].connection.info.backend_pid
            with psycopg.connect(database.administrator, autocommit=True) as other:
                other.execute("select pg_terminate_backend(%s, 5000)", [pid])
        return execute(sql, params, many, context)

    with connections["owner"].execute_wrapper(wrapper):
        yield


def _upgrade(database: TestDatabase, looks: Looks, *, is_tried: Callable[[Any], bool]) -> int:
    """Every migration that waits, each cut off first. Returns how often; each time what is seen must be as before."""
    executor, cuts = WholeExecutor(connections["owner"]), 0
    executor.recorder.ensure_schema()  # looked for once, so that each attempt takes the same statements
    state = executor._create_project_state(with_applied_migrations=True)  # type: ignore[attr-defined]
    for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes()):
        if is_tried(migration):
            cuts += _cut_off(database, executor, state, migration, looks)
        state = executor.apply_migration(state, migration)
    return cuts


def _cut_off(database: TestDatabase, executor: WholeExecutor, state: Any, migration: Any, looks: Looks) -> int:
    before = looks()
    last = _statements(executor, state, migration)
    places = range(1, last + 1) if IS_LONG else sorted({max(1, last // 2), last})
    for at in places:
        connections["owner"].ensure_connection()
        with closing(connections["owner"].connection), pytest.raises(OperationalError), _cut_at(database, at):
            executor.apply_migration(state.clone(), migration)
        if connections["owner"].connection is not None:
            connections["owner"].connection.close()
        connections["owner"].connect()
        assert looks() == before, (migration, at)
    return len(places)


def _is_ours(migration: Any) -> bool:
    return type(migration).__module__.startswith("followthrough.")


@pytest.mark.parametrize("apps", [None] if IS_LONG else [("core", "ledger")])
def test_a_new_database_that_is_cut_off_while_it_grows(
    tests_database: TestDatabase, apps: tuple[str, ...] | None
) -> None:
    with tests_database.empty() as name:
        MigrationRecorder(connections["owner"]).ensure_schema()
        cuts = _upgrade(
            tests_database,
            lambda: _guards(tests_database, name),
            is_tried=lambda each: _is_ours(each) and (apps is None or each.app_label in apps),
        )
        made = _guards(tests_database, name)
    assert made == _guards(tests_database, tests_database.template)
    assert cuts >= 12


def test_an_upgrade_with_data_loses_no_row_when_it_is_cut_off(
    tests_database: TestDatabase, transactional_db: None
) -> None:
    with clock.use(world.started()) as at:
        made = world.build(at)
        made.send()
        nurse = made.viewer("nurse")
        with acting(nurse):
            begin_draft(data={"name": "words that nobody may lose"}, by=nurse)
    new = _measure(tests_database, tests_database.name)
    for app, name in BACK.items():
        call_command("migrate", app, name, database="owner", verbosity=0, interactive=False)
    old = _measure(tests_database, tests_database.name)
    assert old["guards"] != new["guards"] and old["tables"]["sharing_draft"] != new["tables"]["sharing_draft"]

    def looks() -> dict[str, Any]:
        return {**_measure(tests_database, tests_database.name), "sequences": {}}  # a drawn number is not given back

    assert _upgrade(tests_database, looks, is_tried=lambda each: each.app_label in BACK) >= 4
    now = _measure(tests_database, tests_database.name)
    assert now["guards"] == new["guards"]
    assert {name: table["rows"] for name, table in now["tables"].items()} == {
        name: table["rows"] for name, table in new["tables"].items()
    }
    with acting(nurse):
        assert [draft.data for draft in Draft.objects.all()] == [{"name": "words that nobody may lose"}]
