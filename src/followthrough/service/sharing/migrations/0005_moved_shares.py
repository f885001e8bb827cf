"""Sharing itself, and no viewer nor another part, moves a share to the child whom it was about."""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles

APPLICATION = roles.name("application")


class Migration(migrations.Migration):
    dependencies = [("sharing", "0004_checked"), ("access", "0006_closed_records")]
    operations = [
        migrations.RunSQL(
            f"""
            create policy moves on sharing_share to {APPLICATION}
                using ((select app_viewer()) = 'system:sharing') with check ((select app_viewer()) = 'system:sharing');
            """,
            "drop policy moves on sharing_share",
        ),
    ]
