"""A person is named to read a case besides its worker."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0014_events_by_index")]
    operations = [
        migrations.AlterField(
            model_name="involvement",
            name="relationship",
            field=models.CharField(
                choices=[
                    ("working", "works with the child"),
                    ("recipient", "was sent a share"),
                    ("took-duty", "took a duty about the child"),
                    ("allocated", "is allocated to the child"),
                    ("lead-professional", "is the lead professional"),
                    ("team-around", "belongs to the team around the child"),
                    ("meeting-member", "is a member of a meeting about the child"),
                    ("review-panel", "sits on a review panel"),
                    ("danger", "opened the record because of danger"),
                    ("access-request", "answers a request to see the record"),
                    ("second-reader", "reads the case besides its worker"),
                ],
                default="working",
                max_length=20,
            ),
        ),
    ]
