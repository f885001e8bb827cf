"""How does the list of children read? When each was last seen, why each is there, who must do what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from followthrough.procedures.explain import occurred_words
from followthrough.procedures.model import event as model
from followthrough.service.agencies.models import Team
from followthrough.service.agencies.presenters import role_words
from followthrough.service.agencies.queries import names, teams
from followthrough.service.children.models import Child
from followthrough.service.children.presenters import age_in_words, page_of
from followthrough.service.core import clock
from followthrough.service.design import dates
from followthrough.service.ledger import calendar, rulebook
from followthrough.service.ledger.models import Duty, Event
from followthrough.service.ledger.translating import to_event
from followthrough.service.sight.facts import (
    CANCELLED,
    HOME_EDUCATED,
    NO_ACCESS,
    NOT_BROUGHT,
    NOT_SEEN,
    Fact,
    Sight,
)
from followthrough.service.sight.queries import Found, Listed

WEEK = timedelta(weeks=1)
LONG = 4 * WEEK  # as on every page: what has been overdue for longer does not hide what is to be done now
FEW = 3  # as many missed sights are told one by one
_ALONE = {True: "without a carer", False: "with a carer there"}
_MISSED = {
    NOT_BROUGHT: ("Was not brought", "Was not brought {} times"),
    NOT_SEEN: ("Was not seen when expected", "Was not seen when expected, {} times"),
    NO_ACCESS: ("A visitor got no access to the home", "Visitors got no access to the home {} times"),
    CANCELLED: ("A visit was cancelled", "Visits were cancelled {} times"),
}
_SUPPORT = {
    "support-for-complex-needs": "Has support for complex needs",
    "ehc-plan": "Has an education, health and care plan",
}
SO_THAT = "Listed so that support does not stop when nobody looks"


@dataclass(frozen=True)
class Owed:
    title: str
    href: str
    who: str
    clock: dates.When


@dataclass(frozen=True)
class Line:
    """One child."""

    child_id: str
    name: str
    href: str
    age: str
    seen: str
    ago: str
    reasons: tuple[str, ...]
    owed: tuple[Owed, ...]
    long_overdue: tuple[Owed, ...]


@dataclass(frozen=True)
class Words:
    """What the lines need, read once for a page."""

    teams: Mapping[str, Team]
    names: Mapping[str, str]
    events: Mapping[str, model.Event]
    now: datetime

    def agency(self, key: str) -> str:
        return next((team.agency.title for team in self.teams.values() if team.agency_id == key), key)

    def when(self, fact: Fact) -> str:
        event = self.events.get(fact.event)
        return occurred_words(event, calendar.current()) if event else dates.in_words(fact.at)

    def day(self, fact: Fact) -> str:
        event = self.events.get(fact.event)
        if event is None or (event.occurred_to - event.occurred_from) < timedelta(days=2):
            return dates.short_day(fact.at.astimezone(dates.LONDON).date())
        return occurred_words(event, calendar.current())

    def data(self, fact: Fact) -> Mapping[str, object]:
        event = self.events.get(fact.event)
        return event.data if event else {}

    def by(self, fact: Fact) -> str:
        event = self.events.get(fact.event)
        if event is None:
            return "somebody"
        who = self.names.get(str(event.data.get("by", "")), "")
        return ", ".join(filter(None, (who, self.agency(event.agency))))


def lines(found: Found) -> tuple[Line, ...]:
    words = _words(found.events)
    return tuple(_line(each, found, words) for each in found.page)


def _words(rows: Mapping[str, Event]) -> Words:
    vocabulary = rulebook.current().vocabulary
    people = {str(row.data["by"]) for row in rows.values() if row.data.get("by")}
    return Words(
        teams={team.key: team for team in teams()},
        names=names(people) if people else {},
        events={key: to_event(row, vocabulary) for key, row in rows.items()},
        now=clock.now(),
    )


def _line(row: Listed, found: Found, words: Words) -> Line:
    child = row.child
    today = words.now.astimezone(dates.LONDON).date()
    duties, long_ago = found.duties.get(child.pk, ()), words.now - LONG
    reasons = [
        *_reasons(row.sight, words),
        *_needs(child),
        *(each.meaning or each.title for each in found.signals.get(child.pk, ())),
    ]
    return Line(
        child_id=child.pk,
        name=child.name,
        href=page_of(child),
        age=age_in_words(child.born_on, today) if child.born_on else "Date of birth not known",
        seen=_seen(row.sight, words),
        ago=_ago(words.now - row.sight.seen.at) if row.sight.seen else "Not seen",
        reasons=tuple(dict.fromkeys(reasons)),
        owed=tuple(_owed(each, words) for each in duties if each.due_at >= long_ago),
        long_overdue=tuple(_owed(each, words) for each in duties if each.due_at < long_ago),
    )


def _seen(sight: Sight, words: Words) -> str:
    if sight.seen is None:
        return "No agency has written down that it saw the child"
    data = words.data(sight.seen)
    alone = _ALONE.get(data.get("alone"), "whether alone was not written down")  # type: ignore[call-overload]
    place = {"elsewhere": ""}.get(str(data.get("place", "")), str(data.get("place", "")))
    where = f" at {place}" if place in ("home", "school") else f" in {place}" if place == "hospital" else ""
    where = where or (f" at a {place}" if place == "clinic" else "")
    return f"{words.when(sight.seen)}{where}, by {words.by(sight.seen)}; {alone}"


def _reasons(sight: Sight, words: Words) -> Iterator[str]:
    for kind in _MISSED:
        yield from _missed([each for each in sight.missed if each.kind == kind], words)
    for each in sight.stands.get(HOME_EDUCATED, ()):
        left = ", after a special school" if words.data(each).get("special_school") else ""
        yield f"Is taught at home since {words.day(each)}{left}"
    for each in sight.moved:
        to = words.data(each).get("to_area")
        yield f"Moved to {to or 'another area'} on {words.day(each)}; nobody there has accepted the child by name"
    for state, says in _SUPPORT.items():
        if held := sight.stands.get(state):
            yield f"{says} since {words.day(held[0])}. {SO_THAT}"


def _needs(child: Child) -> Iterator[str]:
    if child.communication_needs:
        yield f"Needs help to talk together: {child.communication_needs.rstrip('.')}. {SO_THAT}"


def _missed(facts: list[Fact], words: Words) -> Iterator[str]:
    """Once, with what was said of it; several times with the days; many with the first and the last."""
    if not facts:
        return
    once, often = _MISSED[facts[0].kind]
    if len(facts) == 1:
        about = _about(facts[0], words)
        yield f"{once}{about}, {words.day(facts[0])} ({words.by(facts[0])})"
    elif len(facts) <= FEW:
        yield f"{often.format(len(facts))} since the child was last seen: {_list(words.day(each) for each in facts)}"
    else:
        first, last = words.day(facts[0]), words.day(facts[-1])
        yield f"{often.format(len(facts))} since the child was last seen, from {first} to {last}"


def _about(fact: Fact, words: Words) -> str:
    data = words.data(fact)
    service, by_whom = str(data.get("service", "")), str(data.get("by_whom", ""))
    if service:
        return f" to {service}"
    return f" by {by_whom}" if by_whom else ""


def _list(days: Iterable[str]) -> str:
    *most, last = days
    return f"{', '.join(most)} and {last}"


def _owed(duty: Duty, words: Words) -> Owed:
    team = words.teams.get(f"{duty.debtor_agency}/{duty.debtor_team}")
    who = str(team) if team else words.agency(duty.debtor_agency)
    role = f" ({role_words(duty.debtor_role)})" if duty.debtor_role not in ("", "worker") else ""
    return Owed(duty.action, reverse("worklist:duty", args=[duty.pk]), who + role, dates.clock(duty.due_at, words.now))


def _ago(span: timedelta) -> str:
    """How long ago the last sight was; whole units that have passed."""
    if span < 2 * WEEK:
        return f"{dates.span_words(span)} ago"
    weeks = span // WEEK
    return f"{weeks} weeks ago" if weeks < 104 else f"{weeks // 52} years ago"
