"""What must somebody know of a child at a glance? Age, language, home, lead professional, last sight."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

from followthrough.procedures.explain import occurred_words
from followthrough.service.children.models import Child, HouseholdMember, Number
from followthrough.service.children.presenters import age_in_words, language_words, number_lines
from followthrough.service.chronology import hearing
from followthrough.service.chronology.homes import homes_of, with_whom
from followthrough.service.chronology.presenters.telling import Telling
from followthrough.service.chronology.queries import Chronicle, Entry
from followthrough.service.design import dates
from followthrough.service.design.components import Row
from followthrough.service.ledger import calendar

SEEN, LEAD, LEFT = "child.seen", "lead.accepted", "lead.ended"
LONG = timedelta(weeks=4)  # a default of ours: how long without sight is worth a sentence
MOST_GAPS = 5
PRONOUNS = {"girl": "her", "boy": "him"}


def rows_of(
    child: Child, home: list[HouseholdMember], numbers: list[Number], chronicle: Chronicle, telling: Telling
) -> tuple[Row, ...]:
    today = telling.now.astimezone(dates.LONDON).date()
    born = dates.day_in_words(child.born_on) if child.born_on else "Date of birth not known"
    rows = [
        Row("Age", f"{age_in_words(child.born_on, today)}, born {born}" if child.born_on else born),
        Row("Language", language_words(child)),
        Row("Lives", values=_home(home, chronicle, telling)),
        Row("Lead professional", _lead(chronicle, telling)),
        Row("Last seen", last_seen(chronicle, telling)),
        Row("What the child says", _heard(chronicle, telling)),
    ]
    lines = number_lines(numbers, {each.agency: telling.agency(each.agency) for each in numbers if each.agency})
    if lines:
        rows.append(Row("Numbers", values=tuple(f"{label}: {value}" for label, value in lines.items())))
    others = sorted(telling.child(each) for each in chronicle.records - {child.pk})
    if others:
        rows.append(Row("Also recorded as", values=tuple(others)))
    if child.communication_needs:
        rows.insert(2, Row("How to talk together", child.communication_needs))
    return tuple(rows)


def interpreter_words(child: Child) -> str:
    """Said large: who goes without one cannot hear the child."""
    if child.interpreter_needed:
        return f"An interpreter is needed: the family speaks {child.language or 'another language'}."
    return ""


def last_seen(chronicle: Chronicle, telling: Telling) -> str:
    seen = _sightings(chronicle)
    if not seen:
        return "No agency has written down that it saw the child"
    event = seen[-1].event
    who = telling.person(str(event.data.get("by", "")))
    by = f"{who}, {telling.agency(event.agency)}" if who else telling.agency(event.agency)
    alone = {True: ", without a carer", False: ", with a carer there"}.get(event.data.get("alone"), "")  # type: ignore[call-overload]
    return f"{occurred_words(event, calendar.current())}, by {by}{alone}"


def _heard(chronicle: Chronicle, telling: Telling) -> str:
    """In the child's own words, with who heard them and when; a child whom nobody heard is said as that."""
    entry = hearing.last_heard(each for each in chronicle.entries if each.event.subject == chronicle.subject)
    if entry is None:
        return "Not yet heard: nobody has written down what the child says"
    event = entry.event
    who = telling.person(str(event.data.get("by", "")))
    by = f"{who}, {telling.agency(event.agency)}" if who else telling.agency(event.agency)
    return f"{hearing.words_of(entry)}. Heard {occurred_words(event, calendar.current())} by {by}"


def gaps(child: Child, chronicle: Chronicle, telling: Telling) -> tuple[str, ...]:
    """Long times in which no agency wrote down that it saw the child, the latest first."""
    seen = _sightings(chronicle)
    whom = PRONOUNS.get(child.sex, "the child")
    found = []
    if seen:
        until_now = telling.now - seen[-1].event.occurred_to
        if until_now >= LONG:
            since = _day(seen[-1].event.occurred_to)
            found.append(f"No agency has written down that it saw {whom} for {_weeks(until_now)}, since {since}.")
    for before, after in reversed(list(pairwise(seen))):
        gone = after.event.occurred_from - before.event.occurred_to
        if gone >= LONG:
            first, last = _day(before.event.occurred_to), _day(after.event.occurred_from)
            found.append(f"No agency wrote down that it saw {whom} for {_weeks(gone)}, from {first} to {last}.")
    return tuple(found[:MOST_GAPS])


def _sightings(chronicle: Chronicle) -> list[Entry]:
    own = [each for each in chronicle.entries if each.event.subject == chronicle.subject]
    return [each for each in own if each.event.kind == SEEN and not each.is_taken_back]


def _lead(chronicle: Chronicle, telling: Telling) -> str:
    held: dict[object, Entry] = {}
    for each in chronicle.entries:
        if each.is_taken_back or each.event.subject != chronicle.subject:
            continue
        if each.event.kind == LEAD:
            held[each.event.data.get("lead")] = each
        elif each.event.kind == LEFT:
            held.pop(each.event.data.get("lead"), None)
    if not held:
        return "Nobody is named"
    event = list(held.values())[-1].event
    agency = telling.agency(str(event.data.get("lead_agency", event.agency)))
    who = telling.person(str(event.data.get("person", "")))
    return f"{who}, {agency}" if who else agency


def _home(home: list[HouseholdMember], chronicle: Chronicle, telling: Telling) -> tuple[str, ...]:
    if not home:
        return ("Not known",)
    first, *others = dict.fromkeys(member.household.address_label for member in home)
    lines = [first, *(f"Or, by the other record, {each}" for each in others)]
    lines += [f"With {each}" for each in with_whom(homes_of(chronicle, home), telling)]
    return tuple(lines)


def _weeks(span: timedelta) -> str:
    weeks = span // timedelta(weeks=1)
    return f"{weeks} weeks" if weeks < 104 else f"{weeks // 52} years"


def _day(at: datetime) -> str:
    return dates.short_day(at.astimezone(dates.LONDON).date())
