"""Who begins and ends to work with a child, who joins and leaves a team: with what follows, in one transaction.

Each takes locks that last until the transaction ends. An action that also records events calls these first, so that
everybody waits in one order.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from followthrough.procedures.model.event import Subject
from followthrough.service.access import granting, sessions
from followthrough.service.access.models import Involvement, Named, Reach, Relationship, Restriction
from followthrough.service.agencies import actions as agencies
from followthrough.service.agencies.models import Agency, Membership, Practitioner, Team
from followthrough.service.core import audit, clock
from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import Viewer, as_part

as_access = as_part("access")  # only a part of the system reads and writes everybody's grants


@as_access
def involve(
    *,
    agency: str,
    subject: Subject,
    reason: str,
    by: Viewer,
    team: str = "",
    practitioner: str | None = None,
    relationship: str = Relationship.WORKING,
    from_at: datetime | None = None,
    until: datetime | None = None,
) -> Involvement:
    """The agency, one team of it or one person has to do with the subject from now on (or since `from_at`), until
    that is ended or `until` has come. Safe to repeat.

    Raises Agency.DoesNotExist or Team.DoesNotExist for words that the directory does not know.
    """
    begun = Involvement(
        agency=Agency.objects.get(pk=agency),
        team=Team.objects.get(agency=agency, slug=team) if team else None,
        practitioner_id=practitioner,
        relationship=relationship,
        reason=reason,
        from_at=from_at or clock.now(),
        until=until,
    )
    return _involve([begun], subject, by)[0]


@as_access
def involve_teams(
    *, teams: Iterable[Team], subject: Subject, reason: str, by: Viewer, relationship: str = Relationship.WORKING
) -> None:
    """As `involve` for each team. What follows is worked out once, for that is what takes long."""
    now = clock.now()
    begun = [
        Involvement(agency_id=each.agency_id, team=each, relationship=relationship, reason=reason, from_at=now)
        for each in sorted(teams, key=lambda team: team.key)  # so that two senders never wait for each other
    ]
    _involve(begun, subject, by)


def _involve(asked: Iterable[Involvement], subject: Subject, by: Viewer) -> list[Involvement]:
    told = []
    for each in asked:
        told.append(
            Involvement.objects.get_or_create(
                agency_id=each.agency_id,
                team=each.team,
                practitioner_id=each.practitioner_id,
                relationship=each.relationship,
                subject_kind=subject.kind,
                subject_id=subject.id,
                to_at=None,
                defaults={"reason": each.reason, "from_at": each.from_at, "until": each.until},
            )
        )
    began = [each for each, is_new in told if is_new]
    if began:
        granting.renew_on(subject)
    for each in began:
        detail = {"agency": each.agency_id, "team": each.team.slug if each.team else ""}
        detail |= {"relationship": str(each.relationship)}
        detail |= {"practitioner": each.practitioner_id} if each.practitioner_id else {}
        audit.record("involvement.began", by=by, subject=subject, detail=detail)
    return [each for each, _ in told]


@as_access
def end_involvement(*, involvement: Involvement, by: Viewer) -> None:
    """What followed from it is gone with the commit; what another involvement still gives stays."""
    subject = Subject(involvement.subject_kind, involvement.subject_id)
    involvement.to_at = clock.now()
    involvement.save(update_fields=["to_at"])
    granting.renew_on(subject)
    detail = {"agency": involvement.agency_id, "team": involvement.team.slug if involvement.team else ""}
    audit.record("involvement.ended", by=by, subject=subject, detail=detail)


@as_access
def reach(*, subject: Subject, to: Subject, from_at: datetime) -> Reach:
    """Who may see the subject may see `to`, from `from_at` on: a child has joined a household."""
    found, _ = Reach.objects.get_or_create(
        subject_kind=subject.kind, subject_id=subject.id, to_kind=to.kind, to_id=to.id, from_at=from_at
    )
    granting.renew_on(subject)
    return found


@as_access
def end_reach(*, subject: Subject, to: Subject, to_at: datetime) -> None:
    """Nothing that begins there at `to_at` or later is seen through the subject."""
    found = Reach.objects.filter(
        subject_kind=subject.kind, subject_id=subject.id, to_kind=to.kind, to_id=to.id, to_at=None
    )
    found.update(to_at=to_at)
    granting.renew_on(subject)


@as_access
def renew(*subjects: Subject) -> None:
    """Bring what everybody may see of them in line: records became one child's, or were parted."""
    for subject in sorted(subjects):
        granting.renew_on(subject)


@as_access
def close_as(*, child: Subject, other: Subject, since: datetime) -> None:
    """A list by which one record was closed since an instant closes the other as well: whose danger it was is not known
    when two children are parted, and a record that is closed too much is opened in a minute.
    """
    standing = Restriction.objects.filter(subject_kind=child.kind, subject_id=child.id, to_at=None)
    held = standing.filter(from_at__gte=since).first()
    closed = Restriction.objects.filter(subject_kind=other.kind, subject_id=other.id, to_at=None)
    if held is None or closed.exists():
        return
    names = list(held.names.values_list("practitioner", flat=True))
    held.pk, held.subject_id = new_id(), other.id
    held.save(force_insert=True)
    Named.objects.bulk_create([Named(restriction=held, practitioner_id=each) for each in names])


@as_access
def move_reach(*, subject: Subject, other: Subject, to: Subject, from_at: datetime) -> None:
    """It was the other child who joined that household then."""
    found = Reach.objects.filter(subject_kind=subject.kind, subject_id=subject.id, to_kind=to.kind, to_id=to.id)
    found.filter(from_at=from_at).update(subject_id=other.id)


@as_access
def join_team(*, practitioner: Practitioner, team: Team, role: str, by: Viewer) -> Membership:
    membership = agencies.join_team(practitioner=practitioner, team=team, role=role, by=by)
    regrant(practitioner)
    return membership


@as_access
def leave_team(*, membership: Membership, by: Viewer) -> None:
    agencies.leave_team(membership=membership, by=by)
    regrant(membership.practitioner)


@as_access
def deactivate(*, practitioner: Practitioner, by: Viewer) -> None:
    agencies.deactivate(practitioner=practitioner, by=by)
    sessions.end_all(practitioner=practitioner, by=by, why="switched off")
    regrant(practitioner)


@as_access
def activate(*, practitioner: Practitioner, by: Viewer) -> None:
    agencies.activate(practitioner=practitioner, by=by)
    regrant(practitioner)


@as_access
def regrant(practitioner: Practitioner) -> None:
    """Bring what the practitioner may see in line with memberships and involvements."""
    granting.renew_for(practitioner)
