"""Is the audit whole? Reads it from the database or from a copy, and checks it against the heads kept elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.db import transaction

from followthrough.service.core.audit import chain, copying, sealing
from followthrough.service.core.audit.chain import Entry, Head

__all__ = ["Report", "check", "copying", "own_key"]


@dataclass(frozen=True)
class Report:
    faults: list[str]
    rows: int
    heads: int
    kept: int

    @property
    def summary(self) -> str:
        said = f"{self.rows} rows, {self.heads} heads beside them, {self.kept} kept elsewhere: "
        if not self.kept:
            said += "no heads from elsewhere were given, so a cut of the end would not be seen. "
        return said + (f"{len(self.faults)} faults." if self.faults else "the chain is whole.")


def own_key() -> str:
    return chain.public_words(chain.key_from(settings.FOLLOWTHROUGH_AUDIT_KEY).public_key())


def check(copy: Path | None, heads: Sequence[Path], keys: Sequence[str]) -> Report:
    """`keys` are public keys in words; without any, that of this installation. Raises ValueError for a file that
    cannot be read as a copy or as heads.
    """
    public = [chain.public_from(words) for words in keys or [own_key()]]
    kept = copying.read_heads(heads)
    if copy is not None:
        held = copying.read(copy)
        return _report(held.entries, held.heads, kept, public)
    sealing.seal_all()
    with transaction.atomic():
        return _report(copying.entries(), copying.heads(), kept, public)


def _report(entries: Iterable[Entry], heads: list[Head], kept: list[Head], public: list[Ed25519PublicKey]) -> Report:
    rows = 0

    def counted() -> Iterator[Entry]:
        nonlocal rows
        for entry in entries:
            rows += 1
            yield entry

    faults = chain.verify(counted(), heads, kept, public)
    return Report(faults, rows, len(heads), len(kept))
