"""What follows from involvements, reaches and memberships: the one place that computes grants.

The rule, in words: the members of an involved team see the child (of the whole agency, when no team is named); so do
the safeguarding leads and team managers of an involved agency. They see who the child is and what happened, whoever
wrote it; the other record classes only where their own agency wrote them. A household of the child is seen for the
time that the child lived there; the other children of that household are not.
"""

from __future__ import annotations

from django.db import connection
from django.db.models import Q, QuerySet

from followthrough.procedures.model.event import Subject
from followthrough.service.access.models import Grant, Involvement, Reach, RecordClass
from followthrough.service.agencies.models import Membership, Practitioner

AGENCY_WIDE = ("safeguarding-lead", "team-manager")
FOR_ALL = (RecordClass.CORE, RecordClass.NARRATIVE)
OWN_ONLY = tuple(each for each in RecordClass if each not in FOR_ALL)
_EVERYBODY = "access:everybody"


def seers(subject: Subject) -> QuerySet[Practitioner]:
    """Who may see the subject by its involvements."""
    entitled = Q(pk__in=[])
    for each in Involvement.objects.filter(subject_kind=subject.kind, subject_id=subject.id, to_at=None):
        entitled |= _entitles(each)
    held = Membership.objects.filter(entitled, to_at=None)
    return Practitioner.objects.filter(is_active=True, pk__in=held.values("practitioner"))


def subjects_of(practitioner: Practitioner) -> set[Subject]:
    """Which subjects the practitioner may see by involvements."""
    if not practitioner.is_active:
        return set()
    held = list(practitioner.memberships.filter(to_at=None))
    if not held:
        return set()
    entitling = Q(team=None) | Q(team__in=[each.team_id for each in held])
    if any(each.role in AGENCY_WIDE for each in held):
        entitling = Q()
    found = Involvement.objects.filter(entitling, agency=practitioner.agency_id, to_at=None)
    return {Subject(*each) for each in found.values_list("subject_kind", "subject_id")}


def renew_on(subject: Subject) -> None:
    """Give and take what has changed for one subject and for those that it reaches."""
    reached = Reach.objects.filter(subject_kind=subject.kind, subject_id=subject.id)
    targets = {subject, *(Subject(*each) for each in reached.values_list("to_kind", "to_id"))}
    _lock("pg_advisory_xact_lock_shared", _EVERYBODY)
    for target in sorted(targets):
        _lock("pg_advisory_xact_lock", f"access:{target}")
        held = Grant.objects.filter(subject_kind=target.kind, subject_id=target.id)
        _settle(held, _wanted_on(target))


def renew_for(practitioner: Practitioner) -> None:
    """Give and take what has changed for one person."""
    # Against every involvement that is being entered now: each could give or keep what this takes away.
    _lock("pg_advisory_xact_lock", _EVERYBODY)
    _settle(Grant.objects.filter(viewer=practitioner), _wanted_for(practitioner))


def _wanted_on(target: Subject) -> list[Grant]:
    wanted = [grant for viewer in seers(target) for grant in _grants(viewer, target)]
    for reach in Reach.objects.filter(to_kind=target.kind, to_id=target.id):
        source = Subject(reach.subject_kind, reach.subject_id)
        wanted += [grant for viewer in seers(source) for grant in _grants(viewer, target, reach)]
    return wanted


def _wanted_for(practitioner: Practitioner) -> list[Grant]:
    subjects = subjects_of(practitioner)
    wanted = [grant for subject in subjects for grant in _grants(practitioner, subject)]
    for reach in Reach.objects.filter(subject_id__in=[subject.id for subject in subjects]):
        if Subject(reach.subject_kind, reach.subject_id) in subjects:
            wanted += _grants(practitioner, Subject(reach.to_kind, reach.to_id), reach)
    return wanted


def _settle(held: QuerySet[Grant], wanted: list[Grant]) -> None:
    """Delete what is held and no longer wanted, add what is wanted and not held."""
    by_key = {_key(grant): grant for grant in wanted}
    kept = {_key(grant): grant.pk for grant in held}
    Grant.objects.filter(pk__in=[pk for key, pk in kept.items() if key not in by_key]).delete()
    Grant.objects.bulk_create([grant for key, grant in by_key.items() if key not in kept])


def _entitles(involvement: Involvement) -> Q:
    whole = Q(team__agency=involvement.agency_id)
    if involvement.team_id is None:
        return whole
    return Q(team=involvement.team_id) | (whole & Q(role__in=AGENCY_WIDE))


def _grants(viewer: Practitioner, subject: Subject, reach: Reach | None = None) -> list[Grant]:
    classes = [(each, "") for each in FOR_ALL] + [(each, viewer.agency_id) for each in OWN_ONLY]
    return [
        Grant(
            viewer_id=viewer.pk,
            subject_kind=subject.kind,
            subject_id=subject.id,
            record_class=record_class.value,
            of_agency=of_agency,
            from_at=reach.from_at if reach else None,
            to_at=reach.to_at if reach else None,
        )
        for record_class, of_agency in classes
    ]


def _key(grant: Grant) -> tuple[object, ...]:
    whose = (grant.viewer_id, grant.subject_kind, grant.subject_id)
    return (*whose, grant.record_class, grant.of_agency, grant.from_at, grant.to_at)


def _lock(function: str, name: str) -> None:
    """Until the transaction ends, so that two changes at once cannot each miss the other."""
    with connection.cursor() as cursor:
        cursor.execute(f"select {function}(hashtextextended(%s, 0))", [name])
