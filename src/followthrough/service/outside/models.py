"""Which links are out, which codes were made for them, and who has knocked? Read by the system alone.

A link's token and a code are never kept: digests are. Times of codes and knocks are real, whatever the service's clock.
"""

from __future__ import annotations

from django.db import models

from followthrough.service.core.ids import new_id
from followthrough.service.sharing.models import Leg


class Link(models.Model):
    """Leads to one recipient's part of a share, until it expires or is ended."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    leg = models.OneToOneField(Leg, on_delete=models.CASCADE, related_name="link")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link {self.id}"


class Code(models.Model):
    """Opens a link once, for some minutes."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"code {self.id}"


class Knock(models.Model):
    """Somebody asked for a code, or tried one, at an address that may lead nowhere."""

    class Kind(models.TextChoices):
        ASK = "ask"
        TRY = "try"

    kind = models.CharField(max_length=3, choices=Kind)
    digest = models.CharField(max_length=64)
    address = models.GenericIPAddressField()
    at = models.DateTimeField()
    is_answered = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["digest", "at"], name="outside_knock_at_link"),
            models.Index(fields=["address", "at"], name="outside_knock_from"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at}"
