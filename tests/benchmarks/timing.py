"""How long does it take, and how much memory at most? Medians of runs in processes of their own."""

from __future__ import annotations

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Timed:
    seconds: float
    megabytes: float

    def __str__(self) -> str:
        return f"{self.seconds:.2f} s, {self.megabytes:,.0f} MB"


def timed(task: str, *words: str, runs: int = 3) -> Timed:
    """The median of `runs`; each is a process that does `task` of `tasks` once and says how long that took."""
    return median([_once(task, *words) for _ in range(runs)])


def median(found: Sequence[Timed]) -> Timed:
    return Timed(statistics.median(each.seconds for each in found), max(each.megabytes for each in found))


def _once(task: str, *words: str) -> Timed:
    command = [sys.executable, "-m", "benchmarks.tasks", task, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{task} {' '.join(words)} failed:\n{done.stderr[-3000:]}")
    last = json.loads(done.stdout.strip().splitlines()[-1])
    return Timed(last["seconds"], last["megabytes"])


def report(act: Callable[[], object]) -> None:
    """In the process that is measured: imports stand outside, so that they are not timed."""
    start = time.perf_counter()
    act()
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": peak}))


def machine() -> str:
    model = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "unknown"
    )
    total = next((int(line.split()[1]) / 1e6 for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    said = f"{os.cpu_count()} cores ({model}), {total:.0f} GB of memory, {platform.system()}"
    busy = os.getloadavg()[0]
    shared = f"; other work shared the cores (load average {busy:.1f})" if busy > 1.5 else ""
    return f"{said}, Python {platform.python_version()}{shared}"


def _lines(path: str) -> list[str]:
    file = Path(path)
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []
