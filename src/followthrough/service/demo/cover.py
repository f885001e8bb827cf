"""Who has signed for Easter 2013 in Wealdshire? Every agency with a manager but one, so that a gap can be seen."""

from __future__ import annotations

from datetime import UTC, datetime

from followthrough.service.agencies.models import Membership
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.core import clock
from followthrough.service.core.managing import SIGNING
from followthrough.service.core.viewer import acting
from followthrough.service.cover import actions
from followthrough.service.cover.models import Level, Period

ANNOUNCED, SIGNED = datetime(2013, 2, 25, 9, tzinfo=UTC), datetime(2013, 3, 12, 15, 30, tzinfo=UTC)
UNSIGNED = "camhs"


def sign() -> None:
    with clock.use(clock.FixedClock(ANNOUNCED)):
        actions.announce_due()
    period = Period.objects.get()
    seats = Membership.objects.at_work().filter(role__in=SIGNING).exclude(team__agency=UNSIGNED)
    asked = seats.filter(team__agency__in=period.asked.values("agency")).select_related("practitioner", "team__agency")
    leads = {each.team.agency_id: each for each in asked.order_by("-pk")}
    with clock.use(clock.FixedClock(SIGNED)):
        for seat in leads.values():
            viewer = viewer_of(seat.practitioner)
            with acting(viewer):
                actions.sign(
                    period=period,
                    level=Level.RING,
                    on_duty="The duty worker of our out-of-hours desk, every day and night from Thursday 17:00.",
                    reach=seat.team.agency.telephone or seat.team.telephone or "01632 960000",
                    hand_over="The day team rings through its list on Thursday 28 March at 15:00.",
                    by=viewer,
                )
