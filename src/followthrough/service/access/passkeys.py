"""Is a passkey the one that the person added? The key that checks it stands in a table that the service may write, so
it is sealed to its person under keys outside the database: whoever changes the row, or plants one, cannot sign in.

The package keeps the key inside a column of JSON; the seal stands beside it, and `core.rotating` finds it there.
"""

from __future__ import annotations

import hashlib
import json
from typing import Final

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied

from followthrough.procedures.model.event import Subject
from followthrough.service.access.ciphers import open_factor, seal_factor
from followthrough.service.core import audit
from followthrough.service.core.encryption import CannotOpen
from followthrough.service.core.viewer import Viewer

_SEAL: Final = "seal"


def seal(passkey: Authenticator) -> None:
    if passkey.type == Authenticator.Type.WEBAUTHN:
        passkey.data[_SEAL] = seal_factor(_said_of(passkey))


def check(passkey: Authenticator) -> None:
    """Raises PermissionDenied, and writes it down, for a passkey that is not as it was added."""
    if passkey.type == Authenticator.Type.WEBAUTHN and not is_as_added(passkey):
        about = Subject("practitioner", str(passkey.user_id))
        audit.record_apart("sign-in", by=Viewer.system("sign-in"), subject=about, detail={"factor": "changed passkey"})
        raise PermissionDenied


def is_as_added(passkey: Authenticator) -> bool:
    try:
        return open_factor(str(passkey.data.get(_SEAL, ""))) == _said_of(passkey)
    except CannotOpen:
        return False


def _said_of(passkey: Authenticator) -> str:
    """Whose it is, and a digest of the key with all that the person's device said of it."""
    said = json.dumps(passkey.data.get("credential"), sort_keys=True).encode()
    return f"{passkey.user_id} {hashlib.sha256(said).hexdigest()}"
