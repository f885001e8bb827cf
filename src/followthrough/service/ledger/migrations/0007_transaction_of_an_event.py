"""Which transaction wrote an event, so that its row in the audit can be shown to be of the same one. Whoever inserts
cannot say. Events of before this column have none.
"""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core.sql import grants

COLUMNS = """id, kind, subject_kind, subject_id, agency, author, occurred_from, occurred_to, recorded_at, real_recorded_at,
    stated_known, data, corrects, is_retraction, text, sealed, record_class, handling"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_climbs_from"), ("core", "0003_checked")]
    operations = [
        migrations.RunSQL(
            """
            alter table ledger_event add column xid xid8;
            alter table ledger_event alter column xid set default pg_current_xact_id();
            """,
            "alter table ledger_event drop column xid",
        ),
        grants("ledger_event", application=f"select, insert ({COLUMNS})", assessor="select"),
    ]
