"""What has the partnership decided about each procedure? Append only: a decision is changed by a later one."""

from __future__ import annotations

from django.db import models


class Adoption(models.TextChoices):
    """Off: no row is made. In shadow: rows are made and nobody is asked for anything. On: duties are owed."""

    OFF = "off", "Off"
    SHADOW = "shadow", "In shadow"
    ON = "on", "On"


class AdoptionDecision(models.Model):
    """`number` counts up over all procedures, so that whoever has seen one knows whether there is a later one."""

    number = models.BigAutoField(primary_key=True)
    procedure = models.CharField(max_length=80)
    adoption = models.CharField(max_length=10, choices=Adoption)
    reason = models.TextField()
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["procedure", "-number"], name="ledger_adoption_latest")]

    def __str__(self) -> str:
        return f"{self.procedure}: {self.adoption}"
