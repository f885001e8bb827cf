"""Can the audit be trusted? Each row is linked to all before it, and a signed head says how far and how it stood.

Pure arithmetic on rows, links and heads, so that a copy can be checked on a machine that has no database. Whoever
edits, deletes, inserts or moves a row breaks the links; whoever makes all links anew lacks the key of the heads; and
whoever cuts the end off is told by the heads that were kept elsewhere.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

START = b"\0" * 32
FIELDS = ("id", "at", "real_at", "viewer", "agency", "action", "subject_kind", "subject_id", "detail", "outcome")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """A row with its place in the chain; `row` is None where the place holds none, `position` where it has no place."""

    row: Row | None
    position: int | None
    link: bytes | None


@dataclass(frozen=True, slots=True)
class Head:
    """How the chain stood at one position, signed. `key` names the public key: its first 16 letters in hex."""

    position: int
    link: bytes
    sealed_at: datetime
    key: str
    signature: bytes

    def as_json(self) -> str:
        return json.dumps(
            {
                "position": self.position,
                "link": self.link.hex(),
                "sealed_at": self.sealed_at.isoformat(),
                "key": self.key,
                "signature": base64.b64encode(self.signature).decode(),
            }
        )

    @classmethod
    def from_json(cls, line: str) -> Head:
        """Raises ValueError for a line that is no head."""
        try:
            said = json.loads(line)
            return cls(
                int(said["position"]),
                bytes.fromhex(said["link"]),
                datetime.fromisoformat(said["sealed_at"]),
                str(said["key"]),
                base64.b64decode(said["signature"], validate=True),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"This line is no head of the audit: {line[:60]}") from error


def row_from(values: Sequence[Any]) -> dict[str, Any]:
    """A row as the database hands its FIELDS out; `detail` may come as text."""
    row = dict(zip(FIELDS, values, strict=True))
    if isinstance(row["detail"], str):
        row["detail"] = json.loads(row["detail"])
    return row


def link_after(previous: bytes, row: Row) -> bytes:
    return hashlib.sha256(previous + canonical(row)).digest()


def canonical(row: Row) -> bytes:
    """The same row always gives the same bytes, whatever wrote it."""
    held = {name: _plain(row[name]) for name in FIELDS}
    return json.dumps(held, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _plain(value: Any) -> Any:
    return value.isoformat(timespec="microseconds") if isinstance(value, datetime) else value


def sign(key: Ed25519PrivateKey, position: int, link: bytes, sealed_at: datetime) -> Head:
    message = _message(position, link, sealed_at)
    return Head(position, link, sealed_at, key_name(key.public_key()), key.sign(message))


def key_from(secret: str) -> Ed25519PrivateKey:
    """The signing key that a secret of any form stands for."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"audit heads\0" + secret.encode()).digest())


def public_words(key: Ed25519PublicKey) -> str:
    """The public key as text, to be kept with the heads."""
    return base64.b64encode(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def public_from(words: str) -> Ed25519PublicKey:
    """Raises ValueError for what is no public key."""
    return Ed25519PublicKey.from_public_bytes(base64.b64decode(words, validate=True))


def key_name(key: Ed25519PublicKey) -> str:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw).hex()[:16]


def verify(
    entries: Iterable[Entry], heads: Iterable[Head], kept: Iterable[Head], keys: Iterable[Ed25519PublicKey]
) -> list[str]:
    """What is wrong, one sentence each; none when all is well.

    `entries` are in the order of their positions, those without a place last. `heads` stand beside the rows, `kept`
    were sent elsewhere: what was cut off is known from those alone.
    """
    known = {key_name(key): key for key in keys}
    by_position: dict[int, list[Head]] = {}
    found = [*_bad_heads(heads, known, by_position, "beside the rows"), *_bad_heads(kept, known, by_position, "kept")]
    last, previous = 0, START
    for entry in entries:
        if entry.position is None:
            found.append(f"Row {entry.row and entry.row['id']} has no place in the chain.")
            continue
        if entry.position != last + 1:
            found.append(f"Position {last + 1} is not followed by {entry.position}: rows were deleted or moved.")
        previous, fault = _follow(previous, entry)
        found += fault
        last = entry.position
        found += [
            f"The head of position {last} says that the chain stood differently."
            for head in by_position.pop(last, [])
            if head.link != entry.link
        ]
    cut = (f"A head speaks of position {position}, and there is none: the end was cut off." for position in by_position)
    return [*found, *cut]


def _follow(previous: bytes, entry: Entry) -> tuple[bytes, list[str]]:
    """The link after an entry, and what is wrong with it. The stored link goes on, so one fault is one sentence."""
    assert entry.link is not None
    if entry.row is None:
        return entry.link, [f"The row of position {entry.position} is missing: it was deleted."]
    if link_after(previous, entry.row) != entry.link:
        said = f"Row {entry.row['id']} at position {entry.position} does not fit its link: it was changed or moved."
        return entry.link, [said]
    return entry.link, []


def _bad_heads(
    heads: Iterable[Head], keys: Mapping[str, Ed25519PublicKey], by_position: dict[int, list[Head]], where: str
) -> Iterator[str]:
    for head in heads:
        by_position.setdefault(head.position, []).append(head)
        key = keys.get(head.key)
        if key is None:
            yield f"The head of position {head.position} {where} is signed with a key that is not known ({head.key})."
            continue
        try:
            key.verify(head.signature, _message(head.position, head.link, head.sealed_at))
        except InvalidSignature:
            yield f"The head of position {head.position} {where} is not signed with its key: it was changed."


def _message(position: int, link: bytes, sealed_at: datetime) -> bytes:
    return f"followthrough audit head\n{position}\n{link.hex()}\n{sealed_at.isoformat()}".encode()
