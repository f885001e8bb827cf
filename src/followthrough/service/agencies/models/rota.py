"""Who is on duty for a team, at which level, from when to when?

A shift is what holds now; `cover` changes it and keeps every change. Two people of one level never hold a queue at
once, and nobody is in two places: the database refuses both.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from followthrough.service.agencies.models.directory import Agency, Team


class ShiftLevel(models.TextChoices):
    """The rungs of the on-call ladder, the first one first. The lowest that is there holds the queue."""

    WORKER = "worker", "Worker"
    MANAGER = "manager", "Manager who can decide"
    SENIOR = "senior", "Senior manager"


class Rota(models.Model):
    """A team that keeps a rota. At every minute at which it is open, each of `levels` needs somebody."""

    team = models.OneToOneField(Team, on_delete=models.PROTECT, primary_key=True, related_name="rota")
    levels = ArrayField(models.CharField(max_length=10, choices=ShiftLevel))
    begins_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"rota of {self.team_id}"


class _Span(Func):
    """From the first instant up to the last, without it: one shift may begin at the instant at which another ends."""

    function = "tstzrange"
    output_field = DateTimeRangeField()


_SPAN = _Span("starts_at", "ends_at", RangeBoundary())


class Shift(models.Model):
    """One level of a team for one stretch of time. Far ahead no name is needed: `role` says who it will be."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="shifts")
    level = models.CharField(max_length=10, choices=ShiftLevel)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    practitioner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="shifts"
    )
    role = models.CharField(max_length=60, help_text="Such as duty social worker.")
    telephone = models.CharField(max_length=30)

    class Meta:
        ordering = ["starts_at", "level"]
        indexes = [models.Index(fields=["team", "ends_at"], name="agencies_shift_now")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="agencies_shift_in_order"),
            ExclusionConstraint(
                name="agencies_shift_one_holder",
                expressions=[
                    (F("team"), RangeOperators.EQUAL),
                    (F("level"), RangeOperators.EQUAL),
                    (_SPAN, RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="agencies_shift_one_place",
                expressions=[(F("practitioner"), RangeOperators.EQUAL), (_SPAN, RangeOperators.OVERLAPS)],
                condition=Q(practitioner__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} of {self.team_id}, {self.starts_at:%Y-%m-%d %H:%M}"


class HolidayContact(models.Model):
    """Whom to ring while an agency is shut for days, such as a school in its holidays. The latest entered holds."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField()
    name = models.CharField(max_length=120)
    telephone = models.CharField(max_length=30)
    entered_by = models.CharField(max_length=80)
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["-entered_at"]
        constraints = [models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="agencies_holiday_in_order")]

    def __str__(self) -> str:
        return f"{self.name}, {self.from_on} to {self.to_on}"
