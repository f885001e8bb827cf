"""An agency reads its own audit and its own cases; the Board reads all. Findings are the Board's."""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles

APPLICATION, ASSESSOR = roles.name("application"), roles.name("assessor")
_BOARD = "(select app_is_system()) or (select app_agency()) = 'board'"
RULES = {
    "audits_selfaudit": f"{_BOARD} or agency_id = (select app_agency())",
    "audits_sampled": f"{_BOARD} or agency = (select app_agency())",
    # Row-level security holds inside the question too.
    "audits_caseaudit": f"{_BOARD} or exists (select from audits_sampled held where held.audit_id = audits_caseaudit.key)",
    "audits_auditfinding": _BOARD,
}
COUNTED = "id, audit_id, theme_id, side, written_at"


def _secured(table: str, rule: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
        alter table {table} enable row level security, force row level security;
        create policy who_has_to_do on {table} to {APPLICATION} using ({rule}) with check ({rule});
        """,
        f"""
        drop policy who_has_to_do on {table};
        alter table {table} no force row level security, disable row level security;
        """,
    )


class Migration(migrations.Migration):
    dependencies = [("audits", "0001_initial"), ("access", "0014_events_by_index")]
    operations = [
        *(_secured(table, rule) for table, rule in RULES.items()),
        migrations.RunSQL(
            f"revoke all on audits_auditfinding from {ASSESSOR};"
            f"grant select ({COUNTED}) on audits_auditfinding to {ASSESSOR};"
            f"create policy counted on audits_auditfinding for select to {ASSESSOR} using (true);",
            "drop policy counted on audits_auditfinding;",
        ),
    ]
