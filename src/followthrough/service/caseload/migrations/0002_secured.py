"""Who reads a case of a list? One that is matched to a child is read by whoever may see the child. One that nobody has
matched is read by the team that looks after the list and by those who answer for the agency, but not by somebody from
whom a child of that name and birth date is hidden, or who has named them as their own. Lists and files are seen by the
app itself, which asks whose they are. What is matched goes with the child's record.
"""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles
from followthrough.service.core.managing import ANSWERABLE
from followthrough.service.core.sql import grants, rotated

APPLICATION, OWNER = roles.name("application"), roles.name("owner")
MANAGERS = ", ".join(f"asked || '/{each}'" for each in sorted(ANSWERABLE))
HIDDEN = f"""
create policy owner_looks on children_kin for select to {OWNER} using (true);
create function caseload_is_hidden(asked_name text, asked_born date) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (
        select from children_child child where child.folded_name = asked_name
          and (asked_born is null or child.born_on is null or child.born_on = asked_born)
          and child.id = any (app_hidden())
    ) or exists (
        select from children_kin kin where kin.folded_name = asked_name
          and (asked_born is null or kin.born_on = asked_born) and kin.practitioner_id = app_viewer()
    )
$$;
"""
MEANS = f"""
create policy owner_looks on caseload_caselist for select to {OWNER} using (true);
create function caseload_keeps(asked text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select app_agency() = asked and (
        app_roles() && array[{MANAGERS}]
        or exists (select from caseload_caselist held join agencies_team team on team.id = held.team_id
                   where held.agency_id = asked and team.agency_id || '/' || team.slug = any (app_seats())))
$$;
"""
SEES = """case when child_id is null then
    caseload_keeps(agency) and not caseload_is_hidden(folded_name, born_on)
else exists (
    select from access_grant held
    where held.viewer_id = (select app_viewer()) and held.subject_kind = 'child'
      and held.subject_id = caseload_case.child_id and held.record_class = 'core' and held.of_agency = ''
      and (held.until is null or held.until > (select app_moment()))
) end"""
SECURED = f"""
do $$ declare found text; begin
    select conname into found from pg_constraint
    where conrelid = 'caseload_case'::regclass and confrelid = 'children_child'::regclass;
    execute format('alter table caseload_case drop constraint %I', found);
end $$;
alter table caseload_case add constraint caseload_case_child_id_fk
    foreign key (child_id) references children_child (id) on delete cascade deferrable initially deferred;
alter table caseload_case enable row level security, force row level security;
create policy those_who_may on caseload_case for select to {APPLICATION} using ({SEES});
create policy app_itself on caseload_case to {APPLICATION}
    using ((select app_is_system())) with check ((select app_is_system()));
"""
OPEN = """
drop policy app_itself on caseload_case;
drop policy those_who_may on caseload_case;
alter table caseload_case disable row level security, no force row level security;
"""


def _own(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
        alter table {table} enable row level security, force row level security;
        create policy app_itself on {table} to {APPLICATION}
            using ((select app_is_system())) with check ((select app_is_system()));
        """,
        f"""
        drop policy app_itself on {table};
        alter table {table} disable row level security, no force row level security;
        """,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("caseload", "0001_initial"),
        ("access", "0011_records_of_one_child"),
        ("children", "0006_matching"),
    ]
    operations = [
        _own("caseload_caselist"),
        _own("caseload_delivery"),
        migrations.RunSQL(
            HIDDEN,
            "drop function caseload_is_hidden(text, date); drop policy owner_looks on children_kin;",
        ),
        migrations.RunSQL(MEANS, "drop function caseload_keeps(text); drop policy owner_looks on caseload_caselist;"),
        migrations.RunSQL(SECURED, OPEN),
        grants("caseload_caselist", application="select, insert, update"),
        grants("caseload_delivery", application="select, insert, update, delete"),
        grants("caseload_case", application="select, insert, update"),
        rotated("caseload_delivery", "true"),
        rotated("caseload_case", "true"),
    ]
