"""The disk of the database fills up while people share: they are told that it was not sent, nothing acknowledged is
lost, and the site works again when there is room. Only `make proof` asks: it mounts a small disk, as root.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from proof.faults import checker, history, kills
from proof.faults.history import History
from proof.faults.site import DATABASE, Site, site
from proof.faults.writers import Crowd

EVENTS = int(os.environ.get("FOLLOWTHROUGH_FULL_DISKS", "2"))
_SIZE, _PATIENCE = "420m", 120
_NOT_SENT = "503"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "tmpfs", str(place)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.fail(f"No disk can be mounted here: {done.stderr.decode().strip()}", pytrace=False)
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_what_was_acknowledged_survives_a_full_disk(small_disk: Path) -> None:
    with site("4", "3", folder=small_disk) as (made, said):
        made.start()
        notes = History(made.folder / "history.jsonl")
        crowd = Crowd(notes)
        kills.add_people(crowd, made, said, senders=2)
        door = kills.begin_door(made, said, "sender-2", 0)
        files = [made.folder / "history.jsonl", kills.door_file(made, 0)]
        back: list[float] = []
        try:
            _wait(made, lambda: notes.lines)
            for _ in range(EVENTS):
                back.append(_fill_and_empty(made, small_disk, crowd))
        finally:
            (made.folder / "stop").touch()
            crowd.finish()
            door.wait(_PATIENCE)
            notes.close()
        kills.settle(made)
        faults = [*crowd.wrong, *checker.check(made.server.address(), files), *kills.ledger_faults(made)]
        sent = sum(line["what"] == history.SENT for line in history.read(*files))
        print(f"\n{EVENTS} full disks; {sent:,} shares acknowledged; told that it was not: {dict(crowd.troubles)}; "
              f"work again {max(back):.1f} s after there was room, at most")  # fmt: skip
        assert faults == []
        assert crowd.troubles[_NOT_SENT], "somebody must have been told plainly"


def _fill_and_empty(made: Site, disk: Path, crowd: Crowd) -> float:
    """Until pages fail; then a while longer. Returns how long it took to work again when there was room."""
    ballast, before = disk / "ballast", sum(crowd.troubles.values())
    until = time.monotonic() + _PATIENCE
    with ballast.open("wb") as file:
        while sum(crowd.troubles.values()) < before + 10 and time.monotonic() < until:
            try:
                file.write(bytes(1 << 20))
                file.flush()
            except OSError:
                time.sleep(0.2)
    assert sum(crowd.troubles.values()) >= before + 10, "the full disk was not noticed"
    time.sleep(2)
    ballast.unlink()
    begun = time.monotonic()
    _wait(made, lambda: crowd.notes.lines)
    return time.monotonic() - begun


def _wait(made: Site, work) -> None:  # type: ignore[no-untyped-def]
    before, until = work(), time.monotonic() + _PATIENCE
    while work() == before:
        assert time.monotonic() < until, made.log("web")
        made.mend()
        if not made.processes(DATABASE) or not made.server.is_running():
            made.start_again(DATABASE)
        time.sleep(0.1)
