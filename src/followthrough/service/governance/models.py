"""What do those who answer for information write down? Agreements between agencies, and what a look-up was about."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from followthrough.service.agencies.models import Agency


class SharingAgreement(models.Model):
    """Two agencies have agreed in writing on what they share and why. It is never needed to share about danger."""

    one = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    kept_at = models.CharField(max_length=200)
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    entered_by = models.CharField(max_length=80)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(one=F("other")), name="governance_agreement_of_two"),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="governance_agreement_in_order"
            ),
        ]
        indexes = [models.Index(fields=["one", "other", "from_on"], name="governance_agreement_pair")]

    def __str__(self) -> str:
        return self.title


class Unusual(models.TextChoices):
    """The plain rules by which look-ups are listed for a person to review."""

    MANY = "many", "Opened many children’s records in one day"
    NIGHT = "night", "Opened a record at night while no team of theirs was on duty"
    OWN = "own", "Tried to open the record of their own people"


class LookReview(models.Model):
    """What a privacy officer found out about one person's look-ups of one day. Append only."""

    class Outcome(models.TextChoices):
        WORK = "work", "It was part of their work"
        ASKED = "asked", "I have asked their manager"
        CONCERN = "concern", "It was not part of their work: passed on"

    rule = models.CharField(max_length=20, choices=Unusual)
    practitioner = models.CharField(max_length=80)
    day = models.DateField()
    outcome = models.CharField(max_length=20, choices=Outcome)
    words = models.TextField()
    reviewed_by = models.CharField(max_length=80)
    reviewed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["day", "practitioner"], name="governance_review_day")]

    def __str__(self) -> str:
        return f"{self.practitioner} {self.day}: {self.outcome}"
