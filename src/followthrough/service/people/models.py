"""Which seats begin or end on a day to come, and who was switched off because nobody used the account?"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from followthrough.service.agencies.models import Membership, Team


class SeatPlan(models.Model):
    """A seat with its days. `membership` is the seat itself once it has begun."""

    practitioner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    role = models.SlugField(max_length=60)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True, help_text="The last day.")
    membership = models.OneToOneField(Membership, on_delete=models.PROTECT, related_name="plan", null=True, blank=True)
    is_over = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="people_plan_in_order")
        ]


class SwitchOff(models.Model):
    """An account that nobody had used, from when until it was restored."""

    practitioner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    restored_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practitioner"], condition=Q(restored_at=None), name="people_switched_off_once"
            )
        ]
