"""What do reviews find again and again, and what became of what they asked?"""

from __future__ import annotations

from typing import Final

KINDS: Final = (
    "review.published",
    "recommendation.made",
    "recommendation.accepted",
    "recommendation.evidence-given",
    "recommendation.effect-tested",
    "recommendation.closed",
)
_REVIEWS: Final = """
    select count(*) filter (where began_at >= %(since)s and began_at < %(upto)s) as began,
        count(*) filter (where began_at < %(upto)s and (ended_at is null or ended_at >= %(upto)s)) as open,
        count(*) filter (where ended_at >= %(since)s and ended_at < %(upto)s) as ended,
        (select count(distinct subject_id) from stood where kind = 'review.published' and at >= %(since)s) as published
    from reviews_review
"""
# One row for each agency that a recommendation asks: each answers for itself.
_ASKED: Final = """
    select asked.owner, made.at >= %(since)s as is_new,
        bool_or(said.kind = 'recommendation.accepted') as is_accepted,
        bool_or(said.kind = 'recommendation.evidence-given') as is_evidenced,
        bool_or(said.kind = 'recommendation.closed') as is_closed,
        (array_agg(said.data->>'result' order by said.at desc)
            filter (where said.kind = 'recommendation.effect-tested'))[1] as result
    from stood made
    join recommendations_recommendation asked on asked.key = made.data->>'recommendation'
    left join stood said on said.data->>'recommendation' = made.data->>'recommendation'
        and said.data->>'agency' = made.data->>'agency' and said.kind like 'recommendation.%%' and said.id <> made.id
    where made.kind = 'recommendation.made'
    group by made.id, made.at, asked.owner
"""
_RECOMMENDED: Final = f"""
    select owner, count(*) as asked, count(*) filter (where is_new) as new,
        count(*) filter (where is_accepted) as accepted,
        count(*) filter (where is_evidenced) as evidenced, count(*) filter (where result = 'it works') as works,
        count(*) filter (where result = 'it works in part') as in_part,
        count(*) filter (where result = 'it does not work') as works_not,
        count(*) filter (where not coalesce(is_closed, false)) as open
    from ({_ASKED}) asked group by owner order by owner
"""
# What audits found goes by the same themes; an audit counts as one review.
_FOUND: Final = """
    select theme_id, side, written_at, taken_back_at, review_id as source from reviews_finding
    union all select theme_id, side, written_at, null, audit_id from audits_auditfinding
"""
_THEMES: Final = f"""
    select theme.slug, theme.title,
        count(*) filter (where found.written_at >= %(since)s and found.side = 'good practice') as good,
        count(*) filter (where found.written_at >= %(since)s and found.side = 'learning point') as learning,
        count(*) as ever, count(distinct found.source) as reviews
    from reviews_theme theme join ({_FOUND}) found on found.theme_id = theme.slug
    where found.written_at < %(upto)s and (found.taken_back_at is null or found.taken_back_at >= %(upto)s)
    group by theme.slug, theme.title order by count(distinct found.source) desc, count(*) desc, theme.title
"""
PARTS: Final = {"reviews": _REVIEWS, "recommendations": _RECOMMENDED, "themes": _THEMES}
