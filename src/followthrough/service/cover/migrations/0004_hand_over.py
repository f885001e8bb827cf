"""What was open when a shift ended. The two teams see a list and its items; the parts of the system see all."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

import followthrough.service.core.fields
import followthrough.service.core.ids
from followthrough.service.core import roles
from followthrough.service.core.sql import grants, rotated

APPLICATION = roles.name("application")
LISTS = """(select app_is_system()) or exists (
    select from agencies_team team where team.id in (giver_id, taker_id)
        and team.agency_id || '/' || team.slug = any ((select app_seats())::text[]))"""
ITEMS = """exists (select from cover_handover list where list.id = hand_over_id)
    and ((select app_is_system()) or child_id <> all ((select app_hidden())::text[]))"""


def _secured(table: str, rule: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
        alter table {table} enable row level security;
        alter table {table} force row level security;
        create policy both_teams on {table} to {APPLICATION} using ({rule}) with check ({rule});
        """,
        f"drop policy both_teams on {table}; alter table {table} disable row level security",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("cover", "0003_unheld"),
        ("agencies", "0003_holiday_contact"),
        ("access", "0011_records_of_one_child"),
    ]

    operations = [
        migrations.CreateModel(
            name="HandOver",
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
                ("shift_ends_at", models.DateTimeField()),
                ("taker_until", models.DateTimeField()),
                ("made_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.team"
                    ),
                ),
                (
                    "taker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.team"
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("giver", "shift_ends_at"), name="cover_hand_over_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="HandOverItem",
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
                ("what", models.CharField(choices=[("duty", "Duty"), ("share", "Share")], max_length=10)),
                ("ref", models.CharField(max_length=64)),
                ("child_id", models.CharField(max_length=64)),
                ("title", models.CharField(max_length=300)),
                ("due_at", models.DateTimeField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Not accepted yet: it stays with the team that hands over"),
                            ("asked", "Asked about: it stays with the team that hands over"),
                            ("accepted", "Accepted"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("settled_by", models.CharField(blank=True, max_length=80)),
                ("settled_at", models.DateTimeField(null=True)),
                ("question", followthrough.service.core.fields.EncryptedTextField(blank=True, default="")),
                ("answer", followthrough.service.core.fields.EncryptedTextField(blank=True, default="")),
                (
                    "hand_over",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="cover.handover"
                    ),
                ),
            ],
            options={
                "ordering": ["due_at", "title"],
                "constraints": [models.UniqueConstraint(fields=("hand_over", "ref"), name="cover_hand_over_item_once")],
            },
        ),
        _secured("cover_handover", LISTS),
        _secured("cover_handoveritem", ITEMS),
        grants("cover_handover", application="select, insert, update"),
        grants("cover_handoveritem", application="select, insert, update"),
        rotated("cover_handoveritem", "true"),
    ]
