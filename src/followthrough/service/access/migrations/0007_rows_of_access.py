"""Who may read the facts that access rests on? Each their own; `access` itself, as a part of the system, all of them.

What a page may learn of others' grants is asked by name through `policies` and `queries`, which say so in one line.
"""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles

APPLICATION, OWNER = roles.name("application"), roles.name("owner")
OWN = {
    "access_grant": "viewer_id = (select app_viewer())",
    "access_conflict": "practitioner_id = (select app_viewer())",
    "access_opening": """practitioner_id = (select app_viewer()) or exists (
        select from unnest((select app_roles())::text[]) role where role like '%/privacy-officer'
    )""",
    "access_involvement": "practitioner_id = (select app_viewer())",
    "access_reach": "false",
    "access_restriction": "false",
    "access_named": "practitioner_id = (select app_viewer())",
}
ASKED_BY_APP_HIDDEN = ("access_grant", "access_conflict", "access_restriction")


def _secure(table: str, own: str) -> migrations.RunSQL:
    looks = f"create policy owner_looks on {table} for select to {OWNER} using (true);"
    return migrations.RunSQL(
        f"""
        alter table {table} enable row level security;
        alter table {table} force row level security;
        create policy own on {table} for select to {APPLICATION} using ({own});
        create policy access_itself on {table} to {APPLICATION}
            using ((select app_is_system())) with check ((select app_is_system()));
        {looks if table in ASKED_BY_APP_HIDDEN else ""}
        """,
        f"""
        {f"drop policy owner_looks on {table};" if table in ASKED_BY_APP_HIDDEN else ""}
        drop policy access_itself on {table};
        drop policy own on {table};
        alter table {table} no force row level security, disable row level security;
        """,
    )


class Migration(migrations.Migration):
    dependencies = [("access", "0006_closed_records")]
    operations = [_secure(table, own) for table, own in OWN.items()]
