"""Who is the child, where and with whom do they live, and what does talking with them need?

What happened stands in the chronology, never here. A child's row is found by search; who may read on is a matter of
`access`. Days are enough for who lived where: the events say more.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from followthrough.service.access.models import Conflict
from followthrough.service.core.ids import new_id


class Child(models.Model):
    """A child, from before birth on. The database adds `sounds`: how each word of the name is heard."""

    class Sex(models.TextChoices):
        GIRL = "girl", "Girl"
        BOY = "boy", "Boy"
        NOT_KNOWN = "", "Not known"

    id = models.CharField(primary_key=True, max_length=64, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    folded_name = models.CharField(max_length=140, editable=False)
    born_on = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=10, choices=Sex, blank=True, default="")
    language = models.CharField(max_length=60, blank=True, help_text="The language spoken at home.")
    interpreter_needed = models.BooleanField(null=True, help_text="Empty while nobody has asked.")
    communication_needs = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name", "born_on"]
        indexes = [
            GinIndex(fields=["folded_name"], opclasses=["gin_trgm_ops"], name="children_child_name"),
            models.Index(fields=["born_on"], name="children_child_born_on"),
        ]

    def __str__(self) -> str:
        return self.name


class Number(models.Model):
    """By what number do others know the child? One that proved wrong is ended and kept.

    Two records may bear the same number, for they may be one child's: a rule against it would tell of hidden children.
    """

    class Scheme(models.TextChoices):
        NHS = "nhs", "NHS number"
        UPN = "upn", "Unique pupil number"
        CASE = "case", "Case number"

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="numbers")
    scheme = models.CharField(max_length=10, choices=Scheme)
    agency = models.CharField(max_length=60, blank=True, help_text="Whose case number; empty for the others.")
    value = models.CharField(max_length=60)
    folded_value = models.CharField(max_length=60, editable=False)
    source = models.CharField(max_length=20, default="hand", help_text="hand, CSV or JSON")
    set_by = models.CharField(max_length=80)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["scheme", "agency"]
        indexes = [
            models.Index(fields=["folded_value"], condition=Q(to_at=None), name="children_number_value"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["child", "scheme", "agency"], condition=Q(to_at=None), name="children_number_once"
            ),
        ]

    def __str__(self) -> str:
        return self.value


class Person(models.Model):
    """An adult, or a child who has no record of their own, in a child's life."""

    id = models.CharField(primary_key=True, max_length=64, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    born_on = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=60, blank=True)
    interpreter_needed = models.BooleanField(null=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Kin(models.Model):
    """A child of somebody's own people, as they named them: such a record, now or later, is closed to that person."""

    practitioner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    folded_name = models.CharField(max_length=140, editable=False)
    born_on = models.DateField()
    why = models.CharField(max_length=20, choices=Conflict.Why)
    declared_by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["folded_name", "born_on"], name="children_kin_name")]

    def __str__(self) -> str:
        return self.name


class Household(models.Model):
    """People who live together. `address_label` names the place well enough for those who may see it."""

    id = models.CharField(primary_key=True, max_length=64, default=new_id, editable=False)
    address_label = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.address_label


class HouseholdMember(models.Model):
    """A child or a person lives in a household, from one day until another (that day no longer)."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="members")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, null=True, blank=True, related_name="households")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="households")
    relation = models.CharField(max_length=60, blank=True, help_text="In the household: mother, lodger …")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["from_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(child__isnull=False, person=None) | Q(child=None, person__isnull=False),
                name="children_member_is_one",
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="children_member_in_order"
            ),
            models.UniqueConstraint(
                fields=["household", "child"],
                condition=Q(to_on=None, child__isnull=False),
                name="children_child_once_in_household",
            ),
            models.UniqueConstraint(
                fields=["household", "person"],
                condition=Q(to_on=None, person__isnull=False),
                name="children_person_once_in_household",
            ),
        ]
