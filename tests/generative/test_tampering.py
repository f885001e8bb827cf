"""Ten thousand ways of tampering with the audit, each caught: a row changed, lost, added, moved, or linked anew."""

from __future__ import annotations

import random
from collections import Counter

from hypothesis import settings

from followthrough.service.core.audit import chain
from followthrough.service.core.audit.chain import Entry
from unit.audit.test_chain import PUBLIC, TAMPERS, relinked, whole

IS_PROOF = settings().max_examples >= 1000
LEAST = 10_000 if IS_PROOF else 300
LONGEST = 60


def one_field(chance: random.Random, entries: list[Entry], *, relink: bool) -> list[Entry]:
    """Another value in one field of one row; and every link after it made anew, as whoever knew how would do."""
    at = chance.randrange(len(entries))
    held = entries[at]
    assert held.row is not None
    name = chance.choice(sorted(held.row))
    changed = Entry({**held.row, name: f"{held.row[name]}{chance.randrange(10)}"}, held.position, held.link)
    found = [*entries[:at], changed, *entries[at + 1 :]]
    return relinked([dict(each.row or {}) for each in found]) if relink else found


def test_every_tampering_is_caught() -> None:
    chance, caught = random.Random(LEAST), Counter[str]()
    while caught.total() < LEAST:
        entries, heads = whole(chance.randrange(2, LONGEST))
        assert chain.verify(entries, heads, heads, PUBLIC) == [], "whole before it is tampered with"
        at = chance.randrange(len(entries))
        for tamper in TAMPERS:
            assert chain.verify(tamper(entries, at), heads, heads, PUBLIC) != [], (tamper.__name__, at)
            caught[tamper.__name__] += 1
        for relink in (False, True):
            found = one_field(chance, entries, relink=relink)
            assert chain.verify(found, heads, heads, PUBLIC) != [], found
            caught[f"one field{', relinked' if relink else ''}"] += 1
    print(f"\n{caught.total():,} tamperings caught: {dict(caught)}")
