"""What time is it in Wealdshire? One row, so that every worker and the sweep agree after one click."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class DemoTime(models.Model):
    """The demo's time stands still until somebody moves it: what a page said stays true while it is read."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField()
    is_loaded = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="demo_time_is_one_row")]
