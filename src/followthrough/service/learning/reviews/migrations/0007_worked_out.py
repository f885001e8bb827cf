"""What was owed, worked out apart from a page: read by whoever asked while the review is theirs, counted by the service."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

from followthrough.service.core import roles

APPLICATION = roles.name("application")
_MINE = """asked_by = (select app_viewer())
    and exists (select from reviews_reviewed held where held.id = reviews_workedout.child_id)"""
SECURED = f"""
alter table reviews_workedout enable row level security, force row level security;
create policy asker_reads on reviews_workedout for select to {APPLICATION} using ((select app_is_system()) or {_MINE});
create policy asker_asks on reviews_workedout for insert to {APPLICATION}
    with check ({_MINE} and done_at is null and rows = '[]');
create policy asker_asks_again on reviews_workedout for update to {APPLICATION}
    using ({_MINE}) with check ({_MINE} and done_at is null and rows = '[]');
create policy service_works on reviews_workedout for update to {APPLICATION}
    using ((select app_is_system())) with check ((select app_is_system()));
create policy service_drops on reviews_workedout for delete to {APPLICATION} using ((select app_is_system()));
"""
NOT_SECURED = """
drop policy service_drops on reviews_workedout;
drop policy service_works on reviews_workedout;
drop policy asker_asks_again on reviews_workedout;
drop policy asker_asks on reviews_workedout;
drop policy asker_reads on reviews_workedout;
alter table reviews_workedout no force row level security, disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0006_written_by_whom")]
    operations = [
        migrations.CreateModel(
            name="WorkedOut",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by", models.CharField(max_length=10)),
                ("asked_by", models.CharField(max_length=80)),
                ("asked_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("rules", models.CharField(blank=True, max_length=80)),
                ("rows", models.JSONField(default=list)),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="worked_out", to="reviews.reviewed"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("child", "by", "asked_by"), name="reviews_worked_out_once_for_each")
                ],
            },
        ),
        migrations.RunSQL(SECURED, NOT_SECURED),
    ]
