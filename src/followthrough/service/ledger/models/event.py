"""What happened, as the record holds it. Append only, guarded by trigger, grants and row-level security."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KeyTextTransform

NARRATIVE = "narrative"
SHARED = "share within the partnership"


class Event(models.Model):
    """`data` and `stated_known` hold instants in UTC and dates, both as ISO text; the vocabulary gives the types back.

    `recorded_at` is the service's time and gives order; `real_recorded_at` differs from it only in the demo.
    """

    id = models.CharField(max_length=100, primary_key=True)
    kind = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    agency = models.CharField(max_length=60)
    author = models.CharField(max_length=80)
    occurred_from = models.DateTimeField()
    occurred_to = models.DateTimeField()
    recorded_at = models.DateTimeField(unique=True)
    real_recorded_at = models.DateTimeField()
    stated_known = models.JSONField(default=dict, blank=True)
    data = models.JSONField(default=dict, blank=True)
    corrects = models.CharField(max_length=100, blank=True, null=True)
    is_retraction = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    record_class = models.CharField(max_length=40, default=NARRATIVE)
    handling = models.CharField(max_length=80, default=SHARED)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "recorded_at"], name="ledger_event_subject"),
            # Who ever lived where, asked each time a history is read.
            models.Index(
                KeyTextTransform("household", "data"),
                "subject_id",
                condition=Q(kind="household.joined"),
                name="ledger_event_household",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(occurred_from__lte=F("occurred_to")), name="ledger_event_occurred_in_order"
            ),
            models.CheckConstraint(
                condition=Q(is_retraction=False) | Q(corrects__isnull=False), name="ledger_event_retraction_names"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
