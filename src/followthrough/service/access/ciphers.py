"""How is the secret of a second factor kept? Sealed like words about a child, under keys outside the database.

The package for second factors keeps it inside a column of JSON and does not say of which row, so it is bound to that
column alone. `core.rotating` finds it there by what `FOLLOWTHROUGH_SEALED_INSIDE` says.
"""

from __future__ import annotations

from typing import Final

from followthrough.service.core.encryption import Place, seal, unseal

_FACTOR: Final = Place("mfa_authenticator", "data", "second factor")


def seal_factor(secret: str) -> str:
    return seal(secret, _FACTOR)


def open_factor(token: str) -> str:
    """Raises CannotOpen."""
    return unseal(token, _FACTOR)
