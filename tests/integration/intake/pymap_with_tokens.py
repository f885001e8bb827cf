"""pymap, which takes a token for a mailbox, too (XOAUTH2). Its first two arguments are the token and the password."""

from __future__ import annotations

import sys
from typing import Any

from pymap.main import main
from pysasl import SASLAuth
from pysasl.creds.external import ExternalVerificationRequired
from pysasl.creds.plain import PlainCredentials
from pysasl.mechanism.oauth import OAuth2Mechanism
from pysasl.mechanism.plain import PlainMechanism

TOKEN, PASSWORD = sys.argv[1:3]


class ByToken(OAuth2Mechanism):
    """pymap itself knows passwords only, so the right token is changed for the password."""

    def server_attempt(self, responses: Any) -> Any:
        said, _ = super().server_attempt(responses)
        try:
            said.verify(None)
        except ExternalVerificationRequired as asked:
            return PlainCredentials(said.authzid, PASSWORD if asked.token == TOKEN else ""), None


if __name__ == "__main__":
    SASLAuth.defaults = classmethod(lambda cls: cls([PlainMechanism(), ByToken()]))  # type: ignore[method-assign]
    sys.argv[1:] = sys.argv[3:]
    main()
