"""What came in, and the mailboxes that are read."""

from __future__ import annotations

import django.db.models.deletion
import followthrough.service.core.fields
import followthrough.service.core.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0001_initial"),
        ("children", "0006_matching"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Mailbox",
            fields=[
                (
                    "team",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="agencies.team",
                    ),
                ),
                (
                    "read_to",
                    models.CharField(blank=True, help_text="Of IMAP: UIDVALIDITY and the last UID.", max_length=60),
                ),
                ("checked_at", models.DateTimeField(null=True)),
                ("failing_since", models.DateTimeField(blank=True, null=True)),
                ("failure", models.CharField(blank=True, max_length=32)),
                ("told", models.BooleanField(default=False, help_text="Whether a person was asked to mend it.")),
            ],
        ),
        migrations.CreateModel(
            name="Item",
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
                ("agency", models.CharField(max_length=60)),
                (
                    "came_by",
                    models.CharField(
                        choices=[
                            ("mail", "By e-mail"),
                            ("a file", "In a file"),
                            ("another system", "From another system"),
                        ],
                        max_length=20,
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("came_at", models.DateTimeField()),
                ("written_at", models.DateTimeField(blank=True, help_text="By what it says of itself.", null=True)),
                ("sender", followthrough.service.core.fields.EncryptedTextField()),
                ("subject", followthrough.service.core.fields.EncryptedTextField()),
                ("text", followthrough.service.core.fields.EncryptedTextField()),
                (
                    "attachments",
                    followthrough.service.core.fields.EncryptedJSONField(
                        default=list, help_text="Name, type and size of each."
                    ),
                ),
                (
                    "about",
                    followthrough.service.core.fields.EncryptedJSONField(
                        default=dict, help_text="Whom it says that it is about: name, born_on, number, address."
                    ),
                ),
                (
                    "original",
                    followthrough.service.core.fields.EncryptedTextField(help_text="The whole as it came, in base64."),
                ),
                ("problem", models.CharField(blank=True, help_text="What could not be read of it.", max_length=300)),
                ("trigger", models.CharField(blank=True, max_length=100)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("matched", "Matched to a child"),
                            ("not ours", "It is not ours"),
                            ("recorded already", "It is recorded already"),
                            ("shared", "It went on as a share"),
                        ],
                        max_length=20,
                    ),
                ),
                ("placed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "entry",
                    models.CharField(blank=True, help_text="The event in the child’s chronology.", max_length=100),
                ),
                ("steps", followthrough.service.core.fields.EncryptedJSONField(default=list)),
                (
                    "child",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="children.child"
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sent_to",
                    models.ForeignKey(
                        help_text="To whose address.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.team",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.team"
                    ),
                ),
            ],
            options={
                "ordering": ["came_at"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("outcome", "")), fields=["team", "came_at"], name="intake_item_waiting"
                    ),
                    models.Index(fields=["child"], name="intake_item_child"),
                ],
                "constraints": [models.UniqueConstraint(fields=("sent_to", "key"), name="intake_item_once")],
            },
        ),
    ]
