"""Files, and what they hold, sealed."""

import django.db.models.deletion
import followthrough.service.core.fields
import followthrough.service.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("ledger", "0008_same_child"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attachment",
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
                ("name", followthrough.service.core.fields.EncryptedTextField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pdf", "PDF"),
                            ("jpeg", "Picture (JPEG)"),
                            ("png", "Picture (PNG)"),
                            ("word", "Word"),
                        ],
                        max_length=10,
                    ),
                ),
                ("size", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("given_digest", models.CharField(max_length=64)),
                ("uploaded_by", models.CharField(max_length=80)),
                ("agency", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                ("draft", models.CharField(blank=True, max_length=32)),
                ("share", models.CharField(blank=True, max_length=32)),
                ("subject_kind", models.CharField(blank=True, max_length=40)),
                ("subject_id", models.CharField(blank=True, max_length=64)),
                (
                    "event",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.event"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Content",
            fields=[
                (
                    "attachment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="content",
                        serialize=False,
                        to="attachments.attachment",
                    ),
                ),
                ("sealed", followthrough.service.core.fields.EncryptedBytesField()),
            ],
        ),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(
                condition=models.Q(("share", ""), _negated=True), fields=["share"], name="attachments_of_share"
            ),
        ),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(
                condition=models.Q(("draft", ""), _negated=True), fields=["draft"], name="attachments_of_draft"
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("event", None), ("share", ""), ("subject_id", ""), models.Q(("draft", ""), _negated=True)
                    ),
                    models.Q(("draft", ""), ("event__isnull", False)),
                    _connector="OR",
                ),
                name="attachments_of_draft_or_entry",
            ),
        ),
    ]
