"""Indexes for what pages ask of every duty and rung: what an event began, and what has climbed to an agency."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_guards")]
    operations = [
        migrations.AddIndex("duty", models.Index(fields=["trigger"], name="ledger_duty_trigger")),
        migrations.AddIndex("rung", models.Index(fields=["tell_agency", "duty"], name="ledger_rung_told")),
    ]
