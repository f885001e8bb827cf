"""How often is one person interrupted on a busy day of a triage team? Told by a day of 300 contacts, sent for real.

The contacts come at random between 08:00 and 20:00: one in ten is red (four hours), four are amber (a day), the rest
green (three days), as shares are split in published audits of such teams. One red in six is not received within an
hour, and climbs. What is told to whom, and when, is the product's own; only the people are made up.
python -m benchmarks.alerts prints the figures; `tests/integration/letters/test_mash_day.py` holds the law.
"""

from __future__ import annotations

import json
import random
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import connection
from django.test import override_settings

from benchmarks.live import _database
from followthrough.procedures.model.answer import DutyState
from followthrough.service.agencies.models import AlertChoice, Practitioner
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger import delivery, notices, wording
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Adoption, Carried, Duty, Letter
from integration.agencies import making

MORNING: Final = datetime(2025, 3, 3, 8, tzinfo=UTC)
HOURS: Final = {"red": 4, "amber": 24, "green": 72}
SHIFTS: Final = {"early": (0, 6), "late": (6, 12)}  # hours after 08:00
CONTACTS: Final = 300
EVERY: Final = timedelta(minutes=30)
BY: Final = Viewer.system("bench")


@dataclass(frozen=True)
class Day:
    """`interrupts` are notices that came at once, by person and shift; by e-mail and by text is one interrupt."""

    contacts: dict[str, int]
    interrupts: dict[tuple[str, str], int]
    longest_red: float
    early_for_others: int
    letters: dict[str, int]
    notices: int

    def figures(self) -> dict[str, object]:
        return {
            "contacts": self.contacts,
            "most interrupts of one person in a shift": max(self.interrupts.values(), default=0),
            "people who were interrupted": len(self.interrupts),
            "longest wait of a red, in minutes": self.longest_red,
            "amber and green that interrupted somebody": self.early_for_others,
            "letters": self.letters,
            "notices": self.notices,
        }


def simulate(seed: int = 1, contacts: int = CONTACTS) -> Day:
    """In the database of the caller, whose directory has a team at social-care/front-door with a manager."""
    chosen = random.Random(seed)
    coming = sorted(
        (MORNING + timedelta(seconds=chosen.randrange(12 * 3600)), _colour(chosen), chosen.random() < 1 / 6)
        for _ in range(contacts)
    )
    colours: dict[str, str] = {}
    climbing: list[tuple[datetime, Duty]] = []
    at = MORNING
    for number, (comes_at, colour, is_late) in enumerate(coming):
        while at < comes_at:
            at = _step(at, climbing)
        with clock.use(clock.FixedClock(comes_at)), acting(BY), as_assessor():
            duty = _duty(number, comes_at, colour)
            colours[duty.pk] = colour
            notices.tell_of_new([(duty, MORNING)])
        with clock.use(clock.FixedClock(comes_at)):
            delivery.deliver()
        if colour == "red" and is_late:
            climbing.append((comes_at + timedelta(hours=1), duty))
    while at < MORNING + timedelta(hours=24):
        at = _step(at, climbing)
    return _counted(colours)


def _colour(chosen: random.Random) -> str:
    return chosen.choices(("red", "amber", "green"), weights=(1, 4, 5))[0]


def _duty(number: int, at: datetime, colour: str) -> Duty:
    return Duty.objects.create(
        id=f"{number:032x}",
        subject_kind="child",
        subject_id=f"child-{number}",
        procedure="contact-decided",
        version=1,
        title="A contact is decided",
        source={},
        confidence="our default",
        state=DutyState.OPEN,
        adoption=Adoption.ON,
        rulebook_version="bench",
        calendar_version="bench",
        first_seen_at=at,
        debtor_agency="social-care",
        debtor_team="front-door",
        action="Decide it",
        trigger=f"contact-{number}",
        opened_at=at,
        due_at=at + timedelta(hours=HOURS[colour]),
    )


def _step(at: datetime, climbing: list[tuple[datetime, Duty]]) -> datetime:
    with clock.use(clock.FixedClock(at)):
        for due, duty in [each for each in climbing if each[0] <= at]:
            duty.state = DutyState.BREACHED
            with acting(BY), as_assessor():
                notices.tell_of_silences(
                    [notices.Silence(duty, "rung", 0, 0, ("social-care", "front-door", "team-manager"))]
                )
            climbing.remove((due, duty))
        delivery.deliver()
    return at + EVERY


def _counted(colours: dict[str, str]) -> Day:
    with as_assessor():
        held = list(Carried.objects.select_related("letter", "notice"))
        letters = list(Letter.objects.all())
    told: dict[tuple[str, str], set[str]] = defaultdict(set)
    for each in held:
        if each.letter.is_urgent and each.letter.person:
            told[each.letter.person, _shift(each.letter.written_at)].add(each.notice_id)
    red = [each for each in held if colours[str(each.notice.duty_id)] == "red"]
    waits = [(each.letter.written_at - each.notice.written_at).total_seconds() / 60 for each in red]
    others = [each for each in held if colours[str(each.notice.duty_id)] != "red" and each.letter.is_urgent]
    return Day(
        contacts=dict(Counter(colours.values())),
        interrupts={whom: len(what) for whom, what in told.items()},
        longest_red=max(waits, default=0),
        early_for_others=len(others),
        letters=dict(Counter(f"{each.channel}, {'at once' if each.is_urgent else 'digest'}" for each in letters)),
        notices=len({each.notice_id for each in held}),
    )


def _shift(at: datetime) -> str:
    hours = (at - MORNING).total_seconds() / 3600
    return next((name for name, (first, last) in SHIFTS.items() if first <= hours < last), "night")


def staff(workers: int = 12, managers: int = 2) -> None:
    """A triage team in which everybody takes texts: the most that the budget can be asked to bear."""
    making.agency("social-care", "front-door")
    seats = [("worker", number) for number in range(workers)] + [("team-manager", number) for number in range(managers)]
    for role, number in seats:
        person = making.practitioner(f"{role}.{number}", ("social-care", "front-door", role))
        Practitioner.objects.filter(pk=person.pk).update(telephone=f"077009{len(role) % 10}{number:04}")
        AlertChoice.objects.create(practitioner=person, email=role != "worker", text=True, set_at=MORNING)


def text(letter: Letter, words: wording.Words) -> None:
    """A channel that always works."""


CHANNELS: Final = {"email": "followthrough.service.ledger.channels.email", "text": f"{__name__}.text"}


def main() -> None:
    with _database(), override_settings(FOLLOWTHROUGH_CHANNELS=CHANNELS), clock.use(clock.FixedClock(MORNING)):
        with connection.cursor() as cursor:
            cursor.execute("select set_config('app.viewer', 'system:bench', false)")
        staff()
        print(json.dumps(simulate().figures(), indent=2))


if __name__ == "__main__":
    main()
