"""The tables of the ledger."""

from __future__ import annotations

import django.db.models.deletion
import django.db.models.fields.json
import followthrough.service.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Duty",
            fields=[
                ("id", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_id", models.CharField(max_length=64)),
                ("procedure", models.CharField(max_length=80)),
                ("version", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=300)),
                ("source", models.JSONField()),
                ("confidence", models.CharField(max_length=40)),
                ("state", models.CharField(max_length=20)),
                ("ended_at", models.DateTimeField(null=True)),
                ("is_uncertain", models.BooleanField(default=False)),
                (
                    "adoption",
                    models.CharField(
                        choices=[("off", "Off"), ("shadow", "Shadow"), ("on", "On")], default="on", max_length=10
                    ),
                ),
                ("rulebook_version", models.CharField(max_length=80)),
                ("calendar_version", models.CharField(max_length=80)),
                ("first_seen_at", models.DateTimeField()),
                ("debtor_agency", models.CharField(max_length=60)),
                ("debtor_team", models.CharField(blank=True, max_length=80)),
                ("debtor_role", models.CharField(blank=True, max_length=80)),
                ("action", models.TextField()),
                ("trigger", models.CharField(max_length=100)),
                ("each", models.CharField(blank=True, max_length=100)),
                ("opened_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_by", models.CharField(max_length=100, null=True)),
                ("because", models.JSONField(default=list)),
                ("rungs", models.JSONField(default=list)),
                ("reminders", models.JSONField(default=list)),
                ("climbs_at", models.DateTimeField(null=True)),
                ("taken_by", models.CharField(blank=True, default="", max_length=80)),
                ("taken_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject_kind", "subject_id"], name="ledger_duty_subject"),
                    models.Index(
                        condition=models.Q(("state__in", ["open", "breached"])),
                        fields=["debtor_agency", "debtor_team", "due_at"],
                        name="ledger_duty_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("climbs_at__isnull", False)),
                        fields=["climbs_at"],
                        name="ledger_duty_climbs",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=80)),
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_id", models.CharField(max_length=64)),
                ("agency", models.CharField(max_length=60)),
                ("author", models.CharField(max_length=80)),
                ("occurred_from", models.DateTimeField()),
                ("occurred_to", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(unique=True)),
                ("real_recorded_at", models.DateTimeField()),
                ("stated_known", models.JSONField(blank=True, default=dict)),
                ("data", models.JSONField(blank=True, default=dict)),
                ("corrects", models.CharField(blank=True, max_length=100, null=True)),
                ("is_retraction", models.BooleanField(default=False)),
                ("text", models.TextField(blank=True)),
                ("record_class", models.CharField(default="narrative", max_length=40)),
                ("handling", models.CharField(default="share within the partnership", max_length=80)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject_kind", "subject_id", "recorded_at"], name="ledger_event_subject"),
                    models.Index(
                        django.db.models.fields.json.KeyTextTransform("household", "data"),
                        models.F("subject_id"),
                        condition=models.Q(("kind", "household.joined")),
                        name="ledger_event_household",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("occurred_from__lte", models.F("occurred_to"))),
                        name="ledger_event_occurred_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_retraction", False), ("corrects__isnull", False), _connector="OR"),
                        name="ledger_event_retraction_names",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Signal",
            fields=[
                ("id", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_id", models.CharField(max_length=64)),
                ("procedure", models.CharField(max_length=80)),
                ("version", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=300)),
                ("source", models.JSONField()),
                ("confidence", models.CharField(max_length=40)),
                ("state", models.CharField(max_length=20)),
                ("ended_at", models.DateTimeField(null=True)),
                ("is_uncertain", models.BooleanField(default=False)),
                (
                    "adoption",
                    models.CharField(
                        choices=[("off", "Off"), ("shadow", "Shadow"), ("on", "On")], default="on", max_length=10
                    ),
                ),
                ("rulebook_version", models.CharField(max_length=80)),
                ("calendar_version", models.CharField(max_length=80)),
                ("first_seen_at", models.DateTimeField()),
                ("root", models.CharField(max_length=100)),
                ("true_at", models.DateTimeField()),
                ("evidence", models.JSONField(default=list)),
                ("meaning", models.TextField(blank=True)),
            ],
            options={
                "indexes": [models.Index(fields=["subject_kind", "subject_id"], name="ledger_signal_subject")],
            },
        ),
        migrations.CreateModel(
            name="SubjectState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_id", models.CharField(max_length=64)),
                ("changes_at", models.DateTimeField(null=True)),
                ("assessed_at", models.DateTimeField(null=True)),
                ("recorded_to", models.DateTimeField(null=True)),
                ("live_from", models.DateTimeField()),
                ("rulebook_version", models.CharField(blank=True, max_length=80)),
                ("calendar_version", models.CharField(blank=True, max_length=80)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("changes_at__isnull", False)),
                        fields=["changes_at"],
                        name="ledger_subject_changes",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("subject_kind", "subject_id"), name="ledger_subject_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Outbox",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=followthrough.service.core.ids.new_id, max_length=32, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.CharField(help_text="The same message is written once.", max_length=320, unique=True)),
                ("channel", models.CharField(default="email", max_length=20)),
                ("to", models.CharField(max_length=250)),
                ("subject", models.CharField(max_length=200)),
                ("body", models.TextField()),
                ("due_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("sent", "Sent"), ("failed", "Failed")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("last_error", models.CharField(blank=True, default="", max_length=200)),
                ("subject_kind", models.CharField(blank=True, default="", max_length=40)),
                ("subject_id", models.CharField(blank=True, default="", max_length=64)),
                ("written_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "duty",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.duty"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["due_at"], name="ledger_outbox_waiting"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Rung",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("rung", "Rung"), ("reminder", "Reminder")], max_length=10)),
                ("index", models.PositiveIntegerField()),
                ("repeat", models.PositiveIntegerField(default=0)),
                ("at", models.DateTimeField()),
                ("tell_agency", models.CharField(max_length=60)),
                ("tell_team", models.CharField(blank=True, max_length=80)),
                ("tell_role", models.CharField(blank=True, max_length=80)),
                ("fired_at", models.DateTimeField()),
                (
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="fired", to="ledger.duty"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("duty", "kind", "index", "repeat"), name="ledger_rung_exactly_once")
                ],
            },
        ),
    ]
