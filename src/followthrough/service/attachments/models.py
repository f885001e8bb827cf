"""Which files were passed on, with which entry, and what do they hold?

A file is a draft's until the share is sent, and then an entry's for good: who may read the entry, or the share that it
came with, may fetch it (see the migration). What it holds is sealed and stands in a table of its own, so that lists of
files never read it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from followthrough.service.attachments import kinds
from followthrough.service.core.fields import EncryptedBytesField, EncryptedTextField
from followthrough.service.core.ids import new_id
from followthrough.service.ledger.models import Event


class Attachment(models.Model):
    """`digest` is of the file as it is kept and fetched, `given_digest` of the file as it was chosen: SHA-256."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    name = EncryptedTextField()
    kind = models.CharField(max_length=10, choices=[(each.key, each.title) for each in kinds.KEPT.values()])
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    given_digest = models.CharField(max_length=64)
    uploaded_by = models.CharField(max_length=80)
    agency = models.CharField(max_length=60)
    at = models.DateTimeField()
    draft = models.CharField(max_length=32, blank=True)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+", null=True)
    share = models.CharField(max_length=32, blank=True)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(event=None, share="", subject_id="") & ~Q(draft="") | Q(event__isnull=False, draft=""),
                name="attachments_of_draft_or_entry",
            )
        ]
        indexes = [
            models.Index(fields=["share"], condition=~Q(share=""), name="attachments_of_share"),
            models.Index(fields=["uploaded_by", "at"], name="attachments_of_person"),
            models.Index(fields=["draft"], condition=~Q(draft=""), name="attachments_of_draft"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Content(models.Model):
    """What the file holds, cleaned; it is never changed."""

    attachment = models.OneToOneField(Attachment, on_delete=models.CASCADE, primary_key=True, related_name="content")
    sealed = EncryptedBytesField()

    def __str__(self) -> str:
        return self.attachment_id
