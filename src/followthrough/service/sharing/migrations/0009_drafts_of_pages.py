"""Pages beside sharing keep what is half written in the same place: each draft says on which page it was begun."""

from __future__ import annotations

from django.db import migrations, models

PAGES = [("share", "Share"), ("attendance", "Attendance"), ("police-form", "Police Form")]


class Migration(migrations.Migration):
    dependencies = [("sharing", "0008_left_drafts")]
    operations = [migrations.AddField("draft", "page", models.CharField(choices=PAGES, default="share", max_length=20))]
