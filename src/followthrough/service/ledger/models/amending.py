"""What has the partnership changed in its rulebook, and from which day? Append only: a later one changes it again."""

from __future__ import annotations

from django.db import models


class Amendment(models.Model):
    """A setting or a procedure in the language of the rulebook, as agreed. `proposal` says where it was agreed.

    `number` counts up, so that whoever has seen one knows whether there is a later one.
    """

    number = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    theme = models.CharField(max_length=80)
    text = models.TextField()
    in_force_on = models.DateField()
    proposal = models.CharField(max_length=40, unique=True)
    agreed_at = models.DateTimeField()

    class Meta:
        ordering = ["in_force_on", "number"]

    def __str__(self) -> str:
        return f"{self.kind} {self.name} from {self.in_force_on}"
