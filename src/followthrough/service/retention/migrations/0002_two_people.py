"""A record is destroyed by one function, and only when two people have agreed: the database asks for itself.

`retention_destroy` runs as the owner, who serves no page and sees the rows of a record for as long as it is destroyed.
Whoever calls it names a disposal and nothing else counts: proposed by one person, agreed to by another of another team
(both rows are written in the writer's own name), no hold, no open duty. The guards of what is append-only stand aside
for that record alone.
"""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles
from followthrough.service.core.sql import append_only, grants

APPLICATION, OWNER = roles.name("application"), roles.name("owner")
_OF_HOME = "subject_kind = 'household' and subject_id = any (p_homes)"
SUBJECT = f"(subject_kind = 'child' and subject_id = held.subject_id or {_OF_HOME})"
DELETED = (
    ("ledger_rung", f"duty_id in (select id from ledger_duty where {SUBJECT})"),
    ("ledger_outbox", f"{SUBJECT} or duty_id in (select id from ledger_duty where {SUBJECT})"),
    ("ledger_duty", SUBJECT),
    ("ledger_signal", SUBJECT),
    ("ledger_subjectstate", SUBJECT),
    ("ledger_event", SUBJECT),
    ("sharing_leg", "share_id in (select id from sharing_share where child_id = held.subject_id)"),
    ("sharing_share", "child_id = held.subject_id"),
    ("access_grant", SUBJECT),
    ("access_involvement", SUBJECT),
    ("access_reach", SUBJECT),
    ("access_named", f"restriction_id in (select id from access_restriction where {SUBJECT})"),
    ("access_restriction", SUBJECT),
    ("access_conflict", SUBJECT),
    ("access_opening", SUBJECT),
    ("children_householdmember", "child_id = held.subject_id or household_id = any (p_homes)"),
    ("children_household", "id = any (p_homes)"),
    ("children_person", "id = any (people)"),
    ("children_child", "id = held.subject_id"),
)
SECURED = tuple(table for table, _ in DELETED if table != "ledger_subjectstate")


def _steps() -> str:
    return "\n".join(
        f"""
    delete from {table} where {which};
    get diagnostics gone = row_count;
    counted := counted || jsonb_build_object('{table}', gone);"""
        for table, which in DELETED
    )


