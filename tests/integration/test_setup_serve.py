"""`followthrough serve`: the web server and the sweep start together, and stop together without an orphan."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from followthrough.service.config import serving

_PATIENCE = 60  # seconds: a bound for a hanging process, not a promise of speed


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FOLLOWTHROUGH_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def site(transactional_db: None, database_addresses: dict[str, str], home: Path) -> Iterator[subprocess.Popen]:
    environment = {**os.environ, **database_addresses, "FOLLOWTHROUGH_ENVIRONMENT": "test"}
    command = [sys.executable, "-m", "followthrough.cli", "serve"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield process
    finally:
        process.kill()
        serving.stop()
        process.communicate()


def _wait_until_served(site: subprocess.Popen) -> None:
    said = []
    for line in site.stdout:
        said.append(line)
        if line.startswith("Followthrough is at http://127.0.0.1:"):
            return
    pytest.fail("It ended before it served:\n" + "".join(said))


def _alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().split(")")[-1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _wait_for(is_so: object) -> bool:
    until = time.monotonic() + _PATIENCE
    while not is_so() and time.monotonic() < until:
        time.sleep(0.1)
    return is_so()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_leaves_no_orphan(site: subprocess.Popen, home: Path, number: int) -> None:
    _wait_until_served(site)
    processes = json.loads((home / "serving.json").read_text())["processes"]
    assert len(processes) == 5 and all(map(_alive, processes))

    site.send_signal(number)

    assert site.wait(_PATIENCE) == 0
    assert not any(map(_alive, processes))
    assert not serving.is_running()


def test_told_to_stop_while_it_starts_it_stops_all_the_same(site: subprocess.Popen, home: Path) -> None:
    assert _wait_for((home / "serving.json").exists)
    processes = json.loads((home / "serving.json").read_text())["processes"]
    site.terminate()
    assert site.wait(_PATIENCE) == 0
    assert not any(map(_alive, processes))


def test_when_the_sweep_ends_the_site_does_not_look_healthy(site: subprocess.Popen, home: Path) -> None:
    _wait_until_served(site)
    sweep = json.loads((home / "serving.json").read_text())["processes"][2]
    os.kill(sweep, signal.SIGKILL)
    assert site.wait(_PATIENCE) == 1
    assert "The sweep stopped by itself" in site.stdout.read()
    assert not serving.is_running()


def test_what_a_killed_serve_left_is_found_and_stopped(site: subprocess.Popen, home: Path) -> None:
    _wait_until_served(site)
    processes = json.loads((home / "serving.json").read_text())["processes"]
    site.kill()
    site.wait(_PATIENCE)
    assert serving.is_running()
    assert serving.stop()
    assert _wait_for(lambda: not any(map(_alive, processes)))
