"""Imports run one way only, and a wrong one would be seen."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]

_PLANTED = [
    ("procedures/model/__init__.py", "import django", "Procedures know nothing of Django"),
    ("procedures/model/__init__.py", "from followthrough.procedures import engines", "Inside procedures"),
    ("pictures/__init__.py", "from followthrough.procedures import engines", "Pictures read the model"),
    ("replay/__init__.py", "from followthrough.service import core", "From the ground up"),
    ("service/core/__init__.py", "from followthrough.service import ledger", "Inside the service"),
    ("service/chronology/__init__.py", "from followthrough.service import worklist", "Inside the service"),
    ("setup/__init__.py", "from followthrough import procedures", "Set-up runs before"),
]


def test_imports_run_one_way() -> None:
    found = _lint(_ROOT)
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize(("module", "line", "contract"), _PLANTED)
def test_a_planted_violation_is_caught(tmp_path: Path, module: str, line: str, contract: str) -> None:
    shutil.copy(_ROOT / "pyproject.toml", tmp_path)
    ignored = shutil.ignore_patterns("__pycache__", "static", "assets", "templates")
    shutil.copytree(_ROOT / "src", tmp_path / "src", ignore=ignored)
    with (tmp_path / "src" / "followthrough" / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    found = _lint(tmp_path)
    broken = [text for text in found.stdout.splitlines() if text.endswith("BROKEN")]
    assert found.returncode == 1, found.stdout + found.stderr
    assert any(text.startswith(contract) for text in broken), found.stdout


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(folder / "src"), "COLUMNS": "200"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
