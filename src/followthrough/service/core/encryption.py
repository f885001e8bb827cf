"""How are words kept so that a copy of the database does not tell them?

Sealed with AES-256-GCM and bound to the table, column and row where they stand, so that a text moved elsewhere does not
open. The keys come from FOLLOWTHROUGH_FIELD_KEYS, outside the database and its backups: the first one seals, the older
ones still open. `rotating` seals anew what an older key has sealed.
"""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

MARK = "ft1:"
SHORTEST_SECRET = 50
_NONCE = 12
_FORM = "Write each as NAME:SECRET, with spaces between, the newest first."


class CannotOpen(Exception):
    """What is sealed does not open; the message says which key is missing, or that it was tampered with."""


class UnfitKeys(ValueError):
    """FOLLOWTHROUGH_FIELD_KEYS cannot be used as it stands; the message says why."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed text belongs."""

    table: str
    column: str
    row: str

    def bound(self, key: str) -> bytes:
        return "\x1f".join((MARK, key, self.table, self.column, self.row)).encode()


def seal(words: str, at: Place) -> str:
    return seal_bytes(words.encode(), at)


def seal_bytes(content: bytes, at: Place) -> str:
    key = newest_key()
    nonce = os.urandom(_NONCE)
    sealed = nonce + AESGCM(_keys()[key]).encrypt(nonce, content, at.bound(key))
    return f"{MARK}{key}:{base64.b64encode(sealed).decode()}"


def unseal(token: str, at: Place) -> str:
    """Raises CannotOpen."""
    return unseal_bytes(token, at).decode()


def unseal_bytes(token: str, at: Place) -> bytes:
    """Raises CannotOpen."""
    key = key_of(token)
    if key not in _keys():
        raise CannotOpen(f"A text in {at.table} was sealed with the key {key}. Add it to FOLLOWTHROUGH_FIELD_KEYS.")
    try:
        sealed = _from_letters(token.split(":", 2)[2])
        return AESGCM(_keys()[key]).decrypt(sealed[:_NONCE], sealed[_NONCE:], at.bound(key))
    except (binascii.Error, IndexError, InvalidTag, ValueError) as error:
        raise CannotOpen(
            f"{at.column} of row {at.row} in {at.table} does not open with the key {key}: "
            "it was changed, it was moved there, or the secret of this key is another one."
        ) from error


def _from_letters(letters: str) -> bytes:
    """The last letter has bits that no byte needs; where they are changed, the letters are not those that were written.
    Raises ValueError.
    """
    found = base64.b64decode(letters, validate=True)
    if base64.b64encode(found).decode() != letters:
        raise ValueError("the letters end otherwise than they were written")
    return found


def is_sealed(value: str) -> bool:
    return value.startswith(MARK)


def key_of(token: str) -> str:
    return token.removeprefix(MARK).partition(":")[0]


def newest_key() -> str:
    return next(iter(_keys()))


def key_names() -> frozenset[str]:
    """The names of the keys that are given."""
    return frozenset(_keys())


def check_keys(keys: Sequence[str]) -> None:
    """Raises UnfitKeys for what cannot be used, and for what is too easy to guess."""
    secrets = [secret for _, secret in _parsed(keys)]
    if any(len(secret) < SHORTEST_SECRET or len(set(secret)) < 10 for secret in secrets):
        raise UnfitKeys(f"A secret is too easy to guess: give {SHORTEST_SECRET} random letters or more.")
    if len(set(secrets)) < len(secrets):
        raise UnfitKeys("Two keys have the same secret: a new key needs a new one.")


def _keys() -> dict[str, bytes]:
    return _derived(tuple(settings.FOLLOWTHROUGH_FIELD_KEYS))


@cache
def _derived(keys: tuple[str, ...]) -> dict[str, bytes]:
    return {name: _key_from(secret) for name, secret in _parsed(keys)}


def _parsed(keys: Sequence[str]) -> list[tuple[str, str]]:
    pairs = [(name, secret) for name, _, secret in (each.partition(":") for each in keys)]
    if not pairs:
        raise UnfitKeys(f"No key is given. {_FORM}")
    for name, secret in pairs:
        if not secret or not name.replace("-", "").isalnum() or not name.isascii():
            raise UnfitKeys(f"A key has no name, or a name with signs other than letters, digits and “-”. {_FORM}")
    if len({name for name, _ in pairs}) < len(pairs):
        raise UnfitKeys("Two keys have the same name: a new key needs a new one.")
    return pairs


def _key_from(secret: str) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=b"followthrough fields").derive(secret.encode())
