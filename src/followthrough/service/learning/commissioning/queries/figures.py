"""How many children were referred for their emotional health, how long do they wait, and who coordinates? By tier.

The same for every reader, as `assurance.counting` says. A child counts once in a tier.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from followthrough.procedures.model.procedure import Obliging
from followthrough.service.assurance.counting import count
from followthrough.service.assurance.monthly import counted_in_month
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.commissioning.policies import check_can_read_figures
from followthrough.service.learning.commissioning.queries.examples import FOUND, REPLIED, SENT
from followthrough.service.ledger import rulebook

Figures = Mapping[str, Any]
LOOKED_BACK: Final = timedelta(days=365)
THEMES: Final = ("self-harm", "early-help")
_REFERRED, _TAKEN_ON = "mental-health.referred", "mental-health.accepted"
_LISTED, _DECLINED = "mental-health.waiting", "mental-health.declined"
_SEEN: Final = ("mental-health.first-seen", "mental-health.assessed")
_LEADS, _PLANS = ("lead.accepted", "lead.ended"), ("early-help.plan-made", "early-help.ended")
KINDS: Final = (_REFERRED, _TAKEN_ON, _LISTED, _DECLINED, *_SEEN, FOUND, SENT, REPLIED, *_LEADS, *_PLANS)

_TIER: Final = "coalesce(({}.data->>'tier')::int, 0)"
# One row a child and tier: the first referral of the time, what the service last said to it, and the first time that a
# specialist saw the child after it.
_WAIT: Final = f"""
    select asked.child, asked.tier, asked.at as referred_at, (
        select min(seen.at) from stood seen
        where seen.kind in {_SEEN} and seen.child = asked.child and seen.at >= asked.at) as seen_at, (
        select said.kind from stood said
        where said.kind in ('{_TAKEN_ON}', '{_LISTED}', '{_DECLINED}') and said.child = asked.child
            and said.data->>'mental_health_referral' = asked.referral
        order by said.at desc, said.id desc limit 1) as answer
    from (
        select distinct on (child, {_TIER.format("told")}) child, {_TIER.format("told")} as tier, at,
            data->>'mental_health_referral' as referral
        from stood told where kind = '{_REFERRED}' and at >= %(since)s
        order by child, {_TIER.format("told")}, at, id
    ) asked
"""


def _so_far(state: str) -> str:
    return f"""percentile_cont(0.5) within group (order by extract(epoch from %(now)s - referred_at) / 3600)
            filter (where {state})"""


# What became of each: seen; on its way; no word from the service; not taken on.
_IS_WAITING: Final = f"seen_at is null and answer in ('{_TAKEN_ON}', '{_LISTED}')"
_IS_UNANSWERED: Final = "seen_at is null and answer is null"
_IS_DECLINED: Final = f"seen_at is null and answer = '{_DECLINED}'"
_WAITS: Final = f"""
    select tier, count(*) as children, count(seen_at) as seen, count(*) filter (where {_IS_WAITING}) as waiting,
        count(*) filter (where {_IS_UNANSWERED}) as unanswered, count(*) filter (where {_IS_DECLINED}) as declined,
        percentile_cont(0.5) within group (order by extract(epoch from seen_at - referred_at) / 3600)
            filter (where seen_at is not null) as median,
        {_so_far(_IS_WAITING)} as waited, {_so_far(_IS_UNANSWERED)} as unheard
    from ({_WAIT}) wait group by tier order by tier
"""


def _stands(began: str, ended: str, key: str) -> str:
    """Whether a child has one that began and did not end."""
    return f"""exists (select from stood began
        where began.kind = '{began}' and began.child = wait.child and not exists (
        select from stood over where over.kind = '{ended}' and over.child = wait.child
            and over.data->>'{key}' is not distinct from began.data->>'{key}'))"""


_LED, _PLANNED = _stands(*_LEADS, "lead"), _stands(*_PLANS, "help")
_COORDINATED: Final = f"""
    select tier, count(*) as children, count(*) filter (where {_LED}) as led,
        count(*) filter (where not {_LED}) as not_led,
        count(*) filter (where {_PLANNED}) as planned, count(*) filter (where not {_PLANNED}) as not_planned
    from ({_WAIT}) wait group by tier order by tier
"""
_GAPS: Final = f"""
    select {_TIER.format("gap")} as tier, count(distinct gap.child) as children,
        count(*) filter (where exists (select from stood reply where reply.kind = '{REPLIED}'
            and reply.data->>'gap' = gap.data->>'gap')) as answered,
        count(*) filter (where not exists (select from stood reply where reply.kind = '{REPLIED}'
            and reply.data->>'gap' = gap.data->>'gap')) as unanswered
    from stood gap where gap.kind = '{FOUND}' and gap.at >= %(since)s group by 1 order by 1
"""
_DUTIES: Final = """
    select procedure, count(distinct subject_id) as children,
        count(*) filter (where state in ('met', 'met, recorded late')) as on_time,
        count(*) filter (where state in ('met late', 'breached')) as late
    from ledger_duty where adoption = 'on' and ended_at is null and due_at >= %(since)s and due_at < %(upto)s
        and state in ('met', 'met late', 'met, recorded late', 'breached') and procedure = any(%(procedures)s)
        and subject_kind = 'child' and subject_id not in (select id from hidden)
    group by 1 order by 1
"""
PARTS: Final = {"waits": _WAITS, "coordinated": _COORDINATED, "gaps": _GAPS, "duties": _DUTIES}


def figures(viewer: Viewer) -> Figures:
    """Of the year before this month, counted once a month."""
    check_can_read_figures(viewer)
    return counted_in_month("commissioning by answer", counted).counts


def counted(upto: datetime) -> Figures:
    values = {"since": upto - LOOKED_BACK, "now": upto, "procedures": list(procedures())}
    return count(PARTS, kinds=KINDS, upto=upto, values=values)


def procedures() -> dict[str, str]:
    """Titles of those that look after emotional health and early help, by their ids."""
    latest = {key: max(held, key=lambda each: each.version) for key, held in rulebook.current().by_id.items()}
    wanted = {key: each for key, each in latest.items() if isinstance(each, Obliging) and each.theme in THEMES}
    return {key: each.title for key, each in wanted.items()}
