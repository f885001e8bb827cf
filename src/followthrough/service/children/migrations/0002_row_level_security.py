"""Who sees the rows of children, homes and people around them? Whoever has a grant on the child or on the home.

Two questions go beyond it, and answer with ids alone: is a child known with exactly this name and day of birth, who is
not hidden from the viewer? Everything else is asked as the viewer, or by the app itself when it writes.
"""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles

APPLICATION, OWNER = roles.name("application"), roles.name("owner")


def _granted(kind: str, column: str) -> str:
    return f"""exists (
        select from access_grant held
        where held.viewer_id = (select app_viewer()) and held.subject_kind = '{kind}' and held.subject_id = {column}
          and held.record_class = 'core' and held.of_agency = ''
          and (held.until is null or held.until > (select app_moment()))
    )"""


SEES = {
    "children_child": _granted("child", "children_child.id"),
    "children_household": _granted("household", "children_household.id"),
    "children_householdmember": f"""
        ({_granted("household", "children_householdmember.household_id")}
         or {_granted("child", "children_householdmember.child_id")})
        and coalesce(child_id, '') <> all ((select app_hidden())::text[])
    """,
    "children_person": """exists (
        select from children_householdmember member where member.person_id = children_person.id
    )""",
}

KNOWN = f"""
create policy owner_looks on children_child for select to {OWNER} using (true);

create function children_known(folded text, born date) returns setof text
language sql stable security definer set search_path = public, pg_temp as $$
    select id from children_child
    where folded_name = children_known.folded and born_on = children_known.born
      and id <> all (app_hidden()) and not {_granted("child", "children_child.id")}
$$;
"""
NOT_KNOWN = """
drop function children_known(text, date);
drop policy owner_looks on children_child;
"""


def _secure(table: str, rule: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
        alter table {table} enable row level security;
        alter table {table} force row level security;
        create policy viewer_sees on {table} for select to {APPLICATION} using ({rule});
        create policy app_itself on {table} to {APPLICATION}
            using ((select app_is_system())) with check ((select app_is_system()));
        """,
        f"""
        drop policy app_itself on {table};
        drop policy viewer_sees on {table};
        alter table {table} no force row level security, disable row level security;
        """,
    )


class Migration(migrations.Migration):
    dependencies = [("children", "0001_initial"), ("access", "0007_rows_of_access")]
    operations = [
        *(_secure(table, rule) for table, rule in SEES.items()),
        migrations.RunSQL(KNOWN, NOT_KNOWN),
    ]
