"""Drafts are sealed. What stood there plainly is sealed too, and no plain page of it is left in the table's file."""

from __future__ import annotations

from typing import Any

from django.db import migrations

import followthrough.service.core.fields
from followthrough.service.core.encryption import Place, seal, unseal
from followthrough.service.core.sql import rotated

TABLE, COLUMN = "sharing_draft", "data"
# What was changed a moment ago still waits for the check of its foreign keys, and so would refuse the change of a column.
CHECKED = "set constraints all immediate;"
ANEW = f"{CHECKED} alter table {TABLE} alter column {COLUMN} type text using {COLUMN} || ''"  # writes the file anew


def seal_all(apps: Any, editor: Any) -> None:
    _each(editor, seal)


def open_all(apps: Any, editor: Any) -> None:
    _each(editor, unseal)


def _each(editor: Any, change: Any) -> None:
    with editor.connection.cursor() as cursor:
        cursor.execute(f"select id, {COLUMN} from {TABLE}")
        for row, words in cursor.fetchall():
            cursor.execute(
                f"update {TABLE} set {COLUMN} = %s where id = %s", [change(words, Place(TABLE, COLUMN, row)), row]
            )


class Migration(migrations.Migration):
    dependencies = [("sharing", "0001_initial")]
    operations = [
        rotated(TABLE, "true"),
        migrations.RunSQL(
            f"alter table {TABLE} alter column {COLUMN} type text using {COLUMN}::text",
            f"{CHECKED} alter table {TABLE} alter column {COLUMN} type jsonb using {COLUMN}::jsonb",
            state_operations=[
                migrations.AlterField(
                    "draft", COLUMN, followthrough.service.core.fields.EncryptedJSONField(default=dict)
                )
            ],
        ),
        migrations.RunPython(seal_all, open_all),
        migrations.RunSQL(ANEW, migrations.RunSQL.noop),
    ]
