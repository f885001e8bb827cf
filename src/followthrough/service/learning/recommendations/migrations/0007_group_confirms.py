"""The group that confirms reads what is asked and what came of it, and no other event of the review. Whoever said something
for an agency neither confirms it nor asks back, tests it or closes it.
"""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles

APPLICATION = roles.name("application")
_SYSTEM = "(select app_is_system())"
_OF_REVIEW = """exists (
    select from reviews_review held where held.id = recommendations_recommendation.review_id
)"""
_ASKED = "(select app_agency()) = any (asked) and cardinality((select app_seats())::text[]) > 0"
_LEARNING, _CASE_REVIEW = "learning-and-improvement-group", "case-review-group"
_BY_OWNER = f"""case when owner = '{_LEARNING}' then 'board/{_CASE_REVIEW}' else 'board/{_LEARNING}' end
    = any ((select app_seats())::text[])"""
_READS = f"""
drop policy viewer_reads on recommendations_recommendation;
create policy viewer_reads on recommendations_recommendation for select to {APPLICATION}
    using ({_SYSTEM} or {_OF_REVIEW} or {_ASKED} {{or_group}});
"""
_SEES = f"""
create policy confirming_group_sees on ledger_event for select to {APPLICATION} using (
    subject_kind = 'review' and kind like 'recommendation.%'
    and array['board/{_LEARNING}', 'board/{_CASE_REVIEW}'] && (select app_seats())::text[]
    and exists (
        select from recommendations_recommendation held
        where held.key = ledger_event.data ->> 'recommendation' and {_BY_OWNER}
    )
);
"""
_BY_ANOTHER = """
create function recommendations_by_another() returns trigger language plpgsql as $$
begin
    if new.kind in (
        'recommendation.confirmed', 'recommendation.asked-back', 'recommendation.effect-tested', 'recommendation.closed'
    ) and exists (
        select from ledger_event said
        where said.subject_kind = new.subject_kind and said.subject_id = new.subject_id
          and said.kind in ('recommendation.accepted', 'recommendation.evidence-given')
          and said.author = new.author
          and said.data ->> 'recommendation' = new.data ->> 'recommendation'
          and said.data ->> 'agency' = new.data ->> 'agency'
    ) then
        raise exception 'nobody looks at what they answered themselves' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger recommendations_by_another before insert on ledger_event
    for each row when (new.kind like 'recommendation.%')
    execute function recommendations_by_another();
"""
_BY_ANYBODY = """
drop trigger recommendations_by_another on ledger_event;
drop function recommendations_by_another();
"""


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0006_written_by_whom"), ("ledger", "0011_without_an_account")]
    operations = [
        migrations.RunSQL(_READS.format(or_group=f"or {_BY_OWNER}"), _READS.format(or_group="")),
        migrations.RunSQL(_SEES, "drop policy confirming_group_sees on ledger_event;"),
        migrations.RunSQL(_BY_ANOTHER, _BY_ANYBODY),
    ]
