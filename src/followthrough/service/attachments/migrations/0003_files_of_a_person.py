"""How many files somebody has added of late is asked before each one."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("attachments", "0002_who_sees_which")]
    operations = [
        migrations.AddIndex("attachment", models.Index(fields=["uploaded_by", "at"], name="attachments_of_person"))
    ]
