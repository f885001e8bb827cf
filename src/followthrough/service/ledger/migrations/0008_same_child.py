"""Two records may be one child's. Read by every role, as ids alone; the application writes what a person decided."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import F, Q

import followthrough.service.core.ids
from followthrough.service.core.sql import append_only, grants
from followthrough.service.core import roles

# Every record of the children asked for, as `ledger.same` asks: row-level security needs it where one is hidden.
RECORDS = """
create function app_records_of(asked text[]) returns text[] language sql stable parallel safe as $$
    with recursive mine (id) as (
        select unnest(asked)
        union
        select case when fact.alias = mine.id then fact.survivor else fact.alias end
        from mine join ledger_samechild fact on mine.id in (fact.alias, fact.survivor)
        where fact.to_at is null
    )
    select coalesce(array_agg(id), '{}') from mine
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0007_transaction_of_an_event")]

    operations = [
        migrations.CreateModel(
            name="SameChild",
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
                ("alias", models.CharField(max_length=64)),
                ("survivor", models.CharField(max_length=64)),
                ("survivor_live_from", models.DateTimeField(null=True)),
                ("from_at", models.DateTimeField()),
                ("to_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["alias"], name="ledger_same_alias"),
                    models.Index(fields=["survivor"], name="ledger_same_survivor"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=~Q(alias=F("survivor")), name="ledger_same_is_two"),
                    models.UniqueConstraint(fields=["alias"], condition=Q(to_at=None), name="ledger_same_open_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Placement",
            fields=[
                ("number", models.BigAutoField(primary_key=True, serialize=False)),
                ("event_id", models.CharField(max_length=100)),
                ("recorded_under", models.CharField(max_length=64)),
                ("child", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=80)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["event_id", "-number"], name="ledger_placement_latest"),
                    models.Index(fields=["recorded_under"], name="ledger_placement_under"),
                    models.Index(fields=["child"], name="ledger_placement_child"),
                ],
            },
        ),
        append_only("ledger_placement"),
        grants(
            "ledger_samechild",
            application="select, insert, update (to_at, survivor_live_from)",
            assessor="select",
        ),
        grants("ledger_placement", application="select, insert", assessor="select"),
        migrations.RunSQL(
            f"grant select on ledger_samechild, ledger_placement to {roles.name('exporter')}",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(RECORDS, "drop function app_records_of(text[])"),
    ]
