"""Would the proofs notice? Ten faults are put in on purpose, one at a time, and each must be caught.

Seven are builds in which one line is wrong, two are databases that somebody changed, one is a setting of the database.
"""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from followthrough.service.assurance import invariants
from followthrough.service.core import clock
from integration.sharing import world as made
from proof.faults import kills, mutated
from proof.faults.mutated import FAULTS, Fault
from proof.faults.nemesis import ONLY_DATABASE
from proof.faults.site import Site
from support.database import TestDatabase

QUESTIONS = sorted({each.caught_by for each in FAULTS})
_CHANGED = {
    "the key that makes a step of a ladder one": (
        "alter table ledger_rung drop constraint ledger_rung_exactly_once",
        "I4",
    ),
    "a team is closed whose work stays": (
        "update agencies_practitioner set is_active = false where agency_id = 'social-care'",
        "I3",
    ),
}


def asked(question: str, fault: Fault | None, folder: Path, database: TestDatabase) -> list[str]:
    where = (database.administrator, database.name)
    few = {"FOLLOWTHROUGH_CRASH_EVERY": "1000"} if fault else {}  # killed before the first statement, and at the end
    return mutated.ask(question, mutated.build(folder, fault), database.addresses.as_environment(), *where, **few)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("question", QUESTIONS)
def test_of_the_true_build_nothing_is_wrong(question: str, tmp_path: Path, tests_database: TestDatabase) -> None:
    assert asked(question, None, tmp_path, tests_database) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fault", FAULTS, ids=[each.says.replace(" ", "-") for each in FAULTS])
def test_a_wrong_line_is_caught(fault: Fault, tmp_path: Path, tests_database: TestDatabase) -> None:
    found = asked(fault.caught_by, fault, tmp_path, tests_database)
    assert any(fault.shows in each for each in found), found[:5]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("changed", _CHANGED)
def test_a_changed_database_is_caught(changed: str, tests_database: TestDatabase) -> None:
    statement, number = _CHANGED[changed]
    with clock.use(made.started()) as at:
        made.build(at).send()  # type: ignore[arg-type]
        assert invariants.broken() == []
        with psycopg.connect(tests_database.administrator, dbname=tests_database.name) as superuser:
            superuser.execute(statement)  # type: ignore[call-overload]
        assert {each.invariant.number for each in invariants.broken()} == {number}


def test_a_database_that_answers_before_it_has_written_is_caught() -> None:
    def hurry(site: Site) -> None:
        with psycopg.connect(site.server.address(), autocommit=True) as connection:
            for setting in ("synchronous_commit = off", "wal_writer_delay = '10s'"):
                connection.execute(f"alter system set {setting}")  # type: ignore[call-overload]
            connection.execute("select pg_reload_conf()")

    report = kills.run(kills=2, senders=0, door=1, parts=ONLY_DATABASE, prepare=hurry)
    assert any("it is not there" in each for each in report.faults), str(report)
