"""What `make proof` does: what `make test` prepares with Spark beside it, then the promises in their long form.

Each part is a run of its own, so that one that fails hides no other. `make proof ARGS="engines"` asks for one part,
`ARGS="tests/generative/test_foreign.py -s"` for any tests in their long form. What takes longer than half an hour is
split: `ARGS="hidden"` does it all, `ARGS="hidden-2"` the second of its parts, so that parts can run on several cores.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import test

PARTS: Final = {
    "promises": [f"tests/generative/test_{name}.py" for name in ("promises", "normal_form", "stories")],
    "engines": ["tests/generative/test_engines.py"],
    "rulebook": ["tests/cases/test_set_based.py"],
    "spark": ["tests/proof/on_spark.py"],
    "decisions": [
        "tests/generative/test_access.py::test_the_rules_say_what_their_words_say",
        "tests/generative/test_access.py::test_one_more_denial_never_opens_anything",
        "tests/generative/test_tampering.py",
    ],
    "worlds": ["tests/generative/test_access.py::test_the_database_shows_what_the_rules_open"],
    "hidden": ["tests/generative/test_hidden.py"],
    "foreign": ["tests/generative/test_foreign.py"],
    "merging": ["tests/generative/test_merging.py"],
    "upgrades": ["tests/generative/test_upgrades.py"],
    "kills": ["tests/integration/reliability/test_kills.py"],
    "clocks": ["tests/integration/reliability/test_clocks.py"],
    "faults": ["tests/integration/reliability/test_seeded_faults.py"],
    "disk": ["tests/proof/disk_full.py"],
    "partition": ["tests/proof/partition.py"],
    "pages": [
        "tests/integration/access/test_revocations.py",
        "tests/integration/access/test_canaries.py",
        "tests/integration/access/test_canaries_in_files.py",
    ],
    "crawl": ["tests/browser/test_crawl.py"],
}
SPLIT: Final = {"worlds": 2, "hidden": 4, "foreign": 3, "kills": 8, "crawl": 2}
EVERY_PART: Final = [
    piece for part in PARTS for piece in ([f"{part}-{n + 1}" for n in range(SPLIT[part])] if part in SPLIT else [part])
]
LONG: Final = {
    "FOLLOWTHROUGH_REVOCATIONS": "1000",
    "FOLLOWTHROUGH_PAGES": "2000",
    "FOLLOWTHROUGH_BROWSER_PAGES": "200",
    "FOLLOWTHROUGH_KILLS": "200",
    "FOLLOWTHROUGH_ACKS": "100000",
    "FOLLOWTHROUGH_CLOCK_DUTIES": "10000",
    "FOLLOWTHROUGH_REPLAYS": "10000",
    "FOLLOWTHROUGH_CRASH_EVERY": "1",
    "FOLLOWTHROUGH_FULL_DISKS": "20",
    "FOLLOWTHROUGH_CUTS": "50",
    "FOLLOWTHROUGH_LONGEST_CUT": "60",
}


def main(words: list[str]) -> str | None:
    for name, value in LONG.items():
        os.environ.setdefault(name, value)
    asked = [part for part in EVERY_PART if part in words or part.partition("-")[0] in words]
    others = [each for each in words if each not in EVERY_PART and each not in PARTS]
    if not asked and any("tests" in each for each in others):
        return test.main([*others, "--hypothesis-profile=proof"], "spark")
    told = [_run(part, others) for part in asked or EVERY_PART]
    print("\n".join(["", *(line for line, _ in told)]))
    failed = [part for (_, is_held), part in zip(told, asked or EVERY_PART, strict=True) if not is_held]
    return f"Did not hold: {', '.join(failed)}." if failed else None


def _run(part: str, words: list[str]) -> tuple[str, bool]:
    """One part in a process of its own, for `test.main` gives its place to pytest."""
    begun = time.monotonic()
    name, _, number = part.partition("-")
    which = {"FOLLOWTHROUGH_PART": f"{number}/{SPLIT[name]}"} if number else {}
    command = [sys.executable, str(Path(__file__)), *PARTS[name], *words]
    done = subprocess.run(command, check=False, env={**os.environ, **which})
    is_held = done.returncode == 0
    minutes = (time.monotonic() - begun) / 60
    return f"{part}: {'held' if is_held else 'DID NOT HOLD'}, {minutes:.0f} minutes", is_held


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
