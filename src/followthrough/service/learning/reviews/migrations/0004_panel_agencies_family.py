"""Who sits on a panel, what agencies were asked and answered, and what the family said."""

from __future__ import annotations

import django.contrib.postgres.fields
import django.db.models.deletion
import followthrough.service.core.ids
from django.db import migrations, models

from followthrough.service.core import roles

APPLICATION = roles.name("application")
_OF_REVIEW = """(select app_is_system()) or exists (
    select from reviews_review held where held.id = {table}.review_id
)"""
_ID = models.CharField(
    default=followthrough.service.core.ids.new_id, editable=False, max_length=32, primary_key=True, serialize=False
)


def _review(related: str) -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name=related, to="reviews.review")


def secured(table: str, extra: str = "") -> migrations.RunSQL:
    """Row-level security of the review holds inside the question."""
    rule = _OF_REVIEW.format(table=table) + extra
    return migrations.RunSQL(
        f"""
        alter table {table} enable row level security, force row level security;
        create policy viewer_has_to_do on {table} to {APPLICATION} using ({rule}) with check ({rule});
        """,
        f"""
        drop policy viewer_has_to_do on {table};
        alter table {table} no force row level security, disable row level security;
        """,
    )


class Migration(migrations.Migration):
    dependencies = [("reviews", "0003_incidents")]
    operations = [
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", _ID),
                ("practitioner", models.CharField(max_length=32)),
                ("agency", models.CharField(max_length=60)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("chair", "Chair of the panel"),
                            ("author", "Author of the review"),
                            ("member", "Member of the panel"),
                        ],
                        max_length=10,
                    ),
                ),
                ("conflict", models.TextField()),
                ("independence", models.TextField(blank=True)),
                ("from_at", models.DateTimeField()),
                ("to_at", models.DateTimeField(blank=True, null=True)),
                ("review", _review("seats")),
            ],
            options={"ordering": ["from_at", "id"]},
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.UniqueConstraint(
                condition=models.Q(("to_at", None)), fields=("review", "practitioner"), name="reviews_seat_open_once"
            ),
        ),
        migrations.CreateModel(
            name="AgencyPart",
            fields=[
                ("id", _ID),
                ("agency", models.CharField(max_length=60)),
                ("title", models.CharField(max_length=160)),
                (
                    "children",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=32), size=None),
                ),
                ("asked_for", models.TextField()),
                ("author", models.CharField(blank=True, max_length=32)),
                ("absence", models.TextField(blank=True)),
                ("summary", models.TextField(blank=True)),
                ("address", models.CharField(blank=True, max_length=300)),
                ("review", _review("parts")),
            ],
            options={"ordering": ["agency"]},
        ),
        migrations.AddConstraint(
            model_name="agencypart",
            constraint=models.UniqueConstraint(fields=("review", "agency"), name="reviews_agencypart_once"),
        ),
        migrations.CreateModel(
            name="FamilyNote",
            fields=[
                ("id", _ID),
                ("who", models.CharField(max_length=120)),
                ("words", models.TextField(blank=True)),
                ("contact", models.CharField(blank=True, max_length=160)),
                ("language", models.CharField(blank=True, max_length=60)),
                ("written_by", models.CharField(max_length=80)),
                ("written_at", models.DateTimeField()),
                ("review", _review("family")),
            ],
            options={"ordering": ["-written_at", "id"]},
        ),
        secured("reviews_seat"),
        # An agency reads and writes its own part; only who has to do with the review makes one.
        secured("reviews_agencypart", " or reviews_agencypart.agency = (select app_agency())"),
        secured("reviews_familynote"),
    ]
