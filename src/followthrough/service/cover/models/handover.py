"""What was open when a shift ended, and who took each piece of it? Seen by the two teams alone.

No name of a child stands here: an item names a duty or a part of a share, whose own page says whom it is about.
"""

from __future__ import annotations

from django.db import models

from followthrough.service.agencies.models import Team
from followthrough.service.core.fields import EncryptedTextField
from followthrough.service.core.ids import new_id


class HandOver(models.Model):
    """One list: from the team whose shift ends to the one that comes on duty until `taker_until`."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    giver = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    shift_ends_at = models.DateTimeField()
    taker_until = models.DateTimeField()
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [models.UniqueConstraint(fields=["giver", "shift_ends_at"], name="cover_hand_over_once")]

    def __str__(self) -> str:
        return f"{self.giver_id} to {self.taker_id}, {self.shift_ends_at:%Y-%m-%d %H:%M}"


class HandOverItem(models.Model):
    """One piece of open work. Until it is accepted it stays with the giver."""

    class What(models.TextChoices):
        DUTY = "duty"
        SHARE = "share"

    class State(models.TextChoices):
        WAITING = "waiting", "Not accepted yet: it stays with the team that hands over"
        ASKED = "asked", "Asked about: it stays with the team that hands over"
        ACCEPTED = "accepted", "Accepted"

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    hand_over = models.ForeignKey(HandOver, on_delete=models.PROTECT, related_name="items")
    what = models.CharField(max_length=10, choices=What)
    ref = models.CharField(max_length=64)
    child_id = models.CharField(max_length=64)
    title = models.CharField(max_length=300)
    due_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    settled_by = models.CharField(max_length=80, blank=True)
    settled_at = models.DateTimeField(null=True)
    question = EncryptedTextField(blank=True, default="")
    answer = EncryptedTextField(blank=True, default="")

    class Meta:
        ordering = ["due_at", "title"]
        constraints = [models.UniqueConstraint(fields=["hand_over", "ref"], name="cover_hand_over_item_once")]

    def __str__(self) -> str:
        return self.title
