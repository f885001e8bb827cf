"""Has the letter gone? Sent at least once, tried again with longer waits, and never lost.

How a letter leaves is a matter of its channel: FOLLOWTHROUGH_CHANNELS names a function for each, which raises Refused
when it can never arrive, and anything else when it may be tried again. What fails for good becomes a duty (`failing`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from followthrough.service.core import audit, clock
from followthrough.service.core.viewer import acting
from followthrough.service.ledger import failing, wording
from followthrough.service.ledger.addressing import BY, address_due
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Letter, Outbox

ATTEMPTS: Final = 6  # the waits between them add up to about half an hour
FIRST_WAIT: Final = timedelta(minutes=1)
PATIENCE: Final = timedelta(seconds=20)  # in real time, for one round: clocks go before letters
_log = logging.getLogger(__name__)

Send = Callable[[Letter, wording.Words], None]


class Refused(Exception):
    """It can never arrive at this address. The message says why in words that hold no address."""


def deliver(limit: int = 500) -> tuple[int, int]:
    """Send what is due. Returns how many letters went, and how many letters and notices failed for good.

    A mail server that answers slowly or never must not keep the sweep from its clocks: the rest waits for the next one.
    """
    until = clock.real_now() + PATIENCE
    nobody = _address()
    seen: list[str] = []
    settled: list[str] = []
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
    failed = sum(state in (Letter.State.FAILED, Letter.State.BOUNCED) for state in settled)
    return settled.count(Letter.State.SENT), failed + nobody


def _address() -> int:
    try:
        return address_due()
    except Exception:
        _log.exception("Notices could not be put into letters; the next sweep tries again.")
        return 0


def _deliver_one(seen: list[str]) -> str | None:
    """One letter in one transaction, past those that another copy holds. None when nothing is due."""
    with transaction.atomic(), acting(BY):
        with as_assessor():
            due = Letter.objects.filter(state=Letter.State.WAITING, due_at__lte=clock.now()).exclude(pk__in=seen)
            # What is urgent never waits behind a digest.
            letter = due.order_by("-is_urgent", "due_at", "id").select_for_update(skip_locked=True).first()
            if letter is None:
                return None
            notices = list(Outbox.objects.filter(carried__letter=letter).order_by("written_at", "key"))
        seen.append(letter.id)
        _try(letter, notices)
        _keep(letter)
        return letter.state


def _try(letter: Letter, notices: list[Outbox]) -> None:
    letter.attempts += 1
    try:
        send: Send = import_string(settings.FOLLOWTHROUGH_CHANNELS[letter.channel])
        if notices:  # else the record that it was about was destroyed
            send(letter, wording.words(letter, notices))
    except Refused as refusal:
        _settle(letter, Letter.State.BOUNCED, str(refusal))
    except Exception as error:  # whatever a mail server may do to us, the letter is not lost
        reason = type(error).__name__  # never its words: they may hold an address
        if letter.attempts >= ATTEMPTS:
            _settle(letter, Letter.State.FAILED, reason)
        else:
            letter.last_error = reason
            letter.due_at = clock.now() + FIRST_WAIT * 2 ** (letter.attempts - 1)
    else:
        letter.state, letter.last_error, letter.sent_at = Letter.State.SENT, "", clock.now()


def _settle(letter: Letter, state: str, error: str) -> None:
    letter.state, letter.last_error, letter.settled_at = state, error[:200], clock.now()


def _keep(letter: Letter) -> None:
    with as_assessor():
        letter.save(update_fields=["state", "attempts", "last_error", "due_at", "sent_at", "settled_at"])
        if letter.state != Letter.State.WAITING:
            _forget_secrets(letter)
    if letter.state != Letter.State.WAITING:
        audit.record("letter.settled", by=BY, detail={"letter": letter.id}, outcome=letter.state)
    if letter.state in (Letter.State.FAILED, Letter.State.BOUNCED):
        failing.make_duty_of_letter(letter)


def _forget_secrets(letter: Letter) -> None:
    for notice in Outbox.objects.filter(carried__letter=letter).exclude(secret=None):
        if notice.secret and not notice.carried.filter(letter__state=Letter.State.WAITING).exists():
            notice.secret = ""
            notice.save(update_fields=["secret"])


def tell_fate(letter_id: str, *, arrived: bool, reason: str = "", came_back: bool = True) -> bool:
    """What a provider, or a letter that came back, says later of one that was sent. False for a letter unknown to us.

    Said twice is said once; and bad news about a letter that was said to have arrived is still news.
    """
    with transaction.atomic(), acting(BY):
        with as_assessor():
            letter = Letter.objects.filter(pk=letter_id).select_for_update().first()
        if letter is None:
            return False
        over = (Letter.State.BOUNCED, Letter.State.FAILED)
        if letter.state in over or (arrived and letter.state == Letter.State.DELIVERED):
            return True
        bad = Letter.State.BOUNCED if came_back else Letter.State.FAILED
        _settle(letter, Letter.State.DELIVERED if arrived else bad, "" if arrived else reason)
        letter.sent_at = letter.sent_at or clock.now()
        _keep(letter)
        return True
