"""Who is on duty for a team, from when to when."""

from __future__ import annotations

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import followthrough.service.agencies.models.rota
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Rota",
            fields=[
                (
                    "team",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="rota",
                        serialize=False,
                        to="agencies.team",
                    ),
                ),
                (
                    "levels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("worker", "Worker"),
                                ("manager", "Manager who can decide"),
                                ("senior", "Senior manager"),
                            ],
                            max_length=10,
                        ),
                        size=None,
                    ),
                ),
                ("begins_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Shift",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("ends_at", models.DateTimeField()),
                ("role", models.CharField(help_text="Such as duty social worker.", max_length=60)),
                ("telephone", models.CharField(max_length=30)),
                (
                    "practitioner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="shifts", to="agencies.team"
                    ),
                ),
            ],
            options={
                "ordering": ["starts_at", "level"],
                "indexes": [models.Index(fields=["team", "ends_at"], name="agencies_shift_now")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="agencies_shift_in_order"
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (models.F("team"), "="),
                            (models.F("level"), "="),
                            (
                                followthrough.service.agencies.models.rota._Span(
                                    "starts_at", "ends_at", django.contrib.postgres.fields.ranges.RangeBoundary()
                                ),
                                "&&",
                            ),
                        ],
                        name="agencies_shift_one_holder",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("practitioner__isnull", False)),
                        expressions=[
                            (models.F("practitioner"), "="),
                            (
                                followthrough.service.agencies.models.rota._Span(
                                    "starts_at", "ends_at", django.contrib.postgres.fields.ranges.RangeBoundary()
                                ),
                                "&&",
                            ),
                        ],
                        name="agencies_shift_one_place",
                    ),
                ],
            },
        ),
    ]
