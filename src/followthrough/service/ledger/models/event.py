"""What happened, as the record holds it. Append only, guarded by trigger, grants and row-level security."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KeyTextTransform

from followthrough.service.core.encryption import is_sealed
from followthrough.service.core.fields import EncryptedJSONField, EncryptedTextField, Sealed

NARRATIVE = "narrative"
# Record classes whose words are sealed in the database: what would do most harm in a stolen copy.
SEALED_CLASSES = frozenset(
    {
        "adoption",
        "legal-privilege",
        "placement-address",
        "police-intelligence",
        "sexual-health",
        "staff-family",
        "therapeutic-notes",
        "witness-protection",
    }
)


class WordsField(EncryptedTextField):
    """Sealed where the record class asks for it, and where plain words would look like a sealed text."""

    def is_kept_sealed(self, instance: models.Model, words: str) -> bool:
        return bool(words) and (getattr(instance, "record_class", "") in SEALED_CLASSES or is_sealed(words))

    def get_prep_value(self, value: Any) -> Any:
        return value.token if isinstance(value, Sealed) else value


class Handling(models.TextChoices):
    """Who may be told of a record, beyond its class. The label goes wherever the record goes."""

    SHARED = "share within the partnership", "Share within the partnership"
    FAMILY = "may be told to the family", "May be told to the family"
    PROFESSIONALS = "professionals only", "Professionals only: never to the family"
    POLICE = "police restricted", "Police restricted: the police, and who wrote it"


SHARED = Handling.SHARED.value


class Event(models.Model):
    """`data` and `stated_known` hold instants in UTC and dates, both as ISO text; the vocabulary gives the types back.

    `sealed` holds what people wrote in the data, for the classes whose words are sealed.

    `recorded_at` is the service's time and gives order; `real_recorded_at` differs from it only in the demo.
    """

    id = models.CharField(max_length=100, primary_key=True)
    kind = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    agency = models.CharField(max_length=60)
    author = models.CharField(max_length=80)
    occurred_from = models.DateTimeField()
    occurred_to = models.DateTimeField()
    recorded_at = models.DateTimeField(unique=True)
    real_recorded_at = models.DateTimeField()
    stated_known = models.JSONField(default=dict, blank=True)
    data = models.JSONField(default=dict, blank=True)
    corrects = models.CharField(max_length=100, blank=True, null=True)
    is_retraction = models.BooleanField(default=False)
    text = WordsField(blank=True)
    sealed = EncryptedJSONField(null=True, blank=True)
    record_class = models.CharField(max_length=40, default=NARRATIVE)
    handling = models.CharField(max_length=80, default=SHARED)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "recorded_at"], name="ledger_event_subject"),
            # Who ever lived where, asked each time a history is read.
            models.Index(
                KeyTextTransform("household", "data"),
                "subject_id",
                condition=Q(kind="household.joined"),
                name="ledger_event_household",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(occurred_from__lte=F("occurred_to")), name="ledger_event_occurred_in_order"
            ),
            models.CheckConstraint(
                condition=Q(is_retraction=False) | Q(corrects__isnull=False), name="ledger_event_retraction_names"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
