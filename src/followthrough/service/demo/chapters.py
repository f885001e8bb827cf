"""Which chapters of policy stand in Wealdshire when the demo begins? Two in force; the next version of one is a draft.

The draft answers what the review of Child Three asks about home tuition: it waits for two people to approve it. The
words are ours, and no partnership’s.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from followthrough.service.agencies.models import Practitioner
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.learning.chapters import actions
from followthrough.service.learning.chapters.models import EVERYBODY, Chapter
from followthrough.service.learning.chapters.queries.holding import digest
from followthrough.service.learning.recommendations.models import Owner, Recommendation

WRITER, APPROVERS = "hugh.penrose", ("margaret.thorne", "judith.amory")
WRITTEN: Final = datetime(2012, 1, 9, 10, tzinfo=UTC)


@dataclass(frozen=True)
class Told:
    title: str
    about: str
    blocks: tuple[str, ...]  # headings and paragraphs
    must_read: tuple[str, ...]


TOLD_FIRST: Final = (
    "When a family tells us",
    "A family may teach its child at home. The school tells the Education Service on the day on which it hears of it.",
)
HOME: Final = Told(
    "Children taught at home",
    "What agencies do when a family teaches a child at home.",
    (
        *TOLD_FIRST,
        "Who visits",
        "The home-education officer asks to meet the family within three months, and again each year.",
    ),
    ("agency:education-service", "agency:school-hillside", "agency:school-riverbank"),
)
HOME_NEXT: Final = (
    *TOLD_FIRST,
    "Children with complex needs",
    "A child with complex needs is seen by somebody who knows such needs. Before the child leaves school, the school, "
    "the nurse and the Education Service agree who sees the child from then on, and how often.",
    "Who visits",
    "The home-education officer asks to meet the family within one month, and again each half year. Whoever cannot see "
    "the child says so to the others, and asks who has.",
)
TALKING: Final = Told(
    "Talking before something is decided about a child",
    "When agencies talk with each other about one child, and what they write down.",
    (
        "Who talks",
        "Before a child who may have been harmed goes home, social care, the police and health talk with each other.",
        "What is written down",
        "Each writes down what was agreed, who does it, and by when.",
    ),
    (EVERYBODY,),
)


def enter() -> None:
    """After the reviews, whose recommendation the draft answers."""
    writer = _viewer(WRITER)
    with clock.use(clock.FixedClock(WRITTEN)):
        home, _ = (_enter(each, writer) for each in (HOME, TALKING))
    with acting(writer):
        asked = Recommendation.objects.filter(owner=Owner.POLICIES, words__icontains="home tuition")
        actions.write(
            chapter=home, text="\n\n".join(HOME_NEXT), what_changed="Children with complex needs, and sooner visits.",
            from_on=date(2013, 4, 15), must_read=HOME.must_read, answers=list(asked), by=writer,
        )  # fmt: skip


def _enter(told: Told, writer: Viewer) -> Chapter:
    """Its first version, approved by two."""
    with acting(writer):
        chapter = actions.begin(title=told.title, about=told.about, by=writer)
        version = actions.write(
            chapter=chapter, text="\n\n".join(told.blocks), what_changed="The first version.", from_on=WRITTEN.date(),
            must_read=told.must_read, by=writer,
        )  # fmt: skip
    for each in map(_viewer, APPROVERS):
        with acting(each):
            actions.approve(version=version, read=digest(version), by=each)
    return chapter


def _viewer(username: str) -> Viewer:
    return viewer_of(Practitioner.objects.get(username=username))
