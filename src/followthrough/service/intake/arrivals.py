"""What came in, before it is kept: as much of a mail as can be read. What cannot be read is an arrival too."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from typing import Any, Final

MOST_BYTES: Final = 25_000_000
_HEAD: Final = 100_000  # kept of what is too large
TOO_LARGE = "It is too large to take in whole. Look for it in the mailbox itself."
UNREADABLE = "It could not be read as a mail. The original is kept: open it, or ask whoever sent it."
PARTLY = "Part of it could not be read. The original is kept."
_BLOCKS: Final = {"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "blockquote", "table"}


@dataclass(frozen=True)
class Arrival:
    """`key` is the same for the same thing, however often it comes. `row` is, too, for the same row of a file, whatever
    its columns were said to mean.
    """

    came_by: str
    key: str
    row: str = ""
    sender: str = ""
    subject: str = ""
    text: str = ""
    written_at: datetime | None = None
    attachments: tuple[dict[str, Any], ...] = ()
    original: str = ""
    problem: str = ""
    about: dict[str, str] = field(default_factory=dict)


def from_mail(raw: bytes) -> Arrival:
    """Never raises: whatever it is, a person looks at it."""
    whole = raw[:_HEAD] if len(raw) > MOST_BYTES else raw
    kept = base64.b64encode(whole).decode()
    try:
        read = _read(BytesParser(policy=policy.default).parsebytes(whole), kept, raw)
    except Exception:  # a broken header makes the parser itself fail, in many ways
        return Arrival("mail", _digest(raw), text=_plainly(whole), original=kept, problem=UNREADABLE)
    return read


def attachment_of(original: str, number: int) -> tuple[str, bytes] | None:
    """Name and content of the attachment with this number, from the original."""
    try:
        parts = list(_attachments(BytesParser(policy=policy.default).parsebytes(base64.b64decode(original))))
        part = parts[number]
        return _name(part, number), _content(part)
    except Exception:  # the original can still be had whole
        return None


def _read(mail: EmailMessage, kept: str, raw: bytes) -> Arrival:
    text, is_whole = _text(mail)
    listed = tuple(
        {
            "name": _name(part, number),
            "type": part.get_content_type(),
            "size": len(_content(part)),
        }
        for number, part in enumerate(_attachments(mail))
    )
    subject, sender = _header(mail, "subject"), _header(mail, "from")
    is_mail = bool(mail.keys()) and bool(sender or subject or mail["date"])
    problem = TOO_LARGE if len(raw) > MOST_BYTES else "" if is_whole else PARTLY
    return Arrival(
        "mail",
        _key(mail, text, raw),
        sender=sender,
        subject=subject,
        text=text if is_mail else _plainly(raw),
        written_at=_written(mail),
        attachments=listed,
        original=kept,
        problem=problem if is_mail else UNREADABLE,
    )


def _key(mail: EmailMessage, text: str, raw: bytes) -> str:
    """By its Message-ID. Another text under the same one is another mail, so that no mistake loses one."""
    named = _header(mail, "message-id")
    return _digest("\x1f".join((named, _header(mail, "subject"), text)).encode()) if named else _digest(raw)


def _text(mail: EmailMessage) -> tuple[str, bool]:
    body = mail.get_body(preferencelist=("plain", "html"))
    if body is None:
        return "", True
    try:
        content = body.get_content()
    except (LookupError, UnicodeError, KeyError, ValueError):
        payload = body.get_payload(decode=True)
        return _plainly(payload if isinstance(payload, bytes) else b""), False
    words = _without_tags(content) if body.get_content_type() == "text/html" else str(content)
    return _clean(words), not body.defects


def _attachments(mail: EmailMessage) -> Iterator[EmailMessage]:
    """All that is not the text itself, pictures inside it and forwarded mails included."""
    body = mail.get_body(preferencelist=("plain", "html"))
    alternatives = {id(mail.get_body(preferencelist=(kind,))) for kind in ("plain", "html")}
    yield from _parts(mail, body, alternatives)


def _parts(mail: Any, body: Any, alternatives: set[int]) -> Iterator[EmailMessage]:
    if mail.get_content_maintype() == "multipart":
        for part in mail.iter_parts():
            yield from _parts(part, body, alternatives)
    elif mail is not body and id(mail) not in alternatives:
        yield mail


def _content(part: EmailMessage) -> bytes:
    """A mail within a mail is given whole."""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else part.as_bytes()


def _name(part: EmailMessage, number: int) -> str:
    try:
        given = part.get_filename() or ""
    except Exception:  # a broken header
        given = ""
    plain = re.sub(r"[^\w .()&+-]", "_", given.replace("\\", "/").rpartition("/")[2]).strip(" .")
    return plain[:120] or f"attachment {number + 1}"


def _header(mail: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(mail[name] or "").split())[:500]
    except Exception:  # a header that cannot be decoded
        return ""


def _written(mail: EmailMessage) -> datetime | None:
    try:
        at = parsedate_to_datetime(str(mail["date"]))
    except Exception:  # there is none, or it is no date
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.silent += tag in ("script", "style", "head", "title")
        if tag in _BLOCKS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style", "head", "title") and self.silent > 0
        if tag in _BLOCKS - {"br"}:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.said.append(re.sub(r"\s+", " ", data))


def _without_tags(html: str) -> str:
    reader = _Words()
    reader.feed(html)
    reader.close()
    return "".join(reader.said)


def _clean(words: str) -> str:
    """Without signs that a database or a page cannot hold, and without long gaps."""
    plain = "".join(each for each in words.replace("\r\n", "\n") if each in "\n\t" or each >= " ")
    lines = "\n".join(line.rstrip() for line in plain.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def _plainly(raw: bytes) -> str:
    return _clean(raw[:_HEAD].decode("utf-8", errors="replace"))[:20_000]


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
