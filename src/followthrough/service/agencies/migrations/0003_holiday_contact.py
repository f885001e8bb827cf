"""Whom to ring while an agency is shut for days. Append only."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

from followthrough.service.core.sql import append_only, grants


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_initial"),
        ("agencies", "0002_rotas"),
    ]

    operations = [
        migrations.CreateModel(
            name="HolidayContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField()),
                ("to_on", models.DateField()),
                ("name", models.CharField(max_length=120)),
                ("telephone", models.CharField(max_length=30)),
                ("entered_by", models.CharField(max_length=80)),
                ("entered_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "ordering": ["-entered_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_on__gte", models.F("from_on"))), name="agencies_holiday_in_order"
                    )
                ],
            },
        ),
        append_only("agencies_holidaycontact"),
        grants("agencies_holidaycontact", application="select, insert"),
    ]
