"""What became of rotas. The changes are append only."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from followthrough.service.core.sql import append_only, grants


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_rotas"),
        ("cover", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RotaFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("text", models.TextField()),
                ("columns", models.JSONField(default=dict, help_text="Which column holds what.")),
                ("brought_by", models.CharField(max_length=80)),
                ("brought_at", models.DateTimeField()),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.team"
                    ),
                ),
            ],
            options={
                "ordering": ["-brought_at"],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("entered_by", models.CharField(max_length=80)),
                ("entered_at", models.DateTimeField()),
                (
                    "practitioner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["starts_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="cover_absence_in_order"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Gap",
            fields=[
                ("key", models.CharField(max_length=160, primary_key=True, serialize=False)),
                ("place", models.CharField(help_text="Team, level and first minute.", max_length=150)),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("worker", "Worker"),
                            ("manager", "Manager who can decide"),
                            ("senior", "Senior manager"),
                        ],
                        max_length=10,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("found_at", models.DateTimeField()),
                ("filled_at", models.DateTimeField(null=True)),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.team"
                    ),
                ),
            ],
            options={
                "ordering": ["starts_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("filled_at", None)), fields=("place",), name="cover_gap_open_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Handing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField()),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for an answer"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("taken back", "Taken back"),
                        ],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "in_return",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="agencies.shift"
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="handings", to="agencies.shift"
                    ),
                ),
                (
                    "taker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answer", "waiting")), fields=("shift",), name="cover_one_handing"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RotaChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.DateTimeField(help_text="When the shift begins that was changed.", null=True)),
                ("words", models.CharField(max_length=300)),
                ("by", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.team"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [models.Index(fields=["team", "-at"], name="cover_change_latest")],
            },
        ),
        append_only("cover_rotachange"),
        grants("cover_rotachange", application="select, insert"),
    ]
