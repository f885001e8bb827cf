"""Whether every share is followed is checked past every viewer's eyes, as the assessor, who writes nothing here."""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles

ASSESSOR = roles.name("assessor")
TABLES = ("sharing_share", "sharing_leg")


def _grants(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"revoke all on {table} from {ASSESSOR}; grant select on {table} to {ASSESSOR};"
        f"create policy checked on {table} for select to {ASSESSOR} using (true);",
        f"drop policy checked on {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("sharing", "0003_hidden_children")]
    operations = [_grants(table) for table in TABLES]
