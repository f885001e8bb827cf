"""What each check of the ledger found."""

from __future__ import annotations

import django.contrib.postgres.fields
from django.db import migrations, models

from followthrough.service.core.sql import append_only, grants


class Migration(migrations.Migration):
    initial = True

    dependencies = [("core", "0003_checked"), ("ledger", "0007_transaction_of_an_event"), ("sharing", "0004_checked")]
    operations = [
        migrations.CreateModel(
            name="LedgerCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "broken",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=5), default=list, size=None
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
                "indexes": [models.Index(fields=["-at"], name="assurance_check_latest")],
            },
        ),
        append_only("assurance_ledgercheck"),
        grants("assurance_ledgercheck", application="select, insert"),
    ]
