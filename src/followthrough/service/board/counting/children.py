"""Which children has nobody seen, and where do agencies disagree about a child? Counts alone."""

from __future__ import annotations

from typing import Final

MISSED: Final = ("child.not-brought", "child.not-seen", "visit.no-access", "visit.cancelled")
_RAISED, _HIGHER, _CLOSED, _WITHDRAWN = (
    "challenge.raised",
    "challenge.taken-higher",
    "challenge.closed",
    "challenge.withdrawn",
)
KINDS: Final = (
    *("child.seen", "child.died", *MISSED),
    *("home-education.started", "home-education.ended", "complex-needs.support-started", "ehc-plan.issued"),
    *(_RAISED, _HIGHER, _CLOSED, _WITHDRAWN),
)

# Children whom some agency works with at the end of the time, each once.
_KNOWN: Final = """
    select distinct coalesce(same.child, works.subject_id) as id from access_involvement works
    left join same on same.id = works.subject_id and not exists (select from same next where next.id = same.child)
    where works.subject_kind = 'child' and works.from_at < %(upto)s
        and (works.to_at is null or works.to_at >= %(upto)s) and (works.until is null or works.until >= %(upto)s)
        and works.subject_id not in (select id from hidden)
"""
_UNSEEN: Final = f"""
    select case when seen.at is null then 4
            else width_bucket(extract(epoch from %(upto)s - seen.at) / 604800, array[0, 4, 8, 12]::float8[]) - 1
        end as band, count(*) as children
    from ({_KNOWN}) known join children_child child on child.id = known.id
    left join (select child, max(at) as at from stood where kind = 'child.seen' group by child) seen
        on seen.child = known.id
    where (child.born_on is null or child.born_on > %(adults_born)s and child.born_on <= %(upto)s)
        and not exists (select from stood where stood.kind = 'child.died' and stood.child = known.id)
    group by 1 order by 1
"""
_LISTED_MISSED: Final = ", ".join(f"'{each}'" for each in MISSED)
_MISSED: Final = f"""
    select kind, count(*) as times, count(distinct child) as children from stood
    where kind in ({_LISTED_MISSED}) and at >= %(since)s group by kind order by kind
"""
_AT_HOME: Final = """
    select count(distinct began.child) as children from stood began
    where began.kind = 'home-education.started' and not exists (
        select from stood over where over.kind = 'home-education.ended' and over.child = began.child
            and over.data->>'education' is not distinct from began.data->>'education')
"""
# One row a challenge: the highest stage that it came to, and how long it took.
_CHALLENGE: Final = f"""
    select raised.at, coalesce((select max((higher.data->>'stage')::int) from stood higher
            where higher.kind = '{_HIGHER}' and higher.data->>'challenge' = raised.data->>'challenge'), 1) as stage,
        closed.at as closed_at, closed.theme,
        exists (select from stood back where back.kind = '{_WITHDRAWN}'
            and back.data->>'challenge' = raised.data->>'challenge') as is_withdrawn
    from stood raised left join lateral (
        select over.at, over.data->>'theme' as theme from stood over where over.kind = '{_CLOSED}'
            and over.data->>'challenge' = raised.data->>'challenge' order by over.at limit 1
    ) closed on true
    where raised.kind = '{_RAISED}'
"""
_STAGES: Final = f"""
    select stage, count(*) filter (where at >= %(since)s) as raised,
        count(*) filter (where closed_at >= %(since)s) as closed,
        count(*) filter (where closed_at is null and not is_withdrawn) as open,
        percentile_cont(0.5) within group (order by extract(epoch from closed_at - at) / 3600)
            filter (where closed_at >= %(since)s) as median
    from ({_CHALLENGE}) challenge group by stage order by stage
"""
_TAUGHT: Final = f"""
    select coalesce(theme, 'not said') as theme, count(*) as closed from ({_CHALLENGE}) challenge
    where closed_at >= %(since)s group by 1 order by 2 desc, 1
"""
PARTS: Final = {
    "unseen": _UNSEEN,
    "missed": _MISSED,
    "at_home": _AT_HOME,
    "challenges": _STAGES,
    "challenge_themes": _TAUGHT,
}
