"""How many shares were sent to each team, and what became of them? Sent is open and closed together.

Counted past the viewer's row-level security, as the assessor: numbers alone come back, and no share about a child who
is hidden from the viewer is among them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger.assessor import as_assessor

_TALLY = """
    with part as (
        select leg.team_id, share.sent_at, case
            when leg.state in ('confirmed', 'redirected', 'withdrawn') then 'closed'
            when leg.state = 'received' and share.asks = 'information' then 'closed'
            else leg.state end as state,
            exists (select from jsonb_array_elements(leg.steps) step
                join ledger_duty duty on duty.trigger = step->>'event'
                where duty.state = 'breached' and duty.ended_at is null and duty.adoption = 'on') as is_overdue
        from sharing_leg leg join sharing_share share on share.id = leg.share_id
        where share.child_id <> all ((select app_hidden())::text[])
    )
    select team.agency_id || '/' || team.slug, count(*),
        count(*) filter (where state = 'sent'), count(*) filter (where state = 'received'),
        count(*) filter (where state = 'accepted'), count(*) filter (where state = 'acted'),
        count(*) filter (where state = 'closed'), count(*) filter (where state <> 'closed' and is_overdue),
        min(sent_at) filter (where state <> 'closed')
    from part join agencies_team team on team.id = part.team_id
    where %(everywhere)s or team.agency_id = %(agency)s
    group by 1
    order by min(sent_at) filter (where state <> 'closed') nulls last, 1
"""


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers of recipients' parts of shares, of one team."""

    team: str
    sent: int
    nobody_yet: int
    received: int
    accepted: int
    acted: int
    closed: int
    overdue: int
    oldest_open: datetime | None

    @property
    def open(self) -> int:
        return self.nobody_yet + self.received + self.accepted + self.acted


def tallies(viewer: Viewer, *, everywhere: bool) -> list[Tally]:
    """The team with the oldest open share first. Of the viewer's own agency, or of all (`everywhere`)."""
    with as_assessor(), connection.cursor() as cursor:
        cursor.execute(_TALLY, {"everywhere": everywhere, "agency": viewer.agency})
        return [Tally(*row) for row in cursor.fetchall()]
