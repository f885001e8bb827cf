"""The private PostgreSQL: made once, found again, started again after a crash, stopped without a trace."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from followthrough.service.config import embedded
from followthrough.service.config.embedded import CannotRun, Server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "postgres", fast=True)
    yield server
    server.stop(at_once=True)


@pytest.fixture
def safe_server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "safe")
    yield server
    server.stop(at_once=True)


def _ask(server: Server, question: str) -> object:
    with psycopg.connect(server.address()) as connection:
        return connection.execute(question).fetchone()[0]


def _postmaster(server: Server) -> int:
    return int((server.data / "postmaster.pid").read_text().splitlines()[0])


def test_it_starts_from_nothing_and_keeps_its_data(server: Server) -> None:
    server.start()
    with psycopg.connect(server.address()) as connection:
        connection.execute("create table kept as select 7 as n")
    server.stop()
    assert not server.is_running()
    assert not server.socket.exists()

    server.start()
    assert _ask(server, "select n from kept") == 7


def test_only_this_user_reaches_it(server: Server) -> None:
    server.start()
    assert stat.S_IMODE(server.socket.stat().st_mode) == 0o700
    assert stat.S_IMODE(server.data.stat().st_mode) == 0o700
    assert _ask(server, "show listen_addresses") == ""


def test_a_safe_server_keeps_what_it_promised_and_checks_its_pages(safe_server: Server) -> None:
    safe_server.start()
    for setting in ("fsync", "full_page_writes", "synchronous_commit", "data_checksums"):
        assert _ask(safe_server, f"show {setting}") == "on"


def test_what_was_committed_is_there_after_a_kill(safe_server: Server) -> None:
    safe_server.start()
    with psycopg.connect(safe_server.address()) as connection:
        connection.execute("create table kept as select 7 as n")
    postmaster = _postmaster(safe_server)
    os.kill(postmaster, signal.SIGKILL)

    safe_server.start()
    assert _postmaster(safe_server) != postmaster
    assert _ask(safe_server, "select n from kept") == 7


def test_commands_started_together_share_one_server(server: Server) -> None:
    code = (
        "import sys; from pathlib import Path; from followthrough.service.config.embedded import Server\n"
        "Server(Path(sys.argv[1]), fast=True).start()"
    )
    started = [subprocess.Popen([sys.executable, "-c", code, server.data]) for _ in range(4)]
    assert [process.wait(60) for process in started] == [0, 0, 0, 0]
    assert server.is_running()


def test_a_caller_that_reads_the_output_is_not_kept_waiting(server: Server) -> None:
    code = (
        "import sys; from pathlib import Path; from followthrough.service.config.embedded import Server\n"
        "Server(Path(sys.argv[1]), fast=True).start(); print('started')"
    )
    said = subprocess.run([sys.executable, "-c", code, server.data], capture_output=True, text=True, timeout=60)
    assert said.stdout == "started\n"


def test_a_running_server_behind_a_strange_folder_is_not_ours(server: Server) -> None:
    server.start()
    assert server.is_running()
    with pytest.MonkeyPatch.context() as somebody_else:  # over before the fixture stops what it started
        somebody_else.setattr(embedded.os, "getuid", lambda: 4711)
        somebody_else.setattr(embedded.os, "geteuid", lambda: 4711)
        assert not server.is_running()


def test_a_socket_folder_of_somebody_else_is_refused(server: Server, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    server.socket.symlink_to(elsewhere)
    try:
        with pytest.raises(CannotRun, match="belongs to somebody else"):
            server.start()
    finally:
        server.socket.unlink()
