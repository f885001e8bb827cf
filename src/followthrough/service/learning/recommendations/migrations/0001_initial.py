"""What reviews ask, and of whom."""

from __future__ import annotations

import django.contrib.postgres.fields
import django.db.models.deletion
import followthrough.service.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("reviews", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Recommendation",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=followthrough.service.core.ids.new_id,
                        editable=False,
                        max_length=32,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        default=followthrough.service.core.ids.reference, editable=False, max_length=12, unique=True
                    ),
                ),
                (
                    "owner",
                    models.CharField(
                        choices=[
                            ("all", "All agencies"),
                            ("agency", "One agency"),
                            ("policies-and-procedures-group", "Policies and Procedures Group"),
                            ("learning-and-improvement-group", "Learning and Improvement Group"),
                            ("case-review-group", "Case Review Group"),
                        ],
                        max_length=40,
                    ),
                ),
                (
                    "asked",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), size=None),
                ),
                ("words", models.TextField()),
                ("made_by", models.CharField(max_length=80)),
                ("made_at", models.DateTimeField()),
                ("findings", models.ManyToManyField(blank=True, related_name="recommendations", to="reviews.finding")),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="recommendations", to="reviews.review"
                    ),
                ),
            ],
            options={
                "ordering": ["made_at", "id"],
            },
        ),
    ]
