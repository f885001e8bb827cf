"""Which reports has the chair signed off? Append only: last time is what it was.

`counts` are the figures that were counted, for the next report to compare with; `pages` is the report as it was read.
"""

from __future__ import annotations

from django.db import models

from followthrough.service.core.ids import new_id


class Report(models.Model):
    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    quarter = models.CharField(max_length=7, unique=True)
    counts = models.JSONField()
    pages = models.JSONField()
    signed_by = models.CharField(max_length=80)
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["-quarter"]

    def __str__(self) -> str:
        return f"Report of {self.quarter}"
