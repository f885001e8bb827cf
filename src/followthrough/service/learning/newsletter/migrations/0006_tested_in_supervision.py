"""What a case showed that was gone through in supervision: the learning of an issue is tested, and not talked over alone."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("newsletter", "0005_of_a_draft")]
    operations = [
        migrations.AddField(
            "talk",
            "shown",
            models.CharField(
                blank=True,
                choices=[
                    ("done", "It is done"),
                    ("in part", "It is done in part"),
                    ("not yet", "It is not done yet"),
                ],
                default="",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            "talk",
            models.CheckConstraint(
                condition=Q(shown="") | Q(where="supervision"), name="newsletter_talk_tested_in_supervision"
            ),
        ),
    ]
