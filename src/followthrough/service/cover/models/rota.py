"""What became of a team's rota: each change, who was asked to take a shift, who is away, which gaps were found?"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from followthrough.service.agencies.models import Shift, ShiftLevel, Team


class RotaChange(models.Model):
    """One change, in words that stay true. Append only: `agencies.Shift` says what holds now, this says how it came."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField(null=True, help_text="When the shift begins that was changed.")
    words = models.CharField(max_length=300)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["team", "-at"], name="cover_change_latest")]

    def __str__(self) -> str:
        return self.words


class Handing(models.Model):
    """A shift offered to somebody else, with one of theirs in return for a swap. It stays the giver's until then."""

    class Answer(models.TextChoices):
        WAITING = "waiting", "Waiting for an answer"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        TAKEN_BACK = "taken back", "Taken back"

    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="handings")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    in_return = models.ForeignKey(Shift, on_delete=models.CASCADE, null=True, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=12, choices=Answer, default=Answer.WAITING)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["shift"], condition=Q(answer="waiting"), name="cover_one_handing"),
        ]

    def __str__(self) -> str:
        return f"{self.shift_id}: {self.answer}"


class Absence(models.Model):
    """Somebody is away; why is nobody's business here. Nobody is put on a shift while they are away."""

    practitioner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="absences")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    entered_by = models.CharField(max_length=80)
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at"]
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="cover_absence_in_order")]

    def __str__(self) -> str:
        return f"{self.practitioner_id} from {self.starts_at:%Y-%m-%d}"


class Gap(models.Model):
    """A stretch without a named person, as it was found. `event` began the duty to fill it."""

    key = models.CharField(primary_key=True, max_length=160)
    place = models.CharField(max_length=150, help_text="Team, level and first minute.")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=10, choices=ShiftLevel)
    starts_at = models.DateTimeField()
    found_at = models.DateTimeField()
    filled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["place"], condition=Q(filled_at=None), name="cover_gap_open_once"),
        ]

    def __str__(self) -> str:
        return self.key


class RotaFile(models.Model):
    """A rota that somebody brought as CSV, kept until its columns are named and its rows were looked at."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    text = models.TextField()
    columns = models.JSONField(default=dict, help_text="Which column holds what.")
    brought_by = models.CharField(max_length=80)
    brought_at = models.DateTimeField()

    class Meta:
        ordering = ["-brought_at"]

    def __str__(self) -> str:
        return self.name


class Unheld(models.Model):
    """Something urgent that waited while the rota named nobody: by the id of the recipient's part of the share."""

    leg = models.CharField(primary_key=True, max_length=32)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["since"]

    def __str__(self) -> str:
        return self.leg
