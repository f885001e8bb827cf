"""What follows from the events: duties, signals, and the rungs that have fired. Written by the assessor alone.

The ids are the engine's: the same duty has the same id for ever, so writing it again changes it and never doubles it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from followthrough.service.ledger.models.adopting import Adoption

ELSEWHERE = "elsewhere"  # a state of ours: the same is owed, or stands, under another name of the child


class AssessedRow(models.Model):
    """What duties and signals share."""

    id = models.CharField(max_length=32, primary_key=True)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    procedure = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    source = models.JSONField()
    confidence = models.CharField(max_length=40)
    state = models.CharField(max_length=20)
    ended_at = models.DateTimeField(null=True)
    is_uncertain = models.BooleanField(default=False)
    adoption = models.CharField(max_length=10, choices=Adoption, default=Adoption.ON)
    rulebook_version = models.CharField(max_length=80)
    calendar_version = models.CharField(max_length=80)
    first_seen_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.title} ({self.state})"


class Duty(AssessedRow):
    """`rungs` and `reminders` are lists of {index, repeat, at, agency, team, role}. `climbs_at` is when the next of
    them is to be looked at; those before `climbs_from`, when the procedure was adopted, are never fired. `taken_by`
    is a person's choice, which assessing leaves alone.
    """

    debtor_agency = models.CharField(max_length=60)
    debtor_team = models.CharField(max_length=80, blank=True)
    debtor_role = models.CharField(max_length=80, blank=True)
    action = models.TextField()
    trigger = models.CharField(max_length=100)
    each = models.CharField(max_length=100, blank=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=100, null=True)
    because = models.JSONField(default=list)
    rungs = models.JSONField(default=list)
    reminders = models.JSONField(default=list)
    climbs_at = models.DateTimeField(null=True)
    climbs_from = models.DateTimeField(null=True)
    taken_by = models.CharField(max_length=80, blank=True, default="")
    taken_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="ledger_duty_subject"),
            models.Index(
                fields=["debtor_agency", "debtor_team", "due_at"],
                condition=Q(state__in=["open", "breached"]),
                name="ledger_duty_waiting",
            ),
            # What a share's own events began, asked for on every page of a share.
            models.Index(fields=["trigger"], name="ledger_duty_trigger"),
            models.Index(fields=["climbs_at"], condition=Q(climbs_at__isnull=False), name="ledger_duty_climbs"),
        ]


class Signal(AssessedRow):
    """`true_at` is when the pattern was true in the world; `evidence` are ids of events."""

    root = models.CharField(max_length=100)
    true_at = models.DateTimeField()
    evidence = models.JSONField(default=list)
    meaning = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="ledger_signal_subject")]


class Rung(models.Model):
    """A rung or reminder that has fired. The unique key is what makes it exactly once."""

    class Kind(models.TextChoices):
        RUNG = "rung"
        REMINDER = "reminder"

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="fired")
    kind = models.CharField(max_length=10, choices=Kind)
    index = models.PositiveIntegerField()
    repeat = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    tell_agency = models.CharField(max_length=60)
    tell_team = models.CharField(max_length=80, blank=True)
    tell_role = models.CharField(max_length=80, blank=True)
    fired_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["duty", "kind", "index", "repeat"], name="ledger_rung_exactly_once")
        ]
        # What has climbed to an agency, asked for on every home page.
        indexes = [models.Index(fields=["tell_agency", "duty"], name="ledger_rung_told")]

    def __str__(self) -> str:
        return f"{self.kind} {self.index} of {self.duty_id}"
