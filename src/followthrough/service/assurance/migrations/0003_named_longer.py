"""What was counted may be named by an agency, whose key alone can be as long as the name was."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assurance", "0002_monthly_counts")]
    operations = [
        migrations.AlterField(model_name="monthlycount", name="what", field=models.CharField(max_length=80)),
    ]
