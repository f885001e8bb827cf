"""How do a call sheet and what was decided read? To somebody on the telephone at night, first of all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from followthrough.service.chronology.presenters.duties import short_cards
from followthrough.service.chronology.queries import Entry
from followthrough.service.design import dates
from followthrough.service.design.components import Action, DutyCard, Row, Tag
from followthrough.service.ledger.models import Duty
from followthrough.service.sharing.models import Leg
from followthrough.service.sharing.projecting import step
from followthrough.service.strategy import policies, quorum
from followthrough.service.strategy.forms import DECISIONS
from followthrough.service.strategy.queries import Discussion, keys_of, person_key
from followthrough.service.strategy.reading import Desk

NEEDS = "A strategy discussion needs social care, police and health."


@dataclass(frozen=True)
class Seat:
    """One agency on the call sheet, or after it, or another team of the one that leads it. `ring` is whom one rings
    now, `said` what is known, line by line; `key` is fit for an anchor.
    """

    key: str
    title: str
    tag: Tag
    ring: str
    telephone: str
    said: tuple[str, ...]
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class Page:
    found: Discussion
    tag: Tag
    about: str
    lead: str
    gaps: str
    rows: tuple[Row, ...]
    words: str
    seats: tuple[Seat, ...]
    duties: tuple[DutyCard, ...]
    own: Seat | None  # the viewer's agency, while its word is wanted
    leads: bool
    may_hold: bool
    may_call: bool
    entry_href: str

    @property
    def is_held(self) -> bool:
        return self.found.held is not None


def page_of(desk: Desk, found: Discussion, legs: Mapping[str, Leg], me: str) -> Page:
    """`me` is the name of who looks: what they say of themselves is worded so."""
    seats = tuple(_seat(desk, found, each, legs.get(each), me) for each in found.asked)
    mine = desk.viewer.agency
    own = next((seat for seat in seats if seat.key == mine and _is_wanted(found, mine)), None)
    theirs = tuple(_team_seat(desk, found, each, legs.get(each)) for each in found.teams)
    held = found.held
    return Page(
        found=found,
        tag=state(desk, found),
        about=dates.near_words(found.at, desk.telling.now),
        lead="" if held else _how(found),
        gaps=_gaps(desk, found),
        rows=tuple(_outcome(desk, held) if held else _call(desk, found)),
        words=str(found.entry.event.data.get("arrangements" if held else "words", "")),
        seats=(*seats, *theirs),
        duties=short_cards(_that_follow(desk, found), desk.telling),
        own=own,
        leads=policies.can_lead(desk.viewer, found),
        may_hold=held is None and policies.can_lead(desk.viewer, found),
        may_call=policies.can_call(desk.viewer, desk.own_kind),
        entry_href=reverse("chronology:entry", args=[desk.child.pk, found.entry.root]),
    )


def state(desk: Desk, found: Discussion) -> Tag:
    if found.held is None:
        return Tag("Called, not held yet", "waiting")
    if found.held.event.data.get("quorate") is False:
        return Tag("Held without all three", "overdue")
    left = [each for each in (*found.asked, *found.teams) if each not in found.understood]
    return Tag("Held, not yet understood by all", "soon") if left else Tag("Held and understood", "done")


def _gaps(desk: Desk, found: Discussion) -> str:
    """Which of the three are missing: among those who came, or among those who said that they will."""
    if found.held is not None:
        attended = keys_of(found.held.event.data.get("attended"))
        if not attended and found.held.event.data.get("quorate") is not False:
            return ""
        gaps = quorum.missing(attended, desk.kinds)
        return f"Without {_and(gaps)}. Only what keeps the child safe now counts: meet again." if gaps else ""
    coming = [found.leads, *(each for each, entry in found.answered.items() if entry.event.data.get("comes"))]
    gaps = quorum.missing(coming, desk.kinds)
    unasked = quorum.missing([found.leads, *found.asked], desk.kinds)
    if unasked:
        return f"Not asked: {_and(unasked)}. {NEEDS}"
    return f"Not reached yet: {_and(gaps)}. {NEEDS}" if gaps else ""


def _how(found: Discussion) -> str:
    means = {"meeting": "A meeting", "telephone": "By telephone"}.get(str(found.began.data.get("means", "")), "")
    return ". ".join(filter(None, (means, str(found.began.data.get("join", ""))))) + "."


def _call(desk: Desk, found: Discussion) -> Iterator[Row]:
    data, telling = found.began.data, desk.telling
    yield Row("When", dates.in_words(found.at))
    if why := str(data.get("why_telephone", "")):
        yield Row("Why not in a meeting", why)
    yield Row("Called by", f"{telling.person(str(data.get('by', '')))}, {telling.agency(found.leads)}")


def _outcome(desk: Desk, held: Entry) -> Iterator[Row]:
    data, telling = held.event.data, desk.telling
    protection = str(data.get("protection", "")).capitalize()
    rows = (
        ("Decided", decided(data.get("decision"))),
        ("Legal framework", str(data.get("framework", ""))),
        ("Protection at once", protection),
        ("Why", str(data.get("reason", ""))),
        ("Who tells the family", str(data.get("family_told", ""))),
        ("Led by", telling.person(str(data.get("led_by", "")))),
        ("Took part", str(data.get("present", "")) or ", ".join(map(telling.agency, keys_of(data.get("attended"))))),
        ("Not there", ", ".join(map(telling.agency, keys_of(data.get("absent"))))),
        ("Full record", str(data.get("full_record", ""))),
    )
    yield from (Row(key, value) for key, value in rows if value)


def _seat(desk: Desk, found: Discussion, agency: str, leg: Leg | None, me: str) -> Seat:
    team = leg.team if leg else desk.team_there(agency)
    ring = desk.ring(team) if team else None
    said = _said_after(desk, found, agency) if found.held else _said_before(desk, found, agency)
    return Seat(
        key=agency,
        title=desk.title(agency),
        tag=_tag_after(found, agency) if found.held else _tag_before(found, agency, leg),
        ring=ring.line if ring else "",
        telephone=ring.telephone.replace(" ", "") if ring else "",
        said=tuple(filter(None, (*said, _receipt(desk, leg)))),
        actions=tuple(_actions(desk, found, agency, me)),
    )


def _team_seat(desk: Desk, found: Discussion, key: str, leg: Leg | None) -> Seat:
    """Of the agency that leads it, a team that was not in the room and holds the child."""
    team = desk.teams.get(key)
    ring = desk.ring(team) if team else None
    title = str(team) if team else key
    actions: tuple[Action, ...] = ()
    if key not in found.understood and policies.can_speak_for_team(desk.viewer, found, key):
        slug = key.partition("/")[2]
        is_own, href = key in desk.viewer.teams, address(desk, found, "understood-by-team", slug)
        words = "We understand" if is_own else "Read it back to them"
        actions = (Action(words, href, title, "primary" if is_own else "secondary", posts=is_own),)
    return Seat(
        key=key.replace("/", "-"),
        title=title,
        tag=_tag_after(found, key),
        ring=ring.line if ring else "",
        telephone=ring.telephone.replace(" ", "") if ring else "",
        said=tuple(filter(None, (*_said_after(desk, found, key), _receipt(desk, leg)))),
        actions=actions,
    )


def _tag_before(found: Discussion, agency: str, leg: Leg | None) -> Tag:
    entry = found.answered.get(agency)
    if entry is not None:
        return Tag("Takes part", "done") if entry.event.data.get("comes") else Tag("Cannot take part", "overdue")
    has_it = leg is not None and step(leg, "received") is not None
    return Tag("Has the call, no answer yet", "soon") if has_it else Tag("Not reached yet", "waiting")


def _tag_after(found: Discussion, agency: str) -> Tag:
    if agency in found.understood:
        return Tag("Understood", "done")
    if found.people(agency) != found.still_to_say(agency):
        return Tag("Not confirmed by all yet", "waiting")
    return (
        Tag("Was not there: must accept", "overdue") if agency in found.absent else Tag("Not confirmed yet", "waiting")
    )


def _said_before(desk: Desk, found: Discussion, agency: str) -> tuple[str, ...]:
    entry = found.answered.get(agency)
    if entry is None:
        return ()
    data = entry.event.data
    person = desk.telling.person(str(data.get("person", "")))
    by = desk.telling.names.get(entry.row.author, "")
    at = dates.near_words(entry.event.occurred_from, desk.telling.now)
    how = f"Said by voice, written down by {by}, {at}" if entry.event.agency != agency else f"Answered {at}"
    return tuple(filter(None, (person if data.get("comes") else "", str(data.get("brings", "")), how)))


def _said_after(desk: Desk, found: Discussion, agency: str) -> tuple[str, ...]:
    if people := found.people(agency):
        return tuple(_said_by(desk, found, agency, each) for each in people)
    entry = found.understood.get(agency)
    if entry is None:
        return ()
    return (_said_so(desk, entry, agency.partition("/")[0]),)


def _said_by(desk: Desk, found: Discussion, agency: str, name: str) -> str:
    entry = found.said_back.get(person_key(agency, name))
    return _said_so(desk, entry, agency) if entry else f"{name} was there, and has not said so yet"


def _said_so(desk: Desk, entry: Entry, agency: str) -> str:
    """Their own word; or that of whoever wrote down what they said."""
    who = desk.telling.person(str(entry.event.data.get("by", "")))
    at = dates.near_words(entry.event.occurred_from, desk.telling.now)
    wrote = desk.telling.names.get(entry.row.author, "")
    if entry.event.agency == agency and who == wrote:
        return f"{who}, {at}"
    return f"{who} said so, {at}. Written down by {wrote}"


def _receipt(desk: Desk, leg: Leg | None) -> str:
    had = step(leg, "received") if leg else None
    if had is None:
        return ""
    at = dates.near_words(datetime.fromisoformat(had["at"]), desk.telling.now)
    return f"Received by {desk.telling.names.get(had['by'], 'a named person')}, {at}"


def _actions(desk: Desk, found: Discussion, agency: str, me: str) -> Iterator[Action]:
    if not policies.can_speak_for(desk.viewer, found, agency):
        return
    is_own, title = desk.viewer.agency == agency, desk.title(agency)
    if found.held is None:
        words = "Answer the call" if is_own else "Write down their answer"
        yield Action(words, address(desk, found, "answer", agency), title, "primary" if is_own else "secondary")
    elif left := found.still_to_say(agency):
        people = found.people(agency)
        for name in left:
            href = address(desk, found, "understood-by", agency, str(people.index(name) + 1))
            own_name = is_own and same_name(name, me)
            words = "I understand" if own_name else f"{name} understands" if is_own else f"Read it back to {name}"
            yield Action(words, href, title, "primary" if own_name else "secondary", posts=is_own)
    elif agency not in found.understood:
        href = address(desk, found, "understood", agency)
        if is_own:
            words = "We understand, and accept our part" if agency in found.absent else "We understand"
            yield Action(words, href, title, "primary", posts=True)
        else:
            yield Action("Read it back to them", href, title, "secondary")


def same_name(one: str, other: str) -> bool:
    return one.split(",")[0].strip().casefold() == other.strip().casefold()


def _is_wanted(found: Discussion, agency: str) -> bool:
    return agency not in (found.understood if found.held else found.answered)


def _that_follow(desk: Desk, found: Discussion) -> list[Duty]:
    began = {found.id, found.held.root if found.held else ""}
    return [each for each in desk.duties if each.trigger in began and each.subject_id == desk.child.pk]


def address(desk: Desk, found: Discussion, name: str = "discussion", *more: str) -> str:
    return reverse(f"strategy:{name}", args=[desk.child.pk, found.id, *more])


def decided(value: object) -> str:
    found = DECISIONS.get(str(value or ""))
    return found.label if found else str(value or "")


def _and(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""
