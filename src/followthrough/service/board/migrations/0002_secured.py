"""The Board alone reads its reports, and nobody changes one. What the assessor counts it may read: no name, no word.

The ledger, shares and cover are open to the assessor already. Here it gets columns of what else is counted.
"""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles
from followthrough.service.core.sql import append_only, grants

APPLICATION, ASSESSOR = roles.name("application"), roles.name("assessor")
_BOARD = "(select app_agency()) = 'board' or (select app_is_system())"
COUNTED = {
    "children_child": "id, born_on, language, interpreter_needed",
    "access_restriction": "subject_kind, subject_id, level, to_at",
    "access_involvement": "subject_kind, subject_id, agency_id, relationship, from_at, to_at, until",
    "reviews_review": "id, began_at, ended_at",
    "reviews_finding": "id, review_id, theme_id, side, written_at, taken_back_at",
    "recommendations_recommendation": "id, key, review_id, owner, made_at",
}
# Of cover everybody reads all; the assessor reads what is counted.
COVER = {
    "cover_period": "key, title, starts_on, ends_on",
    "cover_asked": "id, period_id, agency_id",
    "cover_signed": "id, period_id, agency_id, level, at",
}


def _covered(table: str, columns: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"grant select ({columns}) on {table} to {ASSESSOR}", f"revoke select ({columns}) on {table} from {ASSESSOR}"
    )


def _counted(table: str, columns: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"revoke all on {table} from {ASSESSOR}; grant select ({columns}) on {table} to {ASSESSOR};"
        f"create policy counted on {table} for select to {ASSESSOR} using (true);",
        f"drop policy counted on {table}; revoke all on {table} from {ASSESSOR}; grant select on {table} to {ASSESSOR};",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("board", "0001_initial"),
        ("access", "0014_events_by_index"),
        ("children", "0005_numbers_secured"),
        ("cover", "0004_hand_over"),
        ("recommendations", "0002_secured"),
        ("reviews", "0002_secured"),
    ]
    operations = [
        migrations.RunSQL(
            f"""
            alter table board_report enable row level security, force row level security;
            create policy board_reads on board_report to {APPLICATION} using ({_BOARD}) with check ({_BOARD});
            """,
            """
            drop policy board_reads on board_report;
            alter table board_report no force row level security, disable row level security;
            """,
        ),
        grants("board_report", application="select, insert"),
        append_only("board_report"),
        *(_counted(table, columns) for table, columns in COUNTED.items()),
        *(_covered(table, columns) for table, columns in COVER.items()),
    ]
