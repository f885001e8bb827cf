"""The line between site and database is cut, again and again: nothing is lost or doubled, and what was in doubt is
resolved by sending again. Only `make proof` asks: it makes network namespaces, for which one has to be root.
"""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest

from proof.faults import checker, history, kills
from proof.faults.apart import Apart, CannotDivide, divided
from proof.faults.site import SEALER, SWEEP

CUTS = int(os.environ.get("FOLLOWTHROUGH_CUTS", "6"))
LONGEST = float(os.environ.get("FOLLOWTHROUGH_LONGEST_CUT", "8"))  # seconds
_PATIENCE = 300


def test_what_was_acknowledged_survives_every_cut_of_the_line(tmp_path: Path) -> None:
    site, chance = Apart(tmp_path), random.Random(7)
    try:
        with divided(site):
            _cut_and_mend(site, chance)
    except CannotDivide as reason:
        pytest.fail(str(reason), pytrace=False)


def _cut_and_mend(site: Apart, chance: random.Random) -> None:
    said = site.make("4", "2")
    site.start(SWEEP, SEALER)
    doors = [kills.begin_door(site, said, f"sender-{n}", n) for n in range(2)]
    files = [kills.door_file(site, n) for n in range(2)]
    waits, cut_for = [], 0.0
    try:
        _wait_for_work(site, files)
        for _ in range(CUTS):
            time.sleep(chance.uniform(0, 2))
            pause = chance.uniform(1, LONGEST)
            site.cut()
            time.sleep(pause)
            site.mend_line()
            cut_for += pause
            waits.append(_wait_for_work(site, files))
    finally:
        site.mend_line()
        (site.folder / "stop").touch()
        for each in doors:
            each.wait(_PATIENCE)
    kills.settle(site)
    faults = [*checker.check(site.server.address(), files), *kills.ledger_faults(site)]
    sent = sum(line["what"] == history.SENT for line in history.read(*files))
    troubles = site.log("door").count("\n")
    print(f"\n{CUTS} cuts, {cut_for:.0f} s in all; {sent:,} shares acknowledged, {troubles} tries without an answer; "
          f"work again after {sorted(waits)[len(waits) // 2]:.1f} s (middle), {max(waits):.1f} s (most)")  # fmt: skip
    assert faults == []
    assert site.ended_alone == []


def _wait_for_work(site: Apart, files: list[Path]) -> float:
    begun, before = time.monotonic(), [file.stat().st_size for file in files]
    while any(file.stat().st_size == size for file, size in zip(files, before, strict=True)):
        assert time.monotonic() - begun < _PATIENCE, site.log("door")
        site.mend()
        time.sleep(0.05)
    return time.monotonic() - begun
