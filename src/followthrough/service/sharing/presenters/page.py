"""The page of one share: each recipient's whole path, with names, times and what is due; and what the viewer may do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from followthrough.procedures.model.answer import DutyState
from followthrough.service.design.components import Path, Step, Tag, Why
from followthrough.service.design.dates import clock, in_short, near_words, when_short
from followthrough.service.sharing.addressing import title
from followthrough.service.sharing.models import Asks, Leg, Share
from followthrough.service.sharing.presenters.reasons import explained, why
from followthrough.service.sharing.presenters.telling import Telling, when_of
from followthrough.service.sharing.presenters.words import nobody_words, not_counted, quoted, upper_first
from followthrough.service.sharing.projecting import BY_VOICE, taken, unacknowledged
from followthrough.service.sharing.queries import Clock

_NAMES = {
    "sent": "Sent",
    "received": "Received",
    "accepted": "Accepted",
    "acted": "Acted",
    "confirmed": "Confirmed",
    "redirected": "Passed on",
    "withdrawn": "Taken back",
}
_TOLD = {"telephone": "Telephoned", "in person": "Told in person"}
_WHOLE = ("sent", "received", "accepted", "acted", "confirmed")
_ENDED = (Leg.State.REDIRECTED, Leg.State.WITHDRAWN)


@dataclass(frozen=True)
class LegShown:
    leg: Leg
    path: Path
    nobody: str = ""  # the warning of an urgent share that nobody has received
    said: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()  # what nobody there has acknowledged yet
    outcome: tuple[str, ...] = ()
    whys: tuple[Why, ...] = ()
    answers: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_overdue(self) -> bool:
        return any(step.state == "overdue" for step in self.path.steps)


def leg_shown(leg: Leg, clocks: Sequence[Clock], tell: Telling, *, is_own: bool) -> LegShown:
    """`is_own` when it is for the reader's own team to answer."""
    waiting = {each.step: each for each in reversed(clocks) if each.is_waiting}
    is_nobodys = leg.state == Leg.State.SENT and tell.share.asks == Asks.URGENT
    return LegShown(
        leg=leg,
        path=_path(leg, waiting, _late(clocks), tell),
        nobody=_nobody(leg, tell, is_own) if is_nobodys else "",
        said=tuple(_beside(step, tell) for step in leg.steps if step["step"] in _BESIDE),
        changed=tuple(_beside(step, tell, told=_BESIDE | _ALSO) for step in unacknowledged(leg)),
        outcome=_outcome(leg, tell),
        whys=tuple(why(each, leg, tell) for each in clocks if each.is_waiting),
    )


def _nobody(leg: Leg, tell: Telling, is_own: bool) -> str:
    if is_own:
        return "Nobody in your team has this yet. Read it, and take receipt."
    anybody = f" Anybody in {leg.team.title} can take it." if leg.role or leg.person else ""
    return (
        f"Nobody has this: {nobody_words(tell.ring(leg.team))}.{anybody} If a child is in danger now, ring 999 first."
    )


def _late(clocks: Iterable[Clock]) -> dict[str, Clock]:
    """By step, the clock that it was done after."""
    return {each.step: each for each in clocks if each.duty.state == DutyState.MET_LATE}


def _path(leg: Leg, waiting: Mapping[str, Clock], late: Mapping[str, Clock], tell: Telling) -> Path:
    done = {step["step"]: step for step in leg.steps if step["step"] in _NAMES}
    names = [name for name in _order(leg, tell.share) if name in done or leg.state not in _ENDED]
    steps = tuple(
        _done(name, done[name], late.get(name), tell) if name in done else _coming(name, waiting.get(name), leg, tell)
        for name in names
    )
    steps = tuple(_without_echo(steps))
    return Path(title(leg.team, leg.role, leg.person), steps, _summary(leg, tell), _tag(leg, steps), heading_level=2)


def _without_echo(steps: Iterable[Step]) -> Iterator[Step]:
    """The holidays that are not counted are told once, and not again at the next step."""
    said: set[str] = set()
    for step in steps:
        yield replace(step, note="") if step.state == "waiting" and step.note in said else step
        said.add(step.note)


def _order(leg: Leg, share: Share) -> tuple[str, ...]:
    if leg.state in _ENDED:
        return (*_WHOLE[:3], leg.state)
    if share.is_request:
        return ("sent", "received", "acted", "confirmed")
    return _WHOLE[:2] if share.is_information else _WHOLE


def _done(name: str, step: Mapping[str, Any], late: Clock | None, tell: Telling) -> Step:
    note = {
        "received": quoted(step.get("doing", "")),
        "accepted": ". ".join(filter(None, (quoted(step.get("doing", "")), _outcome_by(step)))),
        "redirected": quoted(step.get("reason", "")),
        "withdrawn": quoted(step.get("reason", "")),
        "acted": upper_first(step.get("outcome", "")) if step.get("outcome") != "acted" else "",
    }.get(name, "")
    if name == "sent" and step.get("means") in BY_VOICE and not step.get("items"):
        note = f"Spoke to {step['spoken_to']}" if step.get("spoken_to") else "Nobody answered"
        return Step(_TOLD[step["means"]], "done", tell.name(step["by"]), when_short(when_of(step)), note)
    title = "Not agreed" if name == "confirmed" and not step.get("agrees") else _name(name, tell.share)
    notes = filter(None, (_was_late(late, tell) if late else "", note))
    return Step(title, "done", tell.name(step["by"]), when_short(when_of(step)), ". ".join(notes))


