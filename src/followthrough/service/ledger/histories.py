"""Whose events bear on whom? A child's own, its households', and those of the children who ever shared them.

Every household a child ever joined is read, past ones too: which event counts at its time is for the engine.
What is read is what the transaction's role may see: all of it for the assessor, the viewer's share for a page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from followthrough.procedures.model.event import Event as Happened
from followthrough.procedures.model.event import Subject
from followthrough.procedures.model.history import History, with_derived_knowledge
from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.service.ledger.models import Event
from followthrough.service.ledger.rows import by_subject
from followthrough.service.ledger.same import Folding, ever_turned, folding
from followthrough.service.ledger.translating import to_event

CHILD, HOUSEHOLD, JOINED = "child", "household", "household.joined"


def history(subject: Subject, vocabulary: Vocabulary, at: datetime | None = None) -> History:
    """With the records folded that are one child's, now or `at` an instant. The history of a record that is read under
    another name is empty.
    """
    found, folded = around(subject, at)
    if not folded.is_survivor(subject.id):
        return History(subject, ())
    rows = list(found.order_by("recorded_at"))
    return _history(subject, rows, {row.id: to_event(row, vocabulary, folded) for row in rows}, vocabulary)


def histories(at: Mapping[Subject, datetime], vocabulary: Vocabulary) -> dict[Subject, History]:
    """The same of many, each at an instant of its own, and read together. Whose record was ever joined with another or
    parted from one, or whose sibling's was, is read alone: under whose name an event is read is then a matter of the
    instant.
    """
    bearing = _bearing(at)
    children = {one.id for every in bearing.values() for one in every if one.kind == CHILD}
    turned = {Subject(CHILD, child) for child in ever_turned(children)}
    together = {each for each, every in bearing.items() if turned.isdisjoint(every)}
    rows = by_subject(Event, {one for each in together for one in bearing[each]})
    events = {row.id: to_event(row, vocabulary) for every in rows.values() for row in every}

    def read(subject: Subject) -> History:
        if subject not in together:
            return history(subject, vocabulary, at[subject])
        own = (row for one in bearing[subject] for row in rows[one])
        return _history(subject, sorted(own, key=lambda row: row.recorded_at), events, vocabulary)

    return {subject: read(subject) for subject in at}


def _bearing(subjects: Iterable[Subject]) -> dict[Subject, set[Subject]]:
    """Whose events bear on each, going by what was recorded under its own name."""
    joined = Event.objects.filter(kind=JOINED, subject_kind=CHILD).annotate(joins=KeyTextTransform("household", "data"))
    children = [each.id for each in subjects if each.kind == CHILD]
    homes, lived = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    if children:
        mine = joined.filter(subject_id__in=children, joins__isnull=False)
        for child, home in mine.values_list("subject_id", "joins"):
            homes[child].add(home)
    if homes:
        there = joined.filter(joins__in=set().union(*homes.values()))
        for child, home in there.values_list("subject_id", "joins"):
            lived[home].add(child)
    found = {each: {each} for each in subjects}
    for each in subjects:
        for home in homes.get(each.id, ()) if each.kind == CHILD else ():
            found[each] |= {Subject(HOUSEHOLD, home), *(Subject(CHILD, child) for child in lived[home])}
    return found


def _history(subject: Subject, rows: list[Event], events: Mapping[str, Happened], vocabulary: Vocabulary) -> History:
    seen = {row.id for row in rows}
    # Under a viewer's eyes a correction may be all that is seen of an event; alone it means nothing.
    kept = [row for row in rows if row.corrects is None or row.corrects in seen]
    return History(subject, with_derived_knowledge([events[row.id] for row in kept], vocabulary.conveys))


def around(subject: Subject, at: datetime | None = None, own: Folding | None = None) -> tuple[QuerySet[Event], Folding]:
    """Events of the subject and of whoever bears on it, and under which names they are read. `own` are the records of
    the child, where somebody has asked for them already.
    """
    if subject.kind != CHILD:
        return Event.objects.filter(subject_kind=subject.kind, subject_id=subject.id), folding(())
    own = own or folding([subject.id], at)
    households = households_of(own)
    siblings = children_of(households) - own.ids
    folded = folding(own.ids | siblings, at) if siblings else own
    return Event.objects.filter(folded.events() | Q(subject_kind=HOUSEHOLD, subject_id__in=households)), folded


def households_of(children: Folding) -> set[str]:
    """Every household that any of them ever joined."""
    joined = Event.objects.filter(children.events(), kind=JOINED).exclude(data__household=None)
    return set(joined.values_list("data__household", flat=True))


def children_of(households: Iterable[str]) -> set[str]:
    """Every child who ever joined any of them."""
    # As text, as the index holds it: `data__household` would compare JSON, and read every event of the partnership.
    named = Event.objects.annotate(joins=KeyTextTransform("household", "data"))
    joined = named.filter(kind=JOINED, subject_kind=CHILD, joins__in=list(households))
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
    own = folding(children)
    children |= own.ids | children_of(homes | households_of(own))
    children = set(own.ids if children == own.ids else folding(children).ids)
    named = {subject for _, subject, _ in events}
    return frozenset(
        named | {Subject(CHILD, child) for child in children} | {Subject(HOUSEHOLD, home) for home in homes}
    )
