"""Which courses are there, for whom, when are they held, and who came?

What a clock rests on is an event about the agency. Nobody’s name is kept: a register leaves a digest for each person,
which says whether the same person came twice, and who is asked what came of it. Whoever holds the service’s key could
find out with it whether a person whose address they know came; nobody can with the tables alone. What was said is tied
to no digest at all.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from followthrough.service.core.ids import new_id


class Course(models.Model):
    """From a recommendation. `taught_by` is the agency that gives it: the Board’s, or one service for another."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    title = models.CharField(max_length=160)
    words = models.TextField(blank=True)
    recommendation = models.CharField(max_length=12)
    taught_by = models.CharField(max_length=60)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return self.title


class Staff(models.TextChoices):
    """The groups that the vocabulary names."""

    DISABILITIES = "learning difficulties and disabilities team", "Learning difficulties and disabilities team"
    LOOKED_AFTER = "children looked after team", "Children looked after team"
    TRANSITION = "transition workers", "Transition workers"
    PAEDIATRICIANS = "paediatricians", "Paediatricians"
    THERAPISTS = "therapists", "Therapists"
    OTHER = "", "Another group"


class Audience(models.Model):
    """Who needs the course: a team of an agency, and how many they are. Its id is the group in the record."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="audiences")
    agency = models.CharField(max_length=60)
    team = models.CharField(max_length=80)
    staff = models.CharField(max_length=60, choices=Staff, blank=True)
    headcount = models.PositiveIntegerField()
    is_priority = models.BooleanField(default=False)

    class Meta:
        ordering = ["-is_priority", "agency", "team"]
        constraints = [
            models.UniqueConstraint(fields=["course", "agency", "team"], name="training_audience_once"),
            models.CheckConstraint(condition=Q(headcount__gte=1), name="training_audience_of_somebody"),
        ]


class Session(models.Model):
    """`place` may be “Online”. `held_event` is the event that says that it was held; empty until a register came."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="sessions")
    begins_at = models.DateTimeField()
    place = models.CharField(max_length=160)
    by_whom = models.CharField(max_length=160)
    held_event = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["begins_at", "id"]


class Register(models.Model):
    """A file that somebody brought. Good rows wait in it until a person has seen them: [digest, agency, team]."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="registers")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    rows = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    taken_at = models.DateTimeField(null=True, blank=True)


class Attendance(models.Model):
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances")
    person = models.CharField(max_length=64)
    agency = models.CharField(max_length=60)
    team = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="training_attendance_once")]
        indexes = [models.Index(fields=["person"], name="training_attendance_person")]


class Stage(models.TextChoices):
    """The words of `learning-session.evaluated`."""

    AFTER = "straight after", "Straight after"
    LATER = "three months later", "Three months later"


class Use(models.TextChoices):
    YES = "yes", "Yes"
    PARTLY = "partly", "In part"
    NO = "no", "No"


class Invitation(models.Model):
    """Somebody who came is asked, and has not answered. It goes with the answer, and with the end of the question."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="invitations")
    person = models.CharField(max_length=64)
    stage = models.CharField(max_length=30, choices=Stage)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person", "stage"], name="training_invited_once")]


class Answer(models.Model):
    """What somebody who came says of it. Neither who it was nor when it was is kept, and the id is random."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="answers")
    stage = models.CharField(max_length=30, choices=Stage)
    use = models.CharField(max_length=10, choices=Use)
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
