"""Which mailboxes are read for which team, and what lies in them? A maildir on this machine, or IMAP over TLS.

A mail is marked only after it stands in the database; one that was cut off in between comes again and is known. Of a
mailbox that cannot be read its agency sees why, on the page of what came in; after half an hour it becomes a duty for a
person.
"""

from __future__ import annotations

import logging
import mailbox
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction

from followthrough.procedures.model.event import Subject
from followthrough.service.agencies.models import Team
from followthrough.service.core import clock
from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import acting
from followthrough.service.intake import actions, imap
from followthrough.service.intake.arrivals import from_mail
from followthrough.service.intake.imap import AT_ONCE, Seen
from followthrough.service.intake.models import Mailbox, Trouble
from followthrough.service.intake.tokens import Asking
from followthrough.service.intake.unread import Unread
from followthrough.service.ledger.actions import NewEvent, record

EVERY: Final = timedelta(minutes=1)
PATIENCE: Final = timedelta(minutes=30)  # our default: mail servers are restarted
_ONE_AT_A_TIME: Final = 7_215_191  # any number that no other lock uses
_log = logging.getLogger(__name__)


class UnfitMailbox(ValueError):
    """FOLLOWTHROUGH_MAILBOXES cannot be used as it stands; the message says why."""


@dataclass(frozen=True)
class Source:
    """AGENCY/TEAM=maildir:/a/folder or AGENCY/TEAM=imaps://user:password@host/INBOX

    Where the service wants a token: imaps://user:secret@host/INBOX?token=https://…&client=…&scope=…
    """

    team: str
    address: str


def sources() -> list[Source]:
    found = []
    for each in settings.FOLLOWTHROUGH_MAILBOXES:
        team, _, address = each.partition("=")
        if "/" not in team or not address.startswith(("maildir:", "imaps://")):
            raise UnfitMailbox("Write each mailbox as AGENCY/TEAM=maildir:FOLDER or AGENCY/TEAM=imaps://USER@HOST/BOX.")
        try:
            Asking.read(urlsplit(address))
        except ValueError as error:
            raise UnfitMailbox(f"The mailbox of {team}: {error}") from error
        found.append(Source(team, address))
    return found


def take_in_due() -> int:
    """For the sweep: every mailbox that was not looked into for a minute. How many mails came in."""
    return take_in(only_due=True) if settings.FOLLOWTHROUGH_MAILBOXES else 0


def take_in(*, only_due: bool = False) -> int:
    """One mailbox after the other; one that fails does not keep the others waiting."""
    came = 0
    for source in sources():
        agency, _, slug = source.team.partition("/")
        team = Team.objects.select_related("agency").filter(agency=agency, slug=slug).first()
        if team is None:
            _log.error("There is no team %s, so its mailbox is not read.", source.team)
            continue
        with _alone() as is_ours:
            if is_ours:
                came += _take_in_one(source, team, only_due)
    return came


@contextmanager
def _alone() -> Iterator[bool]:
    """Any number of sweeps may run; one of them reads mail."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [_ONE_AT_A_TIME])
        is_ours = bool(cursor.fetchone()[0])
        try:
            yield is_ours
        finally:
            if is_ours:
                cursor.execute("select pg_advisory_unlock(%s)", [_ONE_AT_A_TIME])


def _take_in_one(source: Source, team: Team, only_due: bool) -> int:
    with acting(actions.BY):
        held, _ = Mailbox.objects.get_or_create(team=team)
    if only_due and held.checked_at and held.checked_at <= clock.now() < held.checked_at + EVERY:
        return 0
    came = 0
    try:
        reading = _maildir if source.address.startswith("maildir:") else _imap
        for raw, seen in reading(source.address, held):
            came += actions.take_in(arrival=from_mail(raw), team=team) is not None
            seen()
    except Unread as error:
        _log.error("The mailbox of %s could not be read: %s", source.team, error.trouble.label)
        _failed(held, team, error.trouble)
    else:
        _worked(held, team)
    return came


def _maildir(address: str, held: Mailbox) -> Iterator[tuple[bytes, Seen]]:
    """What is new, and what was left by a run that was cut off."""
    try:
        box = mailbox.Maildir(address.removeprefix("maildir:"), create=False)
        for key in sorted(box.keys())[: AT_ONCE * 10]:
            if "S" not in box.get_message(key).get_flags():
                yield box.get_bytes(key), partial(_mark, box, key)
    except mailbox.NoSuchMailboxError as error:
        raise Unread(Trouble.NO_MAILBOX) from error
    except (OSError, mailbox.Error) as error:
        raise Unread(Trouble.BROKEN_OFF) from error


def _mark(box: mailbox.Maildir, key: str) -> None:
    message = box.get_message(key)
    message.set_subdir("cur")
    message.add_flag("S")
    box[key] = message


def _imap(address: str, held: Mailbox) -> Iterator[tuple[bytes, Seen]]:
    for raw, read_to in imap.read(address, held.read_to):
        yield raw, partial(_remember, held, read_to)


def _remember(held: Mailbox, read_to: str) -> None:
    held.read_to = read_to
    with acting(actions.BY):
        held.save(update_fields=["read_to"])


def _worked(held: Mailbox, team: Team) -> None:
    with transaction.atomic(), acting(actions.BY):
        if held.told:
            record([_telling("mailbox.read", held, team)], by=actions.BY)
        held.checked_at, held.failing_since, held.failure, held.told = clock.now(), None, "", False
        held.trouble = ""
        held.save()


def _failed(held: Mailbox, team: Team, trouble: Trouble) -> None:
    with transaction.atomic(), acting(actions.BY):
        now = clock.now()
        held.checked_at = now
        held.failing_since, held.trouble = held.failing_since or now, trouble
        held.failure = held.failure or new_id()
        if not held.told and now - held.failing_since >= PATIENCE:
            record([_telling("mailbox.failed", held, team)], by=actions.BY)
            held.told = True
        held.save()


def _telling(kind: str, held: Mailbox, team: Team) -> NewEvent:
    data = {"failure": held.failure} | ({"team": team.slug} if kind == "mailbox.failed" else {})
    return NewEvent(
        kind=kind,
        subject=Subject("agency", team.agency_id),
        agency=team.agency_id,
        occurred_from=clock.now(),
        data=data,
    )
