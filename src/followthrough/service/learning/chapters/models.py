"""Which chapters of policy are there, which version held on which day, who approved it and who has read it?

A version is a draft until two people have approved it; from then on it never changes, and it stays when a newer one
takes its place.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from followthrough.service.agencies.models import Practitioner
from followthrough.service.core.ids import new_id
from followthrough.service.learning.recommendations.models import Recommendation

EVERYBODY = "everybody"


class Chapter(models.Model):
    slug = models.SlugField(primary_key=True, max_length=60)
    title = models.CharField(max_length=120, unique=True)
    about = models.CharField(max_length=300)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """`must_read` are keys of whom it is for: "everybody", "agency:police", "team:police/response", "role:worker".
    `change` is the reference of the change of the rulebook that carries it, where there is one. It holds from
    `from_on`, once it is approved, until the next one does. Of the `writers`, who wrote any of it, none approves it.
    """

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    chapter = models.ForeignKey(Chapter, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    link = models.CharField(max_length=300, blank=True)
    what_changed = models.TextField()
    must_read = ArrayField(models.CharField(max_length=140), default=list, blank=True)
    change = models.CharField(max_length=60, blank=True)
    answers = models.ManyToManyField(Recommendation, related_name="+", blank=True)
    from_on = models.DateField()
    writers = ArrayField(models.CharField(max_length=80), default=list)
    written_by = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="+")  # who wrote last
    written_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["chapter", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["chapter", "number"], name="chapters_version_number_once"),
            models.UniqueConstraint(
                fields=["chapter"], condition=Q(approved_at=None), name="chapters_version_one_draft"
            ),
            models.CheckConstraint(condition=~Q(text="", link=""), name="chapters_version_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.chapter}, version {self.number}"


class Approval(models.Model):
    """By whom a version was approved. Two people, and neither wrote any of it."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="approvals")
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["version", "by"], name="chapters_approval_once")]


class Reading(models.Model):
    """That somebody has said that they read it. Read by that person alone; others are told numbers."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="readings")
    practitioner = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "practitioner"], name="chapters_reading_once")]
