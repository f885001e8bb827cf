"""When a number was last rung, and what was changed of the directory. The changes are append only."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

from followthrough.service.core.sql import append_only, grants


class Migration(migrations.Migration):
    dependencies = [("agencies", "0005_outside")]

    operations = [
        migrations.AddField("agency", "checked_on", models.DateField(blank=True, null=True)),
        migrations.AddField(
            "team",
            "checked_on",
            models.DateField(blank=True, help_text="When somebody rang the number last.", null=True),
        ),
        migrations.CreateModel(
            name="DirectoryChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.CharField(max_length=400)),
                ("by", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [models.Index(fields=["agency", "-at"], name="agencies_change_latest")],
            },
        ),
        append_only("agencies_directorychange"),
        grants("agencies_directorychange", application="select, insert"),
    ]
