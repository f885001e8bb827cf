"""Which issues are being written, which are out, and how far did each reach?

A draft may be rewritten by the Board’s office. What is released stands: a correction is another issue that names it.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from followthrough.service.core.ids import new_id
from followthrough.service.learning.newsletter.content import Content, from_data


class Release(models.Model):
    """Append only. `digest` is of the content as it was checked. Of the `writers`, who wrote it, none checked it.

    `digest_before` is of the content as it was kept until where each line is from was taken out of what everybody
    reads: the draft, which stands, still has that digest. Empty for what was never kept so.
    """

    number = models.PositiveIntegerField(primary_key=True)
    title = models.CharField(max_length=160)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    digest_before = models.CharField(max_length=64, blank=True)
    writers = ArrayField(models.CharField(max_length=80))
    checked_by = models.CharField(max_length=80)
    at = models.DateTimeField()
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by")
    briefed = models.JSONField(default=list)  # [review, learning], so that an agency’s answer reaches the right clock

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"Issue {self.number}: {self.title}"

    @property
    def issue(self) -> Content:
        return from_data(self.content)


class Issue(models.Model):
    """A draft, and what became of it. `reviews` are ids; `writers` are all who changed a word of it."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    title = models.CharField(max_length=160)
    reviews = ArrayField(models.CharField(max_length=32))
    content = models.JSONField()
    writers = ArrayField(models.CharField(max_length=80))
    began_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    corrects = models.ForeignKey(Release, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    release = models.OneToOneField(Release, on_delete=models.PROTECT, null=True, blank=True, related_name="draft")

    class Meta:
        ordering = ["-changed_at", "id"]

    def __str__(self) -> str:
        return self.title

    @property
    def issue(self) -> Content:
        return from_data(self.content)


class Way(models.TextChoices):
    """How a finding of the check was answered."""

    ACCEPTED = "accepted", "The milder wording was taken"
    CHANGED = "changed", "It was written anew"
    KEPT = "kept", "It stays, with a reason"


class Answer(models.Model):
    """What a person said to a finding of the check: by `key`, the same words in the same place."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="answers")
    key = models.TextField()
    rule = models.CharField(max_length=40)
    what = models.TextField()
    way = models.CharField(max_length=10, choices=Way)
    words = models.TextField(blank=True)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]


class Opened(models.Model):
    """Somebody opened an issue. Who they are is read by nobody: it only keeps them from being counted twice."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")
    practitioner = models.CharField(max_length=80)
    agency = models.CharField(max_length=60)
    team = models.CharField(max_length=130)  # "agency/team"; empty outside a team
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "practitioner"], name="newsletter_opened_once")]


class Where(models.TextChoices):
    TEAM = "team meeting", "In a team meeting"
    SUPERVISION = "supervision", "In supervision"
    TRAINING = "training", "In training"


class Shown(models.TextChoices):
    """Of a case that was gone through in supervision: is it done as the issue asks?"""

    DONE = "done", "It is done"
    PART = "in part", "It is done in part"
    NOT_YET = "not yet", "It is not done yet"


class Talk(models.Model):
    """A team talked a question over. What it said stays with the team; that it did is counted. In supervision the
    learning is tested against a case: `shown`.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")
    team = models.CharField(max_length=130)
    question = models.PositiveSmallIntegerField()
    where = models.CharField(max_length=20, choices=Where)
    shown = models.CharField(max_length=10, choices=Shown, blank=True, default="")
    words = models.TextField(blank=True)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shown="") | Q(where="supervision"), name="newsletter_talk_tested_in_supervision"
            )
        ]
