"""When a shift ends: list what is open, and let whoever comes on duty accept each piece of it.

The sweep makes the list a while before. What is accepted brings access to the child until the taker's shift has ended;
what is not accepted stays with the giver, and the duty to accept it climbs.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from followthrough.procedures.model.event import Subject
from followthrough.service.access import actions as access
from followthrough.service.agencies.models import Team
from followthrough.service.agencies.ringing import open_spans, opens_next, shuts_next
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.cover import policies
from followthrough.service.cover.models import HandOver, HandOverItem
from followthrough.service.cover.queries import handover as queries
from followthrough.service.ledger.actions import NewEvent, record
from followthrough.service.sharing.models import Share

BY: Final = Viewer.system("cover")
# How long before the end of a shift its list is made, by day and by night: 16:30 and 08:00 where the office is open
# from nine to five. Our defaults.
BEFORE_DAY_ENDS: Final = timedelta(minutes=30)
BEFORE_NIGHT_ENDS: Final = timedelta(hours=1)
MISSED_WITHIN: Final = timedelta(hours=12)  # a sweep that was down for longer leaves the list to a call
AFTER: Final = timedelta(hours=1)  # what was accepted is still seen while it is handed back


class CannotHandOver(ValueError):
    """The message says why, and what to do."""


def make_due() -> int:
    """For the sweep. Returns how many lists are new."""
    with transaction.atomic(), acting(BY):
        made = [each for each in map(_make, _ending(clock.now())) if each]
        finish_done()
    return len(made)


def next_at(after: datetime) -> datetime | None:
    """When a list is made next; None where no agency has a team for the night."""
    found = []
    for giver, _, own, before in _pairs():
        opens_at = opens_next(giver, own, after) or after
        for at in (opens_at, opens_at + timedelta(days=1)):
            ends_at = shuts_next(giver, own, at)
            if ends_at and ends_at - before > after:
                found.append(ends_at - before)
                break
    return min(found, default=None)


def _pairs() -> Iterator[tuple[Team, Team, list[Team], timedelta]]:
    for day, night, own in queries.day_and_night():
        yield day, night, own, BEFORE_DAY_ENDS
        yield night, day, own, BEFORE_NIGHT_ENDS


def _ending(now: datetime) -> list[tuple[Team, Team, datetime, datetime]]:
    """Giver, taker, and when the shift of each ends. With what a sweep that was down has missed."""
    found = []
    for giver, taker, own, before in _pairs():
        if opens_next(giver, own, now) is None:
            ends_at = shuts_next(giver, own, now)
        else:
            ends_at = _missed(giver, own, now)
        until = shuts_next(taker, own, ends_at) if ends_at else None
        if ends_at and until and ends_at - before <= now:
            found.append((giver, taker, ends_at, until))
    return found


def _missed(giver: Team, own: list[Team], now: datetime) -> datetime | None:
    """The end of the giver's last shift, where the agency made lists before it, so that one is missing."""
    ended = list(open_spans(giver, own, now - MISSED_WITHIN, now))
    ends_at = ended[-1][1] if ended else None
    return ends_at if ends_at and queries.has_lists(own, before=ends_at) else None


def _make(ending: tuple[Team, Team, datetime, datetime]) -> HandOver | None:
    giver, taker, ends_at, until = ending
    now = clock.now()
    made, is_new = HandOver.objects.get_or_create(
        giver=giver,
        shift_ends_at=ends_at,
        defaults={"taker": taker, "taker_until": until, "made_at": now},
    )
    if not is_new:
        return None
    items = queries.open_work(giver, until)
    for item in items:
        item.hand_over = made
    HandOverItem.objects.bulk_create(items)
    if not items:
        HandOver.objects.filter(pk=made.pk).update(done_at=clock.now())
        return made
    data: dict[str, str | datetime] = {
        "list": made.pk,
        "taking_team": taker.slug,
        "accept_by": max(ends_at, now + BEFORE_DAY_ENDS),
    }
    record([_event("hand-over.listed", giver.agency_id, data)], by=BY)
    return made


@transaction.atomic
def accept(*, item: HandOverItem, by: Viewer) -> None:
    """By name. The taker's team sees the child until its shift has ended."""
    item = _locked(item, by)
    _settle(item, HandOverItem.State.ACCEPTED, by)
    child, taker = Subject("child", item.child_id), item.hand_over.taker
    access.involve(
        agency=taker.agency_id,
        team=taker.slug,
        subject=child,
        reason="accepted it when the shift changed",
        until=item.hand_over.taker_until + AFTER,
        by=by,
    )
    if item.what == HandOverItem.What.SHARE:
        _let_see_share(item, taker)
    audit.record("hand-over.accepted", by=by, subject=child, detail={"item": item.pk})
    finish_done([item.hand_over])


@transaction.atomic
def ask(*, item: HandOverItem, question: str, by: Viewer) -> None:
    """It stays with the giver, who answers."""
    item = _locked(item, by)
    item.question, item.answer = question, ""
    _settle(item, HandOverItem.State.ASKED, by)


@transaction.atomic
def answer(*, item: HandOverItem, answer: str, by: Viewer) -> None:
    policies.check_can_give(by, item.hand_over)
    item = HandOverItem.objects.select_for_update().get(pk=item.pk)
    if item.state != HandOverItem.State.ASKED:
        raise CannotHandOver("Nobody waits for an answer to this any more.")
    item.answer, item.state = answer, HandOverItem.State.WAITING
    item.save(update_fields=["answer", "state"])


def finish_done(lists: list[HandOver] | None = None) -> None:
    """Lists whose every piece was accepted, or is done by now."""
    with transaction.atomic(), acting(BY):
        waiting = HandOver.objects.filter(done_at=None).select_related("giver")
        waiting = waiting if lists is None else waiting.filter(pk__in=[each.pk for each in lists])
        done = [each for each in waiting if not queries.left(each)]
        HandOver.objects.filter(pk__in=[each.pk for each in done]).update(done_at=clock.now())
        events = [_event("hand-over.list-accepted", each.giver.agency_id, {"list": each.pk}) for each in done]
        if events:
            record(events, by=BY)


def _locked(item: HandOverItem, by: Viewer) -> HandOverItem:
    policies.check_can_take_over(by, item.hand_over)
    found = HandOverItem.objects.select_for_update(of=("self",)).select_related("hand_over__taker")
    held = found.get(pk=item.pk)
    if held.state == HandOverItem.State.ACCEPTED:
        raise CannotHandOver("Somebody of your team has accepted this already.")
    return held


def _settle(item: HandOverItem, state: HandOverItem.State, by: Viewer) -> None:
    item.state, item.settled_by, item.settled_at = state, by.practitioner_id, clock.now()
    item.save(update_fields=["state", "settled_by", "settled_at", "question", "answer"])


def _let_see_share(item: HandOverItem, taker: Team) -> None:
    """The share itself lists the teams that may read it; only its own part of the system changes that list."""
    with acting(Viewer.system("sharing")):
        share = Share.objects.filter(legs=item.ref).first()
        if share is not None and taker.key not in share.teams:
            Share.objects.filter(pk=share.pk).update(teams=[*share.teams, taker.key])


def _event(kind: str, agency: str, data: dict[str, str | datetime]) -> NewEvent:
    return NewEvent(
        id=f"{kind.replace('.', '-')}-{data['list']}",
        kind=kind,
        subject=Subject("agency", agency),
        occurred_from=clock.now(),
        agency=agency,
        data=data,
    )
