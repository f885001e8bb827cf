"""Organisations that take part by link, with who checked their numbers."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

PERSON: dict[str, Any] = {
    "on_delete": django.db.models.deletion.PROTECT,
    "related_name": "+",
    "to": settings.AUTH_USER_MODEL,
}


class Migration(migrations.Migration):
    dependencies = [("agencies", "0004_alerts")]
    operations = [
        migrations.CreateModel(
            name="Outside",
            fields=[
                (
                    "team",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="outside",
                        serialize=False,
                        to="agencies.team",
                    ),
                ),
                ("code_number", models.CharField(help_text="A mobile, as +447…", max_length=20)),
                ("checked_on", models.DateField()),
                ("checked_by", models.ForeignKey(**PERSON)),
                ("seat", models.ForeignKey(**PERSON)),
            ],
        ),
    ]
