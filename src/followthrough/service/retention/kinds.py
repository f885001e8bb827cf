"""Which kinds of record are there, how are they known, and how long is each kept unless the board says otherwise?

Where there is a law it is named, and the board cannot keep such a record for less. What others publish binds nobody;
where a number is our own it says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import models


class CountsFrom(models.TextChoices):
    BIRTH = "birth", "the child’s birth"
    DEATH = "death", "the child’s death"
    LAST = "last", "the last thing that is recorded"
    ADOPTION = "adoption", "the last record of the adoption"


class Confidence(models.TextChoices):
    LAW = "law", "The law’s number. It cannot be made shorter."
    PUBLISHED = "published", "What another council publishes. It binds nobody else."
    OURS = "our default", "Our default. We found no public number."


@dataclass(frozen=True, slots=True)
class Default:
    counts_from: CountsFrom
    years: int
    source: str
    clause: str
    address: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class RecordKind:
    """`marks` are kinds of event that make a record one of this kind; none: it is told by other facts."""

    key: str
    title: str
    default: Default
    marks: frozenset[str] = frozenset()


_CARE: Final = "Care Planning, Placement and Case Review (England) Regulations 2010"
_CARE_AT: Final = "https://www.legislation.gov.uk/uksi/2010/959/regulation/50"
_BLACKPOOL: Final = (
    "https://www.blackpool.gov.uk/Your-Council/Transparency-and-open-data/Data-protection/"
    "Retention-schedules/Childrens-services-directorate-retention-schedule.aspx"
)
_SOMERSET: Final = (
    "https://n-somerset.gov.uk/council-democracy/privacy-cookies/privacy-notices-people-communities/"
    "privacy-notice-support-safeguarding"
)

LOOKED_AFTER: Final = RecordKind(
    "looked-after",
    "A child who was looked after",
    Default(CountsFrom.BIRTH, 75, _CARE, "regulation 50(1)(a)", _CARE_AT, Confidence.LAW),
    frozenset({"care.began", "looked-after.reviewed"}),
)
DIED_IN_CARE: Final = RecordKind(
    "looked-after-died",
    "A child who was looked after and died under 18",
    Default(CountsFrom.DEATH, 15, _CARE, "regulation 50(1)(b)", _CARE_AT, Confidence.LAW),
)
ADOPTION: Final = RecordKind(
    "adoption",
    "Adoption",
    Default(
        CountsFrom.ADOPTION,
        100,
        "Disclosure of Adoption Information (Post-Commencement Adoptions) Regulations 2005",
        "regulation 6",
        "https://www.legislation.gov.uk/uksi/2005/888/regulation/6",
        Confidence.LAW,
    ),
)
PROTECTION: Final = RecordKind(
    "child-protection",
    "An enquiry into harm, a conference or a protection plan",
    Default(
        CountsFrom.LAST, 35, "Blackpool Council, retention schedule", "Child Protection", _BLACKPOOL,
        Confidence.PUBLISHED,
    ),
    frozenset({"enquiry.started", "conference.held", "plan.moved-in", "core-group.met"}),
)  # fmt: skip
IN_NEED: Final = RecordKind(
    "child-in-need",
    "A child in need, early help, or a referral",
    Default(CountsFrom.BIRTH, 30, "North Somerset Council, privacy notice", "point 1", _SOMERSET, Confidence.PUBLISHED),
    frozenset({"child-in-need.opened", "early-help.agreed", "referral.received", "referral.decided"}),
)
CONTACT: Final = RecordKind(
    "contact",
    "Any other record of a child, such as a contact that led to nothing",
    Default(
        CountsFrom.BIRTH, 25, "Our default", "the child’s 25th birthday: seven years as an adult to ask for it",
        "docs/papers/retention.md", Confidence.OURS,
    ),
)  # fmt: skip

KINDS: Final = (LOOKED_AFTER, DIED_IN_CARE, ADOPTION, PROTECTION, IN_NEED, CONTACT)
BY_KEY: Final = {each.key: each for each in KINDS}
MARKS: Final = frozenset().union(*(each.marks for each in KINDS))
