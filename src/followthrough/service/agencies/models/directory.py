"""Which agencies, teams and practitioners are there, and who belongs where, in which role, since when?

Duties are owed by agencies and teams, never by persons: an agency's key and a team's slug are the words that the
rulebook uses. Whom a practitioner may read about is a matter of `access`.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from followthrough.service.core import managing
from followthrough.service.core.ids import new_id

# A role of ours and not of the rulebook: nothing is owed by whoever holds it.
ADMINISTRATOR = managing.ADMINISTRATOR


class Agency(models.Model):
    """One of the partnership's agencies. `telephone` is answered at every hour; on `checked_on` somebody rang it."""

    key = models.SlugField(primary_key=True, max_length=60)
    title = models.CharField(max_length=120)
    kind = models.SlugField(max_length=40)
    telephone = models.CharField(max_length=30, blank=True)
    checked_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Team(models.Model):
    """A team or desk of an agency. What is owed by no team of the agency that exists goes to the default team.

    `office` is the name of its hours, in the calendar of working time or among the desks of `ringing`; `opening_hours`
    are the words for people.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="teams")
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)
    telephone = models.CharField(max_length=30, blank=True)
    email = models.EmailField()
    office = models.CharField(max_length=60, default="office")
    opening_hours = models.CharField(max_length=80)
    is_out_of_hours = models.BooleanField(default=False)
    is_default = models.BooleanField(default=False)
    checked_on = models.DateField(null=True, blank=True, help_text="When somebody rang the number last.")

    class Meta:
        ordering = ["agency__title", "title"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "slug"], name="agencies_team_once"),
            models.UniqueConstraint(fields=["agency"], condition=Q(is_default=True), name="agencies_one_default_team"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.agency.title}"

    @property
    def key(self) -> str:
        """How a viewer's `teams` name it."""
        return f"{self.agency_id}/{self.slug}"


class DirectoryChange(models.Model):
    """What was changed of an agency or its teams, in words that stay true. Append only."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=400)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["agency", "-at"], name="agencies_change_latest")]

    def __str__(self) -> str:
        return self.words


class Practitioners(BaseUserManager["Practitioner"]):
    def get_by_natural_key(self, username: str | None) -> Practitioner:
        """Signing in does not mind capitals."""
        return self.get(username__iexact=username)


class Practitioner(AbstractBaseUser):
    """A person who signs in. Someone who leaves is made inactive and never deleted: records name them."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    username = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    email = models.EmailField()
    telephone = models.CharField(max_length=30, blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="practitioners")
    is_active = models.BooleanField(default=True)

    objects = Practitioners()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name", "email", "agency"]

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("username"), name="agencies_username_once")]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's own permissions are not used: `access` decides everything."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False


class Memberships(models.Manager["Membership"]):
    def at_work(self) -> models.QuerySet[Membership]:
        """Seats held now that have to do with children. An administrator's has to do with people and accounts alone."""
        return self.filter(to_at=None).exclude(role=ADMINISTRATOR)


class Membership(models.Model):
    """A practitioner in a team, in one role, from one instant until it ends."""

    practitioner = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    role = models.SlugField(max_length=60)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["practitioner__name", "role"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_at__isnull=True) | Q(to_at__gte=F("from_at")), name="agencies_membership_in_order"
            ),
            models.UniqueConstraint(
                fields=["practitioner", "team", "role"],
                condition=Q(to_at__isnull=True),
                name="agencies_membership_open_once",
            ),
        ]

    objects = Memberships()

    def __str__(self) -> str:
        return f"{self.practitioner}, {self.role}, {self.team}"
