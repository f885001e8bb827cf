"""Which rows of the ledger does a viewer see? Told in SQL; `policies` tells the same in Python.

The ledger has switched the security on, and lets the assessor read everything. `(select …)` around a function makes
PostgreSQL ask it once for each statement and not for each row.
"""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles

APPLICATION, OWNER = roles.name("application"), roles.name("owner")

FUNCTIONS = """
create function app_seats() returns text[] language sql stable parallel safe as $$
    select coalesce(array_agg(distinct team.agency_id || '/' || team.slug), '{}')
    from agencies_membership held join agencies_team team on team.id = held.team_id
    where held.practitioner_id = (select app_viewer()) and held.to_at is null
$$;

create function app_roles() returns text[] language sql stable parallel safe as $$
    select coalesce(array_agg(distinct team.agency_id || '/' || held.role), '{}')
    from agencies_membership held join agencies_team team on team.id = held.team_id
    where held.practitioner_id = (select app_viewer()) and held.to_at is null
$$;

-- The team that answers: the one named, or the agency's default team where no such team exists.
create function app_team(agency text, team text) returns text language sql stable parallel safe as $$
    select agency_id || '/' || slug from agencies_team
    where agency_id = app_team.agency and (slug = app_team.team or is_default)
    order by slug = app_team.team desc limit 1
$$;

-- A duty, or word of it, for an agency as a whole, for one of its teams, or for a role in it.
create function app_is_meant(agency text, team text, role text) returns boolean
language sql stable parallel safe as $$
    select case
        when team <> '' then app_team(agency, team) = any ((select app_seats())::text[])
        when role <> '' then false
        else agency = (select app_agency())
    end or agency || '/' || role = any ((select app_roles())::text[])
$$;
"""

# Rungs are seen through their duty, and here a duty through its rungs: a circle, unless somebody else looks. The
# function runs as the tables' owner, who serves no page and may see of the ledger the rungs alone, which hold no case
# content. It answers yes or no about the transaction's own viewer.
TOLD = f"""
create policy owner_looks on ledger_rung for select to {OWNER} using (true);

create function app_was_told(duty text) returns boolean
language sql stable security definer set search_path = public, pg_temp cost 1000 as $$
    select exists (
        select from ledger_rung told
        where told.duty_id = app_was_told.duty and app_is_meant(told.tell_agency, told.tell_team, told.tell_role)
    )
$$;
"""

NOT_TOLD = """
drop function app_was_told(text);
drop policy owner_looks on ledger_rung;
"""

NO_FUNCTIONS = """
drop function app_is_meant(text, text, text);
drop function app_team(text, text);
drop function app_roles();
drop function app_seats();
"""

EVENTS = f"""
create policy viewer_sees on ledger_event for select to {APPLICATION} using (exists (
    select from access_grant held
    where held.viewer_id = (select app_viewer())
      and held.subject_kind = ledger_event.subject_kind and held.subject_id = ledger_event.subject_id
      and held.record_class = ledger_event.record_class and held.of_agency in ('', ledger_event.agency)
      and (held.from_at is null or held.from_at <= ledger_event.occurred_to)
      and (held.to_at is null or held.to_at > ledger_event.occurred_from)
));
"""

_SEES_SUBJECT = """exists (
    select from access_grant held
    where held.viewer_id = (select app_viewer())
      and held.subject_kind = {table}.subject_kind and held.subject_id = {table}.subject_id
      and held.record_class = 'core' and held.of_agency = ''
)"""

DUTIES = f"""
create policy viewer_sees on ledger_duty for select to {APPLICATION} using (
    {_SEES_SUBJECT.format(table="ledger_duty")}
    or debtor_team = '' and debtor_agency = (select app_agency())
    or app_is_meant(debtor_agency, debtor_team, debtor_role)
    or app_was_told(id)
);
"""

SIGNALS = f"""
create policy viewer_sees on ledger_signal for select to {APPLICATION} using (
    {_SEES_SUBJECT.format(table="ledger_signal")}
);
"""


def _secure(table: str, policy: str) -> migrations.RunSQL:
    return migrations.RunSQL(policy, f"drop policy viewer_sees on {table}")


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_initial"),
        ("agencies", "0001_initial"),
        ("core", "0001_initial"),
        ("ledger", "0002_guards"),
    ]
    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.RunSQL(TOLD, NOT_TOLD),
        _secure("ledger_event", EVENTS),
        _secure("ledger_duty", DUTIES),
        _secure("ledger_signal", SIGNALS),
    ]