def _was_late(late: Clock, tell: Telling) -> str:
    """A step that is done does not make its page forget that it came late, and whom that was told."""
    return ". ".join(filter(None, (f"Done late: was due {in_short(late.duty.due_at)}", _told(late, tell))))


def _outcome_by(step: Mapping[str, Any]) -> str:
    at = step.get("outcome_by")
    return f"Will answer by {in_short(datetime.fromisoformat(at))}" if at else ""


def _coming(name: str, due: Clock | None, leg: Leg, tell: Telling) -> Step:
    title = _name(name, tell.share)
    if due is None:
        return Step(title, "later")
    shown = clock(due.duty.due_at, tell.now)
    if shown.state == "overdue":
        return Step(title, "overdue", "Nobody has done this yet", shown, _told(due, tell))
    skipped = not_counted(explained(due.duty, leg, tell).sum)
    note = f"{upper_first(skipped)}." if skipped else ""
    if shown.state == "soon":  # said as "in 40 minutes"; the time itself is what one tells a colleague
        note = f"By {near_words(due.duty.due_at, tell.now)}"
    return Step(title, "waiting", "", shown, note)


def _name(step: str, share: Share) -> str:
    return "Answered" if step == "acted" and share.is_request else _NAMES[step]


def _told(due: Clock, tell: Telling) -> str:
    """To whom the silence has climbed so far."""
    told = [
        f"{tell.told(rung.tell_agency, rung.tell_team, rung.tell_role)} ({in_short(rung.fired_at)})"
        for rung in due.told
    ]
    return f"Told: {'; '.join(told)}" if told else ""


def _summary(leg: Leg, tell: Telling) -> str:
    last: Mapping[str, Any] = next((step for step in reversed(leg.steps) if step["step"] == leg.state), {})
    who = tell.name(last.get("by", "")) if last else ""
    has = _holder(leg, tell)
    match leg.state:
        case Leg.State.SENT:
            anybody = f" Anybody in {leg.team.title} can." if leg.role or leg.person else ""
            return f"Nobody has taken receipt yet.{anybody}"
        case Leg.State.RECEIVED if tell.share.is_information:
            return f"{has} has it. This was for information: it is finished."
        case Leg.State.RECEIVED if tell.share.is_request:
            return f"{has} has it. It is not answered yet. {tell.ring(leg.team).words}."
        case Leg.State.RECEIVED:
            return f"{has} has it{_doing(leg)}. It is not accepted yet. {tell.ring(leg.team).words}."
        case Leg.State.ACCEPTED:
            return f"{has} has accepted it{_doing(leg)}. {tell.ring(leg.team).words}."
        case Leg.State.ACTED if tell.share.is_request:
            return f"{has} has answered. {tell.share.sender_team} must read it and say whether it is enough."
        case Leg.State.ACTED:
            return f"{has} has said what was done. {tell.share.sender_team} must read it and say whether it is enough."
        case Leg.State.REDIRECTED:
            step = next(each for each in leg.steps if each["step"] == "redirected")
            return f"{tell.name(step['by'])} passed it on: {quoted(step.get('reason', ''))}"
        case Leg.State.WITHDRAWN:
            return f"{who} took it back: {quoted(last.get('reason', ''))}"
    return "It is finished." if _agreed(leg) else "The sender does not agree with what was done."


def _doing(leg: Leg) -> str:
    held = taken(leg)
    return f": {quoted(held[1])}" if held and held[1] else ""


def _holder(leg: Leg, tell: Telling) -> str:
    answered = [step for step in leg.steps if step["step"] in ("received", "accepted", "acted")]
    return tell.name(answered[-1]["by"]) if answered else ""


def _agreed(leg: Leg) -> bool:
    return any(step["step"] == "confirmed" and step.get("agrees") for step in leg.steps)


def _tag(leg: Leg, steps: Sequence[Step]) -> Tag:
    if leg.state in _ENDED:
        return Tag(_NAMES[leg.state])
    if any(step.state == "overdue" for step in steps):
        return Tag("Overdue", "overdue")
    if all(step.state == "done" for step in steps):
        if leg.state == Leg.State.CONFIRMED and not _agreed(leg):
            return Tag("Not agreed", "signal")
        return Tag("Done", "done")
    soon = any(step.when is not None and step.when.state == "soon" for step in steps if step.state == "waiting")
    return Tag("Due soon", "soon") if soon else Tag("Waiting", "waiting")


_BESIDE = {
    "chased": "asked again",
    "rang": "rang, and nobody answered",
    "written": "put in writing what was said",
    "requested": "needs it for",
    "partly": "said a part of what they know",
    "refused": "decided not to share",
    "asked": "needs to know",
    "answered": "answered",
    "told": "told how it stands",
    "corrected": "put right what was shared",
    "recalled": "took it back from whom it was passed on to",
    "acknowledged": "has read what was changed",
}
_ALSO = {"withdrawn": "took it back"}


def _beside(step: Mapping[str, Any], tell: Telling, told: Mapping[str, str] = _BESIDE) -> str:
    """What passed between the two beside the path, in the order of time."""
    words = quoted(step.get("purpose") or step.get("words") or step.get("reason", ""))
    line = f"{tell.name(step['by'])} {told[step['step']]}, {in_short(when_of(step))}"
    return f"{line}: {words}" if words else f"{line}."


def _outcome(leg: Leg, tell: Telling) -> tuple[str, ...]:
    """What was done, in the recipient's words, and what the sender says to it."""
    told = {"acted": "what", "confirmed": "words"}
    said = ((step["by"], step.get(told.get(step["step"], ""), "")) for step in leg.steps)
    return tuple(f"{tell.name(who)} wrote: {quoted(words)}" for who, words in said if words)
