"""Two records are merged, or parted: one fact through the one door, with the grants, the shares and the letters."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from followthrough.procedures.model.event import Subject
from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.service.access import actions as access
from followthrough.service.access.models import Involvement
from followthrough.service.access.policies import CHILD, Refused
from followthrough.service.children.actions import move_home
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger import joining, outbox
from followthrough.service.ledger.actions import NewEvent, record
from followthrough.service.ledger.models import SameChild
from followthrough.service.merging import policies, queries
from followthrough.service.merging.queries import MERGED, PARTED, Between, Item
from followthrough.service.sharing.actions import move_shares, tell_moved

BOTH = "both"
MEANWHILE = "Somebody else has merged or parted these records meanwhile. Nothing was changed: look again."
_MERGED = "Two records were found to be one child's. Your team works with that child: look at what it knew."
_PARTED = "Two records that were taken for one child's were parted again. Your team works with one of the children."


def recorded(vocabulary: Vocabulary) -> tuple[str, ...]:
    return (MERGED, PARTED)


@transaction.atomic
def merge(*, survivor: str, alias: str, reason: str, by: Viewer) -> SameChild:
    """From now on both are read as the survivor's. Raises NotVisible or Refused."""
    policies.check_can_merge(by, survivor, alias)
    try:
        same = joining.join(alias=alias, survivor=survivor)
    except joining.Turned as error:
        raise Refused(MEANWHILE) from error
    access.renew(Subject(CHILD, survivor))
    record([_event(MERGED, survivor, alias, reason, by)], by=by)
    joining.keep_climbing(same)
    _write_down(MERGED, same, by)
    _tell(same, "merged", _MERGED, queries.involved_teams([survivor]))
    return same


@transaction.atomic
def part(*, same: SameChild, placed: Mapping[str, str], reason: str, by: Viewer) -> None:
    """The two are two children again. `placed` says of every item recorded meanwhile, and of everybody who came to
    work with the child, to which record it goes (or to both, for people). Raises NotVisible or Refused.
    """
    policies.check_can_part(by, same.survivor, same.alias)
    between = queries.between(by, same)
    _check_is_whole(between, placed, same)
    told = queries.involved_teams([same.survivor])
    moved = [each for each in between.items if placed[each.key] != each.under]
    try:
        joining.part(same, placed={event: placed[each.key] for each in moved for event in each.events}, by=by)
    except joining.Turned as error:
        raise Refused(MEANWHILE) from error
    for item in moved:
        if item.share:
            move_shares(references=[item.share], child_id=placed[item.key])
        elif item.first.kind == "household.joined":
            move_home(event=item.first, child_id=placed[item.key])
    for held in between.involved:
        _place_involvement(held, placed[f"involved-{held.pk}"], same, by)
    one, other = Subject(CHILD, same.survivor), Subject(CHILD, same.alias)
    access.close_as(child=one, other=other, since=same.from_at)
    access.renew(one, other)
    events = [(same.survivor, same.alias), (same.alias, same.survivor)]
    record([_event(PARTED, whose, of, reason, by) for whose, of in events], by=by)
    _tell_of_moved(same, moved, placed, by)
    joining.keep_climbing(same)
    _write_down(PARTED, same, by)
    _tell(same, "parted", _PARTED, told)


def _tell_of_moved(same: SameChild, moved: Collection[Item], placed: Mapping[str, str], by: Viewer) -> None:
    """All who had it by a share, and whoever keeps more about the child or an entry than the events."""
    to = {event: placed[each.key] for each in moved for event in each.events}
    for name in settings.FOLLOWTHROUGH_ALSO_PARTED:
        import_string(name)(merged=same, to=to, by=by)
    entries = {event for each in moved if not each.share for event in each.events}
    tell_moved(references={each.share for each in moved if each.share}, entries=entries, by=by)


def _check_is_whole(between: Between, placed: Mapping[str, str], same: SameChild) -> None:
    two = {same.survivor, same.alias}
    if any(placed.get(each.key) not in two for each in between.items):
        raise Refused("Something was recorded since you opened this page. Say of every item whose it is.")
    if any(placed.get(f"involved-{each.pk}") not in two | {BOTH} for each in between.involved):
        raise Refused("Somebody came to work with the child since you opened this page. Say with whom they work.")


def _place_involvement(held: Involvement, to: str, same: SameChild, by: Viewer) -> None:
    for child in (same.survivor, same.alias):
        if to in (child, BOTH) and child != held.subject_id:
            access.involve(
                agency=held.agency_id,
                team=held.team.slug if held.team else "",
                practitioner=held.practitioner_id,
                relationship=held.relationship,
                subject=Subject(CHILD, child),
                reason=held.reason,
                from_at=held.from_at,
                until=held.until,
                by=by,
            )
    if to not in (held.subject_id, BOTH):
        access.end_involvement(involvement=held, by=by)


def _event(kind: str, whose: str, other: str, reason: str, by: Viewer) -> NewEvent:
    return NewEvent(
        kind=kind,
        subject=Subject(CHILD, whose),
        occurred_from=clock.now(),
        data={"other": other, "by": by.practitioner_id},
        text=reason,
    )


def _write_down(action: str, same: SameChild, by: Viewer) -> None:
    for whose in (same.survivor, same.alias):
        detail = {"merging": same.pk, "survivor": same.survivor, "alias": same.alias}
        audit.record(action, by=by, subject=Subject(CHILD, whose), detail=detail)


def _tell(same: SameChild, what: str, sentence: str, teams: list[str]) -> None:
    reference = f"M-{same.pk[:4]}-{same.pk[4:8]}".upper()
    for team in teams:
        outbox.enqueue(
            key=f"{what}:{same.pk}:{team}",
            to=team,
            sentence=sentence,
            reference=reference,
            is_urgent=False,
        )
