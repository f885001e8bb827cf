"""Episodes, comments on entries, and what a child death overview panel decided."""

from __future__ import annotations

import django.contrib.postgres.fields
import django.db.models.deletion
import followthrough.service.core.ids
from django.db import migrations, models

from followthrough.service.core import roles

APPLICATION = roles.name("application")


def _of(table: str, key: str, column: str) -> migrations.RunSQL:
    """Row-level security of the row that it hangs on holds inside the question."""
    rule = f"(select app_is_system()) or exists (select from {table} held where held.id = {key}.{column})"
    return migrations.RunSQL(
        f"""
        alter table {key} enable row level security, force row level security;
        create policy viewer_has_to_do on {key} to {APPLICATION} using ({rule}) with check ({rule});
        """,
        f"""
        drop policy viewer_has_to_do on {key};
        alter table {key} no force row level security, disable row level security;
        """,
    )


def _child(related: str) -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name=related, to="reviews.reviewed")


class Migration(migrations.Migration):
    dependencies = [("reviews", "0004_panel_agencies_family")]
    operations = [
        migrations.CreateModel(
            name="Episode",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=followthrough.service.core.ids.new_id, editable=False, max_length=32, primary_key=True,
                        serialize=False,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("words", models.TextField(blank=True)),
                (
                    "events",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), size=None),
                ),
                ("written_by", models.CharField(max_length=80)),
                ("written_at", models.DateTimeField()),
                ("child", _child("episodes")),
            ],
            options={"ordering": ["written_at", "id"]},
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event_id", models.CharField(max_length=100)),
                ("agency", models.CharField(max_length=60)),
                ("words", models.TextField()),
                ("evidence", models.CharField(blank=True, max_length=300)),
                ("written_by", models.CharField(max_length=80)),
                ("written_at", models.DateTimeField()),
                ("child", _child("comments")),
            ],
            options={"ordering": ["written_at", "id"]},
        ),
        migrations.CreateModel(
            name="DeathReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=60)),
                ("decision", models.TextField()),
                ("factors", models.TextField(blank=True)),
                ("learning", models.TextField(blank=True)),
                ("written_by", models.CharField(max_length=80)),
                ("written_at", models.DateTimeField()),
                (
                    "review",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="death", to="reviews.review"
                    ),
                ),
            ],
        ),
        _of("reviews_reviewed", "reviews_episode", "child_id"),
        _of("reviews_reviewed", "reviews_comment", "child_id"),
        _of("reviews_review", "reviews_deathreview", "review_id"),
    ]  # fmt: skip
