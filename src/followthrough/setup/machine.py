"""Can this machine run Followthrough at all? Each no is a sentence that says what to do."""

from __future__ import annotations

import importlib.util
import os
import shutil

from followthrough.setup.steps import ROOT, Problem

_NEEDED = {True: 200, False: 1000}  # megabytes, when .venv exists and when it does not


def check() -> None:
    if os.name != "posix":
        raise Problem("Followthrough runs on Linux and macOS; on Windows, start it inside WSL.")
    has_environment = (ROOT / ".venv" / "bin" / "python").exists()
    if not has_environment and not _can_make_environments():
        raise Problem(
            "This Python cannot make virtual environments: install that part "
            "(Debian, Ubuntu: apt-get install python3-venv) and start again."
        )
    free = shutil.disk_usage(ROOT).free // 1_000_000
    if free < _NEEDED[has_environment]:
        raise Problem(f"The disk has {free} MB free and {_NEEDED[has_environment]} are needed: free some, start again.")


def _can_make_environments() -> bool:
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))
