"""Which answers do the questions of the share pages offer, and what does each say beside its label?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, cast

from django.utils.functional import SimpleLazyObject

from followthrough.procedures.calendars import Calendar
from followthrough.procedures.explain import occurred_words
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.service.agencies.models import Team
from followthrough.service.agencies.presenters import role_words
from followthrough.service.agencies.ringing import on_duty
from followthrough.service.children.models import Child
from followthrough.service.children.presenters import age_in_words
from followthrough.service.children.queries import Found
from followthrough.service.design.dates import day_in_words, near_words
from followthrough.service.design.forms import Choice
from followthrough.service.ledger.models import Event
from followthrough.service.ledger.translating import to_event
from followthrough.service.sharing.addressing import ON_DUTY, ROLE
from followthrough.service.sharing.foretelling import foretell
from followthrough.service.sharing.forms.about import NEW
from followthrough.service.sharing.models import Asks
from followthrough.service.sharing.presenters.words import upper_first
from followthrough.service.sharing.suggesting import Suggestion

ANOTHER_AREA = "host-area"  # as the rulebook calls it
ASKS_WORDS = {
    Asks.INFORMATION: "Nothing: it is for information",
    Asks.ACTION: "Action: somebody must do something, and tell me",
    Asks.URGENT: "Urgent: a child may not be safe",
    Asks.KNOWLEDGE: "To say what you know of the child",
}


def child_line(name: str, born_on: date | None, age_note: str = "") -> str:
    if born_on is not None:
        return f"{name}, born {day_in_words(born_on)}"
    years = " years old" if age_note[-1:].isdigit() else ""
    years = " year old" if age_note.split()[-1:] == ["1"] else years
    return f"{name}, {age_note}{years}" if age_note else f"{name}, age not known"


def children(found: Found, today: date) -> list[Choice]:
    """The children whom the search found, then one for a child whom nobody here knows."""
    seen = [
        Choice(child.pk, child_line(child.name, child.born_on), hint=age_in_words(child.born_on, today))
        for child in found.children
    ]
    elsewhere = [
        Choice(child_id, "The child with this name and date of birth whom other teams know", hint=_ELSEWHERE)
        for child_id in found.known_elsewhere
    ]
    none = Choice(NEW, "None of these: the child is new here", divider="or")
    return [*seen, *elsewhere, none]


_ELSEWHERE = "Your team does not work with this child, so we show no more. You can share."


def asks(sender: Team, team: Team, now: datetime, rules: Rulebook, calendar: Calendar) -> list[Choice]:
    """Urgent first. The hint says by when the rules want a named person to have it: worked out, never written here."""

    def hint(each: Asks) -> str:
        promised = foretell(each, sender, [team], now, rules, calendar)
        first = next((promise for promise in promised if promise.step == "received"), None)
        by_when = f"A named person must have it by {near_words(first.due_at, now)}." if first else ""
        ring = "Ring them as well. If a child is in danger now, ring 999 first. " if each == Asks.URGENT else ""
        return f"{ring}{by_when}".strip()

    # Worked out when it is shown: a form that is only checked shows nothing.
    return [
        Choice(each.value, ASKS_WORDS[each], hint=cast("str", SimpleLazyObject(partial(hint, each))))
        for each in (Asks.URGENT, Asks.ACTION, Asks.INFORMATION)
    ]


def suggested(found: Sequence[Suggestion]) -> list[Choice]:
    """Each with the reason."""
    return [Choice(each.team.key, str(each.team), hint=each.reason) for each in found]


def other_teams(teams: Iterable[Team], found: Sequence[Suggestion], own: str) -> list[Choice]:
    """Everybody else, with when somebody is there; another area under its own heading, so that nobody ticks its Front
    Door in haste.
    """
    named = {own, *(each.team.key for each in found)}
    others, found_choices = own_area_first(team for team in teams if team.key not in named), []
    for before, team in zip([None, *others], others, strict=False):
        begins = is_elsewhere(team) and not (before and is_elsewhere(before))
        divider = "Another area" if begins else ""
        found_choices.append(Choice(team.key, str(team), hint=upper_first(team.opening_hours), divider=divider))
    return found_choices


def on_duty_now(teams: Sequence[Team], own_agency: str, now: datetime) -> list[Choice]:
    """For each agency that has a team for the night: whoever is there when the share is sent."""
    found = []
    for agency in {team.agency_id: team.agency for team in teams if team.is_out_of_hours}.values():
        there = on_duty([team for team in teams if team.agency_id == agency.pk], now)
        if there is not None and agency.pk != own_agency:
            hint = f"Now this is {there.title}."
            found.append(Choice(f"{ON_DUTY}{agency.pk}", f"Whoever is on duty, {agency.title}", hint=hint))
    return found


def roles(held: Iterable[tuple[str, str, str]]) -> list[tuple[str, str]]:
    """Without plain practitioners: their team is the one to choose."""
    return [
        (f"{ROLE}{agency}/{role}", f"{role_words(role).capitalize()}, {title}")
        for agency, title, role in held
        if role != "worker"
    ]


def own_area_first(teams: Iterable[Team]) -> list[Team]:
    return sorted(teams, key=is_elsewhere)


def is_elsewhere(team: Team) -> bool:
    """Whether it is a team of another partnership, to which a child can move."""
    return team.agency_id == ANOTHER_AREA


def entries(events: Iterable[Event], rules: Rulebook, calendar: Calendar) -> list[Choice]:
    return [Choice(event.pk, entry_line(event, rules, calendar), hint=event.text[:140]) for event in events]


def entry_line(event: Event, rules: Rulebook, calendar: Calendar) -> str:
    """Tuesday 12 March 2013: A sign of neglect was seen"""
    kind = rules.vocabulary.kinds.get(event.kind)
    return f"{occurred_words(to_event(event, rules.vocabulary), calendar)}: {kind.title if kind else event.kind}"


def family(child: Child | None) -> dict[str, str]:
    """What is known already of the language, so that nobody is asked twice."""
    if child is None or not child.language:
        return {}
    needs = {True: "yes", False: "no", None: "unknown"}[child.interpreter_needed]
    return {"interpreter": needs, "language": child.language}


def kind_title(kind: str, rules: Rulebook, detail: Mapping[str, Any] | None = None) -> str:
    """A sign of neglect was seen: hungry"""
    found = rules.vocabulary.kinds.get(kind)
    title = found.title if found else kind
    return ": ".join([title, *(str(value) for value in (detail or {}).values())])
