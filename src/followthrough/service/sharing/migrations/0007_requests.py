"""A share may ask what an agency knows."""

from __future__ import annotations

from django.db import migrations, models

ASKS = [
    ("information", "For information"),
    ("action", "Action wanted"),
    ("urgent", "Urgent"),
    ("knowledge", "Asks what is known"),
]


class Migration(migrations.Migration):
    dependencies = [("sharing", "0006_addressed")]
    operations = [migrations.AlterField("share", "asks", models.CharField(choices=ASKS, max_length=20))]
