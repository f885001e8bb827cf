"""Whom the Board names as an agency's first administrator: people of the Board see it, and decide about it once."""

from __future__ import annotations

import django.db.models.deletion
import followthrough.service.core.ids
from django.conf import settings
from django.db import migrations, models


from followthrough.service.core import roles
from followthrough.service.core.sql import grants

TABLE, APPLICATION = "people_nomination", roles.name("application")
OF_THE_BOARD = "(select app_agency()) = 'board'"
POLICIES = f"""
alter table {TABLE} enable row level security, force row level security;
create policy seen on {TABLE} for select to {APPLICATION} using ({OF_THE_BOARD});
create policy named on {TABLE} for insert to {APPLICATION} with check ({OF_THE_BOARD} and decided_at is null);
create policy decided on {TABLE} for update to {APPLICATION}
    using ({OF_THE_BOARD} and decided_at is null) with check ({OF_THE_BOARD});
"""
NO_POLICIES = f"""
drop policy decided on {TABLE}; drop policy named on {TABLE}; drop policy seen on {TABLE};
alter table {TABLE} no force row level security, disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0006_directory_kept"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Nomination",
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
                ("username", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=120)),
                ("email", models.EmailField(max_length=254)),
                ("telephone", models.CharField(blank=True, max_length=30)),
                (
                    "checked",
                    models.CharField(
                        help_text="How whoever named them knows that the agency wants them.", max_length=500
                    ),
                ),
                ("named_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("is_agreed", models.BooleanField(default=False)),
                ("words", models.CharField(blank=True, max_length=500)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "named_by",
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
            options={
                "ordering": ["named_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at", None)), fields=("agency",), name="people_nomination_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_agreed", False),
                            models.Q(
                                ("decided_at__isnull", False),
                                models.Q(("decided_by", models.F("named_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="people_nomination_by_two",
                    ),
                ],
            },
        ),
        grants(TABLE, application="select, insert, update (decided_by_id, decided_at, is_agreed, words)"),
        migrations.RunSQL(POLICIES, NO_POLICIES),
    ]
