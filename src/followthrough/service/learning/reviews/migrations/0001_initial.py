"""Reviews, the children they are about, and what they found."""

from __future__ import annotations

import django.db.models.deletion
import followthrough.service.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Theme",
            fields=[
                ("slug", models.SlugField(max_length=60, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=120, unique=True)),
            ],
            options={
                "ordering": ["title"],
            },
        ),
        migrations.CreateModel(
            name="Review",
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
                    "reference",
                    models.CharField(
                        default=followthrough.service.core.ids.reference, editable=False, max_length=12, unique=True
                    ),
                ),
                ("title", models.CharField(max_length=160)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("serious case review", "Serious case review"),
                            ("local child safeguarding practice review", "Local child safeguarding practice review"),
                            ("other review", "Another kind of review"),
                        ],
                        max_length=60,
                    ),
                ),
                ("questions", models.TextField(blank=True)),
                ("from_on", models.DateField(blank=True, null=True)),
                ("to_on", models.DateField(blank=True, null=True)),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-began_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_on", None), ("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="reviews_review_in_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reviewed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("child_id", models.CharField(max_length=32)),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="children", to="reviews.review"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Finding",
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
                    "side",
                    models.CharField(
                        choices=[("good practice", "Good practice"), ("learning point", "Learning point")],
                        max_length=20,
                    ),
                ),
                ("words", models.TextField()),
                ("written_by", models.CharField(max_length=80)),
                ("written_at", models.DateTimeField()),
                ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="reviews.review"
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="reviews.reviewed",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="reviews.theme"
                    ),
                ),
            ],
            options={
                "ordering": ["written_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Citation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event_id", models.CharField(max_length=100)),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="citations", to="reviews.finding"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("finding", "event_id"), name="reviews_citation_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="reviewed",
            constraint=models.UniqueConstraint(fields=("review", "child_id"), name="reviews_reviewed_once"),
        ),
        migrations.AddConstraint(
            model_name="reviewed",
            constraint=models.UniqueConstraint(fields=("review", "number"), name="reviews_reviewed_number_once"),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["theme", "side"], name="reviews_finding_by_theme"),
        ),
    ]
