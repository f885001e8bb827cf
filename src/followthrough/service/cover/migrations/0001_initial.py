"""Days off that were announced, and what agencies signed for them. All may read it; nobody changes it."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from followthrough.service.core.sql import append_only, grants

TABLES = ("period", "asked", "signed")


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Period",
            fields=[
                ("key", models.CharField(max_length=10, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=200)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("announced_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["starts_on"],
            },
        ),
        migrations.CreateModel(
            name="Asked",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event", models.CharField(max_length=100)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="asked", to="cover.period"
                    ),
                ),
            ],
            options={
                "ordering": ["agency__title"],
                "constraints": [models.UniqueConstraint(fields=("period", "agency"), name="cover_asked_once")],
            },
        ),
        migrations.CreateModel(
            name="Signed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event", models.CharField(max_length=100)),
                ("at", models.DateTimeField()),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("manager", "A manager is on duty who can decide"),
                            ("ring", "A worker is on duty, and a manager can be rung at any hour"),
                            ("alone", "A worker is on duty alone"),
                        ],
                        max_length=10,
                    ),
                ),
                ("on_duty", models.TextField()),
                ("reach", models.CharField(max_length=200)),
                ("hand_over", models.TextField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signed", to="cover.period"
                    ),
                ),
            ],
            options={
                "ordering": ["at"],
                "indexes": [models.Index(fields=["period", "agency", "at"], name="cover_signed_latest")],
            },
        ),
        *(append_only(f"cover_{table}") for table in TABLES),
        *(grants(f"cover_{table}", application="select, insert") for table in TABLES),
    ]
