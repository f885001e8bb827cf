"""The rows are read and written by the app itself, after its policies; and they go with the record that they are about.

A person cannot agree to what they prepared: that is a constraint of the table.
"""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles

APPLICATION, OWNER = roles.name("application"), roles.name("owner")


def _secure(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
        alter table {table} enable row level security, force row level security;
        create policy app_itself on {table} to {APPLICATION}
            using ((select app_is_system())) with check ((select app_is_system()));
        create policy owner_destroys on {table} to {OWNER}
            using (coalesce(current_setting('app.destroying', true), '') <> '');
        """,
        f"""
        drop policy owner_destroys on {table};
        drop policy app_itself on {table};
        alter table {table} no force row level security, disable row level security;
        """,
    )


GO = """
create function subjectaccess_go_with_record() returns trigger language plpgsql
security definer set search_path = public, pg_temp as $$
begin
    delete from subjectaccess_decision decided using subjectaccess_request asked
    where asked.id = decided.request_id and asked.subject_kind = 'child' and asked.subject_id = old.id;
    delete from subjectaccess_request where subject_kind = 'child' and subject_id = old.id;
    return null;
end $$;
create trigger subjectaccess_goes_with_record after delete on children_child
    for each row execute function subjectaccess_go_with_record();
"""
STAY = """
drop trigger subjectaccess_goes_with_record on children_child;
drop function subjectaccess_go_with_record();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("subjectaccess", "0001_initial"),
        ("retention", "0002_two_people"),
        ("children", "0003_own_people"),
        ("access", "0010_requests"),
    ]
    operations = [
        _secure("subjectaccess_request"),
        _secure("subjectaccess_decision"),
        migrations.RunSQL(GO, STAY),
    ]
