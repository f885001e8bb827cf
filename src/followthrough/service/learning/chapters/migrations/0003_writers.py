"""Everybody who wrote in a version is kept with it, not the last alone: as the audit of each has it, whose rows stay."""

from __future__ import annotations

import django.contrib.postgres.fields
from django.db import migrations, models

# What was approved never changes, so that its guard rests while each is told who wrote it. Words are not touched.
_FILL = """
alter table chapters_version disable trigger approved_stays;
update chapters_version version set writers = array(
    select version.written_by_id
    union
    select row.viewer from core_auditrow row
    where row.action = 'chapter.written' and row.detail ->> 'chapter' = version.chapter_id
      and (row.detail ->> 'version')::int = version.number
);
set constraints all immediate;
alter table chapters_version enable trigger approved_stays;
set constraints all deferred;
"""


class Migration(migrations.Migration):
    dependencies = [("chapters", "0002_secured"), ("core", "0003_checked")]
    operations = [
        migrations.AddField(
            model_name="version",
            name="writers",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=80), default=list, size=None
            ),
        ),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
    ]
