"""Which token opens a mailbox whose service takes no password (OAuth 2.0)?

The service runs unattended, so it asks as itself: by client credentials, RFC 6749 section 4.4. A token is asked for
each time that the mailbox is read, and never kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NoReturn, Self
from urllib.parse import SplitResult, parse_qsl, unquote

import requests

from followthrough.service.intake.models import Trouble
from followthrough.service.intake.unread import Unread

TIMEOUT: Final = 10.0  # seconds


@dataclass(frozen=True, slots=True)
class Asking:
    """Where a token is asked for, and as whom."""

    address: str
    client: str
    secret: str
    scope: str

    @classmethod
    def read(cls, parts: SplitResult) -> Self | None:
        """Of a mailbox’s address; None where it has a password. Raises ValueError, whose words say what is missing."""
        said = dict(parse_qsl(parts.query))
        if not said:
            return None
        if missing := [name for name in ("token", "client", "scope") if not said.get(name)]:
            raise ValueError(f"Say {' and '.join(missing)}, too: ?token=https://…&client=…&scope=…")
        if not said["token"].startswith("https://"):
            raise ValueError("A token is only asked for over https.")
        return cls(said["token"], said["client"], unquote(parts.password or ""), said["scope"])

    def token(self) -> str:
        """Raises Unread."""
        # Client and secret go in the body: in a header services differ on how letters beyond ASCII are written.
        said = {"grant_type": "client_credentials", "scope": self.scope}
        said |= {"client_id": self.client, "client_secret": self.secret}
        try:
            answer = requests.post(self.address, said, timeout=TIMEOUT, allow_redirects=False)
            return str(answer.json()["access_token"]) if answer.ok else _none()
        except (requests.RequestException, ValueError, LookupError, TypeError):
            _none()


def _none() -> NoReturn:
    raise Unread(Trouble.NO_TOKEN) from None  # the words of what went wrong may hold the secret
