"""The audit's table, the guard of append-only tables, and what row-level security asks: who is acting?"""

from __future__ import annotations

from django.db import migrations, models

from followthrough.service.core.sql import append_only, grants

FUNCTIONS = """
create function app_viewer() returns text language sql stable parallel safe
    -- After a transaction that set it, the setting is '' and not null.
    as $$ select nullif(current_setting('app.viewer', true), '') $$;

create function app_agency() returns text language sql stable parallel safe
    as $$ select nullif(current_setting('app.agency', true), '') $$;

create function core_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only: % is refused', tg_table_name, lower(tg_op)
        using errcode = 'restrict_violation';
end $$;
"""

NO_FUNCTIONS = """
drop function core_refuse_change();
drop function app_agency();
drop function app_viewer();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.CreateModel(
            name="AuditRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("at", models.DateTimeField()),
                ("real_at", models.DateTimeField()),
                ("viewer", models.CharField(blank=True, max_length=80)),
                ("agency", models.CharField(blank=True, max_length=60)),
                ("action", models.CharField(max_length=80)),
                ("subject_kind", models.CharField(blank=True, max_length=40)),
                ("subject_id", models.CharField(blank=True, max_length=64)),
                ("detail", models.JSONField(default=dict)),
                ("outcome", models.CharField(default="done", max_length=40)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject_kind", "subject_id", "at"], name="core_audit_subject"),
                    models.Index(fields=["viewer", "at"], name="core_audit_viewer"),
                ],
            },
        ),
        append_only("core_auditrow"),
        grants("core_auditrow", application="select, insert", assessor="insert"),
    ]
