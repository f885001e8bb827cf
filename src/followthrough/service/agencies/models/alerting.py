"""How does each person want to be told of what is urgent, and what does their team's manager leave them?"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from followthrough.service.agencies.models.directory import Practitioner, Team


class Bounds(models.TextChoices):
    """What a team's manager leaves to each person, for letters about what is urgent."""

    FREE = "free", "Each person chooses: e-mail, text or both"
    EMAIL = "email", "E-mail only"
    TEXT = "text", "Always by text; e-mail too if the person wants it"
    BOTH = "both", "Always by text and e-mail"


class AlertBounds(models.Model):
    """Of a team; one without a row is FREE."""

    team = models.OneToOneField(Team, on_delete=models.PROTECT, primary_key=True, related_name="alert_bounds")
    bounds = models.CharField(max_length=10, choices=Bounds, default=Bounds.FREE)
    set_by = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.team}: {self.get_bounds_display()}"


class AlertChoice(models.Model):
    """How a person wants to be told of what is urgent; one without a row is told by e-mail."""

    practitioner = models.OneToOneField(
        Practitioner, on_delete=models.PROTECT, primary_key=True, related_name="alert_choice"
    )
    email = models.BooleanField(default=True)
    text = models.BooleanField(default=False)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(email=True) | Q(text=True), name="agencies_alerted_somehow"),
        ]

    def __str__(self) -> str:
        return f"{self.practitioner}: {', '.join(name for name in ('email', 'text') if getattr(self, name))}"
