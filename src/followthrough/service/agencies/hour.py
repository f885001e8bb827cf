"""Which team answers for a role that means whoever is there now? The team on duty, by night another than by day.

A duty that names only the duty manager would else wait in the day team's list until the morning (decision 0021).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final

from followthrough.service.agencies.models import Team
from followthrough.service.agencies.ringing import on_duty
from followthrough.service.core.managing import DUTY, ON_CALL

ROLES: Final = (DUTY, ON_CALL)


def team(role: str, own: Iterable[Team], seats: Collection[tuple[str, str]], at: datetime) -> Team | None:
    """Of one agency's teams; `seats` are the (role, team) that anybody in it holds. None where the role goes to whoever
    holds it, as every other does.

    Whoever is on call may belong to any team. There is a manager on duty at every hour: at night the team that is there
    has to be one, whatever its people are called.
    """
    there = on_duty(own, at) if role in ROLES else None
    if there is None or (role, there.slug) in seats:
        return there
    is_theirs = role == DUTY and there.is_out_of_hours and any(slug == there.slug for _, slug in seats)
    return there if is_theirs else None
