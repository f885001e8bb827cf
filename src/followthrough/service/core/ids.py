"""What do new things get called? Ids for machines, references for people."""

from __future__ import annotations

import secrets
from typing import Final

# Read out over a telephone: nothing that looks or sounds like another (0 and O, 1 and I and L, U and V).
LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTWXYZ"


def new_id() -> str:
    """128 random bits. Nothing rests on an id being secret; but nobody shall guess one either."""
    return secrets.token_hex(16)


def reference() -> str:
    """A reference that a person can say, such as FT-7K3M-92QD. Says nothing of whom it is about."""
    first, second = ("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(2))
    return f"FT-{first}-{second}"
