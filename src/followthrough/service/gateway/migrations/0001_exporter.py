"""What may the exporter read? Events and whom to assess, and nothing else; it may write nothing."""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles

TABLES = ("ledger_event", "ledger_subjectstate")


def _grants() -> str:
    exporter = roles.name("exporter")
    granted = "\n".join(f"grant select on {table} to {exporter};" for table in TABLES)
    return f"{granted}\ncreate policy ledger_event_export on ledger_event for select to {exporter} using (true);"


def _no_grants() -> str:
    exporter = roles.name("exporter")
    revoked = "\n".join(f"revoke select on {table} from {exporter};" for table in TABLES)
    return f"drop policy ledger_event_export on ledger_event;\n{revoked}"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_adoption")]
    operations = [migrations.RunSQL(_grants(), _no_grants())]
