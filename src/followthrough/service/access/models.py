"""Which relationships are there with a child, and what does each practitioner see because of them?

`Involvement` is the fact that people enter: a team works with a child. `Reach` says that whoever may see one subject
may see another over a time: a child and its household. `Grant` is what follows from both and from memberships; it is
renewed in the transaction that changes any of the three, so nothing stale is ever left, and row-level security reads
nothing else.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from followthrough.service.agencies.models import Agency, Team


class RecordClass(models.TextChoices):
    CORE = "core", "Who the child is"
    NARRATIVE = "narrative", "What happened"
    HEALTH_DETAIL = "health-detail", "Health in detail"
    POLICE_INTELLIGENCE = "police-intelligence", "Police intelligence"
    PLACEMENT_ADDRESS = "placement-address", "Where a child is placed"


class Involvement(models.Model):
    """An agency, or one team of it, works with a subject. It ends; it is never deleted."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    reason = models.CharField(max_length=200)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_at__isnull=True) | Q(to_at__gte=F("from_at")), name="access_involvement_in_order"
            ),
            models.UniqueConstraint(
                fields=["agency", "team", "subject_kind", "subject_id"],
                condition=Q(to_at__isnull=True),
                nulls_distinct=False,
                name="access_involvement_open_once",
            ),
        ]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="access_involvement_subject")]


class Reach(models.Model):
    """Who may see the subject may see `to` as well: what began there from `from_at` on and before `to_at`."""

    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    to_kind = models.CharField(max_length=40)
    to_id = models.CharField(max_length=64)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_at__isnull=True) | Q(to_at__gte=F("from_at")), name="access_reach_in_order"
            ),
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "to_kind", "to_id", "from_at"], name="access_reach_once"
            ),
        ]


class Grant(models.Model):
    """What one practitioner may see of one subject, now. What has ended has no row.

    `of_agency` is empty where it does not matter who wrote the record; else only that agency's records are meant.
    `from_at` and `to_at` bound when the records' events occurred; empty for no bound.
    """

    viewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    record_class = models.CharField(max_length=40, choices=RecordClass)
    of_agency = models.CharField(max_length=60, blank=True)
    from_at = models.DateTimeField(null=True, blank=True)
    to_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["viewer", "subject_kind", "subject_id", "record_class", "of_agency", "from_at", "to_at"],
                nulls_distinct=False,
                name="access_grant_once",
            )
        ]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="access_grant_subject")]


class SignInFailure(models.Model):
    """A failed sign-in of the last minutes, to slow guessing. Old ones are deleted with the next failure."""

    username = models.CharField(max_length=64, help_text="A digest of what was typed.")
    address = models.GenericIPAddressField()
    at = models.DateTimeField(db_index=True)


class KeptWords(models.Model):
    """What somebody sent when their session had ended, encrypted, until they come back for it."""

    practitioner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(db_index=True)
    sealed = models.BinaryField()


class OpenSession(models.Model):
    """A session that a person has open, for that person to see. `key` is the session's own."""

    key = models.CharField(primary_key=True, max_length=40)
    practitioner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    browser = models.CharField(max_length=200, blank=True)


class Identity(models.Model):
    """Who somebody is to their agency's own provider: by issuer and subject, and never by an e-mail address."""

    practitioner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="access_identity_once")]
