"""Which seats begin or end on a day to come, who was switched off because nobody used the account, and who is named as
the first administrator of an agency?
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from followthrough.service.agencies.models import Agency, Membership, Team
from followthrough.service.core.ids import new_id


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


class Nomination(models.Model):
    """Whom one person of the Board names as an agency's first administrator, and what another one said to it. Nobody is
    entered before that one agrees.
    """

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    username = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    email = models.EmailField()
    telephone = models.CharField(max_length=30, blank=True)
    checked = models.CharField(max_length=500, help_text="How whoever named them knows that the agency wants them.")
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    is_agreed = models.BooleanField(default=False)
    words = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["named_at"]
        constraints = [
            models.UniqueConstraint(fields=["agency"], condition=Q(decided_at=None), name="people_nomination_once"),
            models.CheckConstraint(
                condition=Q(is_agreed=False) | (Q(decided_at__isnull=False) & ~Q(decided_by=F("named_by"))),
                name="people_nomination_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.agency}"
