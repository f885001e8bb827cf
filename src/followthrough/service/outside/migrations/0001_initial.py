"""Links, codes and knocks: read and written by the system alone, and looked at by the check of the ledger.

What leads out of here, `system:link`, sees the shares that an organisation without an account has a part in.
"""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import followthrough.service.core.ids
from followthrough.service.core import roles
from followthrough.service.core.sql import grants

APPLICATION, ASSESSOR = roles.name("application"), roles.name("assessor")
TABLES = ("link", "code", "knock")


def _secured(table: str) -> str:
    return f"""
        alter table outside_{table} enable row level security, force row level security;
        create policy links_alone on outside_{table} to {APPLICATION}
            using ((select app_viewer()) = 'system:link') with check ((select app_viewer()) = 'system:link');
        create policy checked on outside_{table} for select to {ASSESSOR} using (true);
    """


SECURITY = (
    "\n".join(_secured(table) for table in TABLES)
    + f"""
create policy by_link on sharing_share for select to {APPLICATION} using (
    (select app_viewer()) = 'system:link' and exists (
        select from agencies_outside there join agencies_team team on team.id = there.team_id
        where team.agency_id || '/' || team.slug = any (teams)));
"""
)
NO_SECURITY = "drop policy by_link on sharing_share;" + "\n".join(
    f"""
    drop policy links_alone on outside_{table}; drop policy checked on outside_{table};
    alter table outside_{table} no force row level security, disable row level security;
    """
    for table in TABLES
)
ID: dict[str, Any] = {
    "default": followthrough.service.core.ids.new_id,
    "editable": False,
    "max_length": 32,
    "primary_key": True,
    "serialize": False,
}


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("sharing", "0005_moved_shares"),
        ("agencies", "0005_outside"),
        ("access", "0006_closed_records"),
    ]
    operations = [
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.CharField(**ID)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(null=True)),
                (
                    "leg",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="link", to="sharing.leg"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Code",
            fields=[
                ("id", models.CharField(**ID)),
                ("digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="codes", to="outside.link"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Knock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("ask", "Ask"), ("try", "Try")], max_length=3)),
                ("digest", models.CharField(max_length=64)),
                ("address", models.GenericIPAddressField()),
                ("at", models.DateTimeField()),
                ("is_answered", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["digest", "at"], name="outside_knock_at_link"),
                    models.Index(fields=["address", "at"], name="outside_knock_from"),
                ],
            },
        ),
        grants("outside_link", application="select, insert, update (opened_at)", assessor="select"),
        grants("outside_code", application="select, insert, update (until, used_at)", assessor="select"),
        grants("outside_knock", application="select, insert, update (is_answered), delete"),
        migrations.RunSQL(SECURITY, NO_SECURITY),
    ]
