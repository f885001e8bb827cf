"""`demo.py` on a machine that cannot: one clear sentence each, and never a traceback."""

from __future__ import annotations

import ast
import shutil
import socket
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from followthrough.service.config import serving
from followthrough.service.config.embedded import CannotRun
from followthrough.setup import machine, steps

_ROOT = Path(__file__).parents[2]


def test_an_old_python_can_read_the_file_and_is_told_what_to_install() -> None:
    source = (_ROOT / "demo.py").read_text(encoding="ascii")
    ast.parse(source, feature_version=(3, 6))
    pretend = f"import sys; sys.version_info = (3, 6, 0); sys.argv = ['demo.py']; exec({source!r})"
    said = subprocess.run([sys.executable, "-c", pretend], capture_output=True, text=True, cwd=_ROOT)
    assert said.returncode == 1
    assert said.stderr == ("This is Python 3.6 and 3.11 or newer is needed: install it, then run python3.11 demo.py.\n")


def test_a_python_without_venv_is_told_which_package_brings_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(machine, "ROOT", tmp_path)
    monkeypatch.setattr(machine.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(steps.Problem, match="apt-get install python3-venv"):
        machine.check()


def test_a_full_disk_is_told_how_much_is_needed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    usage = namedtuple("usage", "total used free")(10**12, 10**12, 5_000_000)
    monkeypatch.setattr(machine, "ROOT", tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    with pytest.raises(steps.Problem, match="has 5 MB free and 1000 are needed"):
        machine.check()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("ERROR: Temporary failure in name resolution", "registry cannot be reached"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: hashes do not match", "pip said: ERROR: hashes do not match"),
    ],
)
def test_a_download_that_fails_is_explained_in_a_sentence(words: str, sentence: str) -> None:
    failing = [sys.executable, "-c", f"import sys; print({words!r}); sys.exit(1)"]
    with pytest.raises(steps.Problem, match=sentence) as problem:
        steps.run(failing, is_download=True, sentence=lambda said: f"pip said: {said}")
    assert "\n" not in str(problem.value)


def test_a_busy_port_is_refused_when_asked_for_and_passed_over_when_not() -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        with pytest.raises(CannotRun, match=f"Port {port} is in use"):
            serving.port_for("127.0.0.1", port)
    assert serving.port_for("127.0.0.1", None) >= 8000


def test_a_step_is_done_once_and_again_only_for_something_else(tmp_path: Path) -> None:
    done: list[str] = []
    for wanted in ("one", "one", "two"):
        steps.once("A step", tmp_path / "stamp", wanted, lambda wanted=wanted: done.append(wanted))
    assert done == ["one", "two"]


def test_a_step_that_failed_is_not_taken_as_done(tmp_path: Path) -> None:
    stamp = tmp_path / "stamp"
    stamp.write_text("before")

    def fail() -> None:
        raise steps.Problem("no")

    with pytest.raises(steps.Problem):
        steps.once("A step", stamp, "after", fail)
    assert not stamp.exists()
