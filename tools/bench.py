"""What `make bench` does: measures the engines beside hand-written queries and beside peers, and writes the page.

    python3 tools/bench.py [--events 1000000 10000000] [--log PATH] [--database] [--only six peers county live]

Everything that is timed gives the same rows first: they are compared, and a difference stops the run. Peers stand in
a venv of their own (.followthrough/peers), for comparison only. The result is docs/explanation/performance.md.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from followthrough.setup import machine, python, steps


def main(words: list[str]) -> str | None:
    try:
        machine.check()
        python.prepare("dev")
    except steps.Problem as problem:
        return str(problem)
    os.chdir(ROOT)
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests"), os.environ.get("PYTHONPATH", "")])
    os.execve(python.PYTHON, [str(python.PYTHON), "-m", "benchmarks", *words], {**os.environ, "PYTHONPATH": path})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
