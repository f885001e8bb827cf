"""How long does one sweep take when so many deadlines come at the same 17:00? python -m benchmarks.deadlines NUMBER

Each is a share, recorded through the one door under the small rulebook of the ledger's tests or the whole one, on a
PostgreSQL that writes to disk. Then the clock is put behind the instant, and one sweep runs.
"""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import UTC, datetime, timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "followthrough.service.config.settings.test")

import django

django.setup()

from django.test import override_settings

from benchmarks.live import _database
from followthrough.procedures.model.event import Subject
from followthrough.service.core import clock
from followthrough.service.ledger import rulebook, sweep
from followthrough.service.ledger.actions import NewEvent, record
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Rung
from proof import clocks
from proof.simulating import BY

ASKED = datetime(2025, 3, 3, 10, tzinfo=UTC)  # a Monday; one working day later is Tuesday, 17:00
DUE = datetime(2025, 3, 4, 17, tzinfo=UTC)
QUIET = {
    "FOLLOWTHROUGH_DIRECTORY": "integration.ledger.practice.everybody",
    "FOLLOWTHROUGH_RECORDS": ["integration.ledger.practice.recorded"],
    "FOLLOWTHROUGH_ALSO_SWEPT": [],
}


def main(deadlines: int) -> None:
    with _database(), override_settings(**QUIET), rulebook.use(clocks.rulebook()):
        standing = clock.FixedClock(ASKED)
        with clock.use(standing):
            for n in range(deadlines):
                subject = Subject("child", f"child-{n}")
                data = {"leg": subject.id}
                record([NewEvent(kind="asked.working-day", subject=subject, occurred_from=ASKED, data=data)], by=BY)
            standing.at = ASKED + timedelta(hours=1)
            sweep.run_once(adopts=False)
        begun, real = time.perf_counter(), clock.real_now()
        with clock.use(_From(DUE + timedelta(microseconds=1), real)):
            while sweep.run_once(adopts=False):
                pass
            with as_assessor():
                fired = list(Rung.objects.order_by("fired_at").values_list("fired_at", flat=True))
        assert len(fired) == deadlines
        print(
            json.dumps(
                {
                    "deadlines": deadlines,
                    "rules": "small rulebook of the clocks' proof",
                    "first": (fired[0] - DUE).total_seconds(),
                    "last": (fired[-1] - DUE).total_seconds(),
                    "whole": time.perf_counter() - begun,
                }
            )
        )


class _From:
    """A clock that goes on from an instant."""

    def __init__(self, at: datetime, real: datetime) -> None:
        self._shift = at - real

    def now(self) -> datetime:
        return clock.real_now() + self._shift


if __name__ == "__main__":
    main(int(sys.argv[1]))
