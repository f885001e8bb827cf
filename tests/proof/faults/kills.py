"""People work, things are killed, and afterwards everything that was acknowledged is asked for.

python -m proof.faults.kills --kills 200 --acks 100000 says what came of it.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "followthrough.service.config.settings.test")

import django

django.setup()

from proof.faults import checker, history
from proof.faults.history import History
from proof.faults.nemesis import SHARES, Nemesis
from proof.faults.site import SEALER, SWEEP, WEB, Site, site
from proof.faults.visitor import Visitor
from proof.faults.writers import Crowd, Recipient, Sender

RECIPIENTS = ("ines.doyle", "fatima.noor")


@dataclass
class Report:
    kills: dict[str, int]
    acknowledged: Counter[str]  # shares by pages and by the door, resends, answers, duties taken
    seconds: float
    recoveries: list[float]
    no_answers: Counter[str]
    ended_alone: list[str]
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        times = sorted(self.recoveries) or [0.0]
        return "\n".join(
            [
                f"killed: {self.kills}",
                f"acknowledged: {dict(self.acknowledged)}",
                f"in {self.seconds:.0f} s; requests without an answer: {sum(self.no_answers.values())}",
                f"work again after {statistics.median(times):.1f} s (middle), {times[-1]:.1f} s (most)",
                f"ended by themselves: {dict(Counter(self.ended_alone))}",
                f"faults: {len(self.faults)}",
                *self.faults[:50],
            ]
        )


def run(
    *,
    kills: int,
    acks: int = 0,
    senders: int = 3,
    children: int = 4,
    door: int = 0,
    seed: int = 1,
    parts: Mapping[str, int] = SHARES,
    prepare: Callable[[Site], None] = lambda site: None,
) -> Report:
    """`acks` is how many shares must be acknowledged at least; `door` how many processes go through the one door
    without pages. `parts` are killed; without senders there is no web server. `prepare` may put a fault into the site
    before it starts.
    """
    with site(str(children), str(senders + door)) as (made, said):
        prepare(made)
        made.start(*((WEB,) if senders else ()), SWEEP, SEALER)
        notes, begun = History(made.folder / "history.jsonl"), time.monotonic()
        crowd = Crowd(notes)
        add_people(crowd, made, said, senders)
        doors = [begin_door(made, said, f"sender-{senders + n}", n) for n in range(door)]
        files = [made.folder / "history.jsonl", *(door_file(made, n) for n in range(door))]
        nemesis = Nemesis(made, lambda: notes.lines, lambda: notes.lines + _lines(files[1:]), seed, parts)
        try:
            nemesis.kill(kills)
            while _sent(files) < acks:
                made.mend()
                time.sleep(2)
        finally:
            (made.folder / "stop").touch()
            crowd.finish()
            for each in doors:
                each.wait(180)
            notes.close()
        seconds = time.monotonic() - begun
        settle(made)
        faults = [*crowd.wrong, *checker.check(made.server.address(), files), *ledger_faults(made)]
        counts = Counter(line["what"] for line in history.read(files[0]))
        through_door = Counter(line["what"] for line in history.read(*files[1:]))
        counts["sent by the door"], counts["again by the door"] = through_door["sent"], through_door["again"]
        return Report(
            dict(nemesis.killed), counts, seconds, nemesis.recoveries, crowd.troubles, made.ended_alone, faults
        )


def add_people(crowd: Crowd, made: Site, said: dict[str, Any], senders: int) -> None:
    def visitor(username: str) -> Visitor:
        return Visitor(made.port, said["cookie"], said["sessions"][username])

    for number in range(senders):
        sender = visitor(username := f"sender-{number}")
        crowd.add(sender, Sender(crowd, sender, said["children"][username]).share)
    for username in RECIPIENTS if senders else ():
        recipient = visitor(username)
        crowd.add(recipient, Recipient(crowd, recipient, said["ids"][username]).answer)


def begin_door(made: Site, said: dict[str, Any], username: str, number: int) -> subprocess.Popen[bytes]:
    """Somebody who goes through the one door without pages."""
    words = [said["ids"][username], str(door_file(made, number)), str(made.folder / "stop")]
    door_file(made, number).touch()
    return made.begin("door", "-m", "proof.faults.door", *words, *said["children"][username])


def door_file(made: Site, number: int) -> Path:
    return made.folder / f"door-{number}.jsonl"


def _sent(files: list[Path]) -> int:
    return sum(file.read_bytes().count(b'"what": "sent"') for file in files)


def _lines(files: list[Path]) -> int:
    return sum(file.stat().st_size for file in files)


def settle(made: Site) -> None:
    """What is due is swept and sealed once more, now that nobody kills."""
    made.mend()
    made.run("-m", "followthrough.cli", "sweep")
    made.run("-m", "followthrough.cli", "seal-audit")


def ledger_faults(made: Site) -> list[str]:
    """The site's own check, with the heads of the audit that were kept outside the database."""
    try:
        made.run("-m", "followthrough.cli", "check-ledger", "--heads", str(made.heads))
    except AssertionError as error:
        return [str(error)]
    return []


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--acks", type=int, default=0)
    parser.add_argument("--senders", type=int, default=4)
    parser.add_argument("--children", type=int, default=100, help="of each sender")
    parser.add_argument("--door", type=int, default=0, help="processes that go through the one door without pages")
    parser.add_argument("--seed", type=int, default=1)
    report = run(**vars(parser.parse_args()))
    print(report)
    print(json.dumps({"acknowledged": dict(report.acknowledged), "kills": report.kills}))
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
