"""What must somebody know of a child at a glance? Age, language, home, lead professional, last sight."""

from __future__ import annotations

from followthrough.procedures.explain import occurred_words
from followthrough.service.children.models import Child, HouseholdMember, Number
from followthrough.service.children.presenters import age_in_words, language_words, number_lines
from followthrough.service.chronology import hearing, unseen
from followthrough.service.chronology.homes import homes_of, with_whom
from followthrough.service.chronology.presenters.telling import Telling
from followthrough.service.chronology.queries import Chronicle, Entry
from followthrough.service.design import dates
from followthrough.service.design.components import Row
from followthrough.service.ledger import calendar

LEAD, LEFT = "lead.accepted", "lead.ended"
MOST_GAPS = 5


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
    seen = unseen.sightings(chronicle)
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
    found = unseen.unseen(chronicle, telling.now)[::-1]
    return tuple(each.sentence(unseen.whom(child.sex)) for each in found[:MOST_GAPS])


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
