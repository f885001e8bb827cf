"""Which records are one child's? Nothing that was recorded is changed: it is read under another name, or put back."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from followthrough.service.core.ids import new_id


class SameChild(models.Model):
    """What is recorded under `alias` is read as the survivor's, from one instant until the two are parted again.

    `survivor_live_from` is when the survivor's duties began to climb before; parting gives it back.
    """

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    alias = models.CharField(max_length=64)
    survivor = models.CharField(max_length=64)
    survivor_live_from = models.DateTimeField(null=True)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(alias=F("survivor")), name="ledger_same_is_two"),
            models.UniqueConstraint(fields=["alias"], condition=Q(to_at=None), name="ledger_same_open_once"),
        ]
        indexes = [
            models.Index(fields=["alias"], name="ledger_same_alias"),
            models.Index(fields=["survivor"], name="ledger_same_survivor"),
        ]

    def __str__(self) -> str:
        return f"{self.alias} is {self.survivor}"


class Placement(models.Model):
    """When two records were parted, a person said whose this event is. The latest one counts. Append only."""

    number = models.BigAutoField(primary_key=True)
    event_id = models.CharField(max_length=100)
    recorded_under = models.CharField(max_length=64)
    child = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        indexes = [
            models.Index(fields=["event_id", "-number"], name="ledger_placement_latest"),
            models.Index(fields=["recorded_under"], name="ledger_placement_under"),
            models.Index(fields=["child"], name="ledger_placement_child"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} is {self.child}'s"
