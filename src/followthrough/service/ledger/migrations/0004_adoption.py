"""What the partnership decided of each procedure: append only, written by the application, read by both."""

from __future__ import annotations

from django.db import migrations, models

from followthrough.service.core.sql import append_only, grants

CHOICES = [("off", "Off"), ("shadow", "In shadow"), ("on", "On")]


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_indexes"), ("core", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="AdoptionDecision",
            fields=[
                ("number", models.BigAutoField(primary_key=True, serialize=False)),
                ("procedure", models.CharField(max_length=80)),
                ("adoption", models.CharField(choices=CHOICES, max_length=10)),
                ("reason", models.TextField()),
                ("decided_at", models.DateTimeField()),
                ("decided_by", models.CharField(max_length=80)),
            ],
            options={"indexes": [models.Index(fields=["procedure", "-number"], name="ledger_adoption_latest")]},
        ),
        append_only("ledger_adoptiondecision"),
        grants("ledger_adoptiondecision", application="select, insert", assessor="select"),
        migrations.AddField("subjectstate", "adoption_number", models.BigIntegerField(db_default=0)),
        migrations.AlterField("duty", "adoption", models.CharField(choices=CHOICES, default="on", max_length=10)),
        migrations.AlterField("signal", "adoption", models.CharField(choices=CHOICES, default="on", max_length=10)),
    ]
