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
# Steps that leave the state as it is, by the kinds of their events.
BESIDE = {
    "share.chased": "chased",
    "share.rang": "rang",
    "referral.written": "written",
    "information.requested": "requested",
    "information.partly-returned": "partly",
    "information.returned": "returned",
    "sharing.refused": "refused",
    "share.question-asked": "asked",
    "share.question-answered": "answered",
    "share.progress-told": "told",
    "share.corrected": "corrected",
    "share.recalled": "recalled",
    "share.change-acknowledged": "acknowledged",
}
KINDS = (*STATE_OF, *BESIDE)
BY_VOICE = ("telephone", "in person")
CHANGES = ("corrected", "withdrawn", "recalled")
_WORDS = ("reason", "doing", "outcome", "what", "words", "agrees", "had_it", "means", "spoken_to", "basis", "purpose")
_KEPT = (*_WORDS, "outcome_by", "to_leg", "accept_by", "receive_by", "question", "change", "items")


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
    """The state and the steps after what happened. What happens beside the path leaves the state as it is."""
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


def is_unwritten(leg: Leg) -> bool:
    """Told by voice, and not put in writing since."""
    sent = step(leg, "sent")
    by_voice = sent is not None and sent.get("means") in BY_VOICE and not sent.get("items")
    return by_voice and step(leg, "written") is None


def unanswered(leg: Leg) -> list[dict[str, Any]]:
    """What the recipient asked and the sender has not answered."""
    return _open(leg, ("asked",), "answered", "question")


def unacknowledged(leg: Leg) -> list[dict[str, Any]]:
    """What was changed since a named person had it, and nobody there has acknowledged."""
    return [each for each in _open(leg, CHANGES, "acknowledged", "change") if each.get("had_it")]


def _open(leg: Leg, begin: tuple[str, ...], ends: str, by: str) -> list[dict[str, Any]]:
    over = {each.get(by) for each in leg.steps if each["step"] == ends}
    return [each for each in leg.steps if each["step"] in begin and each["event"] not in over]


def step(leg: Leg, name: str) -> dict[str, Any] | None:
    """The leg's step of this name, or None."""
    return next((each for each in leg.steps if each["step"] == name), None)


def _step(happened: Happened) -> dict[str, Any]:
    kept = {name: _plain(happened.data[name]) for name in _KEPT if name in happened.data}
    name = STATE_OF.get(happened.kind) or BESIDE[happened.kind]
    return {"event": happened.event, "step": name, "at": happened.at.isoformat(), "by": happened.by, **kept}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
