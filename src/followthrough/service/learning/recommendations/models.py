"""What does a review ask, and of whom?

The words stand here. What each agency or group answered, did, showed and what a test found are events of the review,
matched by `key`: so nothing here can say something else than the clocks do.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from followthrough.service.core.ids import new_id, reference
from followthrough.service.learning.reviews.models import Finding, Review


class Owner(models.TextChoices):
    """To whom a recommendation is made: the newsletter's own list."""

    ALL = "all", "All agencies"
    AGENCY = "agency", "One agency"
    POLICIES = "policies-and-procedures-group", "Policies and Procedures Group"
    LEARNING = "learning-and-improvement-group", "Learning and Improvement Group"
    CASE_REVIEW = "case-review-group", "Case Review Group"


GROUPS = (Owner.POLICIES, Owner.LEARNING, Owner.CASE_REVIEW)  # teams of the board, by the same slug


def confirming(owner: str) -> Owner:
    """The group that says whether what was done is enough. Our default: the one that keeps the learning, and of what it
    is asked itself the one that reviews cases.
    """
    return Owner.CASE_REVIEW if owner == Owner.LEARNING else Owner.LEARNING


CONFIRMING = frozenset(confirming(each) for each in Owner)


class Recommendation(models.Model):
    """`asked` are the keys of the agencies that were asked, the board's for a group: each answers for itself, and reads
    the words without seeing the review.
    """

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    key = models.CharField(max_length=12, unique=True, default=reference, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="recommendations")
    findings = models.ManyToManyField(Finding, related_name="recommendations", blank=True)
    owner = models.CharField(max_length=40, choices=Owner)
    asked = ArrayField(models.CharField(max_length=60))
    words = models.TextField()
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return f"{self.key}: {self.words}"


class Carried(models.Model):
    """What carries a recommendation into practice, wherever it is kept: a chapter’s version, a change of the rulebook,
    a course. `address` is a page of this service, which names it when it is agreed to.
    """

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="carried")
    title = models.CharField(max_length=200)
    address = models.CharField(max_length=200)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "address"], name="recommendations_carried_once")
        ]

    def __str__(self) -> str:
        return self.title
