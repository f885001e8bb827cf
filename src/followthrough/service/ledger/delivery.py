"""Has the letter gone? Sent at least once, tried again with longer waits, and never lost.

A letter that cannot be delivered becomes an event, `delivery.failed`, whose procedure makes a duty for a person.
Which people stand behind "agency/team/role" is asked at delivery: FOLLOWTHROUGH_DIRECTORY names the function.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.module_loading import import_string

from followthrough.procedures.model.event import Subject
from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import Viewer, acting
from followthrough.service.ledger.actions import NewEvent, record
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Duty, Event, Outbox

BY: Final = Viewer.system("outbox")
FAILED: Final = "delivery.failed"
ATTEMPTS: Final = 6  # the waits between them add up to about half an hour
FIRST_WAIT: Final = timedelta(minutes=1)
PATIENCE: Final = timedelta(seconds=20)  # in real time, for one round: clocks go before letters
_log = logging.getLogger(__name__)


def recorded(vocabulary: Vocabulary) -> tuple[str, ...]:
    """What the outbox reports of itself."""
    return (FAILED,)


class NoAddress(Exception):
    """Nobody stands behind the agency, team and role."""


def deliver(limit: int = 500) -> tuple[int, int]:
    """Send what is due. Returns how many letters went, and how many failed for good.

    A mail server that answers slowly or never must not keep the sweep from its clocks: the rest waits for the next one.
    """
    seen: list[str] = []
    settled: list[str] = []
    until = clock.real_now() + PATIENCE
    for _ in range(limit):
        if clock.real_now() >= until:
            break
        try:
            state = _deliver_one(seen)
        except Exception:  # the letter waits on; it must not hold up the others
            _log.exception("A letter could not be dealt with; the next sweep tries again.")
            continue
        if state is None:
            break
        settled.append(state)
    return settled.count(Outbox.State.SENT), settled.count(Outbox.State.FAILED)


def _deliver_one(seen: list[str]) -> str | None:
    """One letter in one transaction, past those that another copy holds. None when nothing is due."""
    with transaction.atomic(), acting(BY):
        with as_assessor():
            due = Outbox.objects.filter(state=Outbox.State.WAITING, due_at__lte=clock.now()).exclude(pk__in=seen)
            letter = due.order_by("due_at", "id").select_for_update(skip_locked=True).first()
        if letter is None:
            return None
        seen.append(letter.id)
        _try(letter)
        with as_assessor():
            letter.save(update_fields=["state", "attempts", "last_error", "due_at", "settled_at"])
        if letter.state != Outbox.State.WAITING:
            audit.record("letter.settled", by=BY, detail={"letter": letter.id}, outcome=letter.state)
        if letter.state == Outbox.State.FAILED and not _is_about_a_failure(letter):
            _make_it_a_duty(letter)
        return letter.state


def _try(letter: Outbox) -> None:
    letter.attempts += 1
    try:
        EmailMessage(letter.subject, letter.body, to=_people(letter.to)).send()
    except NoAddress:
        _settle(letter, Outbox.State.FAILED, "nobody is in the directory for it")
    except Exception as error:  # whatever a mail server may do to us, the letter is not lost
        reason = type(error).__name__  # never its words: they may hold an address
        if letter.attempts >= ATTEMPTS:
            _settle(letter, Outbox.State.FAILED, reason)
        else:
            letter.last_error = reason
            letter.due_at = clock.now() + FIRST_WAIT * 2 ** (letter.attempts - 1)
    else:
        _settle(letter, Outbox.State.SENT, "")


def _settle(letter: Outbox, state: str, error: str) -> None:
    letter.state, letter.last_error, letter.settled_at = state, error, clock.now()


def _people(to: str) -> list[str]:
    if "@" in to:
        return [to]
    agency, team, role = to.split("/")
    path = getattr(settings, "FOLLOWTHROUGH_DIRECTORY", "")
    lookup: Callable[[str, str, str], list[str]] = import_string(path) if path else lambda *_: []
    found = lookup(agency, team, role)
    if not found:
        raise NoAddress(to)
    return found


def _is_about_a_failure(letter: Outbox) -> bool:
    """Then the duty stands already; where nobody can be reached, another would only call for the next."""
    with as_assessor():
        duty = Duty.objects.filter(pk=letter.duty_id).first()
        return duty is not None and Event.objects.filter(pk=duty.trigger, kind=FAILED).exists()


def _make_it_a_duty(letter: Outbox) -> None:
    agency, team, _ = letter.to.split("/") if "@" not in letter.to else ("", "", "")
    if not letter.subject_id or not agency:
        return  # a letter about nobody, to an address that somebody typed: its row says that it failed
    data = {
        "message": letter.id,
        "recipient_agency": agency,
        "recipient_team": team,
        "channel": letter.channel,
        "reason": letter.last_error,
    }
    subject = Subject(letter.subject_kind, letter.subject_id)
    event = NewEvent(kind=FAILED, subject=subject, occurred_from=clock.now(), agency=agency, data=data)
    record([event], by=BY)
