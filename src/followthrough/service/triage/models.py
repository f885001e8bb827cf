"""Which patterns lie in pieces with several agencies? One row for each standing pattern of a child that was looked at.

It holds no word of what anybody wrote. Row-level security shows what lies apart, or was settled, to the triage manager;
to everybody else there is no row.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from followthrough.service.core.ids import new_id


class State(models.TextChoices):
    KNOWN = "known", "An agency knows enough by itself"  # shown to nobody: it only says that somebody has looked
    APART = "apart", "Agencies together hold enough, and none alone"
    BROUGHT = "brought", "Brought together"
    LEFT = "left", "Left, with a reason"
    OVER = "over", "No longer so"


class Alert(models.Model):
    """`looked_to` is the latest record about the subject that was read; `roots` are the signals' then. `pooled_at` is
    when all agencies together first held enough, `agencies` are those that hold a part.
    """

    id = models.CharField(max_length=32, primary_key=True, default=new_id, editable=False)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    procedure = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    team = models.CharField(max_length=140)  # whose manager is told, as "agency/team"
    roots = ArrayField(models.CharField(max_length=100))
    agencies = ArrayField(models.CharField(max_length=60))
    state = models.CharField(max_length=10, choices=State)
    pooled_at = models.DateTimeField(null=True)
    raised_at = models.DateTimeField(null=True)
    looked_to = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=80, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id", "procedure"], name="triage_alert_once")
        ]

    def __str__(self) -> str:
        return f"{self.procedure} of {self.subject_kind}:{self.subject_id}"
