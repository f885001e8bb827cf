"""What a person put under another record when two were parted is seen with that record, and with no other. What is owed
under another name is not shown twice. And a child is hidden under every name.
"""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles

APPLICATION = roles.name("application")
_PLACED = """coalesce((
    select put.child from ledger_placement put where put.event_id = ledger_event.id order by put.number desc limit 1
), ledger_event.subject_id)"""


def _events(whose: str) -> str:
    return f"""
drop policy viewer_sees on ledger_event;
create policy viewer_sees on ledger_event for select to {APPLICATION} using (
    (handling <> 'police restricted' or agency = (select app_agency()) or (select app_is_police()))
    and exists (
        select from access_grant held
        where held.viewer_id = (select app_viewer())
          and held.subject_kind = ledger_event.subject_kind and held.subject_id = {whose}
          and held.record_class = ledger_event.record_class and held.of_agency in ('', ledger_event.agency)
          and (held.from_at is null or held.from_at <= ledger_event.occurred_to)
          and (held.to_at is null or held.to_at > ledger_event.occurred_from)
          and (held.until is null or held.until > (select app_moment()))
    )
);
"""


_SEES = """exists (
    select from access_grant held
    where held.viewer_id = (select app_viewer())
      and held.subject_kind = {table}.subject_kind and held.subject_id = {table}.subject_id
      and held.record_class = 'core' and held.of_agency = ''
      and (held.until is null or held.until > (select app_moment()))
)"""


def _duties(unless: str) -> str:
    return f"""
drop policy viewer_sees on ledger_duty;
create policy viewer_sees on ledger_duty for select to {APPLICATION} using (
    {unless} not (subject_id = any ((select app_hidden())::text[])) and (
        {_SEES.format(table="ledger_duty")}
        or debtor_team = '' and debtor_agency = (select app_agency())
            and cardinality((select app_seats())::text[]) > 0
        or app_is_meant(debtor_agency, debtor_team, debtor_role)
        or app_was_told(id)
    )
);
"""


def _signals(unless: str) -> str:
    return f"""
drop policy viewer_sees on ledger_signal;
create policy viewer_sees on ledger_signal for select to {APPLICATION} using (
    {unless} {_SEES.format(table="ledger_signal")}
);
"""


_HERE = "state <> 'elsewhere' and"


def _hidden(found: str) -> str:
    return f"""
create or replace function app_hidden() returns text[] language sql stable security definer
set search_path = public, pg_temp as $$
    select case when app_is_system() then '{{}}' else {found} end from (
        select closed.subject_id as id from access_restriction closed
        where closed.to_at is null and closed.level in ('sealed', 'invisible') and not exists (
            select from access_grant held
            where held.viewer_id = (select app_viewer())
              and held.subject_kind = closed.subject_kind and held.subject_id = closed.subject_id
              and held.record_class = 'core' and held.of_agency = ''
              and (held.until is null or held.until > (select app_moment()))
        )
        union
        select own.subject_id from access_conflict own
        where own.practitioner_id = (select app_viewer()) and own.to_at is null
    ) hidden
$$;
"""


_IDS = "coalesce(array_agg(hidden.id), '{}')"


class Migration(migrations.Migration):
    dependencies = [("access", "0010_requests"), ("ledger", "0008_same_child")]
    operations = [
        migrations.RunSQL(_events(_PLACED), _events("ledger_event.subject_id")),
        migrations.RunSQL(_duties(_HERE), _duties("")),
        migrations.RunSQL(_signals(_HERE), _signals("")),
        migrations.RunSQL(_hidden(f"app_records_of({_IDS})"), _hidden(_IDS)),
    ]
