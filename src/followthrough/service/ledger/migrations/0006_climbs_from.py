"""From when on a duty climbs: what was due before its procedure was adopted pages nobody."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_sealed_words")]
    operations = [migrations.AddField("duty", "climbs_from", models.DateTimeField(null=True))]
