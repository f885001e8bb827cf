"""Drafts, shares and their legs; and who sees which. Row-level security is forced, for the tables' owner too."""

from __future__ import annotations

import django.contrib.postgres.fields
import django.db.models.deletion
import followthrough.service.core.ids
from followthrough.service.core import roles
from followthrough.service.core.sql import grants
from django.conf import settings
from django.db import migrations, models

APPLICATION = roles.name("application")

# `core.managing.TOLD_OF_SILENCE` names the same roles.
FUNCTIONS = """
create function sharing_managers(teams text[]) returns text[] language sql immutable parallel safe as $$
    select coalesce(array_agg(distinct split_part(team, '/', 1) || '/' || role), '{}')
    from unnest(teams) team, unnest(array['team-manager', 'safeguarding-lead', 'on-call-manager']) role
$$;
"""
NO_FUNCTIONS = "drop function sharing_managers(text[]);"

DRAFT = "practitioner_id = (select app_viewer())"
SHARE = """teams::text[] && (select app_seats())::text[]
    or sharing_managers(teams::text[]) && (select app_roles())::text[]"""
LEG = "exists (select from sharing_share share where share.id = sharing_leg.share_id)"


def secured(table: str, rule: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
        alter table {table} enable row level security;
        alter table {table} force row level security;
        create policy those_involved on {table} to {APPLICATION} using ({rule}) with check ({rule});
        """,
        f"drop policy those_involved on {table}",
    )


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0002_row_level_security"),
        ("agencies", "0001_initial"),
        ("children", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
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
                ("data", models.JSONField(default=dict)),
                ("started_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                (
                    "practitioner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-updated_at"],
            },
        ),
        migrations.CreateModel(
            name="Share",
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
                    "reference",
                    models.CharField(
                        default=followthrough.service.core.ids.reference, editable=False, max_length=20, unique=True
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=130), size=None),
                ),
                (
                    "asks",
                    models.CharField(
                        choices=[("information", "For information"), ("action", "Action wanted"), ("urgent", "Urgent")],
                        max_length=20,
                    ),
                ),
                (
                    "lawful_basis",
                    models.CharField(
                        choices=[
                            ("safeguarding", "To keep a child safe or to look after their welfare"),
                            ("consent", "The family, or the young person, agreed"),
                            ("court", "A court or another law says that we must"),
                        ],
                        default="safeguarding",
                        max_length=20,
                    ),
                ),
                (
                    "kind",
                    models.CharField(help_text="The kind of event that what happened is recorded as.", max_length=80),
                ),
                ("words", models.TextField()),
                ("occurred_from", models.DateTimeField()),
                ("occurred_to", models.DateTimeField()),
                ("items", models.JSONField(default=list, help_text="Ids of the events that it carries.")),
                ("family_told", models.BooleanField()),
                ("why_not_told", models.TextField(blank=True)),
                ("spoke_to", models.CharField(blank=True, max_length=200)),
                ("language", models.CharField(blank=True, max_length=60)),
                ("interpreter_needed", models.BooleanField(null=True)),
                (
                    "age_note",
                    models.CharField(blank=True, help_text="Said where no date of birth is known.", max_length=60),
                ),
                ("sent_at", models.DateTimeField()),
                ("idempotency_key", models.CharField(max_length=64)),
                ("request_digest", models.CharField(max_length=64)),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="children.child"
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "sender_team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.team"
                    ),
                ),
            ],
            options={
                "ordering": ["-sent_at"],
            },
        ),
        migrations.CreateModel(
            name="Leg",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("sent", "Sent"),
                            ("received", "Received"),
                            ("accepted", "Accepted"),
                            ("redirected", "Redirected"),
                            ("acted", "Acted"),
                            ("confirmed", "Confirmed"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="sent",
                        max_length=20,
                    ),
                ),
                (
                    "steps",
                    models.JSONField(
                        default=list, help_text="Every event of the leg in order: event, step, at, by, and its words."
                    ),
                ),
                (
                    "passed_on_from",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redirected_to",
                        to="sharing.leg",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.team"
                    ),
                ),
                (
                    "share",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="legs", to="sharing.share"
                    ),
                ),
            ],
            options={
                "ordering": ["share", "id"],
            },
        ),
        migrations.AddConstraint(
            model_name="share",
            constraint=models.UniqueConstraint(fields=("sender", "idempotency_key"), name="sharing_share_once"),
        ),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        grants("sharing_draft", application="select, insert, update, delete"),
        grants("sharing_share", application="select, insert, update"),
        grants("sharing_leg", application="select, insert, update"),
        secured("sharing_draft", DRAFT),
        secured("sharing_share", SHARE),
        secured("sharing_leg", LEG),
    ]
