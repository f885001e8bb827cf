"""What was typed when a session had ended."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from followthrough.service.core import sql


class Migration(migrations.Migration):
    dependencies = [("access", "0002_row_level_security")]

    operations = [
        migrations.CreateModel(
            name="KeptWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_index=True)),
                ("sealed", models.BinaryField()),
                (
                    "practitioner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        sql.grants("access_keptwords", application="select, insert, delete"),
    ]
