"""Which gaps between services does a child's record name, which examples are there, and what gives somebody away?"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass

from followthrough.procedures.model.event import Subject
from followthrough.service.agencies.models import Agency
from followthrough.service.children.models import Child, Household, Person
from followthrough.service.core.asread import digest_of
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.commissioning.models import CaseExample, Origin
from followthrough.service.learning.commissioning.policies import COMMISSIONER
from followthrough.service.learning.newsletter.disclosure import MUST_GO, Hit, Known, Passage, check
from followthrough.service.learning.newsletter.queries.knowing import words_of
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event
from followthrough.service.ledger.queries import entries_of, events_for

FOUND, SENT, REPLIED = "service-gap.found", "case-example.sent", "commissioner.replied"


@dataclass(frozen=True)
class Gap:
    """As the record names it, with the example that was written of it: the latest, where one corrects another."""

    event: Event
    example: CaseExample | None

    @property
    def key(self) -> str:
        return str(self.event.data["gap"])


def gaps(viewer: Viewer, child: Child) -> list[Gap]:
    """The latest first."""
    origins = Origin.objects.filter(child_id=child.pk).select_related("example").order_by("number")
    written = {each.gap: each.example for each in origins}
    found = _standing(events_for(viewer, Subject("child", child.pk)).filter(kind=FOUND))
    return [Gap(each, written.get(str(each.data["gap"]))) for each in reversed(found)]


def examples(viewer: Viewer) -> list[CaseExample]:
    """As far as row-level security shows them."""
    return list(CaseExample.objects.all())


def commissioners() -> list[tuple[str, str]]:
    return list(Agency.objects.filter(kind=COMMISSIONER).order_by("title").values_list("key", "title"))


def digest(example: CaseExample) -> str:
    """Of all that the second person reads: whom it goes to, and why what could give the child away may stay."""
    return digest_of([example.tier, example.title, example.words, example.stays_because, example.commissioner])


def hits(viewer: Viewer, example: CaseExample) -> tuple[Hit, ...]:
    """What could give the child away. Whoever does not work with the child is told what patterns alone find, and the
    service itself looks through the whole record.
    """
    passages = [Passage("title", example.title), *(Passage(part, words) for part, words in example.words.items())]
    origin = Origin.objects.filter(example=example).first()
    return check(passages, _known(viewer, origin.child_id) if origin else Known())


def forbidden(found: tuple[Hit, ...]) -> list[Hit]:
    return [each for each in found if each.rule in MUST_GO]


def _known(viewer: Viewer, child_id: str) -> Known:
    child = Child.objects.filter(pk=child_id).first()
    homes = Household.objects.filter(members__child=child_id)
    people = Person.objects.filter(households__household__in=homes)
    siblings = Child.objects.filter(households__household__in=homes).exclude(pk=child_id)
    names = {child.name: "the child"} if child else {}
    names |= dict.fromkeys(siblings.values_list("name", flat=True), "another child of the family")
    names |= dict.fromkeys(people.values_list("name", flat=True), "an adult of the family")
    places = dict.fromkeys(homes.values_list("address_label", flat=True), "the home")
    places |= dict.fromkeys(Agency.objects.filter(kind="school").values_list("title", flat=True), "the school")
    # Without the examples that went out, which a correction tells again.
    entries = entries_of([child_id], homes.values_list("pk", flat=True)).exclude(kind=SENT)
    with as_assessor() if viewer.is_system else nullcontext():
        return Known(names, places, words_of(entries))


def _standing(events: object) -> list[Event]:
    rows = list(events)  # type: ignore[call-overload]
    gone = {each.corrects for each in rows if each.corrects}
    return [each for each in rows if each.pk not in gone and not each.is_retraction]
