"""What does an audit row hold? Append only: a trigger refuses anything else, even to the table's owner."""

from __future__ import annotations

from django.db import models


class AuditRow(models.Model):
    """`at` is the service's time, `real_at` the real one; they differ only in the demo."""

    at = models.DateTimeField()
    real_at = models.DateTimeField()
    viewer = models.CharField(max_length=80, blank=True)
    agency = models.CharField(max_length=60, blank=True)
    action = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.CharField(max_length=64, blank=True)
    detail = models.JSONField(default=dict)
    outcome = models.CharField(max_length=40, default="done")

    class Meta:
        app_label = "core"
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "at"], name="core_audit_subject"),
            models.Index(fields=["viewer", "at"], name="core_audit_viewer"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.viewer} {self.action} {self.outcome}"
