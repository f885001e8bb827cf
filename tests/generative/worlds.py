"""Whole small populations made at random, dense with collisions: many children at once, so that one run compares all.

Ids begin with their world's number, so that worlds can live in one population.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from followthrough.procedures.model.answer import Debtor, duty_id, signal_id
from followthrough.procedures.model.event import Event, Known, Subject
from tests.spec.small import at

AGENCIES = ("care", "police", "school")
KINDS = (
    "trigger", "trigger", "trigger", "condition", "closing", "closing", "closing", "excuse", "risk.a", "risk.a",
    "risk.b", "risk.b", "seen", "seen", "seen", "plan.begun", "plan.begun", "plan.ended", "share.sent",
    "signal.told", "duty.excused", "household.left", "household.joined", "private",
)  # fmt: skip
KEYED = ("trigger", "closing", "excuse", "condition", "plan.begun", "plan.ended")
LAST = 26


@dataclass(frozen=True)
class World:
    """One child's small world, and the instant at which it is looked at."""

    subject: Subject
    events: tuple[Event, ...]
    as_of: datetime


def world(number: int, seed: int) -> World:
    return _Maker(number, random.Random(seed)).made()


class _Maker:
    def __init__(self, number: int, chance: random.Random) -> None:
        self.number, self.chance = number, chance
        self.child = Subject("child", self.name("ada"))
        self.sibling = Subject("child", self.name("ben"))
        self.home = Subject("household", self.name("home"))

    def name(self, word: str) -> str:
        return f"w{self.number}-{word}"

    def made(self) -> World:
        chance = self.chance
        events = [self.event(f"e{place}") for place in range(chance.choice((1, 3, 5, 8, 11)))]
        mended = [mend for place, each in enumerate(events) for mend in self.mends(each, place)]
        as_of = at(chance.uniform(3, LAST + 8)) if chance.random() < 0.7 else at(LAST + 8)
        whole = (*self.born(), *events, *mended)
        if chance.random() < 0.3:  # an instant at which something changes
            as_of = chance.choice(whole).recorded_at
        return World(self.child, whole, as_of)

    def born(self) -> list[Event]:
        chance = self.chance
        born_on = chance.choice((date(2011, 1, 10), date(2011, 1, 10), date(2011, 1, 14), date(2003, 5, 5)))
        found = [replace(self.plain("born", "child.born", self.child, at(1, 0), at(1, 0)), data={"born_on": born_on})]
        if chance.random() < 0.1:
            found[0] = replace(
                found[0],
                data={},
                occurred_from=at(1) - timedelta(days=735),
                occurred_to=at(1) - timedelta(days=chance.choice((735, 720))),
            )
        if chance.random() < 0.1:
            later = chance.choice((date(2011, 1, 12), date(2010, 1, 1)))
            found.append(
                replace(
                    found[0],
                    id=self.name("born-again"),
                    corrects=found[0].id,
                    recorded_at=at(chance.randint(5, 20)),
                    data={"born_on": later},
                )
            )
        if chance.random() < 0.05:
            found.append(
                replace(
                    found[0],
                    id=self.name("born-twice"),
                    recorded_at=at(chance.randint(5, 20)),
                    occurred_from=found[0].occurred_from - timedelta(hours=9),
                    data={"born_on": date(2011, 1, 18)},
                )
            )
        for word, who in (("joined", self.child), ("joined-too", self.sibling)):
            if chance.random() < 0.9:
                joined = self.plain(word, "household.joined", who, at(1), at(1))
                found.append(replace(joined, data={"household": self.home.id}))
        return found

    def plain(self, word: str, kind: str, subject: Subject, from_: datetime, to: datetime) -> Event:
        return Event(self.name(word), kind, subject, self.chance.choice(AGENCIES), from_, to, to)

    def event(self, word: str) -> Event:
        chance = self.chance
        kind = chance.choice(KINDS)
        day, hour = chance.randint(2, 20), chance.choice((0, 9, 9, 17))
        width = chance.choice((0, 0, 0, 0, 6, 24, 24 * 7))
        from_ = at(day, hour)
        to = from_ + timedelta(hours=width)
        recorded = to + timedelta(hours=chance.choice((0, 0, 0, 1, 30, 100)))
        subject = chance.choice((self.child, self.child, self.child, self.home, self.sibling))
        if kind.startswith("household"):
            subject = chance.choice((self.child, self.sibling))
        known = {
            agency: tuple(self.known(from_, recorded) for _ in range(chance.choice((1, 1, 2))))
            for agency in chance.sample(AGENCIES, chance.choice((0, 0, 1, 2)))
        }
        made = Event(
            self.name(word), kind, subject, chance.choice(AGENCIES), from_, to, recorded, known, self.data(kind, day)
        )
        return made

    def known(self, from_: datetime, recorded: datetime) -> Known:
        instant = from_ + timedelta(hours=self.chance.choice((0, 24, 60, 120)))
        return Known(instant, max(instant, recorded) + timedelta(hours=self.chance.choice((0, 0, 40))))

    def data(self, kind: str, day: int) -> dict[str, object]:
        chance = self.chance
        data: dict[str, object] = {}
        if kind in KEYED and chance.random() < 0.9:
            data["key"] = chance.choice(("k1", "k2"))
        if kind == "trigger":
            data["people"] = chance.choice((("ada",), ("ada", "ben"), ("ben", "ada", "ben"), (self.child.id,)))
            if chance.random() < 0.5:
                data["due_by"] = at(day + chance.randint(0, 4), 12)
            if chance.random() < 0.5:
                data["wanted_by"] = date(2013, 1, max(1, day + chance.randint(-1, 6)))
            if chance.random() < 0.6:
                data["grade"] = chance.choice((1, 2, 3))
            if chance.random() < 0.6:
                data["who"] = chance.choice(AGENCIES)
        if kind == "plan.begun" and chance.random() < 0.3:
            data["ends_on"] = date(2013, 1, min(28, day + chance.randint(0, 8)))
        if kind == "closing" and chance.random() < 0.3:
            data["signal"] = self.name(f"e{chance.randint(0, 5)}")
        if kind.startswith("household"):
            data["household"] = chance.choice((self.home.id, self.home.id, self.name("other")))
        if kind == "share.sent":
            data["to"] = chance.choice(AGENCIES)
            data["items"] = tuple(self.name(f"e{chance.randint(0, 8)}") for _ in range(chance.randint(0, 3)))
        if kind == "signal.told":
            data["to"] = chance.choice(AGENCIES)
            root = self.name(f"e{chance.randint(0, 8)}")
            data["signal"] = chance.choice((root, signal_id(chance.choice(("pattern", "silent")), self.child, root)))
        if kind == "duty.excused":
            root = self.name(f"e{chance.randint(0, 5)}")
            data["duty"] = duty_id(
                chance.choice(("conditional-duty", "before-a-date")), self.child, root, Debtor("care"), ""
            )
        return data

    def mends(self, original: Event, place: int) -> list[Event]:
        chance, found = self.chance, []
        before = original
        for turn in range(chance.choice((0, 0, 0, 0, 0, 1, 1, 2))):
            moved = timedelta(hours=chance.choice((0, 0, -24, 24, 48)))
            occurred_to = original.occurred_to + moved
            recorded = max(before.recorded_at + timedelta(hours=chance.choice((0, 1, 25, 80))), occurred_to)
            if recorded == before.recorded_at:
                recorded += timedelta(hours=chance.choice((0, 1)))
            identity = self.name(f"m{place}-{turn}")
            if (recorded, identity) <= (before.recorded_at, before.id):
                continue
            mended = replace(
                original, id=identity, corrects=chance.choice((before.id, original.id)), known={},
                is_retraction=chance.random() < 0.5, occurred_from=original.occurred_from + moved,
                occurred_to=occurred_to, recorded_at=recorded, 
                agency=chance.choice((original.agency, chance.choice(AGENCIES))),
                data=chance.choice((original.data, self.data(original.kind, chance.randint(2, 20)))),
            )  # fmt: skip
            found.append(mended)
            before = mended
        return found
