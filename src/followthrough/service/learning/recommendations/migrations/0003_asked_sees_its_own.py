"""An agency that a recommendation asks has no grant on the review, and reads what was asked of it and came of it: the
events that name it, of these kinds, and no other event of the review. Whoever only keeps accounts reads none.
"""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles

APPLICATION = roles.name("application")
_ASKED = f"""
create policy asked_sees on ledger_event for select to {APPLICATION} using (
    subject_kind = 'review' and kind like 'recommendation.%'
    and data ->> 'agency' = (select app_agency()) and cardinality((select app_seats())::text[]) > 0
);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("recommendations", "0002_secured"),
        ("access", "0014_events_by_index"),
        ("ledger", "0011_without_an_account"),
    ]
    operations = [migrations.RunSQL(_ASKED, "drop policy asked_sees on ledger_event;")]