FUNCTIONS = f"""
create function retention_keeps() returns boolean language sql stable parallel safe as $$
    select exists (
        select from unnest((select app_roles())::text[]) role
        where role like '%/records-manager' or role like '%/privacy-officer'
    )
$$;

-- Which subjects are being destroyed in this transaction; nothing unless two people have agreed to it.
create function retention_going() returns text[] language sql stable as $$
    select case when exists (
        select from retention_disposal
        where subject_id = split_part(current_setting('app.destroying', true), ',', 1)
          and agreed and destroyed_at is null
    ) then string_to_array(current_setting('app.destroying', true), ',') else '{{}}' end
$$;

create or replace function ledger_event_refuse_change() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and current_user = '{OWNER}' and current_setting('app.rotating', true) = 'on' then
        return null;
    end if;
    if tg_op = 'DELETE' and current_user = '{OWNER}' and retention_going() <> '{{}}' then
        return null;
    end if;
    raise exception '% is append-only: % is refused', tg_table_name, lower(tg_op) using errcode = 'restrict_violation';
end $$;

create function retention_only_that_record() returns trigger language plpgsql as $$
begin
    if not old.subject_id = any (retention_going()) then
        raise exception '% is append-only: two people have not agreed to destroy this record', tg_table_name
            using errcode = 'restrict_violation';
    end if;
    return old;
end $$;

create trigger ledger_event_only_that_record before delete on ledger_event
    for each row execute function retention_only_that_record();
drop trigger ledger_rung_append_only on ledger_rung;
create trigger ledger_rung_append_only before update or delete or truncate on ledger_rung
    for each statement execute function ledger_event_refuse_change();

create function retention_destroy(
    p_disposal text, p_at timestamptz, p_homes text[], p_events text[], p_digests text[], p_digest text
) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
    held retention_disposal; counted jsonb := '{{}}'; people text[]; gone bigint;
begin
    select * into held from retention_disposal where id = p_disposal for update;
    if held.id is null or held.agreed is not true or held.destroyed_at is not null
        or held.answered_by = held.proposed_by or held.answered_for = held.proposed_for then
        raise exception 'two people have not agreed to destroy this record' using errcode = 'restrict_violation';
    end if;
    perform set_config('app.destroying', array_to_string(held.subject_id || p_homes, ','), true);
    if exists (select from retention_hold where to_at is null and subject_id in ('', held.subject_id)) then
        raise exception 'a legal hold stands' using errcode = 'restrict_violation';
    end if;
    if exists (
        select from ledger_duty
        where subject_kind = 'child' and subject_id = held.subject_id
          and state in ('open', 'breached') and ended_at is null
    ) then
        raise exception 'a duty about this child is open' using errcode = 'restrict_violation';
    end if;
    if exists (
        select from children_householdmember where household_id = any (p_homes) and child_id <> held.subject_id
    ) then
        raise exception 'the home is that of another child too' using errcode = 'restrict_violation';
    end if;
    if (select coalesce(array_agg(id::text order by id::text collate "C"), '{{}}') from ledger_event where {SUBJECT})
        <> (select coalesce(array_agg(each order by each collate "C"), '{{}}') from unnest(p_events) each) then
        raise exception 'the events of this record are others than those named' using errcode = 'restrict_violation';
    end if;
    select coalesce(array_agg(distinct person_id), '{{}}') into people from children_householdmember living
    where household_id = any (p_homes) and person_id is not null and not exists (
        select from children_householdmember other
        where other.person_id = living.person_id and other.household_id <> all (p_homes)
    );
    insert into retention_tombstone (event, disposal_id, digest)
    select event, held.id, digest from unnest(p_events, p_digests) as gone (event, digest);
    {_steps()}
    update retention_disposal set destroyed_at = p_at, removed = counted, digest = p_digest
    where id = held.id;
    perform set_config('app.destroying', '', true);
end $$;
revoke all on function retention_destroy(text, timestamptz, text[], text[], text[], text) from public;
grant execute on function retention_destroy(text, timestamptz, text[], text[], text[], text) to {APPLICATION};
"""
POLICIES = f"""
alter table retention_hold enable row level security, force row level security;
create policy app_itself on retention_hold to {APPLICATION}
    using ((select app_is_system())) with check ((select app_is_system()));
create policy owner_looks on retention_hold for select to {OWNER} using (true);

alter table retention_disposal enable row level security, force row level security;
create policy keepers_see on retention_disposal for select to {APPLICATION}
    using ((select app_is_system()) or (select retention_keeps()));
create policy keepers_propose on retention_disposal for insert to {APPLICATION}
    with check (proposed_by = (select app_viewer()) and proposed_for = any ((select app_seats())::text[])
        and agreed is null and destroyed_at is null and (select retention_keeps()));
create policy keepers_answer on retention_disposal for update to {APPLICATION}
    using (agreed is null and (select retention_keeps()))
    with check (answered_by = (select app_viewer()) and answered_for = any ((select app_seats())::text[]));
create policy owner_destroys on retention_disposal to {OWNER} using (true) with check (true);

alter table retention_tombstone enable row level security, force row level security;
create policy everybody_sees on retention_tombstone for select to {APPLICATION} using (true);
create policy owner_destroys on retention_tombstone to {OWNER} using (true) with check (true);
""" + "\n".join(
    f"create policy owner_destroys on {table} to {OWNER} using (coalesce(current_setting('app.destroying', true), '') <> '');"
    for table in SECURED
)

NO_POLICIES = """
drop policy app_itself on retention_hold;
drop policy owner_looks on retention_hold;
drop policy keepers_see on retention_disposal;
drop policy keepers_propose on retention_disposal;
drop policy keepers_answer on retention_disposal;
drop policy owner_destroys on retention_disposal;
drop policy everybody_sees on retention_tombstone;
drop policy owner_destroys on retention_tombstone;
alter table retention_hold disable row level security, no force row level security;
alter table retention_disposal disable row level security, no force row level security;
alter table retention_tombstone disable row level security, no force row level security;
""" + "\n".join(f"drop policy owner_destroys on {table};" for table in SECURED)
NO_FUNCTIONS = f"""
drop function retention_destroy(text, timestamptz, text[], text[], text[], text);
drop trigger ledger_event_only_that_record on ledger_event;
drop function retention_only_that_record();
drop trigger ledger_rung_append_only on ledger_rung;
{append_only("ledger_rung").sql}
create or replace function ledger_event_refuse_change() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and current_user = '{OWNER}' and current_setting('app.rotating', true) = 'on' then
        return null;
    end if;
    raise exception '% is append-only: % is refused', tg_table_name, lower(tg_op) using errcode = 'restrict_violation';
end $$;
drop function retention_going();
drop function retention_keeps();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("retention", "0001_initial"),
        ("access", "0007_rows_of_access"),
        ("children", "0003_own_people"),
        ("ledger", "0005_sealed_words"),
        ("sharing", "0003_hidden_children"),
    ]
    operations = [
        append_only("retention_period"),
        append_only("retention_tombstone"),
        grants("retention_period", application="select, insert"),
        grants("retention_hold", application="select, insert, update (to_at, ended_by, end_reason)"),
        grants(
            "retention_disposal",
            application="select, insert, update (agreed, answered_by, answered_for, answered_reason, answered_at)",
        ),
        grants("retention_tombstone", application="select"),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.RunSQL(POLICIES, NO_POLICIES),
    ]
