"""How is a long file sealed while it is being written, so that it never stands anywhere in plain?

AES-256-GCM in pieces of a mebibyte. Each piece is bound to its number and to whether it is the last, so that pieces
which were moved, left out or cut off at the end do not open. The file's own key comes from the backup key and a salt.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from followthrough.service.config.embedded import CannotRun

MAGIC = b"FTBOX1\n"
PIECE = 1 << 20
SHORTEST_KEY = 50
_TAG, _SALT = 16, 32
_DOES_NOT_OPEN = "The backup does not open: the key is another one, or the file was changed or cut off."


def check_key(key: str) -> None:
    if key and (len(key) < SHORTEST_KEY or len(set(key)) < 10):
        raise CannotRun(f"FOLLOWTHROUGH_BACKUP_KEY is too easy to guess: give {SHORTEST_KEY} random letters or more.")


def sealed(plain: Iterable[bytes], key: str) -> Iterator[bytes]:
    salt = os.urandom(_SALT)
    cipher = _cipher(key, salt)
    yield MAGIC + salt
    for number, (piece, is_last) in enumerate(_with_last(_pieces(plain))):
        yield cipher.encrypt(_nonce(number, is_last), piece, MAGIC)


def opened(file: IO[bytes], key: str) -> Iterator[bytes]:
    """Raises CannotRun for another key, and for a file that was changed or cut off."""
    if file.read(len(MAGIC)) != MAGIC:
        raise CannotRun("This is no sealed backup of Followthrough.")
    cipher = _cipher(key, file.read(_SALT))
    for number, (piece, is_last) in enumerate(_with_last(_read(file))):
        try:
            yield cipher.decrypt(_nonce(number, is_last), piece, MAGIC)
        except InvalidTag as error:
            raise CannotRun(_DOES_NOT_OPEN) from error


def _read(file: IO[bytes]) -> Iterator[bytes]:
    """At least one piece, which does not open when it is empty."""
    yield file.read(PIECE + _TAG)
    while piece := file.read(PIECE + _TAG):
        yield piece


def _pieces(plain: Iterable[bytes]) -> Iterator[bytes]:
    """Of equal length, but for the last, which may be empty."""
    held = bytearray()
    for part in plain:
        held += part
        while len(held) > PIECE:
            yield bytes(held[:PIECE])
            del held[:PIECE]
    yield bytes(held)


def _with_last(pieces: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    before = next(pieces, None)
    while before is not None:
        after = next(pieces, None)
        yield before, after is None
        before = after


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _cipher(key: str, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), length=32, salt=salt, info=b"followthrough backup").derive(key.encode()))
