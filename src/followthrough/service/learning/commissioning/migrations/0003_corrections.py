"""A released example stays. What was wrong in it is put right by another, which names it."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("commissioning", "0002_secured")]
    operations = [
        migrations.AddField(
            model_name="caseexample",
            name="corrects",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrected_by",
                to="commissioning.caseexample",
            ),
        ),
        migrations.AddField(model_name="origin", name="number", field=models.PositiveSmallIntegerField(default=1)),
        migrations.RemoveConstraint(model_name="origin", name="commissioning_gap_once"),
        migrations.AddConstraint(
            model_name="origin",
            constraint=models.UniqueConstraint(fields=("child_id", "gap", "number"), name="commissioning_gap_once"),
        ),
    ]
