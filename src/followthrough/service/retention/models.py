"""How long is what kept, what must not be destroyed now, what was destroyed, and who agreed?

None of these rows holds a word of a record. What is left of a destroyed one is its reference, who decided, and a
tombstone for each event: a digest under a key that stands outside the database.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from followthrough.service.core.ids import new_id
from followthrough.service.retention.kinds import CountsFrom


class Period(models.Model):
    """What the board decided on one kind of record. Append only: the latest one stands."""

    kind = models.CharField(max_length=40)
    counts_from = models.CharField(max_length=20, choices=CountsFrom)
    years = models.PositiveIntegerField()
    source = models.CharField(max_length=200)
    reason = models.TextField()
    decided_by = models.CharField(max_length=80)
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.years} years from {self.counts_from}"


class Hold(models.Model):
    """A record must not be destroyed; without a subject, no record at all. It ends by a person, and never by itself."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.CharField(max_length=64, blank=True)
    asked_by = models.CharField(max_length=200)
    reason = models.TextField()
    set_by = models.CharField(max_length=80)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["from_at"]
        constraints = [
            models.CheckConstraint(condition=Q(to_at=None) | Q(to_at__gte=F("from_at")), name="retention_hold_in_order")
        ]
        indexes = [models.Index(fields=["subject_id"], condition=Q(to_at=None), name="retention_hold_standing")]

    def __str__(self) -> str:
        return self.asked_by


class Disposal(models.Model):
    """One person proposes to destroy a record, another of another team agrees or says no. Then it is gone."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    of_whom = models.CharField(max_length=64, help_text="A keyed digest of name and date of birth.")
    terms = models.JSONField(help_text="Which periods were counted, and to which day.")
    due_on = models.DateField()
    proposed_by = models.CharField(max_length=80)
    proposed_for = models.CharField(max_length=130)
    proposed_reason = models.TextField()
    proposed_at = models.DateTimeField()
    answered_by = models.CharField(max_length=80, blank=True)
    answered_for = models.CharField(max_length=130, blank=True)
    answered_reason = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)
    destroyed_at = models.DateTimeField(null=True)
    removed = models.JSONField(default=dict, help_text="How many rows of each table.")
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-proposed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed=None) | (~Q(answered_by=F("proposed_by")) & ~Q(answered_for=F("proposed_for"))),
                name="retention_disposal_by_two",
            ),
            models.CheckConstraint(
                condition=Q(destroyed_at=None) | Q(agreed=True), name="retention_disposal_agreed_first"
            ),
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"],
                condition=Q(agreed=None),
                name="retention_disposal_open_once",
            ),
        ]
        indexes = [models.Index(fields=["of_whom"], name="retention_disposal_whom")]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """What can be read out and written on a certificate: it names nobody."""
        return f"D-{self.id[:4]}-{self.id[4:8]}".upper()


class Tombstone(models.Model):
    """An event was here and is destroyed: why an identifier in the audit leads nowhere. Append only."""

    event = models.CharField(primary_key=True, max_length=100)
    disposal = models.ForeignKey(Disposal, on_delete=models.PROTECT, related_name="tombstones")
    digest = models.CharField(max_length=64)
