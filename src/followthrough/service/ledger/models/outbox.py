"""What is still to be sent? Written in the transaction that is its reason, delivered at least once."""

from __future__ import annotations

from django.db import models

from followthrough.service.core.ids import new_id


class Outbox(models.Model):
    """`to` is "agency/team/role", looked up at delivery, or an address. `subject` and `body` never hold case content.

    The subject's kind and id, and the duty, are there so that a delivery that fails for good becomes a duty.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        FAILED = "failed"

    id = models.CharField(max_length=32, primary_key=True, default=new_id)
    key = models.CharField(max_length=320, unique=True, help_text="The same message is written once.")
    channel = models.CharField(max_length=20, default="email")
    to = models.CharField(max_length=250)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True, default="")
    subject_kind = models.CharField(max_length=40, blank=True, default="")
    subject_id = models.CharField(max_length=64, blank=True, default="")
    duty = models.ForeignKey("ledger.Duty", on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=models.Q(state="waiting"), name="ledger_outbox_waiting")]

    def __str__(self) -> str:
        return f"{self.subject} ({self.state})"
