"""Who asked for which record, what was decided about each part of it, and what was given?

Names and words are sealed. The rows go with the child's own row when a record is destroyed (see the migration).
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from followthrough.service.core.fields import EncryptedJSONField, EncryptedTextField
from followthrough.service.core.ids import new_id


class AskedBy(models.TextChoices):
    """The values are those of the vocabulary."""

    SELF = "the person themselves", "The person whose record it is"
    PARENT = "a parent", "A parent"
    ACTS_FOR = "somebody who acts for them", "Somebody who acts for them, such as a solicitor"


class Outcome(models.TextChoices):
    GIVEN = "given", "The record was given"
    REFUSED = "refused", "The request was refused"
    TAKEN_BACK = "taken back", "They took it back"


class Request(models.Model):
    """The month counts from `received_on`, whatever is still to be checked. One person prepares, another agrees."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    subject_kind = models.CharField(max_length=40, default="child")
    subject_id = models.CharField(max_length=64)
    agency = models.CharField(max_length=60)
    asked_by = models.CharField(max_length=40, choices=AskedBy)
    asker = EncryptedTextField()
    entitled_by = EncryptedTextField(blank=True)
    scope = EncryptedTextField(blank=True)
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    received_on = models.DateField()
    entered_by = models.CharField(max_length=80)
    entered_at = models.DateTimeField()
    identity_shown = EncryptedTextField(blank=True)
    identity_checked_by = models.CharField(max_length=80, blank=True)
    identity_checked_at = models.DateTimeField(null=True)
    extended_at = models.DateTimeField(null=True)
    prepared_by = models.CharField(max_length=80, blank=True)
    prepared_at = models.DateTimeField(null=True)
    second = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    sent_back = EncryptedTextField(blank=True)
    approved_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    pack = EncryptedTextField(blank=True, help_text="Until it is given; base64.")
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["received_on", "entered_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_at=None) | (Q(second__isnull=False) & ~Q(second=F("prepared_by"))),
                name="subjectaccess_agreed_by_two",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None) | Q(identity_checked_at__isnull=False), name="subjectaccess_known_first"
            ),
        ]
        indexes = [models.Index(fields=["agency"], condition=Q(ended_at=None), name="subjectaccess_open")]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """What can be written on an envelope: it names nobody."""
        return f"R-{self.id[:4]}-{self.id[4:8]}".upper()

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def is_prepared(self) -> bool:
        return self.prepared_at is not None


class Decision(models.Model):
    """One part of the record: given as it is, given with some words taken out, or withheld. With a reason for each."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="decisions")
    part = models.CharField(max_length=110)
    withheld = models.BooleanField()
    code = models.CharField(max_length=20, blank=True)
    passages = EncryptedJSONField(default=list)
    note = EncryptedTextField(blank=True)
    of_words = models.CharField(max_length=64, help_text="A keyed digest of the words that were decided about.")
    decided_by = models.CharField(max_length=80)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "part"], name="subjectaccess_decision_once"),
            models.CheckConstraint(
                condition=Q(withheld=False) | ~Q(code=""), name="subjectaccess_withheld_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.part
