"""The sender puts right what was shared, or takes it back. Both are new facts: all who had it are told, by name.

An entry that was put right in the chronology is told on the same path to those with whom it was shared.

A team that passed the share on had it too. Who never had it reads what is right when they take receipt.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from django.db import transaction
from django.db.models import Q, QuerySet

from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import Viewer, as_part
from followthrough.service.ledger import rulebook
from followthrough.service.ledger.actions import NewEvent, Recorded, record
from followthrough.service.ledger.models import Event
from followthrough.service.ledger.translating import to_event
from followthrough.service.sharing.actions.writing import Step, is_second_press, lock, write
from followthrough.service.sharing.models import Leg, Share
from followthrough.service.sharing.policies import CannotDo, check_can_answer, check_can_follow
from followthrough.service.sharing.projecting import step, unacknowledged

MAY_TAKE_BACK = (Leg.State.SENT, Leg.State.RECEIVED, Leg.State.ACCEPTED)
_APART = "Two records had been taken for one child’s, and were parted."
IS_ANOTHERS = f"This is about another child than it seemed. {_APART} Read again whom it is about."
HOLDS_ANOTHERS = f"Part of what was shared is about another child, and is no longer shown here. {_APART}"


@transaction.atomic
def correct(*, leg_id: str, words: str, by: Viewer, key: str = "") -> Leg:
    """What was wrong and what is right, told to every part of the share that is not taken back."""
    leg = lock(leg_id)
    check_can_follow(by, leg.share)
    if is_second_press(leg, key, words):
        return leg
    if not words.strip():
        raise CannotDo("Say what was wrong, and what is right.")
    legs = _standing(leg.share)
    if not legs:
        raise CannotDo("All of this was taken back. Begin a new share with what is right.")
    legs.sort(key=lambda each: each.pk == leg_id)  # the key is that of the last one
    steps = _corrected(legs, words, by)
    write(leg.share, steps, by=by, before=_in_the_record(leg.share, words, by), key=key)
    return leg


@as_part("sharing")
def put_right(*, correction: NewEvent, root: str, words: str, by: Viewer) -> Recorded:
    """An entry is put right or taken back where it was written: all with whom it was shared are told in the same
    breath, whoever shared it, and acknowledge it. The shares are read as the app itself: who corrects an entry may
    have no part in them. `root` is the entry that the shares carry.
    """
    told: Recorded | None = None
    correction = replace(correction, id=correction.id or new_id())
    for share in _shares(Q(items__contains=[root])):
        legs = _standing(share)
        if legs:
            steps = _corrected(legs, words, by, items=[correction.id])
            done = write(share, steps, by=by, before=[] if told else [correction])
            told = told or done
    return told or record([correction], by=by)


@as_part("sharing")
def tell_moved(*, references: Collection[str], entries: Collection[str], by: Viewer) -> None:
    """These shares, or entries that other shares carry, are about another child than it seemed. All who had any of it
    are told, once for each share, and acknowledge it. The other child is not named: the share's page says who it is.
    """
    for share in _shares(Q(reference__in=references) | Q(items__has_any_keys=list(entries))):
        words = IS_ANOTHERS if share.reference in references else HOLDS_ANOTHERS
        if legs := _standing(share):
            write(share, _corrected(legs, words, by), by=by)


@transaction.atomic
def withdraw(*, leg_id: str, reason: str, by: Viewer) -> Leg:
    """Sent by mistake, or no longer needed. What was shared stays in the record."""
    leg = lock(leg_id)
    check_can_follow(by, leg.share)
    if leg.state not in MAY_TAKE_BACK:
        raise CannotDo("It is too late to take this back. See below how it stands.")
    if not reason.strip():
        raise CannotDo("Say why you take it back.")
    steps: list[Step] = [(leg, "share.withdrawn", {**_told(leg, by), "reason": reason})]
    steps += [
        (each, "share.recalled", {**_told(each, by), "reason": reason})
        for each in _before(leg, _all_locked(leg.share))
        if _had_it(each)
    ]
    write(leg.share, steps, by=by)
    return leg


@transaction.atomic
def acknowledge(*, leg_id: str, by: Viewer) -> Leg:
    """A named person has read what was changed. Everything that waits on this part is acknowledged with it."""
    leg = lock(leg_id)
    check_can_answer(by, leg)
    waiting = unacknowledged(leg)
    if not waiting:
        raise CannotDo("There is nothing to acknowledge now. See below how it stands.")
    said = {"by": by.practitioner_id}
    steps: list[Step] = [(leg, "share.change-acknowledged", {**said, "change": each["event"]}) for each in waiting]
    write(leg.share, steps, by=by)
    return leg


def _corrected(legs: Iterable[Leg], words: str, by: Viewer, **more: object) -> list[Step]:
    return [(each, "share.corrected", {**_told(each, by), "words": words, **more}) for each in legs]


def _in_the_record(share: Share, words: str, by: Viewer) -> list[NewEvent]:
    """The entry that the share began with is put right too, where the sender may read it. It is never overwritten."""
    row = Event.objects.filter(pk=share.items[0], agency=by.agency).first() if share.items else None
    if row is None:
        return []
    event = to_event(row, rulebook.current().vocabulary)
    text = f"{share.words}\n\nPut right, because: {words}"
    data = {**event.data, "words": text} if "words" in event.data else dict(event.data)
    return [
        NewEvent(
            kind=event.kind,
            subject=event.subject,
            occurred_from=event.occurred_from,
            occurred_to=event.occurred_to,
            data=data,
            text=text,
            record_class=row.record_class,
            handling=row.handling,
            corrects=event.id,
        )
    ]


def _told(leg: Leg, by: Viewer) -> dict[str, object]:
    return {
        "asks": leg.share.asks,
        "had_it": _had_it(leg),
        "recipient_agency": leg.team.agency_id,
        "recipient_team": leg.team.slug,
        "sender_team": leg.share.sender_team.slug,
        "by": by.practitioner_id,
    }


def _had_it(leg: Leg) -> bool:
    return step(leg, "received") is not None


def _shares(which: Q) -> QuerySet[Share]:
    return Share.objects.select_related("sender_team").filter(which).order_by("pk")


def _standing(share: Share) -> list[Leg]:
    return [each for each in _all_locked(share) if each.state != Leg.State.WITHDRAWN]


def _all_locked(share: Share) -> list[Leg]:
    """In one order, so that two who change a share at once wait for each other."""
    found = Leg.objects.select_for_update(of=("self",)).select_related("team__agency").filter(share=share)
    legs = list(found.order_by("pk"))
    for leg in legs:
        leg.share = share
    return legs


def _before(leg: Leg, legs: list[Leg]) -> Iterator[Leg]:
    """From whom the part came, and from whom that one did."""
    by_id = {each.pk: each for each in legs}
    before = by_id.get(leg.passed_on_from_id or "")
    while before is not None:
        yield before
        before = by_id.get(before.passed_on_from_id or "")
