"""Where a record is destroyed, the notices about it go, and so does what says in which letter they stood.

A migration of its own: Django makes the key of a new table when the migration that makes the table has ended.
"""

from __future__ import annotations

from django.db import migrations

_DROP = """
do $$ declare made text; begin
    select conname into made from pg_constraint where conrelid = 'ledger_carried'::regclass and contype = 'f'
        and confrelid = 'ledger_outbox'::regclass;
    execute format('alter table ledger_carried drop constraint %I', made);
end $$;
"""
_ADD = """
alter table ledger_carried add constraint ledger_carried_notice foreign key (notice_id)
    references ledger_outbox (id) {} deferrable initially deferred;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0009_letters")]
    operations = [migrations.RunSQL(_DROP + _ADD.format("on delete cascade"), _DROP + _ADD.format(""))]
