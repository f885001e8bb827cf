"""Which changes of the rulebook were proposed, who agreed, and what would they have meant?

A proposal is never deleted: what was refused or taken back stays, with why. What is in force stands in the ledger.
Nothing here is about a child: replays are kept as sums.
"""

from __future__ import annotations

from django.db import models

from followthrough.service.core.ids import new_id, reference


class What(models.TextChoices):
    TIME = "time", "A time of the partnership"
    DEADLINE = "deadline", "The deadline of one rule"
    CONDITION = "condition", "When one rule asks"
    NEW = "new", "A new rule"


class Ended(models.TextChoices):
    AGREED = "agreed", "Agreed"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Taken back"


class Proposal(models.Model):
    """`text` is the change in the language of the rulebook; `says_now` and `says_then` are what a reader compares,
    `reaches` the titles of the rules that ask for something else, one a line."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    reference = models.CharField(max_length=12, unique=True, default=reference, editable=False)
    what = models.CharField(max_length=20, choices=What)
    name = models.CharField(max_length=80)
    theme = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    text = models.TextField()
    says_now = models.TextField(blank=True)
    says_then = models.TextField()
    reaches = models.TextField()
    recommendation = models.CharField(max_length=12)
    source_words = models.TextField()
    reason = models.TextField()
    in_force_on = models.DateField()
    proposed_by = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()
    ended = models.CharField(max_length=20, choices=Ended, blank=True)
    ended_by = models.CharField(max_length=80, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-proposed_at", "id"]

    def __str__(self) -> str:
        return f"{self.title} ({self.reference})"

    @property
    def is_open(self) -> bool:
        return not self.ended


class Agreement(models.Model):
    """One person's yes. Two of them, neither the proposer's, bring the change into force."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="agreements")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    words = models.TextField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["proposal", "by"], name="changes_agreement_once_each")]


class Replay(models.Model):
    """How far a proposal was replayed over past histories, and the sums so far. `below` is where the ledger's subjects
    were left, the newest first; `held` says how many histories there were to choose from, `total` of how many it is;
    the service alone says both. `rules` is the version of the rulebook that it was compared with: under another one it
    proves nothing.
    """

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="replay")
    asked_by = models.CharField(max_length=80)
    as_of = models.DateTimeField()
    rules = models.CharField(max_length=80)
    held = models.PositiveIntegerField(null=True)
    total = models.PositiveIntegerField(null=True)
    done = models.PositiveIntegerField(default=0)
    below = models.BigIntegerField(null=True)
    sums = models.JSONField(default=dict)

    @property
    def is_finished(self) -> bool:
        return self.total is not None and self.done >= self.total

    def is_stale(self, rules: str) -> bool:
        return self.rules != rules
