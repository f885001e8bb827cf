"""What became of what was sent, how long did it take, and who was there over the bank holidays?"""

from __future__ import annotations

from typing import Final

_PART: Final = """
    select team.agency_id as agency, leg.state, share.child_id, share.sent_at, step.received_at, step.accepted_at,
        step.acted_at, step.confirmed_at
    from sharing_leg leg join sharing_share share on share.id = leg.share_id
    join agencies_team team on team.id = leg.team_id
    cross join lateral (
        select min(taken.at) filter (where taken.step = 'received') as received_at,
            min(taken.at) filter (where taken.step = 'accepted') as accepted_at,
            min(taken.at) filter (where taken.step = 'acted') as acted_at,
            min(taken.at) filter (where taken.step = 'confirmed') as confirmed_at
        from (select one->>'step' as step, (one->>'at')::timestamptz as at
            from jsonb_array_elements(leg.steps) one) taken
    ) step
    where share.sent_at >= %(since)s and share.sent_at < %(upto)s and leg.state <> 'withdrawn'
        and share.child_id not in (select id from hidden)
"""


def _hours(step: str, share: float) -> str:
    spent = f"extract(epoch from {step} - sent_at) / 3600"
    return f"percentile_cont({share}) within group (order by {spent}) filter (where {step} is not null)"


_STEPS: Final = f"""
    count(*) as sent, count(distinct child_id) as children,
    count(received_at) as received, count(accepted_at) as accepted, count(acted_at) as acted,
    count(confirmed_at) as confirmed, count(*) filter (where state = 'redirected') as redirected,
    {_hours("received_at", 0.5)} as received_median, {_hours("received_at", 0.9)} as received_most,
    {_hours("acted_at", 0.5)} as acted_median, {_hours("acted_at", 0.9)} as acted_most,
    {_hours("confirmed_at", 0.5)} as confirmed_median, {_hours("confirmed_at", 0.9)} as confirmed_most
"""

# What came in between the close of the last working day and the opening of the next.
_COVER: Final = """
    select period.key, held.title, held.starts_on, held.ends_on, held.ends_on < (%(now)s)::date as is_over,
        (select count(*) from cover_asked asked where asked.period_id = period.key) as asked,
        (select count(distinct signed.agency_id) from cover_signed signed
            where signed.period_id = period.key and signed.at < period.closes) as signed,
        (select count(*) from (select distinct on (agency_id) level from cover_signed signed
            where signed.period_id = period.key order by agency_id, at desc) latest where level = 'alone') as alone,
        came.sent, came.urgent, came.late, came.untaken,
        (select count(*) from cover_gap gap where gap.starts_at >= period.closes and gap.starts_at < period.opens
            and gap.starts_at <= %(now)s and (gap.filled_at is null or gap.filled_at > gap.starts_at)) as gaps,
        (select count(*) from cover_unheld unheld where unheld.since >= period.closes
            and unheld.since < period.opens) as unheld
    from unnest(%(periods)s::text[], %(closes)s::timestamptz[], %(opens)s::timestamptz[]) period (key, closes, opens)
    join cover_period held on held.key = period.key
    cross join lateral (
        select count(*) as sent, count(*) filter (where share.asks = 'urgent') as urgent,
            count(*) filter (where exists (select from jsonb_array_elements(leg.steps) step
                join ledger_duty duty on duty.trigger = step->>'event'
                where duty.procedure like 'share-received%%' and duty.state in ('met late', 'breached'))) as late,
            count(*) filter (where leg.state = 'sent') as untaken
        from sharing_leg leg join sharing_share share on share.id = leg.share_id
        where share.sent_at >= period.closes and share.sent_at < period.opens
            and share.child_id not in (select id from hidden)
    ) came
    order by held.starts_on
"""
PARTS: Final = {
    "shares": f"select {_STEPS} from ({_PART}) sent",
    "shares_of": f"select agency, {_STEPS} from ({_PART}) sent group by agency order by agency",
    "cover": _COVER,
}
