"""An agency’s list, its files, and what the list says of each case."""

from __future__ import annotations

import django.db.models.deletion
import followthrough.service.core.fields
import followthrough.service.core.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0006_directory_kept"),
        ("children", "0006_matching"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseList",
            fields=[
                (
                    "agency",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="agencies.agency",
                    ),
                ),
                (
                    "due_by",
                    models.TimeField(blank=True, help_text="In London; empty where no list is waited for.", null=True),
                ),
                ("waits_from", models.DateTimeField()),
                ("columns", models.JSONField(default=dict)),
                ("as_of", models.DateTimeField(blank=True, help_text="For when the newest list speaks.", null=True)),
                ("came_at", models.DateTimeField(blank=True, null=True)),
                ("failure", models.CharField(blank=True, max_length=32)),
                (
                    "problem",
                    models.CharField(blank=True, help_text="Why the last file could not be read.", max_length=300),
                ),
                (
                    "looked_at",
                    models.CharField(blank=True, help_text="The file that the folder held last.", max_length=200),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.team"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Delivery",
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
                ("as_of", models.DateTimeField()),
                ("came_at", models.DateTimeField()),
                (
                    "came_by",
                    models.CharField(
                        choices=[
                            ("upload", "Brought by hand"),
                            ("folder", "From the watched folder"),
                            ("system", "Sent by the system itself"),
                        ],
                        max_length=10,
                    ),
                ),
                ("by", models.CharField(max_length=80)),
                ("digest", models.CharField(max_length=64)),
                ("table", followthrough.service.core.fields.EncryptedJSONField(default=dict)),
                ("columns", models.JSONField(default=dict)),
                (
                    "faults",
                    followthrough.service.core.fields.EncryptedJSONField(
                        default=list, help_text="Row number and what is wrong with it."
                    ),
                ),
                ("rows", models.IntegerField(default=0)),
                ("new", models.IntegerField(default=0)),
                ("changed", models.IntegerField(default=0)),
                ("gone", models.IntegerField(default=0)),
                ("taken_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="caseload.caselist"
                    ),
                ),
            ],
            options={
                "ordering": ["-came_at"],
            },
        ),
        migrations.CreateModel(
            name="Case",
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
                ("agency", models.CharField(max_length=60)),
                ("number", models.CharField(max_length=60)),
                ("folded_number", models.CharField(max_length=60)),
                ("folded_name", models.CharField(max_length=140)),
                ("born_on", models.DateField(blank=True, null=True)),
                (
                    "folded_other",
                    models.CharField(blank=True, help_text="NHS number or unique pupil number.", max_length=60),
                ),
                ("said", followthrough.service.core.fields.EncryptedJSONField(default=dict)),
                ("before", followthrough.service.core.fields.EncryptedJSONField(default=list)),
                ("digest", models.CharField(max_length=64)),
                ("stands_since", models.DateTimeField()),
                ("as_of", models.DateTimeField(help_text="For when the newest list with this case speaks.")),
                ("absent_since", models.DateTimeField(blank=True, help_text="The first list without it.", null=True)),
                (
                    "how",
                    models.CharField(
                        blank=True,
                        choices=[("number", "By the number that a person had confirmed"), ("person", "By a person")],
                        max_length=10,
                    ),
                ),
                ("matched_at", models.DateTimeField(blank=True, null=True)),
                ("doubt", models.CharField(blank=True, help_text="Why a person has to look.", max_length=200)),
                ("steps", followthrough.service.core.fields.EncryptedJSONField(default=list)),
                (
                    "child",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="children.child"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "indexes": [
                    models.Index(fields=["child"], name="caseload_case_child"),
                    models.Index(
                        condition=models.Q(("child", None)), fields=["agency", "number"], name="caseload_case_unmatched"
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("agency", "folded_number"), name="caseload_case_once")],
            },
        ),
    ]
