"""Who is on duty out of hours in Wealdshire around Easter 2013? With one swap, and one gap that nobody has filled."""

from __future__ import annotations

from datetime import UTC, date, datetime

from followthrough.service.agencies.models import Practitioner, Shift, ShiftLevel, Team
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.core import clock
from followthrough.service.core.viewer import acting
from followthrough.service.cover.actions import gaps, rota
from followthrough.service.design.dates import LONDON

KEPT, FOUND = datetime(2013, 3, 18, 10, tzinfo=UTC), datetime(2013, 3, 19, 9, tzinfo=UTC)
PRIYA, FEMI, COLIN, MARTIN = "priya.sandhu", "femi.adu", "colin.frayne", "martin.oakes"
WORKER, MANAGER = ShiftLevel.WORKER, ShiftLevel.MANAGER
SAID = {
    WORKER: {"role": "Duty social worker", "telephone": "01632 960102"},
    MANAGER: {"role": "Manager on call", "telephone": "01632 960105"},
}
# From and to as "month-day hour"; nobody is there on Easter Sunday from nine to nine.
SHIFTS = (
    (MANAGER, "03-25 17", "03-28 09", MARTIN),
    (MANAGER, "03-28 17", "04-02 09", COLIN),
    (MANAGER, "04-02 17", "04-08 09", MARTIN),
    (MANAGER, "04-08 17", "04-15 09", COLIN),
    (WORKER, "03-25 17", "03-26 09", PRIYA),
    (WORKER, "03-26 17", "03-28 09", FEMI),
    (WORKER, "03-28 17", "03-29 09", PRIYA),
    (WORKER, "03-29 09", "03-29 21", FEMI),
    (WORKER, "03-29 21", "03-30 09", PRIYA),
    (WORKER, "03-30 09", "03-30 21", FEMI),
    (WORKER, "03-30 21", "03-31 09", FEMI),
    (WORKER, "03-31 21", "04-01 09", PRIYA),
    (WORKER, "04-01 09", "04-01 21", PRIYA),
    (WORKER, "04-01 21", "04-02 09", FEMI),
    (WORKER, "04-02 17", "04-05 09", PRIYA),
    (WORKER, "04-05 17", "04-08 09", FEMI),
    (WORKER, "04-08 17", "04-12 09", PRIYA),
    (WORKER, "04-12 17", "04-15 09", ""),
)
SWAPPED = ("03-30 21", "03-31 21")  # Priya and Femi, the nights of Saturday and Sunday


def keep() -> None:
    with clock.use(clock.FixedClock(KEPT)):
        _fill()
        _swap()
    with clock.use(clock.FixedClock(FOUND)):
        gaps.find()


def _fill() -> None:
    team = Team.objects.select_related("agency").get(agency="social-care", slug="out-of-hours")
    manager = viewer_of(_person(COLIN))
    with acting(manager):
        rota.keep(team=team, levels=(WORKER, MANAGER), begins_on=date(2013, 3, 26), by=manager)
        for level, starts, ends, who in SHIFTS:
            rota.put_in(
                team=team,
                level=level,
                starts_at=_at(starts),
                ends_at=_at(ends),
                practitioner=_person(who) if who else None,
                by=manager,
                **SAID[level],
            )


def _swap() -> None:
    giver, taker = viewer_of(_person(FEMI)), viewer_of(_person(PRIYA))
    first, second = (Shift.objects.get(level=WORKER, starts_at=_at(each)) for each in SWAPPED)
    with acting(giver):
        handing = rota.offer(shift=first, taker=_person(PRIYA), in_return=second, by=giver)
    with acting(taker):
        rota.answer(handing=handing, accepts=True, by=taker)


def _person(username: str) -> Practitioner:
    return Practitioner.objects.get(username=username)


def _at(words: str) -> datetime:
    return datetime.strptime(f"2013-{words}", "%Y-%m-%d %H").replace(tzinfo=LONDON)
