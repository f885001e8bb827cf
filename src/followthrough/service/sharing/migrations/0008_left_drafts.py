"""When a writer was told of what they have not sent. The sweep sees which drafts there are, and whose; words are sealed."""

from __future__ import annotations

from django.db import migrations, models

from followthrough.service.core import roles

APPLICATION = roles.name("application")


class Migration(migrations.Migration):
    dependencies = [("sharing", "0007_requests")]
    operations = [
        migrations.AddField("draft", "told_at", models.DateTimeField(null=True)),
        migrations.AddField("draft", "warned_at", models.DateTimeField(null=True)),
        migrations.RunSQL(
            f"""
            create policy left_for_long on sharing_draft for select to {APPLICATION}
                using ((select app_is_system()));
            create policy told_of on sharing_draft for update to {APPLICATION}
                using ((select app_is_system())) with check ((select app_is_system()));
            """,
            "drop policy told_of on sharing_draft; drop policy left_for_long on sharing_draft;",
        ),
    ]
