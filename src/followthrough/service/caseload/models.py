"""Which list does an agency send each night, what did each file bring, and what does the list say of each case?

A case is one line of the list, known by the agency's own number. It is matched to a child by a person, or by a number
that a person has confirmed. What the list said before is kept; a line that is gone is kept, and said to be gone.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from followthrough.service.agencies.models import Agency, Team
from followthrough.service.children.models import Child
from followthrough.service.core.fields import EncryptedJSONField
from followthrough.service.core.ids import new_id


class CaseList(models.Model):
    """The list of one agency: who looks after it, and by which hour of each day it has to be here.

    `failure` names the time without a list that runs now, once somebody was told of it.
    """

    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, primary_key=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_by = models.TimeField(null=True, blank=True, help_text="In London; empty where no list is waited for.")
    waits_from = models.DateTimeField()
    columns = models.JSONField(default=dict)
    as_of = models.DateTimeField(null=True, blank=True, help_text="For when the newest list speaks.")
    came_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=32, blank=True)
    problem = models.CharField(max_length=300, blank=True, help_text="Why the last file could not be read.")
    looked_at = models.CharField(max_length=200, blank=True, help_text="The file that the folder held last.")

    def __str__(self) -> str:
        return f"list of {self.agency_id}"


class Came(models.TextChoices):
    UPLOAD = "upload", "Brought by hand"
    FOLDER = "folder", "From the watched folder"
    SYSTEM = "system", "Sent by the system itself"


class Delivery(models.Model):
    """One file. Until it is taken in, its rows wait here, sealed; afterwards only how many there were is kept."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    case_list = models.ForeignKey(CaseList, on_delete=models.PROTECT, related_name="deliveries")
    as_of = models.DateTimeField()
    came_at = models.DateTimeField()
    came_by = models.CharField(max_length=10, choices=Came)
    by = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    table = EncryptedJSONField(default=dict)
    columns = models.JSONField(default=dict)
    faults = EncryptedJSONField(default=list, help_text="Row number and what is wrong with it.")
    rows = models.IntegerField(default=0)
    new = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    gone = models.IntegerField(default=0)
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-came_at"]

    def __str__(self) -> str:
        return f"file of {self.case_list_id}, {self.as_of:%Y-%m-%d}"


class Case(models.Model):
    """`said` is what the list says now, since `stands_since`; `before` what it said earlier, the latest first.

    Name, birth date and numbers stand beside it folded, so that a child can be looked for.
    """

    class How(models.TextChoices):
        NUMBER = "number", "By the number that a person had confirmed"
        PERSON = "person", "By a person"

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    agency = models.CharField(max_length=60)
    number = models.CharField(max_length=60)
    folded_number = models.CharField(max_length=60)
    folded_name = models.CharField(max_length=140)
    born_on = models.DateField(null=True, blank=True)
    folded_other = models.CharField(max_length=60, blank=True, help_text="NHS number or unique pupil number.")
    said = EncryptedJSONField(default=dict)
    before = EncryptedJSONField(default=list)
    digest = models.CharField(max_length=64)
    stands_since = models.DateTimeField()
    as_of = models.DateTimeField(help_text="For when the newest list with this case speaks.")
    absent_since = models.DateTimeField(null=True, blank=True, help_text="The first list without it.")
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="+", null=True)
    how = models.CharField(max_length=10, choices=How, blank=True)
    matched_at = models.DateTimeField(null=True, blank=True)
    doubt = models.CharField(max_length=200, blank=True, help_text="Why a person has to look.")
    steps = EncryptedJSONField(default=list)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["agency", "folded_number"], name="caseload_case_once")]
        indexes = [
            models.Index(fields=["child"], name="caseload_case_child"),
            models.Index(fields=["agency", "number"], condition=Q(child=None), name="caseload_case_unmatched"),
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.number}"
