"""Which days off were announced to whom, and what was signed for them? Append only; nothing here is about a child.

The events in the ledger are the truth; these rows say the same, so that everybody may read them.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from followthrough.service.agencies.models import Agency


class Period(models.Model):
    """Days off in a row with a bank holiday among them; `key` is the first of them."""

    key = models.CharField(primary_key=True, max_length=10)
    title = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    announced_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_on"]

    def __str__(self) -> str:
        return self.title


class Asked(models.Model):
    """An agency that was asked to sign; `event` began its duty."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="asked")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    event = models.CharField(max_length=100)

    class Meta:
        ordering = ["agency__title"]
        constraints = [models.UniqueConstraint(fields=["period", "agency"], name="cover_asked_once")]

    def __str__(self) -> str:
        return f"{self.agency_id}, {self.period_id}"


class Level(models.TextChoices):
    """Who can decide at any hour. With ALONE nobody there can, so the report names it as a gap."""

    MANAGER = "manager", "A manager is on duty who can decide"
    RING = "ring", "A worker is on duty, and a manager can be rung at any hour"
    ALONE = "alone", "A worker is on duty alone"


class Signed(models.Model):
    """What an agency's lead signed. Signed again, the latest holds."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="signed")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    event = models.CharField(max_length=100)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    level = models.CharField(max_length=10, choices=Level)
    on_duty = models.TextField()
    reach = models.CharField(max_length=200)
    hand_over = models.TextField()

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["period", "agency", "at"], name="cover_signed_latest")]

    def __str__(self) -> str:
        return f"{self.agency_id}, {self.period_id}, {self.at:%Y-%m-%d}"
