"""What lies in a mailbox on an IMAP server, beyond what was read before? Always over TLS, with the certificate checked.

What was read is remembered by the number that the server gave it, and not by “seen”, because people look into shared
mailboxes with their own programs. Nothing is changed there.
"""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final
from urllib.parse import SplitResult, unquote, urlsplit

from followthrough.service.intake.arrivals import MOST_BYTES
from followthrough.service.intake.models import Trouble
from followthrough.service.intake.tokens import Asking
from followthrough.service.intake.unread import Unread

TIMEOUT: Final = 10  # seconds
AT_ONCE: Final = 200
WHOLE: Final = f"(BODY.PEEK[]<0.{MOST_BYTES + 1}>)"  # one byte more than is taken in tells that it is too large

Seen = Callable[[], None]


def read(address: str, read_to: str) -> Iterator[tuple[bytes, str]]:
    """Each new mail, with what to remember once it is kept. Raises Unread.

    Numbers only grow. A server that gives new ones says so by another UIDVALIDITY; then all is read from the beginning.
    """
    parts = urlsplit(address)
    try:
        with _signed_in(parts) as server:
            validity = _opened(server, unquote(parts.path.strip("/")) or "INBOX")
            before, _, last = read_to.partition(":")
            for uid in _numbers(server, int(last) if before == validity and last else 0)[:AT_ONCE]:
                yield _fetched(server, uid), f"{validity}:{uid}"
    except (OSError, imaplib.IMAP4.error, ValueError) as error:
        raise Unread(Trouble.BROKEN_OFF) from error


@contextmanager
def _signed_in(parts: SplitResult) -> Iterator[imaplib.IMAP4_SSL]:
    name, asking = unquote(parts.username or ""), Asking.read(parts)
    secret = asking.token() if asking else unquote(parts.password or "")
    server = _connected(parts)
    try:
        _sign_in(server, name, secret, by_token=asking is not None)
        yield server
    finally:
        try:
            server.logout()
        except (OSError, imaplib.IMAP4.error):  # the line is dead; our end of it is still open
            with suppress(OSError):
                server.shutdown()


def _connected(parts: SplitResult) -> imaplib.IMAP4_SSL:
    context = ssl.create_default_context()
    try:
        return imaplib.IMAP4_SSL(parts.hostname or "", parts.port or 993, ssl_context=context, timeout=TIMEOUT)
    except ssl.SSLCertVerificationError as error:
        raise Unread(Trouble.CERTIFICATE) from error
    except (OSError, imaplib.IMAP4.error) as error:
        raise Unread(Trouble.UNREACHABLE) from error


def _sign_in(server: imaplib.IMAP4_SSL, name: str, secret: str, *, by_token: bool) -> None:
    """By PLAIN where the server knows it: LOGIN has no way to say letters beyond ASCII."""
    try:
        if by_token:
            bearer = f"user={name}\1auth=Bearer {secret}\1\1".encode()
            # A server that refuses it asks once more, only to say why: the answer to that is empty.
            server.authenticate("XOAUTH2", lambda asked: b"" if asked else bearer)
        elif "AUTH=PLAIN" in server.capabilities:
            server.authenticate("PLAIN", lambda _: f"\0{name}\0{secret}".encode())
        else:
            server.login(name, secret)
    except imaplib.IMAP4.abort:  # the line was cut, and nothing was refused
        raise
    except (imaplib.IMAP4.error, UnicodeError) as error:
        raise Unread(Trouble.PASSWORD) from error


def _opened(server: imaplib.IMAP4_SSL, name: str) -> str:
    """Its UIDVALIDITY."""
    status, _ = server.select(_quoted(name), readonly=True)
    if status != "OK":
        raise Unread(Trouble.NO_MAILBOX)
    return str((server.response("UIDVALIDITY")[1] or [b""])[0], "ascii")


def _numbers(server: imaplib.IMAP4_SSL, known: int) -> list[int]:
    _, found = server.uid("search", f"UID {known + 1}:*")
    numbers = [int(each) for each in (found[0] or b"").split()]
    return sorted(each for each in numbers if each > known)  # "*" gives the last one even where it is known


def _fetched(server: imaplib.IMAP4_SSL, uid: int) -> bytes:
    _, found = server.uid("fetch", str(uid), WHOLE)
    answered: list[Any] = found or []
    parts = [each[1] for each in answered if isinstance(each, tuple)]
    if not parts:
        raise imaplib.IMAP4.error(f"mail {uid} was not given")
    return bytes(parts[0])


def _quoted(name: str) -> str:
    return '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'
