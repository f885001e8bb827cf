"""When was the ledger last checked, and what did not hold? What was counted of the whole record, month by month? Append
only.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class LedgerCheck(models.Model):
    """`broken` are the numbers of the sentences that did not hold, as in `invariants`; ids of rows are never kept."""

    at = models.DateTimeField()
    broken = ArrayField(models.CharField(max_length=5), default=list)

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["-at"], name="assurance_check_latest")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}: {', '.join(self.broken) or 'all hold'}"


class MonthlyCount(models.Model):
    """What was counted when somebody first asked in that month: numbers alone. Whoever asks again is told the same."""

    what = models.CharField(max_length=80)
    month = models.DateField()
    counts = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["what", "month"], name="assurance_counted_once")]

    def __str__(self) -> str:
        return f"{self.what}, {self.month:%Y-%m}"
