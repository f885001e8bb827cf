"""How do a judgement, a call sheet and what was decided read? To somebody on the telephone at night, first of all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from followthrough.service.chronology.queries import Entry
from followthrough.service.design import dates
from followthrough.service.design.components import Action, Cell, DutyCard, Row, Table, Tag
from followthrough.service.design.forms import Choice
from followthrough.service.ledger import calendar
from followthrough.service.ledger.models import Duty
from followthrough.service.sharing.models import Leg
from followthrough.service.sharing.projecting import step
from followthrough.service.strategy import foretelling, policies, quorum
from followthrough.service.strategy.forms import DECISIONS, PERSON
from followthrough.service.strategy.queries import JUDGED, Discussion
from followthrough.service.strategy.reading import Desk

MOST_LIKELY = 12
NEEDS = "A strategy discussion needs social care, police and health."


@dataclass(frozen=True)
class Seat:
    """One agency on the call sheet, or after it. `ring` is whom one rings now, `said` what is known, line by line."""

    agency: str
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


def page_of(desk: Desk, found: Discussion, legs: Mapping[str, Leg]) -> Page:
    seats = tuple(_seat(desk, found, each, legs.get(each)) for each in found.asked)
    own = next((seat for seat in seats if seat.agency == desk.viewer.agency and _is_wanted(found, seat.agency)), None)
    held = found.held
    return Page(
        found=found,
        tag=_state(desk, found),
        about=dates.near_words(found.at, desk.telling.now),
        lead="" if held else _how(found),
        gaps=_gaps(desk, found),
        rows=tuple(_outcome(desk, held) if held else _call(desk, found)),
        words=str((held or found.called).event.data.get("arrangements" if held else "words", "")),  # type: ignore[union-attr]
        seats=seats,
        duties=tuple(cards(desk, _that_follow(desk, found))),
        own=own,
        leads=policies.can_lead(desk.viewer, found),
        may_hold=held is None and policies.can_lead(desk.viewer, found),
        may_call=policies.can_call(desk.viewer, desk.own_kind),
        entry_href=reverse("chronology:entry", args=[desk.child.pk, (held or found.called).root]),  # type: ignore[union-attr]
    )


def cards(desk: Desk, duties: Iterable[Duty]) -> Iterator[DutyCard]:
    for each in duties:
        yield DutyCard(
            title=each.title,
            href=reverse("worklist:duty", args=[each.pk]),
            child=f"{each.action}: {desk.title(each.each)}" if each.each else each.action,
            team=desk.telling.debtor(each),
            clock=dates.clock(each.due_at, desk.telling.now),
            taken_by=desk.telling.names.get(each.taken_by, ""),
        )


def overview_table(desk: Desk) -> Table:
    rows = tuple(
        (
            Cell(dates.in_words(each.at), _address(desk, each)),
            Cell(tag=_state(desk, each)),
            desk.telling.agency(each.leads),
            _decided(each.held.event.data.get("decision", "Not recorded")) if each.held else "",
        )
        for each in desk.discussions
    )
    head = ("When", "How it stands", "Led by", "Decided")
    return Table("Strategy discussions", head, rows, "None yet.", is_caption_hidden=True)


def judgement_rows(desk: Desk, entry: Entry) -> list[Row]:
    telling, data = desk.telling, entry.event.data
    who = telling.names.get(entry.row.author, "")
    immediate = data.get("immediate")
    danger = "" if immediate is None else "In danger now" if immediate else "Not in danger at that moment"
    rests = [desk.chronicle.entry(str(each)) for each in _keys(data.get("rests_on"))]
    lines = [_line(desk, each) for each in rests if each]
    found = [
        Row("Who judged", f"{who}, {telling.agency(entry.event.agency)}, {dates.in_words(entry.event.occurred_from)}"),
        Row("What", ", ".join(filter(None, (str(data.get("harm", "")).capitalize(), danger)))),
        Row("Why", str(data.get("reason") or entry.event.text)),
    ]
    return [*found, *([Row("It rests on", values=tuple(lines))] if lines else [])]


def _line(desk: Desk, entry: Entry) -> str:
    return f"{entry.number}. {desk.telling.kind(entry.event)}, {dates.in_short(entry.event.occurred_from)}"


def told_words(desk: Desk) -> str:
    """Who is told of a judgement, and what they must do by when."""
    team = desk.social_care
    if team is None:
        return "Nobody answers for children’s social care in the directory. Ring them yourself."
    now, days = desk.telling.now, calendar.current()
    soon, later = (foretelling.discussion_by(each, team.agency_id, now, desk.rules, days) for each in (True, False))
    if soon is None or later is None:
        return f"{team} is told. The rules in force here ask them for no discussion: ring them."
    if soon == later:
        by = f"by {dates.near_words(soon, now)}"
    else:
        by = f"by {dates.near_words(soon, now)} if the child is in danger now, else by {dates.near_words(later, now)}"
    return f"{team} is told at once. They must hold a strategy discussion {by}."


def likely(desk: Desk, after: Discussion | None) -> list[Choice]:
    """Who took part before, who judged harm, police and health, and who has written in this record."""
    wrote, judged = _authors(desk), _authors(desk, JUDGED)
    parts = {each: quorum.part_of(kind) for each, kind in desk.kinds.items()}
    police, health = ([each for each in parts if parts[each] == part] for part in ("police", "health"))
    must = [*police, *([each for each in health if each in wrote] or health)]
    wanted = dict.fromkeys([*(after.asked if after else ()), *judged, *must, *wrote])
    found = [each for each in wanted if _may_be_asked(desk, each)][:MOST_LIKELY]
    return [Choice(each, desk.title(each), _why_asked(desk, each, parts[each], judged, wrote)) for each in found]


def ticked(desk: Desk, offered: Iterable[Choice], after: Discussion | None) -> list[str]:
    """Who is asked unless somebody takes the tick away: as before, else police, who judged, and health that knows the
    child.
    """
    if after:
        return list(after.asked)
    wrote, judged = _authors(desk), _authors(desk, JUDGED)
    parts = {each.value: quorum.part_of(desk.kinds[each.value]) for each in offered}
    return [e for e, part in parts.items() if e in judged or part == "police" or (part == "health" and e in wrote)]


def _authors(desk: Desk, *kinds: str) -> list[str]:
    rows = desk.chronicle.rows.values()
    return list(dict.fromkeys(row.agency for row in rows if not kinds or row.kind in kinds))


def known_of(desk: Desk, found: Discussion) -> dict[str, object]:
    """What need not be asked again of who takes part. Whoever did not come is taken away again."""
    came = {each: entry.event.data for each, entry in found.answered.items() if entry.event.data.get("comes")}
    people = {PERSON + each: desk.telling.person(str(data.get("person", ""))) for each, data in came.items()}
    means, name = found.began.data.get("means"), desk.telling.names.get(desk.viewer.practitioner_id, "")
    return {"at": desk.telling.now, "means": means, "led_by": name, **people}


def other_agencies(desk: Desk, choices: list[Choice]) -> list[tuple[str, str]]:
    offered = {each.value for each in choices}
    found = {team.agency_id: team.agency.title for team in desk.teams.values()}
    left = [(key, title) for key, title in found.items() if key not in offered and _may_be_asked(desk, key)]
    return sorted(left, key=lambda each: each[1])


def _may_be_asked(desk: Desk, agency: str) -> bool:
    return agency in desk.kinds and agency != desk.viewer.agency and desk.kinds[agency] != "board"


def _why_asked(desk: Desk, agency: str, part: str, judged: Iterable[str], wrote: Iterable[str]) -> str:
    why = "judged that harm is suspected" if agency in judged else "knows the child" if agency in wrote else ""
    need = "must be there" if part == "police" else "health must be there" if part == "health" else ""
    team = desk.team_there(agency)
    ring = f"now: {desk.ring(team).title}" if team else ""
    return "; ".join(filter(None, (need, why, ring))).capitalize()


def _state(desk: Desk, found: Discussion) -> Tag:
    if found.held is None:
        return Tag("Called, not held yet", "waiting")
    if found.held.event.data.get("quorate") is False:
        return Tag("Held without all three", "overdue")
    left = [each for each in found.asked if each not in found.understood]
    return Tag("Held, not yet understood by all", "soon") if left else Tag("Held and understood", "done")


def _gaps(desk: Desk, found: Discussion) -> str:
    """Which of the three are missing: among those who came, or among those who said that they will."""
    if found.held is not None:
        attended = _keys(found.held.event.data.get("attended"))
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
    yield Row("Called by", f"{telling.person(str(data.get('by', '')))}, {telling.agency(found.leads)}")


def _outcome(desk: Desk, held: Entry) -> Iterator[Row]:
    data, telling = held.event.data, desk.telling
    protection = str(data.get("protection", "")).capitalize()
    rows = (
        ("Decided", _decided(data.get("decision"))),
        ("Legal framework", str(data.get("framework", ""))),
        ("Protection at once", protection),
        ("Why", str(data.get("reason", ""))),
        ("Who tells the family", str(data.get("family_told", ""))),
        ("Led by", telling.person(str(data.get("led_by", "")))),
        ("Took part", str(data.get("present", "")) or ", ".join(map(telling.agency, _keys(data.get("attended"))))),
        ("Not there", ", ".join(map(telling.agency, _keys(data.get("absent"))))),
        ("Full record", str(data.get("full_record", ""))),
    )
    yield from (Row(key, value) for key, value in rows if value)


def _seat(desk: Desk, found: Discussion, agency: str, leg: Leg | None) -> Seat:
    team = leg.team if leg else desk.team_there(agency)
    ring = desk.ring(team) if team else None
    said = _said_after(desk, found, agency) if found.held else _said_before(desk, found, agency)
    return Seat(
        agency=agency,
        title=desk.title(agency),
        tag=_tag_after(found, agency) if found.held else _tag_before(found, agency, leg),
        ring=ring.line if ring else "",
        telephone=ring.telephone.replace(" ", "") if ring else "",
        said=tuple(filter(None, (*said, _receipt(desk, leg)))),
        actions=tuple(_actions(desk, found, agency)),
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
    entry = found.understood.get(agency)
    if entry is None:
        return ()
    who = desk.telling.person(str(entry.event.data.get("by", "")))
    at = dates.near_words(entry.event.occurred_from, desk.telling.now)
    if entry.event.agency == agency:
        return (f"{who}, {at}",)
    return (f"{who} said so, {at}. Written down by {desk.telling.names.get(entry.row.author, '')}",)


def _receipt(desk: Desk, leg: Leg | None) -> str:
    had = step(leg, "received") if leg else None
    if had is None:
        return ""
    at = dates.near_words(datetime.fromisoformat(had["at"]), desk.telling.now)
    return f"Received by {desk.telling.names.get(had['by'], 'a named person')}, {at}"


def _actions(desk: Desk, found: Discussion, agency: str) -> Iterator[Action]:
    if not policies.can_speak_for(desk.viewer, found, agency):
        return
    is_own, title = desk.viewer.agency == agency, desk.title(agency)
    if found.held is None:
        words = "Answer the call" if is_own else "Write down their answer"
        yield Action(words, _address(desk, found, "answer", agency), title, "primary" if is_own else "secondary")
    elif agency not in found.understood:
        href = _address(desk, found, "understood", agency)
        if is_own:
            words = "We understand, and accept our part" if agency in found.absent else "We understand"
            yield Action(words, href, title, "primary", posts=True)
        else:
            yield Action("Read it back to them", href, title, "secondary")


def _is_wanted(found: Discussion, agency: str) -> bool:
    return agency not in (found.understood if found.held else found.answered)


def _that_follow(desk: Desk, found: Discussion) -> list[Duty]:
    began = {found.id, found.held.root if found.held else ""}
    return [each for each in desk.duties if each.trigger in began and each.subject_id == desk.child.pk]


def _address(desk: Desk, found: Discussion, name: str = "discussion", *more: str) -> str:
    return reverse(f"strategy:{name}", args=[desk.child.pk, found.id, *more])


def _decided(value: object) -> str:
    found = DECISIONS.get(str(value or ""))
    return found.label if found else str(value or "")


def _keys(value: object) -> tuple[str, ...]:
    return tuple(str(each) for each in value) if isinstance(value, (tuple, list)) else ()


def _and(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""
