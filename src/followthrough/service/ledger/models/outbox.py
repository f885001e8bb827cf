"""What has to be told to whom, and in which letters was it told?

An `Outbox` row is one notice, written in the transaction that is its reason. When its time comes it is put into
letters, one `Letter` for each person and channel, and `Carried` says which notice stands in which letter.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from followthrough.service.core.fields import EncryptedTextField
from followthrough.service.core.ids import new_id


class SecretField(EncryptedTextField):
    """Sealed while there is something to seal."""

    def is_kept_sealed(self, instance: models.Model, words: str) -> bool:
        return bool(words)

    def get_prep_value(self, value: Any) -> Any:
        return "" if value == "" else super().get_prep_value(value)


class Outbox(models.Model):
    """`to` is "agency/team/role", looked up when its time comes, or an address. What it says is `sentence`, `reference`
    and `link`, and never holds case content; `secret` is what only its reader may know, such as a link that opens
    something: sealed, and emptied when the letter is gone.

    `matter` is what the notice is about: urgent notices of one matter, of one instant, go in one letter. The subject
    and the duty are there so that whoever sees the duty sees who was told. `owner` is the "agency/team" that mends it
    when a typed address does not work.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        ADDRESSED = "addressed"
        FAILED = "failed"

    id = models.CharField(max_length=32, primary_key=True, default=new_id)
    key = models.CharField(max_length=320, unique=True, help_text="The same message is written once.")
    to = models.CharField(max_length=250)
    owner = models.CharField(max_length=150, blank=True, default="")
    sentence = models.CharField(max_length=300)
    reference = models.CharField(max_length=40)
    link = models.CharField(max_length=120, blank=True, default="")
    secret = SecretField(blank=True, default="")
    matter = models.CharField(max_length=100, blank=True, default="")
    is_urgent = models.BooleanField(default=True)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    subject_kind = models.CharField(max_length=40, blank=True, default="")
    subject_id = models.CharField(max_length=64, blank=True, default="")
    duty = models.ForeignKey("ledger.Duty", on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    mended_at = models.DateTimeField(null=True, help_text="When a person said that they passed it on.")

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=models.Q(state="waiting"), name="ledger_outbox_waiting")]

    def __str__(self) -> str:
        return f"{self.reference} ({self.state})"


class Letter(models.Model):
    """To one address by one channel. `person` is a practitioner's id, or empty for a team's own address.

    Its words are made of the notices that it carries whenever it is sent; they are fixed when it is written.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        DELIVERED = "delivered", "Delivered"
        BOUNCED = "bounced", "Came back"
        FAILED = "failed", "Failed"

    class Channel(models.TextChoices):
        EMAIL = "email", "E-mail"
        TEXT = "text", "Text"

    id = models.CharField(max_length=32, primary_key=True, default=new_id)
    channel = models.CharField(max_length=20, choices=Channel)
    address = models.CharField(max_length=254)
    agency = models.CharField(max_length=60)
    team = models.CharField(max_length=80, blank=True, default="")
    person = models.CharField(max_length=32, blank=True, default="")
    is_urgent = models.BooleanField()
    has_account = models.BooleanField(default=True, help_text="Whether its reader can sign in.")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True, default="")
    due_at = models.DateTimeField()
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True, help_text="When it was known to be delivered, or not to be.")
    mended_at = models.DateTimeField(null=True, help_text="When a person said that they passed it on.")

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(state="waiting"), name="ledger_letter_waiting"),
            models.Index(fields=["agency", "team", "-written_at"], name="ledger_letter_of_team"),
            models.Index(fields=["person", "-written_at"], name="ledger_letter_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.id} ({self.state})"


class Carried(models.Model):
    """This notice stands in this letter. Append only."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="carried")
    notice = models.ForeignKey(Outbox, on_delete=models.CASCADE, related_name="carried")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "letter"], name="ledger_carried_once")]

    def __str__(self) -> str:
        return f"{self.notice_id} in {self.letter_id}"
