"""Which posts with children has an agency, who fills each, and what training do they hold?

What a clock rests on is an event about the agency, with the number of the post and no name. Here is who it is, for the
agency alone; the Board reads which posts are vacant.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from followthrough.service.agencies.models import Agency
from followthrough.service.core.ids import new_id


class Group(models.TextChoices):
    """The words of `post.filled`: each has rules of its own."""

    HEALTH = "health staff", "Health staff"
    LEAD = "safeguarding lead of a school", "Safeguarding lead of a school"
    OTHER = "other", "Another post with children"


class Level(models.TextChoices):
    ONE = "level 1", "Level 1"
    TWO = "level 2", "Level 2"
    THREE = "level 3", "Level 3"
    FOUR = "level 4", "Level 4"
    FIVE = "level 5", "Level 5"


class Post(models.Model):
    """Its id is the number in the record. `vacant_since` is empty while somebody fills it."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    group = models.CharField(max_length=40, choices=Group)
    level = models.CharField(max_length=10, choices=Level)
    is_required = models.BooleanField(default=False, help_text="Law or guidance asks for it.")
    vacant_since = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-is_required", "title", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(vacant_since__isnull=False), name="posts_ended_when_vacant"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Holding(models.Model):
    """That somebody fills a post, or did. The training is theirs, so it begins anew with whoever comes next.

    `events` are those of the record that said so, by which what is owed is found.
    """

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    holder = models.CharField(max_length=120)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    covered_by = models.CharField(max_length=120, blank=True)
    level_held = models.CharField(max_length=10, choices=Level, blank=True)
    trained_on = models.DateField(null=True, blank=True)
    updated_on = models.DateField(null=True, blank=True)
    events = models.JSONField(default=list)

    class Meta:
        ordering = ["-since", "id"]
        constraints = [
            models.UniqueConstraint(fields=["post"], condition=Q(until=None), name="posts_one_holder"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=models.F("since")), name="posts_in_order"),
        ]
