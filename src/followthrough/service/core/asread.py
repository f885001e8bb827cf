"""Does somebody act on the words that they have read? A page sends back the digest of what it showed."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def digest_of(shown: Any) -> str:
    """The same for the same words. `shown` is data such as JSON holds."""
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()
