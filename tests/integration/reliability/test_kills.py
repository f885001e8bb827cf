"""People share, answer and take duties while database, web server and sweep are killed: nothing acknowledged is lost,
doubled or half done. Ten kills here; `make proof` asks for many more.
"""

from __future__ import annotations

import os

from proof.faults import kills

KILLS = int(os.environ.get("FOLLOWTHROUGH_KILLS", "10"))
ACKS = int(os.environ.get("FOLLOWTHROUGH_ACKS", "0"))
CHILDREN, DOORS = (100, 2) if KILLS > 10 else (4, 1)


def test_what_was_acknowledged_survives_every_kill_once_and_whole() -> None:
    report = kills.run(kills=KILLS, acks=ACKS, senders=2, children=CHILDREN, door=DOORS)
    print(f"\n{report}")
    assert report.faults == []
    assert sum(report.kills.values()) == KILLS and set(report.kills) == {"database", "web", "sweep"}
    assert report.acknowledged["sent"] and report.acknowledged["sent by the door"] and report.acknowledged["answered"]
    assert report.ended_alone == []
