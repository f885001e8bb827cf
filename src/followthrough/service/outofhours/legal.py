"""What do police, a court and an agreement say of the child tonight? Each from the chronology, with how old it is.

What ran out is said as that. Police protection alone ends by itself: the law gives it 72 hours and no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from followthrough.procedures.model.event import type_of_value
from followthrough.procedures.model.vocabulary import FieldType
from followthrough.service.chronology.presenters.telling import Telling
from followthrough.service.chronology.queries import Entry
from followthrough.service.chronology.standing import Standing, latest, standing
from followthrough.service.design import dates
from followthrough.service.outofhours.answers import Answer, Said, joined, last_day, said_of, without_echo

# In order of how much each binds whoever stands at the door.
STATUSES = ("under-an-order", "looked-after", "child-protection-plan", "enquiry-into-harm")
CARRIED_ON = {"under-an-order": ("order.extended",)}
PROTECTION, PROCEEDINGS, AGREEMENT = "police-protection", "care-proceedings", "written-agreement"
PROTECTED, ISSUED, SIGNED = "police.protection", "care-proceedings.issued", "agreement.signed"
ASKED, MADE, PLANNED = "order.applied-for", "order.made", "legal-planning.held"
CHECKED, BROKEN = "conditions.checked", "conditions.broken"
LONGEST = timedelta(hours=72)  # Children Act 1989, section 46(6); nights, weekends and clock changes count
AFTER_PROTECTION = (MADE, "placement.started", "care.began")  # what holds the child once it is over
_BEFORE_COURT = {
    "go to court": "Social care decided to go to court",
    "letter before proceedings": "Social care decided to send a letter before proceedings",
    "the plan goes on": "Social care decided not to go to court now",
}


def protection(entries: list[Entry], telling: Telling) -> Answer:
    """In force until its hour. Over, it is told only where nothing that followed says what holds the child now."""
    found = []
    for each in standing(entries, telling.vocabulary.states[PROTECTION]):
        ends = protected_until(each.begun)
        words = f"In police protection until {dates.in_short(ends)} at the latest (72 hours by law)"
        if ends > telling.now:
            found.append(said_of(each.begun, telling, words, is_grave=True))
        elif not _since(entries, each.begun, *AFTER_PROTECTION):
            over = f"Police protection ran out {dates.in_short(ends)}. Nobody wrote down what holds the child now"
            found.append(said_of(each.begun, telling, over, is_grave=True))
    return Answer("Police protection", tuple(found), PROTECTED, "police protection")


def protected_until(begun: Entry) -> datetime:
    """72 hours after it began, or sooner where police wrote a sooner hour down."""
    longest, written = begun.event.occurred_from.astimezone(UTC) + LONGEST, begun.event.data.get("ends_at")
    return min(longest, written) if isinstance(written, datetime) else longest


def status(entries: list[Entry], telling: Telling) -> Answer:
    found = []
    for name in STATUSES:
        state = telling.vocabulary.states[name]
        for each in standing(entries, state, CARRIED_ON.get(name, ())):
            found.append(said_of(each.latest, telling, _state_words(state.title, each, telling)))
    return Answer("Legal status", without_echo(found), MADE, "orders and plans")


def court(entries: list[Entry], telling: Telling) -> Answer:
    """Proceedings that go on, what a court was asked and has not made, and before any: what social care decided."""
    begun = standing(entries, telling.vocabulary.states[PROCEEDINGS])
    found = [said_of(each.begun, telling, f"In care proceedings since {_day(each.begun)}") for each in begun]
    found += _asked_for(entries, telling)
    planned = latest(entries, PLANNED)
    if planned is not None and not found and not _since(entries, planned, ISSUED):
        decision = str(planned.event.data.get("decision", ""))
        words = _BEFORE_COURT.get(decision, "A legal planning meeting was held. What it decided is not recorded")
        found.append(said_of(planned, telling, words))
    return Answer("Court", without_echo(found), ISSUED, "court")


def agreement(entries: list[Entry], telling: Telling) -> Answer:
    """What was agreed, who checks it, what they found. An agreement holds nobody who breaks it: that is said first."""
    found: list[Said] = []
    for each in standing(entries, telling.vocabulary.states[AGREEMENT]):
        data = each.begun.event.data
        words = data.get("words") or "What was agreed is not recorded here"
        found.append(said_of(each.begun, telling, joined(". ", words, *_agreed(data, telling))))
        found += _kept(entries, each.begun, telling)
    return Answer("Written agreement", without_echo(found), SIGNED, "an agreement")


def _agreed(data: Mapping[str, type_of_value], telling: Telling) -> Iterator[str]:
    checker, often = telling.person(str(data.get("checked_by", ""))), data.get("checked_how_often")
    yield joined(", ", f"Checked by {checker}" if checker else "Nobody is named to check it", often)
    yield f"If it is broken: {data['if_broken']}" if data.get("if_broken") else ""


def _kept(entries: list[Entry], signed: Entry, telling: Telling) -> Iterator[Said]:
    """The last time that somebody looked, and that it was broken since."""
    own = [each for each in entries if _is_of(each, signed)]
    looked, broken = latest(own, CHECKED), latest(own, BROKEN)
    if looked is not None:
        finding = str(looked.event.data.get("finding", "what was found is not recorded"))
        yield said_of(looked, telling, f"Last checked {_day(looked)}: {finding}", is_grave=finding != "kept")
    if broken is not None and (looked is None or broken.event.occurred_from > looked.event.occurred_from):
        words = joined(": ", f"Broken {_day(broken)}", broken.event.data.get("words"))
        yield said_of(broken, telling, words, is_grave=True)


def _is_of(entry: Entry, signed: Entry) -> bool:
    data, key = entry.event.data, signed.event.data["agreement"]
    is_after = entry.event.occurred_from >= signed.event.occurred_from
    return is_after and data.get("of") == "written agreement" and data.get("agreement", key) == key


def _asked_for(entries: list[Entry], telling: Telling) -> Iterator[Said]:
    """Until a court made any order after it."""
    asked = latest(entries, ASKED)
    if asked is not None and not _since(entries, asked, MADE):
        kind = asked.event.data.get("type", "an order")
        yield said_of(asked, telling, f"A court was asked for: {kind}. No answer is written down")


def _since(entries: list[Entry], entry: Entry, *kinds: str) -> bool:
    after = latest(entries, *kinds)
    return after is not None and after.event.occurred_from >= entry.event.occurred_from


def _day(entry: Entry) -> str:
    return dates.short_day(entry.event.occurred_from.astimezone(dates.LONDON).date())


def _state_words(title: str, each: Standing, telling: Telling) -> str:
    """A title with the plain choices of what began it: “Under a court order: interim care order, until 31 May 2013”."""
    kind = telling.vocabulary.kinds[each.begun.event.kind]
    data = {**each.begun.event.data, **each.latest.event.data}
    said = [str(data[f.name]) for f in kind.fields.values() if f.type is FieldType.CHOICE and f.name in data]
    told = f"{title}{': ' if said else ''}{', '.join(said)}{last_day(each.until, telling.now)}"
    return joined(". ", told, each.begun.event.data.get("words"))
