"""What `make test` does: prepare .venv, a browser and the design, then run pytest with the given words."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from followthrough.setup import assets, browser, machine, python, steps

_MOST = 4  # processes: each with its PostgreSQL and its browser wants about 1 GB


def main(words: list[str], *more: str) -> str | None:
    """`more` are locks whose packages these tests need beyond the usual ones."""
    try:
        machine.check()
        python.prepare("dev")
        for lock in more:
            python.install(lock)
        assets.prepare()
        browser.prepare()
    except steps.Problem as problem:
        return str(problem)
    os.chdir(steps.ROOT)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # many tests start a process: each would compile all of it anew
    os.execv(python.PYTHON, [str(python.PYTHON), "-m", "pytest", *(words or _side_by_side())])


def _side_by_side() -> list[str]:
    """All tests, file by file, on one process more than there are cores: each waits for its database and its browser.
    Each starts a PostgreSQL of its own.
    """
    processes = min((os.cpu_count() or 1) + 1, _MOST)
    # In the order of conftest.py: in that of xdist the files of few, long tests come last.
    return ["-n", str(processes), "--dist", "loadfile", "--no-loadscope-reorder", "-q"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
