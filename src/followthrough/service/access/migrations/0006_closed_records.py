"""What is open for a time, what is closed, and what a handling label keeps: told in SQL, as `policies` tells it.

`app_hidden` is asked once for each statement: the children of whom the viewer is told nothing that is not their own.
"""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles
from followthrough.service.core.sql import grants

APPLICATION = roles.name("application")

FUNCTIONS = """
create function app_moment() returns timestamptz language sql stable parallel safe as $$
    select coalesce(nullif(current_setting('app.moment', true), '')::timestamptz, now())
$$;

create function app_is_system() returns boolean language sql stable parallel safe as $$
    select coalesce((select app_viewer()) like 'system:%', false)
$$;

create function app_is_police() returns boolean language sql stable parallel safe as $$
    select exists (select from agencies_agency where key = (select app_agency()) and kind = 'police')
$$;

create function app_hidden() returns text[] language sql stable security definer set search_path = public, pg_temp
as $$
    select case when app_is_system() then '{}' else coalesce(array_agg(hidden.id), '{}') end from (
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
NO_FUNCTIONS = """
drop function app_hidden();
drop function app_is_police();
drop function app_is_system();
drop function app_moment();
"""

OLD_EVENTS = f"""
drop policy viewer_sees on ledger_event;
create policy viewer_sees on ledger_event for select to {APPLICATION} using (exists (
    select from access_grant held
    where held.viewer_id = (select app_viewer())
      and held.subject_kind = ledger_event.subject_kind and held.subject_id = ledger_event.subject_id
      and held.record_class = ledger_event.record_class and held.of_agency in ('', ledger_event.agency)
      and (held.from_at is null or held.from_at <= ledger_event.occurred_to)
      and (held.to_at is null or held.to_at > ledger_event.occurred_from)
));
"""
EVENTS = f"""
drop policy viewer_sees on ledger_event;
create policy viewer_sees on ledger_event for select to {APPLICATION} using (
    (handling <> 'police restricted' or agency = (select app_agency()) or (select app_is_police()))
    and exists (
        select from access_grant held
        where held.viewer_id = (select app_viewer())
          and held.subject_kind = ledger_event.subject_kind and held.subject_id = ledger_event.subject_id
          and held.record_class = ledger_event.record_class and held.of_agency in ('', ledger_event.agency)
          and (held.from_at is null or held.from_at <= ledger_event.occurred_to)
          and (held.to_at is null or held.to_at > ledger_event.occurred_from)
          and (held.until is null or held.until > (select app_moment()))
    )
);
"""

_OLD_SEES = """exists (
    select from access_grant held
    where held.viewer_id = (select app_viewer())
      and held.subject_kind = {table}.subject_kind and held.subject_id = {table}.subject_id
      and held.record_class = 'core' and held.of_agency = ''
)"""
_SEES = _OLD_SEES.replace(
    "held.of_agency = ''", "held.of_agency = '' and (held.until is null or held.until > (select app_moment()))"
)
_OWED = """
    or debtor_team = '' and debtor_agency = (select app_agency())
    or app_is_meant(debtor_agency, debtor_team, debtor_role)
    or app_was_told(id)
"""


def _duties(sees: str, unless: str) -> str:
    return f"""
drop policy viewer_sees on ledger_duty;
create policy viewer_sees on ledger_duty for select to {APPLICATION} using (
    {unless} ({sees.format(table="ledger_duty")} {_OWED})
);
"""


def _signals(sees: str) -> str:
    return f"""
drop policy viewer_sees on ledger_signal;
create policy viewer_sees on ledger_signal for select to {APPLICATION} using ({sees.format(table="ledger_signal")});
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0005_relationships"), ("ledger", "0002_guards")]
    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.RunSQL(EVENTS, OLD_EVENTS),
        migrations.RunSQL(
            _duties(_SEES, "not (subject_id = any ((select app_hidden())::text[])) and"), _duties(_OLD_SEES, "")
        ),
        migrations.RunSQL(_signals(_SEES), _signals(_OLD_SEES)),
        grants("access_restriction", application="select, insert, update (to_at)"),
        grants("access_named", application="select, insert"),
        grants("access_opening", application="select, insert, update (reviewed_by, reviewed_at, outcome)"),
        grants("access_conflict", application="select, insert, update (to_at)"),
    ]
