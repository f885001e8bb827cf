"""What the partnership changed in its rulebook: append only, written by the application, read by both."""

from __future__ import annotations

from django.db import migrations, models

from followthrough.service.core.sql import append_only, grants


class Migration(migrations.Migration):
    dependencies = [("ledger", "0011_without_an_account")]
    operations = [
        migrations.CreateModel(
            name="Amendment",
            fields=[
                ("number", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=80)),
                ("theme", models.CharField(max_length=80)),
                ("text", models.TextField()),
                ("in_force_on", models.DateField()),
                ("proposal", models.CharField(max_length=40, unique=True)),
                ("agreed_at", models.DateTimeField()),
            ],
            options={"ordering": ["in_force_on", "number"]},
        ),
        append_only("ledger_amendment"),
        grants("ledger_amendment", application="select, insert", assessor="select"),
    ]
