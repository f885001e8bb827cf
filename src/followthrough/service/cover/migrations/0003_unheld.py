"""Urgent items that waited while a rota named nobody."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0003_holiday_contact"),
        ("cover", "0002_rotas"),
    ]

    operations = [
        migrations.CreateModel(
            name="Unheld",
            fields=[
                ("leg", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("since", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.team"
                    ),
                ),
            ],
            options={
                "ordering": ["since"],
            },
        ),
    ]
