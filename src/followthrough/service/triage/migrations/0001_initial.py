"""Patterns that lie in pieces, and who may know that there is one."""

from __future__ import annotations

import django.contrib.postgres.fields
from django.db import migrations, models

import followthrough.service.core.ids
from followthrough.service.core import roles
from followthrough.service.core.sql import grants

APPLICATION, ASSESSOR = roles.name("application"), roles.name("assessor")

# The team manager of that team. While nobody is, the agency's service managers: no alert is without anybody.
FUNCTION = """
create function app_is_triage_manager(team text) returns boolean language sql stable parallel safe as $$
    select exists (
        select from agencies_membership held join agencies_team seat on seat.id = held.team_id
        where held.practitioner_id = (select app_viewer()) and held.to_at is null and held.role = 'team-manager'
          and seat.agency_id || '/' || seat.slug = team
    ) or not exists (
        select from agencies_membership held join agencies_team seat on seat.id = held.team_id
        where held.to_at is null and held.role = 'team-manager' and seat.agency_id || '/' || seat.slug = team
    ) and exists (
        select from agencies_membership held join agencies_team seat on seat.id = held.team_id
        where held.practitioner_id = (select app_viewer()) and held.to_at is null and held.role = 'service-manager'
          and seat.agency_id = split_part(team, '/', 1)
    )
$$;
"""
# A record that is hidden from the viewer, or about the viewer's own people, has no alert. What only says that
# somebody has looked is for nobody.
_TOLD = """state <> 'known' and not (subject_id = any ((select app_hidden())::text[]))
    and app_is_triage_manager(team)"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [("access", "0013_sealed_passkeys"), ("ledger", "0011_without_an_account")]
    operations = [
        migrations.CreateModel(
            name="Alert",
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
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_id", models.CharField(max_length=64)),
                ("procedure", models.CharField(max_length=80)),
                ("version", models.PositiveIntegerField()),
                ("team", models.CharField(max_length=140)),
                (
                    "roots",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), size=None),
                ),
                (
                    "agencies",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), size=None),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("known", "An agency knows enough by itself"),
                            ("apart", "Agencies together hold enough, and none alone"),
                            ("brought", "Brought together"),
                            ("left", "Left, with a reason"),
                            ("over", "No longer so"),
                        ],
                        max_length=10,
                    ),
                ),
                ("pooled_at", models.DateTimeField(null=True)),
                ("raised_at", models.DateTimeField(null=True)),
                ("looked_to", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_by", models.CharField(blank=True, max_length=80)),
                ("reason", models.TextField(blank=True)),
            ],
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "procedure"], name="triage_alert_once"
            ),
        ),
        migrations.RunSQL(FUNCTION, "drop function app_is_triage_manager(text);"),
        grants(
            "triage_alert",
            application="select, update (state, settled_at, settled_by, reason)",
            assessor="select, insert, update, delete",
        ),
        migrations.RunSQL(
            f"""
            alter table triage_alert enable row level security, force row level security;
            create policy triage_manager_sees on triage_alert for select to {APPLICATION} using ({_TOLD});
            create policy triage_manager_settles on triage_alert for update to {APPLICATION} using ({_TOLD});
            create policy assessor_finds on triage_alert to {ASSESSOR} using (true) with check (true);
            """,
            """
            drop policy assessor_finds on triage_alert;
            drop policy triage_manager_settles on triage_alert;
            drop policy triage_manager_sees on triage_alert;
            alter table triage_alert no force row level security, disable row level security;
            """,
        ),
    ]
