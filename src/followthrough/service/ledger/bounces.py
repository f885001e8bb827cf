"""A letter came back to our own mailbox: which one was it, and is it for good?

Mail servers say so in a report of delivery status (RFC 3464), which carries the letter, or its head, with the
Message-ID that we gave it. Anything else in the mailbox is left for a person.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage, Message
from typing import Any

from followthrough.service.ledger.delivery import tell_fate

_OURS = re.compile(r"<([0-9a-f]{32})@")


def take(raw: bytes) -> bool:
    """Whether it was the report of a letter of ours; then its fate is known, and a person is asked."""
    report = email.message_from_bytes(raw, policy=policy.default)
    status, letter = _status(report), _letter(report)
    if not letter or not status.startswith("5"):
        return False
    return tell_fate(letter, arrived=False, reason=f"the mail server sent it back ({status})")


def _status(report: EmailMessage | Message) -> str:
    """The worst that it says, such as 5.1.1; empty for what is no report, or says that the letter is only late."""
    found = [str(part.get("Status", "")) for part in _parts(report) if str(part.get("Action", "")).lower() == "failed"]
    return max((each.strip() for each in found), default="")


def _letter(report: EmailMessage | Message) -> str:
    for part in _parts(report):
        if part.get_content_type() in ("message/rfc822", "text/rfc822-headers"):
            held: Any = part.get_payload()
            text = held[0].as_string() if isinstance(held, list) else str(held)
            found = re.search(r"(?im)^message-id:\s*(\S+)", text)
            ours = _OURS.match(found[1]) if found else None
            if ours:
                return ours[1]
    return ""


def _parts(report: EmailMessage | Message) -> Iterator[Message]:
    for part in report.walk():
        yield part
        if part.get_content_type() == "message/delivery-status":
            held: Any = part.get_payload()
            yield from held if isinstance(held, list) else ()
