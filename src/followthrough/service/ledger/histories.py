"""Whose events bear on whom? A child's own, its households', and those of the children who ever shared them.

Every household a child ever joined is read, past ones too: which event counts at its time is for the engine.
What is read is what the transaction's role may see: all of it for the assessor, the viewer's share for a page.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from followthrough.procedures.model.event import Subject
from followthrough.procedures.model.history import History, with_derived_knowledge
from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.service.ledger.models import Event
from followthrough.service.ledger.translating import to_event

CHILD, HOUSEHOLD, JOINED = "child", "household", "household.joined"


def history(subject: Subject, vocabulary: Vocabulary) -> History:
    rows = list(events_about(subject).order_by("recorded_at"))
    seen = {row.id for row in rows}
    # Under a viewer's eyes a correction may be all that is seen of an event; alone it means nothing.
    events = [to_event(row, vocabulary) for row in rows if row.corrects is None or row.corrects in seen]
    return History(subject, with_derived_knowledge(events, vocabulary.conveys))


def events_about(subject: Subject) -> QuerySet[Event]:
    """Events of the subject and of whoever bears on it."""
    if subject.kind != CHILD:
        return Event.objects.filter(subject_kind=subject.kind, subject_id=subject.id)
    households = households_of([subject.id])
    children = {subject.id} | children_of(households)
    return Event.objects.filter(
        Q(subject_kind=CHILD, subject_id__in=children) | Q(subject_kind=HOUSEHOLD, subject_id__in=households)
    )


def households_of(children: Iterable[str]) -> set[str]:
    """Every household that any of them ever joined."""
    joined = Event.objects.filter(kind=JOINED, subject_kind=CHILD, subject_id__in=list(children))
    return set(joined.exclude(data__household=None).values_list("data__household", flat=True))


def children_of(households: Iterable[str]) -> set[str]:
    """Every child who ever joined any of them."""
    joined = Event.objects.filter(kind=JOINED, subject_kind=CHILD, data__household__in=list(households))
    return set(joined.values_list("subject_id", flat=True))


def affected_by(events: Iterable[tuple[str, Subject, object]]) -> frozenset[Subject]:
    """Whose answers new events (kind, subject, household in the data) may change, with the households in between.

    A household is among them, though nothing may be owed about it: its lock keeps two children who join it at the
    same time from missing each other.
    """
    events = list(events)
    joining = {str(household) for kind, _, household in events if kind == JOINED and household}
    children = {subject.id for _, subject, _ in events if subject.kind == CHILD}
    homes = {subject.id for _, subject, _ in events if subject.kind == HOUSEHOLD} | joining
    children |= children_of(homes | households_of(children))
    named = {subject for _, subject, _ in events}
    return frozenset(
        named | {Subject(CHILD, child) for child in children} | {Subject(HOUSEHOLD, home) for home in homes}
    )
