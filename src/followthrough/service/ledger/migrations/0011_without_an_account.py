"""A letter to somebody who has no account asks nobody to sign in."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0010_carried")]
    operations = [
        migrations.AddField(
            "letter",
            "has_account",
            models.BooleanField(default=True, help_text="Whether its reader can sign in."),
        ),
    ]
