"""When must somebody's history be looked at again? One row a subject; its lock orders all that concerns the subject."""

from __future__ import annotations

from django.db import models


class SubjectState(models.Model):
    """`changes_at` is empty when nothing changes by time alone. `recorded_to` is the latest record that concerns the
    subject, its own or another's. What was due before `live_from` never climbs: importing history pages nobody.
    """

    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    changes_at = models.DateTimeField(null=True)
    assessed_at = models.DateTimeField(null=True)
    recorded_to = models.DateTimeField(null=True)
    live_from = models.DateTimeField()
    rulebook_version = models.CharField(max_length=80, blank=True)
    calendar_version = models.CharField(max_length=80, blank=True)
    adoption_number = models.BigIntegerField(db_default=0)  # the latest decision that the last assessment knew

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject_kind", "subject_id"], name="ledger_subject_once")]
        indexes = [
            models.Index(
                fields=["changes_at"], condition=models.Q(changes_at__isnull=False), name="ledger_subject_changes"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind}:{self.subject_id}"
