"""What does a person hand over to be sent? Checked here, in words, before anything is written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime

from followthrough.procedures.model.event import type_of_value
from followthrough.service.children.actions import About
from followthrough.service.sharing.models import Asks, Basis

CONCERN = "concern.raised"


class CannotSend(ValueError):
    """Nothing was sent; the message says why, and what to do."""


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """About a known child (`child_id`) or a new one. `recipients` are team keys, `items` ids of events to
    carry, `files` ids of files that stand with the draft of this key.

    Of what was told by voice, `means` says how and `told_at` when. What was said goes with no call: it is to be put in
    writing.

    `key` is the sender's own for this share: the same key with the same content is the same share.
    """

    key: str
    asks: str
    words: str
    occurred_from: datetime
    occurred_to: datetime
    recipients: tuple[str, ...]
    family_told: bool
    why_not_told: str = ""
    child_id: str = ""
    new_child: About | None = None
    age_note: str = ""
    kind: str = CONCERN
    detail: Mapping[str, type_of_value] = field(default_factory=dict)
    items: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    lawful_basis: str = Basis.SAFEGUARDING
    spoke_to: str = ""
    means: str = "system"
    told_at: datetime | None = None
    language: str = ""
    interpreter_needed: bool | None = None

    @property
    def digest(self) -> str:
        """What makes it this content and no other."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True, default=str).encode()).hexdigest()


def check(outgoing: Outgoing, *, own_team: str) -> None:
    """Raises CannotSend."""
    if not (outgoing.child_id or outgoing.new_child):
        raise CannotSend("Say which child this is about.")
    if outgoing.asks not in Asks.values or outgoing.lawful_basis not in Basis.values:
        raise CannotSend("Say what you ask for, and why you may share.")
    if not outgoing.words.strip():
        raise CannotSend("Say what happened.")
    if not outgoing.recipients:
        raise CannotSend("Choose at least one team to share with.")
    if own_team in outgoing.recipients:
        raise CannotSend("Your own team knows already. Choose another team.")
    if not outgoing.family_told and not outgoing.why_not_told.strip():
        raise CannotSend("Say why the family is not told.")
