"""What fell due, was it done in time, and does that differ between groups of children?

What has ended, was excused or was overtaken by something else fell due for nobody.
"""

from __future__ import annotations

from typing import Final

DUE: Final = """
    select procedure, debtor_agency as agency, subject_kind, subject_id,
        state in ('met', 'met, recorded late') as is_on_time,
        extract(epoch from closed_at - opened_at) / 3600 as hours,
        state in ('open', 'breached') as is_waiting
    from ledger_duty
    where adoption = 'on' and ended_at is null and due_at >= %(since)s and due_at < %(upto)s
        and state in ('met', 'met late', 'met, recorded late', 'breached')
        and not (subject_kind = 'child' and subject_id in (select id from hidden))
"""
# Age bands as the Board’s data set has them.
_AGE: Final = """case
    when child.born_on is null then 'not written down'
    when child.born_on > %(upto)s then 'not yet born'
    else (array['under 1', '1 to 4', '5 to 9', '10 to 15', '16 and over'])[
        width_bucket(extract(year from age(%(upto)s::date, child.born_on))::int, array[0, 1, 5, 10, 16])]
end"""
_LANGUAGE: Final = """case
    when child.language = '' then 'not written down' when lower(child.language) like 'english%%' then 'English'
    when child.interpreter_needed then 'another language, with an interpreter' else 'another language' end"""
# Whoever has had support for complex needs, or a plan for education, by the end of the quarter.
_SUPPORT: Final = """case when child.id in (select child from stood where kind in (
    'complex-needs.support-started', 'ehc-plan.issued')) then 'yes' else 'not that we know' end"""
_GROUPS: Final = f"""
    select dimension.name as dimension, dimension.value as "group", count(distinct due.subject_id) as children,
        count(*) filter (where due.is_on_time) as on_time, count(*) filter (where not due.is_on_time) as late,
        percentile_cont(0.5) within group (order by due.hours) filter (where not due.is_waiting) as median
    from due join children_child child on child.id = due.subject_id and due.subject_kind = 'child'
    cross join lateral (values ('language', {_LANGUAGE}), ('age', {_AGE}), ('support', {_SUPPORT}))
        dimension (name, value)
    group by 1, 2 order by 1, 2
"""
_COUNT: Final = """count(*) as due, count(*) filter (where is_on_time) as on_time,
    count(*) filter (where is_waiting) as waiting,
    count(distinct subject_id) filter (where subject_kind = 'child') as children"""
PARTS: Final = {
    "duties": f"select {_COUNT} from due",
    "duties_of": f"select procedure, agency, {_COUNT} from due group by 1, 2 order by 1, 2",
    "groups": _GROUPS,
    "since": """select (select min(opened_at) from ledger_duty) as duties,
        (select min(sent_at) from sharing_share) as shares, (select min(recorded_at) from ledger_event) as events""",
}
