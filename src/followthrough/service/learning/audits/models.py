"""What did agencies say of themselves, and which cases were read together?

What a clock rests on is an event of the agency. Here is what was written: by standard, by case, by theme. No row names
a child: a case is named by the duty that it was drawn by, which only those can open who may.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from followthrough.service.agencies.models import Agency
from followthrough.service.core.ids import new_id, reference
from followthrough.service.learning.reviews.models import Side, Theme


class Grade(models.TextChoices):
    MET = "met", "Met"
    PARTLY = "partly met", "Partly met"
    NOT_MET = "not met", "Not met"


class SelfAudit(models.Model):
    """`answers` are grade, evidence and what is done about it, by standard. Returned, they do not change."""

    key = models.CharField(primary_key=True, max_length=12, default=reference, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    began_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True)
    signed_by = models.CharField(max_length=80, blank=True)
    challenge = models.TextField(blank=True)
    challenged_at = models.DateTimeField(null=True)
    feedback = models.TextField(blank=True)
    feedback_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-began_at", "key"]
        constraints = [
            models.UniqueConstraint(fields=["agency"], condition=Q(returned_at=None), name="audits_one_open"),
            models.CheckConstraint(
                condition=Q(challenged_at=None) | Q(returned_at__isnull=False), name="audits_self_in_order"
            ),
        ]


class Topic(models.TextChoices):
    """The words of `audit-topic.agreed`."""

    FOLLOW_THROUGH = "follow-through", "Follow-through"
    ESCALATION = "escalation", "Disagreements"
    UNDER_TWO = "children under two", "Children under two"
    COVER = "cover out of hours", "Cover out of hours"
    OTHER = "", "Another topic, or a dip sample"


class Strata(models.TextChoices):
    AGENCY = "agency", "So many from each agency that owed it"
    OUTCOME = "outcome", "So many that were in time, and so many that were late or not done"
    NONE = "none", "So many of all"


class CaseAudit(models.Model):
    """With `seed` and the frame anybody who may see the frame can draw again."""

    key = models.CharField(primary_key=True, max_length=12, default=reference, editable=False)
    title = models.CharField(max_length=120)
    question = models.TextField()
    topic = models.CharField(max_length=40, choices=Topic, blank=True)
    agreed_as = models.CharField(max_length=100, blank=True, help_text="The yearly audit that it is one of.")
    procedure = models.CharField(max_length=80)
    since = models.DateField()
    until = models.DateField()
    strata = models.CharField(max_length=10, choices=Strata)
    each = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    drawn_by = models.CharField(max_length=80)
    drawn_at = models.DateTimeField()
    report = models.TextField(blank=True)
    reported_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-drawn_at", "key"]


class Frame(models.Model):
    """Every case that could be drawn, as [stratum, duty]. How many they are is of all agencies, so it stands apart: who
    reads a case of the audit does not read this.
    """

    audit = models.OneToOneField(CaseAudit, on_delete=models.PROTECT, related_name="frame", primary_key=True)
    cases = models.JSONField()


class Reading(models.TextChoices):
    WELL = "done well", "Done well"
    PARTLY = "done in part", "Done in part"
    NOT_DONE = "not done", "Not done"


class Sampled(models.Model):
    """One case that was drawn, read by the agency that owed the duty."""

    audit = models.ForeignKey(CaseAudit, on_delete=models.PROTECT, related_name="cases")
    number = models.PositiveSmallIntegerField()
    duty_id = models.CharField(max_length=32)
    stratum = models.CharField(max_length=120)
    agency = models.CharField(max_length=60)
    reading = models.CharField(max_length=20, choices=Reading, blank=True)
    words = models.TextField(blank=True)
    read_by = models.CharField(max_length=80, blank=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["audit", "number"], name="audits_sampled_once")]


class AuditFinding(models.Model):
    """By the themes that reviews use. `recommendation` is the key of what was asked because of it."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    audit = models.ForeignKey(CaseAudit, on_delete=models.PROTECT, related_name="findings")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=20, choices=Side)
    words = models.TextField()
    recommendation = models.CharField(max_length=12, blank=True)
    written_by = models.CharField(max_length=80)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at", "id"]
