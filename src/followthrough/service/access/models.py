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
from followthrough.service.core.fields import EncryptedJSONField
from followthrough.service.core.ids import new_id


class RecordClass(models.TextChoices):
    CORE = "core", "Who the child is"
    NARRATIVE = "narrative", "What happened"
    HEALTH_DETAIL = "health-detail", "Health in detail"
    POLICE_INTELLIGENCE = "police-intelligence", "Police intelligence"
    PLACEMENT_ADDRESS = "placement-address", "Where a child is placed"
    THERAPEUTIC = "therapeutic-notes", "Therapy and mental health notes"
    SEXUAL_HEALTH = "sexual-health", "Sexual health"
    ADULT_RECORD = "adult-record", "A parent’s own record with adult services"
    ADOPTION = "adoption", "Adoption"
    LEGAL_PRIVILEGE = "legal-privilege", "Advice of lawyers"
    STAFF_FAMILY = "staff-family", "The family of a member of staff"
    WITNESS_PROTECTION = "witness-protection", "Protected witnesses"


class Relationship(models.TextChoices):
    """Why an agency, a team or a person has to do with a child."""

    WORKING = "working", "works with the child"
    RECIPIENT = "recipient", "was sent a share"
    TOOK_DUTY = "took-duty", "took a duty about the child"
    ALLOCATED = "allocated", "is allocated to the child"
    LEAD = "lead-professional", "is the lead professional"
    TEAM_AROUND = "team-around", "belongs to the team around the child"
    MEETING = "meeting-member", "is a member of a meeting about the child"
    PANEL = "review-panel", "sits on a review panel"
    DANGER = "danger", "opened the record because of danger"
    REQUEST = "access-request", "answers a request to see the record"
    READER = "second-reader", "reads the case besides its worker"


class Level(models.TextChoices):
    """How far a record is closed. All three open it to a named list only; they differ in what others are told."""

    RESTRICTED = "restricted", "Restricted: others can find the child, and read nothing"
    SEALED = "sealed", "Sealed: those who work with the child are told that it is sealed; others are told nothing"
    INVISIBLE = "invisible", "Invisible: nobody else is told that there is such a child"


HIDING = (Level.SEALED, Level.INVISIBLE)


class Involvement(models.Model):
    """An agency, one team of it, or one person has to do with a subject. It ends; it is never deleted.

    What has an `until` is over at that moment by itself.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    practitioner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    relationship = models.CharField(max_length=20, choices=Relationship, default=Relationship.WORKING)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    reason = models.CharField(max_length=200)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_at__isnull=True) | Q(to_at__gte=F("from_at")), name="access_involvement_in_order"
            ),
            models.UniqueConstraint(
                fields=["agency", "team", "practitioner", "relationship", "subject_kind", "subject_id"],
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
    `from_at` and `to_at` bound when the records' events occurred; empty for no bound. `until` is the moment from
    which the viewer sees nothing more by it; empty while it is not known.
    """

    viewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    record_class = models.CharField(max_length=40, choices=RecordClass)
    of_agency = models.CharField(max_length=60, blank=True)
    from_at = models.DateTimeField(null=True, blank=True)
    to_at = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "viewer",
                    "subject_kind",
                    "subject_id",
                    "record_class",
                    "of_agency",
                    "from_at",
                    "to_at",
                    "until",
                ],
                nulls_distinct=False,
                name="access_grant_once",
            )
        ]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="access_grant_subject")]


class Restriction(models.Model):
    """A child's record is closed to all but a named list. It ends, or another takes its place; it is never deleted."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    level = models.CharField(max_length=20, choices=Level)
    reason = models.TextField()
    review_by = models.DateField()
    set_by = models.CharField(max_length=80)
    agency = models.CharField(max_length=60)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"], condition=Q(to_at=None), name="access_restriction_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.level} since {self.from_at}"


class Named(models.Model):
    """A person on the list of a closed record."""

    restriction = models.ForeignKey(Restriction, on_delete=models.PROTECT, related_name="names")
    practitioner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["restriction", "practitioner"], name="access_named_once")]


class Conflict(models.Model):
    """A person must not open a record: it is about themselves, their family, or a colleague's."""

    class Why(models.TextChoices):
        SELF = "self", "It is about me"
        FAMILY = "family", "They are my family, or close to me"
        COLLEAGUE = "colleague", "They are the family of somebody I work with"

    practitioner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    why = models.CharField(max_length=20, choices=Why)
    declared_by = models.CharField(max_length=80)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practitioner", "subject_kind", "subject_id"],
                condition=Q(to_at=None),
                name="access_conflict_open_once",
            )
        ]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="access_conflict_subject")]


class SignInFailure(models.Model):
    """A failed sign-in of the last minutes, to slow guessing. Old ones are deleted with the next failure."""

    username = models.CharField(max_length=64, help_text="A digest of what was typed.")
    address = models.GenericIPAddressField()
    at = models.DateTimeField(db_index=True)


class KeptWords(models.Model):
    """What somebody sent when their session had ended, sealed, until they come back for it."""

    practitioner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(db_index=True)
    sealed = EncryptedJSONField()


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


class Danger(models.TextChoices):
    LIFE = "life", "A child or somebody else may die"
    HARM = "harm", "A child may come to serious harm"
    MISSING = "missing", "A child is missing and in danger"
    CLINICAL = "clinical", "A child needs treatment now, and this bears on it"


class Opening(models.Model):
    """A record that its opener does not work with was opened because of danger, for an hour. Reviewed by another."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    practitioner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    danger = models.CharField(max_length=20, choices=Danger)
    words = models.TextField()
    at = models.DateTimeField()
    until = models.DateTimeField()
    reviewed_by = models.CharField(max_length=80, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """What can be read out and written in a letter: it names nobody."""
        return f"O-{self.id[:4]}-{self.id[4:8]}".upper()
