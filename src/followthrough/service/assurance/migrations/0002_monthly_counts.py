"""What was counted in a month stays. The service alone reads and writes it; the policies say to whom it is told."""

from __future__ import annotations

from django.db import migrations, models

from followthrough.service.core import roles
from followthrough.service.core.sql import append_only, grants

_RULE = "(select app_is_system())"


class Migration(migrations.Migration):
    dependencies = [("assurance", "0001_ledger_checks"), ("access", "0014_events_by_index")]
    operations = [
        migrations.CreateModel(
            name="MonthlyCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=60)),
                ("month", models.DateField()),
                ("counts", models.JSONField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("what", "month"), name="assurance_counted_once")],
            },
        ),
        migrations.RunSQL(
            f"""
            alter table assurance_monthlycount enable row level security, force row level security;
            create policy told_by_the_service on assurance_monthlycount to {roles.name("application")}
                using ({_RULE}) with check ({_RULE});
            """,
            migrations.RunSQL.noop,
        ),
        grants("assurance_monthlycount", application="select, insert"),
        append_only("assurance_monthlycount"),
    ]
