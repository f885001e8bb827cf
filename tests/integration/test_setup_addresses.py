"""Where the database is: given by three addresses, made from DATABASE_URL, or embedded."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from followthrough.service.config import addresses
from followthrough.service.config.addresses import Addresses
from followthrough.service.config.commands.manage import as_owner
from followthrough.service.config.embedded import CannotRun, Server

_THREE = Addresses("postgresql://o@db/f", "postgresql://a@db/f", "postgresql://s@db/f")


@pytest.fixture(autouse=True)
def _nothing_given(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("DATABASE_URL", *_THREE.as_environment()):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FOLLOWTHROUGH_HOME", str(tmp_path / "home"))


@pytest.fixture
def somebodys_server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "somebodys", fast=True)
    server.start()
    yield server
    server.stop(at_once=True)


def test_unsaid_it_is_the_embedded_one(tmp_path: Path) -> None:
    assert addresses.is_embedded()
    found = addresses.current()
    assert found.application.startswith("postgresql://followthrough_app@%2Ftmp%2Fpg-")
    assert len({found.owner, found.application, found.assessor}) == 3


def test_three_addresses_are_taken_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, address in _THREE.as_environment().items():
        monkeypatch.setenv(name, address)
    assert addresses.current() == _THREE
    assert not addresses.is_embedded()


def test_two_addresses_are_not_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOLLOWTHROUGH_DATABASE_OWNER", _THREE.owner)
    monkeypatch.setenv("FOLLOWTHROUGH_DATABASE_ASSESSOR", _THREE.assessor)
    with pytest.raises(CannotRun, match="FOLLOWTHROUGH_DATABASE_APPLICATION is not set"):
        addresses.current()


def test_a_given_server_must_be_set_up_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://root@db.example/postgres")
    with pytest.raises(CannotRun, match="run followthrough setup-database"):
        addresses.current()


def test_setup_database_prints_three_addresses_that_work_and_remembers_them(somebodys_server: Server) -> None:
    first = _set_up(somebodys_server)
    assert first.returncode == 0, first.stderr
    assert _who_answers(first) == ["followthrough_owner", "followthrough_app", "followthrough_assessor"]

    again = _set_up(somebodys_server)
    assert again.stdout == first.stdout


def test_lost_passwords_are_replaced_only_when_asked(somebodys_server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    first = _set_up(somebodys_server)
    (addresses.places.home() / "addresses.json").unlink()

    refused = _set_up(somebodys_server)
    assert refused.returncode == 1
    assert "Add --new-passwords" in refused.stderr

    renewed = _set_up(somebodys_server, "--new-passwords")
    assert _who_answers(renewed) == _who_answers(first)
    assert renewed.stdout != first.stdout


def test_saved_addresses_are_for_their_owner_only(somebodys_server: Server) -> None:
    _set_up(somebodys_server)
    assert (addresses.places.home() / "addresses.json").stat().st_mode & 0o077 == 0


def test_a_server_that_refuses_is_a_sentence(somebodys_server: Server) -> None:
    somebodys_server.stop()
    refused = _set_up(somebodys_server)
    assert refused.returncode == 1
    assert refused.stderr.startswith("followthrough setup-database: The server of DATABASE_URL refused")


def test_a_database_that_is_not_the_demos_is_never_emptied(somebodys_server: Server) -> None:
    refused = _set_up(somebodys_server, "--empty", environment="production")
    assert refused.returncode == 1
    assert "This is not the demo" in refused.stderr


@pytest.mark.parametrize("words", [[], ["--empty"]])
def test_the_demo_leaves_a_real_partnerships_database_alone(somebodys_server: Server, words: list[str]) -> None:
    _set_up(somebodys_server, environment="production")
    with psycopg.connect(somebodys_server.address("followthrough")) as connection:
        connection.execute("create table agencies_practitioner as select 'a@police.example'::text as email")
    refused = _set_up(somebodys_server, *words)
    assert refused.returncode == 1
    assert "holds 1 people who are not the demo's" in refused.stderr
    with psycopg.connect(somebodys_server.address("followthrough")) as connection:
        assert connection.execute("select count(*) from agencies_practitioner").fetchone() == (1,)


def test_the_demo_empties_its_own_database_on_a_given_server(somebodys_server: Server) -> None:
    _set_up(somebodys_server)
    assert _set_up(somebodys_server, "--empty").returncode == 0


def test_migrations_run_as_the_owner_unless_another_is_named() -> None:
    assert as_owner(["migrate", "ledger"]) == ["migrate", "ledger", "--database", "owner"]
    assert as_owner(["migrate", "--database=default"]) == ["migrate", "--database=default"]
    assert as_owner(["check"]) == ["check"]


def _set_up(server: Server, *words: str, environment: str = "demo") -> subprocess.CompletedProcess[str]:
    given = {"DATABASE_URL": server.address(), "FOLLOWTHROUGH_ENVIRONMENT": environment}
    command = [sys.executable, "-m", "followthrough.cli", "setup-database", *words]
    return subprocess.run(command, env={**os.environ, **given}, capture_output=True, text=True)


def _who_answers(said: subprocess.CompletedProcess[str]) -> list[str]:
    found = [line.partition("=")[2] for line in said.stdout.splitlines() if line.startswith("FOLLOWTHROUGH_")]
    return [_current_user(address) for address in found]


def _current_user(address: str) -> str:
    with psycopg.connect(address) as connection:
        return str(connection.execute("select current_user").fetchone()[0])
