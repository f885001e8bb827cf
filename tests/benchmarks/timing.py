"""How long does it take, and how much memory at most? Runs in processes of their own, in turn.

Other work on the machine can only add to a time, so the least of the runs counts. Each process also says how much time
of all cores it took, which other work changes far less.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Timed:
    seconds: float
    megabytes: float
    processor: float = 0.0

    def __str__(self) -> str:
        return f"{self.seconds:.2f} s, {self.megabytes:,.0f} MB"


def in_turn(tasks: Mapping[str, Sequence[str]], runs: int) -> dict[str, dict[str, float]]:
    """Each of `tasks` of the module of that name once, then each once more, so that other work falls on all alike."""
    found: dict[str, list[Timed]] = {name: [] for name in tasks}
    for _ in range(runs):
        for name, words in tasks.items():
            found[name].append(_once(*words))
    return {name: asdict(_best(each)) for name, each in found.items()}


def timed(task: str, *words: str, runs: int = 3) -> dict[str, float]:
    return in_turn({"": (task, *words)}, runs)[""]


def _best(runs: Sequence[Timed]) -> Timed:
    return Timed(
        min(each.seconds for each in runs), max(each.megabytes for each in runs), min(each.processor for each in runs)
    )


def _once(task: str, *words: str) -> Timed:
    command = [sys.executable, "-m", "benchmarks.tasks", task, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{task} {' '.join(words)} failed:\n{done.stderr[-3000:]}")
    last = json.loads(done.stdout.strip().splitlines()[-1])
    return Timed(last["seconds"], last["megabytes"], last["processor"])


def report(act: Callable[[], object]) -> None:
    """In the process that is measured: imports stand outside, so that they are not timed."""
    start, worked = time.perf_counter(), time.process_time()
    act()
    seconds, processor = time.perf_counter() - start, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": peak, "processor": processor}))


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
