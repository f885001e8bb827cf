"""What is being shared, with whom, and how far has each recipient come?

A `Leg` is the part of a share that goes to one team. What it says of its state is a projection of the events in the
ledger, written in the same transaction; the events are the truth, and a test folds them again and compares.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from followthrough.service.agencies.models import Team
from followthrough.service.children.models import Child
from followthrough.service.core.fields import EncryptedJSONField
from followthrough.service.core.ids import new_id, reference


class Draft(models.Model):
    """What a practitioner has entered and not sent yet; only they see it. Its id is the key of what is to come: a
    share, or what another page makes of it (`page`).

    `told_at` and `warned_at` are when its writer was told that it was not sent, and that it is going to be deleted.
    """

    class Page(models.TextChoices):
        SHARE = "share"
        ATTENDANCE = "attendance"
        POLICE_FORM = "police-form"

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    practitioner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    page = models.CharField(max_length=20, choices=Page, default=Page.SHARE)
    data = EncryptedJSONField(default=dict)
    started_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-updated_at"]

    def __str__(self) -> str:
        return f"draft {self.id}"


class Asks(models.TextChoices):
    INFORMATION = "information", "For information"
    ACTION = "action", "Action wanted"
    URGENT = "urgent", "Urgent"
    KNOWLEDGE = "knowledge", "Asks what is known"


class Basis(models.TextChoices):
    """Why sharing is lawful, in the words of the page. The first is what a safeguarding concern needs."""

    SAFEGUARDING = "safeguarding", "To keep a child safe or to look after their welfare"
    CONSENT = "consent", "The family, or the young person, agreed"
    COURT = "court", "A court or another law says that we must"


class Share(models.Model):
    """One act of passing something on. `teams` are the keys of every team that has a part in it, the sender's first.

    Language and need of an interpreter are carried along, so that nobody down the line has to ask again.
    """

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    reference = models.CharField(max_length=20, unique=True, default=reference, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sender_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    teams = ArrayField(models.CharField(max_length=130))
    asks = models.CharField(max_length=20, choices=Asks)
    lawful_basis = models.CharField(max_length=20, choices=Basis, default=Basis.SAFEGUARDING)
    kind = models.CharField(max_length=80, help_text="The kind of event that what happened is recorded as.")
    words = models.TextField()
    occurred_from = models.DateTimeField()
    occurred_to = models.DateTimeField()
    items = models.JSONField(default=list, help_text="Ids of the events that it carries.")
    family_told = models.BooleanField()
    why_not_told = models.TextField(blank=True)
    spoke_to = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=60, blank=True)
    interpreter_needed = models.BooleanField(null=True)
    age_note = models.CharField(max_length=60, blank=True, help_text="Said where no date of birth is known.")
    sent_at = models.DateTimeField()
    idempotency_key = models.CharField(max_length=64)
    request_digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["-sent_at"]
        constraints = [
            models.UniqueConstraint(fields=["sender", "idempotency_key"], name="sharing_share_once"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_request(self) -> bool:
        """It asks what an agency knows, and not that it acts."""
        return self.asks == Asks.KNOWLEDGE

    @property
    def is_information(self) -> bool:
        return self.asks == Asks.INFORMATION


class Leg(models.Model):
    """One recipient's part. Persons are ids, as in the events; a name is looked up when a page is made.

    The team has it, whoever it is addressed to: `person` or `role` is for whose attention it is.
    """

    class State(models.TextChoices):
        SENT = "sent"
        RECEIVED = "received"
        ACCEPTED = "accepted"
        REDIRECTED = "redirected"
        ACTED = "acted"
        CONFIRMED = "confirmed"
        WITHDRAWN = "withdrawn"

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="legs")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=60, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    passed_on_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="redirected_to"
    )
    state = models.CharField(max_length=20, choices=State, default=State.SENT)
    steps = models.JSONField(
        default=list, help_text="Every event of the leg in order: event, step, at, by, and its words."
    )

    class Meta:
        ordering = ["share", "id"]

    def __str__(self) -> str:
        return f"{self.share_id} to {self.team_id}: {self.state}"
