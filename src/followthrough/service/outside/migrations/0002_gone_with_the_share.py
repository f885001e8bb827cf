"""Where a record is destroyed, its shares go, and so do the links to them and their codes.

A migration of its own: Django makes the key of a new table when the migration that makes the table has ended.
"""

from __future__ import annotations

from django.db import migrations

_KEYS = (("outside_link", "leg_id", "sharing_leg"), ("outside_code", "link_id", "outside_link"))


def _key(table: str, column: str, to: str, does: str) -> str:
    return f"""
    do $$ declare made text; begin
        select conname into made from pg_constraint where conrelid = '{table}'::regclass and contype = 'f'
            and confrelid = '{to}'::regclass;
        execute format('alter table {table} drop constraint %I', made);
    end $$;
    alter table {table} add constraint {table}_{column} foreign key ({column})
        references {to} (id) {does} deferrable initially deferred;
    """


def _keys(does: str) -> str:
    return "\n".join(_key(*each, does) for each in _KEYS)


class Migration(migrations.Migration):
    dependencies = [("outside", "0001_initial")]
    operations = [migrations.RunSQL(_keys("on delete cascade"), _keys(""))]
