"""Agreements between agencies, and reviews of look-ups; an index for asking what an agency's people have read."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

from followthrough.service.core.sql import append_only, grants

PAIR: dict[str, Any] = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": "agencies.agency"}


class Migration(migrations.Migration):
    initial = True
    dependencies = [("agencies", "0001_initial"), ("core", "0002_sealed_audit")]
    operations = [
        migrations.CreateModel(
            name="SharingAgreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200)),
                ("kept_at", models.CharField(max_length=200)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(null=True)),
                ("entered_by", models.CharField(max_length=80)),
                ("entered_at", models.DateTimeField()),
                ("one", models.ForeignKey(**PAIR)),
                ("other", models.ForeignKey(**PAIR)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=~Q(one=F("other")), name="governance_agreement_of_two"),
                    models.CheckConstraint(
                        condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                        name="governance_agreement_in_order",
                    ),
                ],
                "indexes": [models.Index(fields=["one", "other", "from_on"], name="governance_agreement_pair")],
            },
        ),
        migrations.CreateModel(
            name="LookReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "rule",
                    models.CharField(
                        choices=[
                            ("many", "Opened many children’s records in one day"),
                            ("night", "Opened a record at night while no team of theirs was on duty"),
                        ],
                        max_length=20,
                    ),
                ),
                ("practitioner", models.CharField(max_length=80)),
                ("day", models.DateField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("work", "It was part of their work"),
                            ("asked", "I have asked their manager"),
                            ("concern", "It was not part of their work: passed on"),
                        ],
                        max_length=20,
                    ),
                ),
                ("words", models.TextField()),
                ("reviewed_by", models.CharField(max_length=80)),
                ("reviewed_at", models.DateTimeField()),
            ],
            options={"indexes": [models.Index(fields=["day", "practitioner"], name="governance_review_day")]},
        ),
        append_only("governance_lookreview"),
        grants("governance_lookreview", application="select, insert"),
        grants("governance_sharingagreement", application="select, insert, update (to_on)"),
        migrations.RunSQL(
            "create index core_audit_reads on core_auditrow (at, agency, viewer) where action = 'child.read'",
            "drop index core_audit_reads",
        ),
    ]
