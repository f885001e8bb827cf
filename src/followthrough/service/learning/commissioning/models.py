"""Which case examples were written for commissioners, and what came of them?

The example holds words without names. From which child's record it was written stands in a row of its own, which only
those read who have to do with the child: whoever reads the example learns no id.
"""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import F, Q

from followthrough.service.core.ids import new_id, reference

# The template: what a commissioner needs to understand, in this order.
PARTS: Final = {
    "needed": "What the child needed",
    "happened": "What happened, and who knew what",
    "missing": "What was missing between services, and why",
    "led_to": "What it led to for the child",
    "would_help": "What would have helped",
}


class Tier(models.IntegerChoices):
    """Of emotional health and well-being."""

    UNIVERSAL = 1, "Tier 1: schools, GPs, health visitors"
    TARGETED = 2, "Tier 2: counsellors and other targeted help"
    SPECIALIST = 3, "Tier 3: a specialist team"
    INPATIENT = 4, "Tier 4: a hospital or a placement for treatment"


class CaseExample(models.Model):
    """Written by one person, released by another, answered by the commissioner. Released, its words never change: what
    was wrong is put right by another example, which `corrects` it.
    """

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    key = models.CharField(max_length=12, unique=True, default=reference, editable=False)
    tier = models.PositiveSmallIntegerField(choices=Tier)
    title = models.CharField(max_length=120)
    words = models.JSONField()
    stays_because = models.TextField(blank=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    commissioner = models.CharField(max_length=60)
    written_by = models.CharField(max_length=80)
    written_at = models.DateTimeField()
    released_by = models.CharField(max_length=80, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    reply = models.TextField(blank=True)
    replied_by = models.CharField(max_length=80, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-written_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(released_at=None) | ~Q(released_by=F("written_by")) & ~Q(released_by=""),
                name="commissioning_example_two_people",
            ),
            models.CheckConstraint(
                condition=Q(replied_at=None) | Q(released_at__isnull=False), name="commissioning_example_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.title}"


class Origin(models.Model):
    """`gap` is the reference under which the record knows the gap between services. The second of a gap is a
    correction of the first.
    """

    example = models.OneToOneField(CaseExample, on_delete=models.PROTECT, related_name="origin")
    child_id = models.CharField(max_length=64)
    gap = models.CharField(max_length=100)
    number = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child_id", "gap", "number"], name="commissioning_gap_once")]
