"""A seat from which people are entered is none among children: it opens no row, and nothing is owed by it.

What is owed by an agency as a whole is seen by whoever has a seat among children there.
"""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles

APPLICATION, OWNER = roles.name("application"), roles.name("owner")


def _functions(unless: str, works: str) -> str:
    return f"""
create or replace function app_seats() returns text[] language sql stable parallel safe as $$
    select coalesce(array_agg(distinct team.agency_id || '/' || team.slug), '{{}}')
    from agencies_membership held join agencies_team team on team.id = held.team_id
    where held.practitioner_id = (select app_viewer()) and held.to_at is null {unless}
$$;

create or replace function app_roles() returns text[] language sql stable parallel safe as $$
    select coalesce(array_agg(distinct team.agency_id || '/' || held.role), '{{}}')
    from agencies_membership held join agencies_team team on team.id = held.team_id
    where held.practitioner_id = (select app_viewer()) and held.to_at is null {unless}
$$;

create or replace function app_is_meant(agency text, team text, role text) returns boolean
language sql stable parallel safe as $$
    select case
        when team <> '' then app_team(agency, team) = any ((select app_seats())::text[])
        when role <> '' then false
        else agency = (select app_agency()) {works}
    end or agency || '/' || role = any ((select app_roles())::text[])
$$;
"""


def _duties(works: str) -> str:
    return f"""
drop policy viewer_sees on ledger_duty;
create policy viewer_sees on ledger_duty for select to {APPLICATION} using (
    not (subject_id = any ((select app_hidden())::text[])) and (
        exists (
            select from access_grant held
            where held.viewer_id = (select app_viewer())
              and held.subject_kind = ledger_duty.subject_kind and held.subject_id = ledger_duty.subject_id
              and held.record_class = 'core' and held.of_agency = ''
              and (held.until is null or held.until > (select app_moment()))
        )
        or debtor_team = '' and debtor_agency = (select app_agency()) {works}
        or app_is_meant(debtor_agency, debtor_team, debtor_role)
        or app_was_told(id)
    )
);
"""


UNLESS = "and held.role <> 'administrator'"
WORKS = "and cardinality((select app_seats())::text[]) > 0"

# What an administrator was given before. Who has another seat as well is given anew what that seat opens, the next
# time that a seat of theirs or a child of theirs changes.
GRANTS = f"""
create policy owner_takes on access_grant to {OWNER} using (true);
delete from access_grant given where not exists (
    select from agencies_membership held
    where held.practitioner_id = given.viewer_id and held.to_at is null and held.role <> 'administrator'
);
drop policy owner_takes on access_grant;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0007_rows_of_access"), ("agencies", "0001_initial"), ("ledger", "0002_guards")]
    operations = [
        migrations.RunSQL(_functions(UNLESS, WORKS), _functions("", "")),
        migrations.RunSQL(_duties(WORKS), _duties("")),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]
