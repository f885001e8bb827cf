"""Which mailboxes are read for which team, and what lies in them? A maildir on this machine, or IMAP over TLS.

A mail is marked only after it stands in the database; one that was cut off in between comes again and is known. What
IMAP has read is remembered by number and not by “seen”, because people look into shared mailboxes with their own
programs. A mailbox that cannot be read for half an hour becomes a duty for a person.
"""

from __future__ import annotations

import imaplib
import logging
import mailbox
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import connection, transaction

from followthrough.procedures.model.event import Subject
from followthrough.service.agencies.models import Team
from followthrough.service.core import clock
from followthrough.service.core.ids import new_id
from followthrough.service.core.viewer import acting
from followthrough.service.intake import actions
from followthrough.service.intake.arrivals import from_mail
from followthrough.service.intake.models import Mailbox
from followthrough.service.ledger.actions import NewEvent, record

EVERY: Final = timedelta(minutes=1)
PATIENCE: Final = timedelta(minutes=30)  # our default: mail servers are restarted
TIMEOUT: Final = 10  # seconds
AT_ONCE: Final = 200
_ONE_AT_A_TIME: Final = 7_215_191  # any number that no other lock uses
_log = logging.getLogger(__name__)

Seen = Callable[[], None]


class UnfitMailbox(ValueError):
    """FOLLOWTHROUGH_MAILBOXES cannot be used as it stands; the message says why."""


@dataclass(frozen=True)
class Source:
    """AGENCY/TEAM=maildir:/a/folder or AGENCY/TEAM=imaps://user:password@host/INBOX"""

    team: str
    address: str


def sources() -> list[Source]:
    found = []
    for each in settings.FOLLOWTHROUGH_MAILBOXES:
        team, _, address = each.partition("=")
        if "/" not in team or not address.startswith(("maildir:", "imaps://")):
            raise UnfitMailbox("Write each mailbox as AGENCY/TEAM=maildir:FOLDER or AGENCY/TEAM=imaps://USER@HOST/BOX.")
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
    except (OSError, imaplib.IMAP4.error, mailbox.Error) as error:
        _log.error("The mailbox of %s could not be read: %s", source.team, type(error).__name__)
        _failed(held, team)
    else:
        _worked(held, team)
    return came


def _maildir(address: str, held: Mailbox) -> Iterator[tuple[bytes, Seen]]:
    """What is new, and what was left by a run that was cut off."""
    folder = address.removeprefix("maildir:")
    box = mailbox.Maildir(folder, create=False)
    for key in sorted(box.keys())[: AT_ONCE * 10]:
        if "S" in box.get_message(key).get_flags():
            continue
        yield box.get_bytes(key), partial(_mark, box, key)


def _mark(box: mailbox.Maildir, key: str) -> None:
    message = box.get_message(key)
    message.set_subdir("cur")
    message.add_flag("S")
    box[key] = message


def _imap(address: str, held: Mailbox) -> Iterator[tuple[bytes, Seen]]:
    """By the numbers that the server gives, which only grow. New numbers from the beginning when it says so."""
    parts = urlsplit(address)
    server = imaplib.IMAP4_SSL(
        parts.hostname or "", parts.port or 993, ssl_context=ssl.create_default_context(), timeout=TIMEOUT
    )
    try:
        server.login(unquote(parts.username or ""), unquote(parts.password or ""))
        status, _ = server.select(_quoted(unquote(parts.path.strip("/")) or "INBOX"), readonly=True)
        if status != "OK":
            raise imaplib.IMAP4.error("there is no such mailbox")
        validity = str((server.response("UIDVALIDITY")[1] or [b""])[0], "ascii")
        before, _, last = held.read_to.partition(":")
        known = int(last) if before == validity and last else 0
        for uid in _numbers(server, known)[:AT_ONCE]:
            yield _fetched(server, uid), partial(_remember, held, f"{validity}:{uid}")
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            server.logout()


def _numbers(server: Any, known: int) -> list[int]:
    _, found = server.uid("search", None, f"UID {known + 1}:*")
    numbers = [int(each) for each in (found[0] or b"").split()]
    return sorted(each for each in numbers if each > known)  # "*" gives the last one even where it is known


def _fetched(server: Any, uid: int) -> bytes:
    _, found = server.uid("fetch", str(uid), "(BODY.PEEK[])")
    parts = [each[1] for each in found or [] if isinstance(each, tuple)]
    if not parts:
        raise imaplib.IMAP4.error(f"mail {uid} was not given")
    return bytes(parts[0])


def _quoted(name: str) -> str:
    return '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'


def _remember(held: Mailbox, read_to: str) -> None:
    held.read_to = read_to
    with acting(actions.BY):
        held.save(update_fields=["read_to"])


def _worked(held: Mailbox, team: Team) -> None:
    with transaction.atomic(), acting(actions.BY):
        if held.told:
            record([_telling("mailbox.read", held, team)], by=actions.BY)
        held.checked_at, held.failing_since, held.failure, held.told = clock.now(), None, "", False
        held.save()


def _failed(held: Mailbox, team: Team) -> None:
    with transaction.atomic(), acting(actions.BY):
        now = clock.now()
        held.checked_at = now
        held.failing_since = held.failing_since or now
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
