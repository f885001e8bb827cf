"""Systems, what they sent and files of rows are seen by the app itself, which asks whose they are. What was received is
forgotten with its item.
"""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles
from followthrough.service.core.sql import grants, rotated

APPLICATION = roles.name("application")
TABLES = ("intake_system", "intake_received", "intake_upload", "intake_columns")
GOES_ALONG = """
do $$ declare found text; begin
    select conname into found from pg_constraint
    where conrelid = 'intake_received'::regclass and confrelid = 'intake_item'::regclass;
    execute format('alter table intake_received drop constraint %I', found);
end $$;
alter table intake_received add constraint intake_received_item_id_fk
    foreign key (item_id) references intake_item (id) on delete cascade deferrable initially deferred;
"""


def _secured(table: str) -> migrations.RunSQL:
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
    dependencies = [("intake", "0003_from_systems")]
    operations = [
        migrations.RunSQL(GOES_ALONG, migrations.RunSQL.noop),
        *(_secured(table) for table in TABLES),
        grants("intake_system", application="select, insert, update (used_at, revoked_at)"),
        grants("intake_received", application="select, insert"),
        grants("intake_upload", application="select, insert, update, delete"),
        grants("intake_columns", application="select, insert, update"),
        rotated("intake_upload", "true"),
    ]
