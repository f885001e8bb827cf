"""Numbers of a child stand in rows of their own, so that a child can be found by them; each names who set it."""

from __future__ import annotations

import django.db.models.deletion
import followthrough.service.core.ids
from django.db import migrations, models

from followthrough.service.core.sql import grants

COPIED = """
insert into children_number (id, child_id, scheme, agency, value, folded_value, source, set_by, from_at)
select replace(gen_random_uuid()::text, '-', ''), child.id, 'case', held.key, held.value,
    regexp_replace(upper(held.value), '[^0-9A-Z]', '', 'g'), 'hand', 'system:children', now()
from children_child child cross join lateral jsonb_each_text(child.case_numbers) held where held.value <> '';
"""


class Migration(migrations.Migration):
    dependencies = [("children", "0003_own_people")]

    operations = [
        migrations.CreateModel(
            name="Number",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=followthrough.service.core.ids.new_id,
                        editable=False,
                        max_length=32,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "scheme",
                    models.CharField(
                        choices=[("nhs", "NHS number"), ("upn", "Unique pupil number"), ("case", "Case number")],
                        max_length=10,
                    ),
                ),
                (
                    "agency",
                    models.CharField(blank=True, help_text="Whose case number; empty for the others.", max_length=60),
                ),
                ("value", models.CharField(max_length=60)),
                ("folded_value", models.CharField(editable=False, max_length=60)),
                ("source", models.CharField(default="hand", help_text="hand, CSV or JSON", max_length=20)),
                ("set_by", models.CharField(max_length=80)),
                ("from_at", models.DateTimeField()),
                ("to_at", models.DateTimeField(blank=True, null=True)),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="numbers", to="children.child"
                    ),
                ),
            ],
            options={
                "ordering": ["scheme", "agency"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("to_at", None)), fields=["folded_value"], name="children_number_value"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("to_at", None)),
                        fields=("child", "scheme", "agency"),
                        name="children_number_once",
                    ),
                ],
            },
        ),
        migrations.RunSQL(COPIED, migrations.RunSQL.noop),
        migrations.RemoveField(model_name="child", name="case_numbers"),
        grants("children_number", application="select, insert, update (to_at)"),
    ]
