"""How far has one recipient come, by its events? One fold, for a single new event and for the whole chain alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from followthrough.service.sharing.models import Leg

STATE_OF = {
    "share.sent": "sent",
    "share.received": "received",
    "share.accepted": "accepted",
    "share.redirected": "redirected",
    "share.acted": "acted",
    "share.confirmed": "confirmed",
    "share.withdrawn": "withdrawn",
}
CHASED = "share.chased"
KINDS = (*STATE_OF, CHASED)
_WORDS = ("reason", "doing", "outcome", "what", "words", "agrees")
_KEPT = (*_WORDS, "outcome_by", "to_leg", "accept_by", "receive_by")


@dataclass(frozen=True)
class Happened:
    """One event of a leg, as much of it as the projection keeps."""

    event: str
    kind: str
    at: datetime
    by: str
    data: Mapping[str, Any]


def fold(
    state: str, steps: Iterable[Mapping[str, Any]], happened: Iterable[Happened]
) -> tuple[str, list[dict[str, Any]]]:
    """The state and the steps after what happened. Chasing leaves the state as it is."""
    found = [dict(step) for step in steps]
    for each in happened:
        state = STATE_OF.get(each.kind, state)
        found.append(_step(each))
    return state, found


def taken(leg: Leg) -> tuple[dict[str, Any], str] | None:
    """The step with which a named person took it, and what they said they will do; None while nobody has it."""
    held = [each for each in leg.steps if each["step"] in ("received", "accepted")]
    said = [each["doing"] for each in held if each.get("doing")]
    return (held[-1], said[-1] if said else "") if held else None


def step(leg: Leg, name: str) -> dict[str, Any] | None:
    """The leg's step of this name, or None."""
    return next((each for each in leg.steps if each["step"] == name), None)


def _step(happened: Happened) -> dict[str, Any]:
    kept = {name: _plain(happened.data[name]) for name in _KEPT if name in happened.data}
    name = STATE_OF.get(happened.kind, "chased")
    return {"event": happened.event, "step": name, "at": happened.at.isoformat(), "by": happened.by, **kept}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
