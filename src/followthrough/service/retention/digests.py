"""What is left of a destroyed event: a digest under a key that stands outside the database.

Without the key nobody can try whether a guess fits; with the key and an old backup one can show which events were
destroyed. In the same way whoever asks by name and date of birth can be told that their record was destroyed.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import date

from django.conf import settings

from followthrough.service.children.folding import fold
from followthrough.service.ledger.models import Event

_COLUMNS = ("id", "kind", "subject_kind", "subject_id", "agency", "author", "data", "text", "record_class", "handling")
_TIMES = ("occurred_from", "occurred_to", "recorded_at")


def of_event(event: Event) -> str:
    """The sealed words too, as they read."""
    held = {name: getattr(event, name) for name in (*_COLUMNS, "sealed")}
    held |= {name: getattr(event, name).isoformat() for name in _TIMES}
    return _digest("event", json.dumps(held, sort_keys=True, ensure_ascii=False))


def of_all(digests: Iterable[str]) -> str:
    return _digest("record", "\n".join(sorted(digests)))


def of_person(name: str, born_on: date | None) -> str:
    return _digest("person", f"{fold(name)}\n{born_on.isoformat() if born_on else ''}")


def of_words(lines: Iterable[str]) -> str:
    """Whether words are still those that somebody decided about."""
    return _digest("words", "\n".join(lines))


def _digest(what: str, words: str) -> str:
    key = hashlib.sha256(b"destroyed records\0" + settings.FOLLOWTHROUGH_AUDIT_KEY.encode()).digest()
    return hmac.new(key, f"{what}\0{words}".encode(), hashlib.sha256).hexdigest()
