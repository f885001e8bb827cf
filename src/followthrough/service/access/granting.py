"""What follows from involvements, closed records, conflicts and memberships: the one place that computes grants.

`rules` says who is near, and what that opens. What is true of one record of a child is true of every record
of that child: who works with it, on whose list it is, whose own people they are. A household of the child is seen for
the time that the child lived there; the other children of that household are not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet

from followthrough.procedures.model.event import Subject
from followthrough.service.access import rules
from followthrough.service.access.models import (
    Conflict,
    Grant,
    Involvement,
    Named,
    Reach,
    Relationship,
    Restriction,
)
from followthrough.service.access.rules import Closed, Held, Near
from followthrough.service.agencies.models import Membership, Practitioner
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger import same

_EVERYBODY = "access:everybody"
Ties = dict[Held, set[tuple[Near, datetime | None]]]  # who is near, and until when


def ties_on(subject: Subject) -> Ties:
    """Who may see the subject, by what nearness."""
    records = same.records_of(subject)
    whose = {"subject_kind": subject.kind, "subject_id__in": [each.id for each in records]}
    standing = list(_standing().filter(**whose))
    closed = rules.closed_together(_closed(records).values())
    asked = Q(team__agency__in={each.agency_id for each in standing})
    if closed is not None:
        asked |= Q(practitioner__in=closed.names)
    conflicts = {who for who, _ in _conflicts(Q(**whose))}
    found: Ties = {}
    for person in _held(asked):
        near = _near(person, standing)
        found[person] = rules.kept(person, near, closed, person.practitioner in conflicts)
    return found


def ties_of(practitioner: Practitioner) -> dict[Subject, Ties]:
    """Which subjects the practitioner may see, by what nearness."""
    person = next(iter(_held(Q(practitioner=practitioner))), None)
    if person is None:
        return {}
    working: dict[Subject, list[Involvement]] = defaultdict(list)
    for each in _standing().filter(agency=practitioner.agency_id):
        working[Subject(each.subject_kind, each.subject_id)].append(each)
    closed, conflicts = _closed(), {subject for _, subject in _conflicts(Q(practitioner=practitioner))}
    found: dict[Subject, Ties] = {}
    for records in _by_child({*working, *closed}):
        near = _near(person, [each for record in records for each in working.get(record, [])])
        lists = rules.closed_together(closed[record] for record in records if record in closed)
        kept = rules.kept(person, near, lists, bool(conflicts & records))
        found |= {record: {person: kept} for record in records}
    return found


def _by_child(subjects: set[Subject]) -> list[set[Subject]]:
    """Every record of each child together; of anything else there is one."""
    folded = same.folding(each.id for each in subjects if each.kind == same.CHILD)
    together: dict[Subject, set[Subject]] = defaultdict(set)
    for each in subjects | {Subject(same.CHILD, identity) for identity in folded.ids}:
        is_child = each.kind == same.CHILD
        together[Subject(same.CHILD, folded.survivor(each.id)) if is_child else each].add(each)
    return list(together.values())


def works_with(viewer: Viewer, subject: Subject) -> bool:
    """Whether somebody has to do with the subject, also where its record is closed to them."""
    person = next(iter(_held(Q(practitioner=viewer.practitioner_id))), None)
    standing = (
        _standing().filter(subject_kind=subject.kind, subject_id__in=_ids(subject)).exclude(relationship="danger")
    )
    return person is not None and bool(_near(person, standing))


def sits_on_panel(viewer: Viewer, records: Iterable[str], kind: str = same.CHILD) -> bool:
    """Whether somebody reviews what happened to the child of these records, by name and now; or sits on the panel of
    a review, which is a subject of its own.
    """
    mine = _standing().filter(practitioner=viewer.practitioner_id, relationship=Relationship.PANEL)
    return mine.filter(subject_kind=kind, subject_id__in=list(records)).exists()


def renew_on(subject: Subject) -> None:
    """Give and take what has changed for one subject, by every record of it, and for those that it reaches."""
    records = same.records_of(subject)
    reached = Reach.objects.filter(subject_kind=subject.kind, subject_id__in=[each.id for each in records])
    targets = {*records, *(Subject(*each) for each in reached.values_list("to_kind", "to_id"))}
    _lock("pg_advisory_xact_lock_shared", _EVERYBODY)
    locked: dict[Subject, Ties] = {}  # nobody changes these until the transaction ends, so they are asked for once
    for target in sorted(targets):
        _lock("pg_advisory_xact_lock", f"access:{target}")
        locked[target] = ties_on(target)
        held = Grant.objects.filter(subject_kind=target.kind, subject_id=target.id)
        _settle(held, _wanted_on(target, locked))


def renew_for(practitioner: Practitioner) -> None:
    """Give and take what has changed for one person."""
    # Against every involvement that is being entered now: each could give or keep what this takes away.
    _lock("pg_advisory_xact_lock", _EVERYBODY)
    _settle(Grant.objects.filter(viewer=practitioner), _wanted_for(practitioner))


def _ids(subject: Subject) -> list[str]:
    return [each.id for each in same.records_of(subject)]


def _wanted_on(target: Subject, locked: Mapping[Subject, Ties]) -> list[Grant]:
    wanted = _grants(locked[target], target)
    for reach in Reach.objects.filter(to_kind=target.kind, to_id=target.id):
        subject = Subject(reach.subject_kind, reach.subject_id)
        wanted += _grants(locked[subject] if subject in locked else ties_on(subject), target, reach)
    return wanted


def _wanted_for(practitioner: Practitioner) -> list[Grant]:
    tied = ties_of(practitioner)
    wanted = [grant for subject, ties in tied.items() for grant in _grants(ties, subject)]
    for reach in Reach.objects.filter(subject_id__in=[subject.id for subject in tied]):
        ties = tied.get(Subject(reach.subject_kind, reach.subject_id), {})
        wanted += _grants(ties, Subject(reach.to_kind, reach.to_id), reach)
    return wanted


def _settle(held: QuerySet[Grant], wanted: list[Grant]) -> None:
    """Delete what is held and no longer wanted, add what is wanted and not held."""
    by_key = {_key(grant): grant for grant in wanted}
    kept = {_key(grant): grant.pk for grant in held}
    Grant.objects.filter(pk__in=[pk for key, pk in kept.items() if key not in by_key]).delete()
    Grant.objects.bulk_create([grant for key, grant in by_key.items() if key not in kept])


def _standing() -> QuerySet[Involvement]:
    return Involvement.objects.filter(Q(until=None) | Q(until__gt=clock.now()), to_at=None)


def _near(person: Held, standing: Iterable[Involvement]) -> set[tuple[Near, datetime | None]]:
    return {(near, each.until) for each in standing for near in rules.nearness(person, each)}


def _held(asked: Q) -> list[Held]:
    """People who can sign in, with every seat among children that they hold now."""
    found = Membership.objects.at_work().filter(asked, practitioner__is_active=True)
    every = Membership.objects.at_work().filter(practitioner__in=found.values("practitioner"))
    seats: dict[tuple[str, str], list[tuple[int, str, bool]]] = defaultdict(list)
    columns = ("practitioner", "practitioner__agency", "team", "role", "team__is_out_of_hours")
    for who, agency, team, role, is_night in every.order_by("id").values_list(*columns):
        seats[who, agency].append((team, role, is_night))
    return [
        Held(
            who,
            agency,
            tuple((team, role) for team, role, _ in own),
            any(night for _, role, night in own if role not in rules.OPENS_NOTHING),
        )
        for (who, agency), own in seats.items()
    ]


def _closed(subjects: Collection[Subject] = ()) -> dict[Subject, Closed]:
    """Closed records, with who stands on each list. Those who hold closed records in custody stand on the lists of
    sealed and invisible ones: somebody has to be there at every hour.
    """
    found = Restriction.objects.filter(to_at=None)
    if subjects:
        found = found.filter(subject_id__in=[each.id for each in subjects])
    rows = list(found)
    names: dict[str, set[str]] = defaultdict(set)
    for restriction, who in Named.objects.filter(restriction__in=rows).values_list("restriction", "practitioner"):
        names[restriction].add(who)
    keepers = _custodians() if any(each.level in ("sealed", "invisible") for each in rows) else set()
    return {
        Subject(each.subject_kind, each.subject_id): Closed(
            each.level, names[each.pk] | (keepers if each.level in ("sealed", "invisible") else set())
        )
        for each in rows
    }


def _custodians() -> set[str]:
    asked = Q(pk__in=[])
    for agency, _, slug in (key.partition("/") for key in settings.FOLLOWTHROUGH_CUSTODIANS):
        asked |= Q(team__agency=agency, team__slug=slug)
    return set(Membership.objects.at_work().filter(asked).values_list("practitioner", flat=True))


def _conflicts(asked: Q) -> set[tuple[str, Subject]]:
    found = Conflict.objects.filter(asked, to_at=None).values_list("practitioner", "subject_kind", "subject_id")
    return {(who, Subject(kind, identity)) for who, kind, identity in found}


def _grants(ties: Ties, subject: Subject, reach: Reach | None = None) -> list[Grant]:
    return [
        Grant(
            viewer_id=person.practitioner,
            subject_kind=subject.kind,
            subject_id=subject.id,
            record_class=record_class.value,
            of_agency=person.agency if is_own else "",
            from_at=reach.from_at if reach else None,
            to_at=reach.to_at if reach else None,
            until=until,
        )
        for person, near in ties.items()
        for each, until in near
        for record_class, is_own in rules.opened(each)
    ]


def _key(grant: Grant) -> tuple[object, ...]:
    whose = (grant.viewer_id, grant.subject_kind, grant.subject_id)
    return (*whose, grant.record_class, grant.of_agency, grant.from_at, grant.to_at, grant.until)


def _lock(function: str, name: str) -> None:
    """Until the transaction ends, so that two changes at once cannot each miss the other."""
    with connection.cursor() as cursor:
        cursor.execute(f"select {function}(hashtextextended(%s, 0))", [name])
