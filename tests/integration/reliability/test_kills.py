"""People share, answer and take duties while database, web server and sweep are killed: nothing acknowledged is lost,
doubled or half done. Ten kills here; `make proof` asks for many more.
"""

from __future__ import annotations

import os

from proof.faults import kills
from support import parts

KILLS = parts.share_of(int(os.environ.get("FOLLOWTHROUGH_KILLS", "10")))
ACKS = parts.share_of(int(os.environ.get("FOLLOWTHROUGH_ACKS", "0")))
DOORS = 2 if ACKS else 1
CHILDREN = max(4, ACKS // 50)  # of each sender: a record of a dozen shares, for the longer it is the longer one takes


def test_what_was_acknowledged_survives_every_kill_once_and_whole() -> None:
    report = kills.run(kills=KILLS, acks=ACKS, senders=2, children=CHILDREN, door=DOORS, seed=parts.NUMBER)
    print(f"\n{report}")
    assert report.faults == []
    assert sum(report.kills.values()) == KILLS and set(report.kills) == {"database", "web", "sweep"}
    assert report.acknowledged["sent"] and report.acknowledged["sent by the door"] and report.acknowledged["answered"]
    assert report.acknowledged["sent"] + report.acknowledged["sent by the door"] >= ACKS
    assert report.ended_alone == []
