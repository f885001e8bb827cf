"""What does a stranger ask of a child at 2 a.m., and what does the record answer? One answer for each question.

Each part says who wrote it down and how old it is. What nobody wrote down is said as that: “not recorded” is no “no”.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from followthrough.procedures.explain.words import agency_words
from followthrough.procedures.model.event import type_of_value
from followthrough.service.children.talking import FAMILY, OWN
from followthrough.service.chronology import hearing
from followthrough.service.chronology.bail import NO_CONTACT, WATCHED, Bail, in_force
from followthrough.service.chronology.presenters.telling import Telling
from followthrough.service.chronology.queries import Entry
from followthrough.service.chronology.standing import Standing, latest, standing
from followthrough.service.design import dates

PLACES = {
    "home": "at home",
    "school": "at school",
    "clinic": "at the clinic",
    "hospital": "at the hospital",
    "elsewhere": "elsewhere",
}
MUST_NOT = "the child must not be there"


@dataclass(frozen=True)
class Said:
    """One part of an answer, with the agency that wrote it down and how old it is; `whole` names person and day too."""

    words: str
    source: str = ""
    age: str = ""
    is_grave: bool = False
    telephone: str = ""
    whole: str = ""


@dataclass(frozen=True)
class Answer:
    """Without anything said it is a gap: `missing` names it, and `kind` is what a person would record to fill it."""

    question: str
    said: tuple[Said, ...] = ()
    kind: str = ""
    missing: str = ""


def talking(entries: list[Entry], telling: Telling, registered: tuple[str, ...]) -> Answer:
    """Each part as it was last said: of the child, then of the family where that is another. `registered` are the words
    of the register, for a child of whom no entry says it.
    """
    own, family = _parts(entries, OWN), _parts(entries, FAMILY)
    found, before = [], ""
    for entry, part in own:
        before = before or _speaking(part)
        words = joined(". ", _speaking(part), part.get("needs"))
        found.append(said_of(entry, telling, words, is_grave=bool(part.get("interpreter_needed"))))
    for entry, part in family:
        if (words := _speaking(part)) and words != before:
            words = f"At home: {words}" if before else words
            found.append(said_of(entry, telling, words, is_grave=bool(part.get("interpreter_needed"))))
    if not found:
        grave = "interpreter needed"
        found = [Said(words, "Register", "day not recorded", words.endswith(f", {grave}")) for words in registered]
    return Answer("How to talk together", without_echo(found), OWN, "how to talk together")


def _parts(entries: list[Entry], kind: str) -> list[tuple[Entry, dict[str, type_of_value]]]:
    """Entries, the newest first, each with what no later one says."""
    found, open_ = [], {"language", "interpreter_needed", "needs"}
    for each in reversed([entry for entry in entries if entry.event.kind == kind]):
        part = {name: value for name, value in each.event.data.items() if name in open_ and value not in ("", None)}
        open_ -= set(part)
        found += [(each, part)] if part else []
    return found


def _speaking(part: dict[str, type_of_value]) -> str:
    is_needed = part.get("interpreter_needed")
    needs = "" if is_needed is None else "interpreter needed" if is_needed else "no interpreter needed"
    return joined(", ", part.get("language"), needs)


def bail(entries: list[Entry], telling: Telling) -> Answer:
    found: list[Said] = []
    for each in in_force(entries):
        conditions = each.conditions or ("" if each.contact or each.not_at else "Conditions are not recorded")
        words = joined(". ", f"{each.who or 'A carer'} is on bail{last_day(each.until, telling.now)}", conditions)
        found.append(said_of(each.latest, telling, words, is_grave=True))
        found.append(_no_contact(each, telling))
    return Answer("Bail", without_echo(found), "bail.granted", "bail")


def limits(entries: list[Entry], telling: Telling) -> Answer:
    """Where and with whom the child may and may not be; what bail forbids first, then what else is forbidden.

    An address shows itself only to whoever may read entries of its class.
    """
    held = [each for each in standing(entries, telling.vocabulary.states["limited"]) if not each.is_past(telling.now)]
    held.sort(key=lambda each: each.latest.event.data.get("decision") != MUST_NOT)
    found = [_limit(each, telling) for each in held]
    found = [*(said for each in in_force(entries) for said in _kept_away(each, telling)), *found]
    for each in standing(entries, telling.vocabulary.states["placed"]):
        found += _placement(entries, each, telling)
    return Answer("Where and with whom", without_echo(found), "limit.set", "where and with whom")


def carers(entries: list[Entry], telling: Telling) -> Answer:
    found = []
    for each in standing(entries, telling.vocabulary.states["safe-carer"]):
        data = each.latest.event.data
        relation, how = data.get("relation"), data.get("how")
        words = f"{data['who']}, {relation}" if relation else str(data["who"])
        words = f"{words}. {how}" if how else words
        found.append(said_of(each.latest, telling, words, telephone=str(data.get("telephone", ""))))
    return Answer("Safe with", tuple(found), "safe-carer.named", "a safe carer")


def safety_plan(entries: list[Entry], telling: Telling) -> Answer:
    """The latest plan, and what the last strategy discussion arranged, where that is written here."""
    plan, discussion = latest(entries, "safety-plan.made"), latest(entries, "strategy.held")
    found = []
    if plan is not None:
        words = plan.event.data.get("words") or plan.event.text or "Made. Its words are not recorded here"
        found.append(said_of(plan, telling, str(words)))
    if discussion is not None and discussion.event.data.get("arrangements"):
        found.append(said_of(discussion, telling, str(discussion.event.data["arrangements"])))
    return Answer("Safety plan", tuple(found), "safety-plan.made", "a safety plan")


def heard(entries: list[Entry], telling: Telling) -> Answer:
    entry = hearing.last_heard(entries)
    if entry is None:
        return Answer("What the child says", (), hearing.HEARD, "what the child says")
    said = said_of(entry, telling, hearing.words_of(entry), is_grave=hearing.needs_hearing_again(entry))
    return Answer("What the child says", (said,))


def sight(entries: list[Entry], telling: Telling) -> Answer:
    entry = latest(entries, "child.seen")
    if entry is None:
        return Answer("Last seen", (), "child.seen", "that anybody saw the child")
    data = entry.event.data
    by, alone = telling.person(str(data.get("by", ""))), data.get("alone")
    seen = "whether alone is not recorded" if alone is None else "without a carer" if alone else "with a carer there"
    at = dates.in_short(entry.event.occurred_from)
    words = joined(", ", at, f"by {by}" if by else "", PLACES.get(str(data.get("place", "")), ""), seen)
    return Answer("Last seen", (said_of(entry, telling, words),))


def without_echo(said: list[Said]) -> tuple[Said, ...]:
    """Where two parts in a row have one source, it stands once, at the last."""
    after = [*said[1:], Said("")]
    return tuple(
        replace(each, source="", age="") if (each.source, each.age) == (then.source, then.age) else each
        for each, then in zip(said, after, strict=False)
    )


def age_words(on: date, today: date) -> str:
    days = (today - on).days
    if days < 2:
        return ("today", "yesterday")[max(days, 0)]
    if days < 14:
        return f"{days} days ago"
    if days < 92:
        return f"{days // 7} weeks ago"
    return f"{days // 30} months ago" if days < 730 else f"{days // 365} years ago"


def said_of(entry: Entry, telling: Telling, words: str, *, is_grave: bool = False, telephone: str = "") -> Said:
    """As of when it happened; when it was written down much later, that as well."""
    event = entry.stood
    on, today = event.occurred_to.astimezone(dates.LONDON).date(), telling.now.astimezone(dates.LONDON).date()
    written = event.recorded_at.astimezone(dates.LONDON).date()
    late = f", written down {dates.short_day(written)}" if (written - on).days > 1 else ""
    who = telling.names.get(entry.row.author, "")
    agency = agency_words(event.agency, telling.vocabulary)  # the short name: it stands there often
    whole = f"{who}, {agency}, {dates.short_day(on)}{late}" if who else f"{agency}, {dates.short_day(on)}{late}"
    return Said(words, agency, age_words(on, today), is_grave, telephone, whole)


def last_day(until: date | None, now: datetime) -> str:
    if until is None:
        return ""
    day = dates.short_day(until)
    is_past = until < now.astimezone(dates.LONDON).date()
    return f". Its last day was {day}: check whether it goes on" if is_past else f", until {day}"


def _no_contact(each: Bail, telling: Telling) -> Said:
    if each.considered is None:
        return Said("Nobody has written down whether “no contact with the child” was considered.", is_grave=True)
    decision = each.considered.event.data.get("decision", "what was decided is not recorded")
    return said_of(each.considered, telling, f"Contact with the child: {decision}", is_grave=decision == NO_CONTACT)


def _kept_away(each: Bail, telling: Telling) -> Iterator[Said]:
    """Whom bail keeps from the child, or from a place."""
    who, until = each.who or "A carer", last_day(each.until, telling.now)
    if each.contact in (NO_CONTACT, WATCHED) and each.is_about(telling.child_id):
        yield said_of(
            each.latest, telling, f"{who}: {each.contact}, by bail{until}", is_grave=each.contact == NO_CONTACT
        )
    if each.not_at:
        yield said_of(each.latest, telling, f"{who} must not be at: {each.not_at}, by bail{until}")


def _limit(each: Standing, telling: Telling) -> Said:
    data = each.latest.event.data
    reason = f". {data['reason']}" if data.get("reason") else ""
    words = f"{data['who']}: {data['decision']}{last_day(each.until, telling.now)}{reason}"
    return said_of(each.latest, telling, words, is_grave=data["decision"] == MUST_NOT)


def _placement(entries: list[Entry], each: Standing, telling: Telling) -> Iterator[Said]:
    data = each.begun.event.data
    area = ", in another area" if data.get("out_of_area") else ""
    yield said_of(each.begun, telling, f"Placed: {data.get('type', 'kind of placement not recorded')}{area}")
    known = [
        entry
        for entry in entries
        if entry.event.kind == "placement.address-recorded" and entry.event.data["placement"] == data["placement"]
    ]
    if known:
        yield said_of(known[-1], telling, str(known[-1].event.data["address"]))
    else:
        yield Said("Its address is not recorded, or not for you")


def joined(between: str, *parts: object) -> str:
    return between.join(str(part) for part in parts if part)
