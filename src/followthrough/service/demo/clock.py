"""The clock of the example partnership: the instant that its one row holds."""

from __future__ import annotations

from datetime import UTC, datetime

from followthrough.service.demo.models import DemoTime

# Thursday 28 March 2013, 17:30 in London: the evening before Good Friday, and still winter time.
START = datetime(2013, 3, 28, 17, 30, tzinfo=UTC)

# From that morning on what falls due climbs; what was due before is history, and is told to nobody.
LIVE_FROM = datetime(2013, 3, 28, 9, 0, tzinfo=UTC)


class DemoClock:
    def now(self) -> datetime:
        held = DemoTime.objects.filter(pk=1).values_list("at", flat=True).first()
        return held or START


def set_time(at: datetime) -> None:
    """Only forwards is for visitors (see `actions`); loading sets it to each event's own time."""
    DemoTime.objects.update_or_create(pk=1, defaults={"at": at})
