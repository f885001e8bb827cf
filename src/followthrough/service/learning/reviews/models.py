"""Which reviews are there, of which children, and what did they find?

A review is a subject of its own: what its clocks rest on are events of it, through the one door. Here is what a panel
writes together and may still change: the questions, the findings by theme and the entries that they rest on. Only
whoever has to do with a review reads its rows.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from followthrough.service.core.ids import new_id, reference

REVIEW = "review"  # the kind of subject, as the vocabulary knows it


class Kind(models.TextChoices):
    """The words of `review.began`."""

    SERIOUS = "serious case review", "Serious case review"
    LOCAL = "local child safeguarding practice review", "Local child safeguarding practice review"
    OTHER = "other review", "Another kind of review"


class Review(models.Model):
    """`title` names no child: it is read where the review is only mentioned. `from_on` and `to_on` are the time that is
    looked at. It ends; it is never deleted.
    """

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    reference = models.CharField(max_length=12, unique=True, default=reference, editable=False)
    title = models.CharField(max_length=160)
    kind = models.CharField(max_length=60, choices=Kind)
    incident = models.CharField(max_length=40, blank=True)  # by its reference on the child’s record
    questions = models.TextField(blank=True)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-began_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_on=None) | Q(to_on=None) | Q(to_on__gte=F("from_on")), name="reviews_review_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.reference})"


class Reviewed(models.Model):
    """A child whom a review is about. `number` is how papers call the child: Child One, Child Two."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="children")
    child_id = models.CharField(max_length=32)
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "child_id"], name="reviews_reviewed_once"),
            models.UniqueConstraint(fields=["review", "number"], name="reviews_reviewed_number_once"),
        ]


class Theme(models.Model):
    """Used again in review after review, so that what keeps coming back is seen."""

    slug = models.SlugField(primary_key=True, max_length=60)
    title = models.CharField(max_length=120, unique=True)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Side(models.TextChoices):
    GOOD = "good practice", "Good practice"
    LEARNING = "learning point", "Learning point"


class Finding(models.Model):
    """In the panel's own words, without a name in it. What was taken back stays, with when.

    It rests on entries; or `without_entry` says why none shows it, as where nobody wrote a thing down.
    """

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="findings")
    child = models.ForeignKey(Reviewed, on_delete=models.PROTECT, related_name="findings", null=True, blank=True)
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="findings")
    side = models.CharField(max_length=20, choices=Side)
    words = models.TextField()
    without_entry = models.TextField(blank=True, default="")
    written_by = models.CharField(max_length=80)
    written_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["written_at", "id"]
        indexes = [models.Index(fields=["theme", "side"], name="reviews_finding_by_theme")]


class Citation(models.Model):
    """An entry of the chronology that a finding rests on, by its first version."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="citations")
    event_id = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["finding", "event_id"], name="reviews_citation_once")]


class Press(models.Model):
    """How the press is handled around an incident of a child: who alone speaks, what is said, what is watched. Each is
    a decision of its time, so a new row says what holds now.
    """

    child_id = models.CharField(max_length=32)
    incident = models.CharField(max_length=40)
    speaker = models.CharField(max_length=120)
    said = models.TextField()
    watched = models.TextField(blank=True)
    written_by = models.CharField(max_length=80)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-written_at", "-id"]
        indexes = [models.Index(fields=["child_id"], name="reviews_press_child")]


class Seat(models.Model):
    """Who sits on the panel of a review, from when to when; what each said of conflicts of interest, and why the chair
    and the author are independent.
    """

    class Role(models.TextChoices):
        CHAIR = "chair", "Chair of the panel"
        AUTHOR = "author", "Author of the review"
        MEMBER = "member", "Member of the panel"

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="seats")
    practitioner = models.CharField(max_length=32)
    agency = models.CharField(max_length=60)
    role = models.CharField(max_length=10, choices=Role)
    conflict = models.TextField()
    independence = models.TextField(blank=True)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["from_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "practitioner"], condition=Q(to_at=None), name="reviews_seat_open_once"
            )
        ]


class AgencyPart(models.Model):
    """An agency that was asked to take part: who does for it, or why nobody, and its report in short with where the
    whole stands. The agency reads and writes its own, and nothing else of the review; so what it needs to know of the
    review stands here.
    """

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="parts")
    agency = models.CharField(max_length=60)
    title = models.CharField(max_length=160)
    children = ArrayField(models.CharField(max_length=32))
    asked_for = models.TextField()
    author = models.CharField(max_length=32, blank=True)
    absence = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    address = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["agency"]
        constraints = [models.UniqueConstraint(fields=["review", "agency"], name="reviews_agencypart_once")]


class FamilyNote(models.Model):
    """What somebody of the family contributed, or who is their contact. The latest contact and language hold."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="family")
    who = models.CharField(max_length=120)
    words = models.TextField(blank=True)
    contact = models.CharField(max_length=160, blank=True)
    language = models.CharField(max_length=60, blank=True)
    written_by = models.CharField(max_length=80)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-written_at", "id"]


class Episode(models.Model):
    """Entries of a child that a person put together under a title: a stretch of practice to talk about."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    child = models.ForeignKey(Reviewed, on_delete=models.PROTECT, related_name="episodes")
    title = models.CharField(max_length=120)
    words = models.TextField(blank=True)
    events = ArrayField(models.CharField(max_length=100))
    written_by = models.CharField(max_length=80)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at", "id"]


class Comment(models.Model):
    """What somebody of an agency says of an entry under review, and where more stands that bears it out."""

    child = models.ForeignKey(Reviewed, on_delete=models.PROTECT, related_name="comments")
    event_id = models.CharField(max_length=100)
    agency = models.CharField(max_length=60)
    words = models.TextField()
    evidence = models.CharField(max_length=300, blank=True)
    written_by = models.CharField(max_length=80)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at", "id"]


class DeathReview(models.Model):
    """What the child death overview panel decided. The forms of the law stay in the national system: `reference` leads
    there.
    """

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="death")
    reference = models.CharField(max_length=60)
    decision = models.TextField()
    factors = models.TextField(blank=True)
    learning = models.TextField(blank=True)
    written_by = models.CharField(max_length=80)
    written_at = models.DateTimeField()


class WorkedOut(models.Model):
    """What was owed by the procedures of the time or by today’s, worked out apart from a page where a record is long.

    For whoever asked, with that person’s rights; nobody else reads it. `rules` is the version of the rulebook. It is
    kept for some days: it must not outlive the record.
    """

    child = models.ForeignKey(Reviewed, on_delete=models.PROTECT, related_name="worked_out")
    by = models.CharField(max_length=10)
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    rules = models.CharField(max_length=80, blank=True)
    rows = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "by", "asked_by"], name="reviews_worked_out_once_for_each")
        ]
