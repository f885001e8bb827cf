"""What is out no longer holds where each line is from: it named reviews, and everybody who signs in may read the row.

An issue that is out never changes, so this is said of it: no word that was published is touched, the digest of the
content as it was kept stays beside the new one, and the draft, which only the Board’s office reads, stays whole and has
that digest still. The guard of the table rests for this one step.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import migrations, models

from followthrough.service.core import roles

OWNER = roles.name("owner")
_OPEN = f"""
alter table newsletter_release disable trigger newsletter_release_append_only;
create policy owner_strips on newsletter_release to {OWNER} using (true) with check (true);
"""
_SHUT = """
set constraints all immediate;
drop policy owner_strips on newsletter_release;
alter table newsletter_release enable trigger newsletter_release_append_only;
set constraints all deferred;
"""


def strip(apps: Any, schema_editor: Any) -> None:
    for each in apps.get_model("newsletter", "Release").objects.using(schema_editor.connection.alias):
        lines = [line for child in each.content["children"] for line in child["lines"] if "origin" in line]
        if lines:
            each.digest_before = each.digest
            for line in lines:
                del line["origin"]
            each.digest = hashlib.sha256(json.dumps(each.content, sort_keys=True).encode()).hexdigest()
            each.save(update_fields=["content", "digest", "digest_before"])


class Migration(migrations.Migration):
    dependencies = [("newsletter", "0002_secured")]
    operations = [
        migrations.AddField(
            model_name="release",
            name="digest_before",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.RunSQL(_OPEN, migrations.RunSQL.noop),
        migrations.RunPython(strip, migrations.RunPython.noop),
        migrations.RunSQL(_SHUT, migrations.RunSQL.noop),
    ]
