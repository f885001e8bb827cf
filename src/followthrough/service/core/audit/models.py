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


class AuditLink(models.Model):
    """The place of a row in the chain. Places have no gaps; the link is a digest of all rows up to this one."""

    position = models.BigIntegerField(primary_key=True)
    row_id = models.BigIntegerField(unique=True)
    link = models.BinaryField()

    class Meta:
        app_label = "core"


class AuditSeal(models.Model):
    """A signed head of the chain. Every row of a transaction before `all_below` has its place."""

    position = models.BigIntegerField(primary_key=True)
    link = models.BinaryField()
    sealed_at = models.DateTimeField()
    key = models.CharField(max_length=16)
    signature = models.BinaryField()
    all_below = models.BigIntegerField()

    class Meta:
        app_label = "core"


class AuditSink(models.Model):
    """A place off this machine to which heads go: how far it has them, and since when it cannot be reached."""

    name = models.CharField(max_length=300, primary_key=True)
    position = models.BigIntegerField(default=0)
    shipped_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    alarmed_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = "core"

    def __str__(self) -> str:
        return self.name
