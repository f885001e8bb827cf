"""Which agencies stand around the child, and how? From who works with the child, what was shared, and agencies’ lists.

Pure: nothing is entered for it. What was asked and not answered goes before all else that is known of an agency.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from followthrough.pictures.ecomap import Agency, Link
from followthrough.service.access.models import Involvement, Relationship
from followthrough.service.caseload.models import Case
from followthrough.service.caseload.presenters import as_of_words
from followthrough.service.chronology.homes import entries_of
from followthrough.service.chronology.presenters.telling import Telling
from followthrough.service.chronology.queries import Chronicle, Entry
from followthrough.service.design import dates

_WORKING = (
    Relationship.WORKING,
    Relationship.TOOK_DUTY,
    Relationship.ALLOCATED,
    Relationship.LEAD,
    Relationship.TEAM_AROUND,
    Relationship.MEETING,
)
# No part of the help for the child.
_LEFT_OUT = (Relationship.DANGER, Relationship.REQUEST, Relationship.PANEL, Relationship.READER)
_ORDER = (Link.SILENT, Link.WAITS, Link.WORKING, Link.KNOWS, Link.CLOSED)
_ASKS = ("urgent", "action")


@dataclass
class _Known:
    links: set[Link] = field(default_factory=set)
    lines: list[str] = field(default_factory=list)


def around(
    involved: Iterable[Involvement], cases: Iterable[Case], chronicle: Chronicle, telling: Telling
) -> list[Agency]:
    """In order of what asks for somebody's eye, then by name."""
    found: dict[str, _Known] = defaultdict(_Known)
    _who_works(found, involved)
    entries = list(entries_of(chronicle))
    _what_was_asked(found, entries, telling)
    _what_was_closed(found, entries)
    for case in cases:
        _of_list(found[case.agency], case, telling)
    agencies = [_agency(telling.agency(key), known) for key, known in found.items() if known.links]
    return sorted(agencies, key=lambda each: (_ORDER.index(each.link), each.name))


def _agency(name: str, known: _Known) -> Agency:
    link = next(each for each in _ORDER if each in known.links)
    also = ["It works with the child"] if link in (Link.SILENT, Link.WAITS) and Link.WORKING in known.links else []
    return Agency(name, link, tuple(dict.fromkeys((*also, *known.lines))))


def _who_works(found: dict[str, _Known], involved: Iterable[Involvement]) -> None:
    for each in involved:
        if each.relationship in _LEFT_OUT:
            continue
        known = found[each.agency_id]
        if each.to_at is not None:
            known.links.add(Link.CLOSED)
            continue
        known.links.add(Link.WORKING if each.relationship in _WORKING else Link.KNOWS)
        if each.practitioner is not None:
            known.lines.append(f"{each.practitioner.name}, {Relationship(each.relationship).label}")
        elif each.team is not None:
            known.lines.append(each.team.title)


def _what_was_asked(found: dict[str, _Known], entries: Iterable[Entry], telling: Telling) -> None:
    """Each share by its leg: nobody received it; somebody has it and has not said what was done; or it is known."""
    asked: dict[str, Entry] = {}
    received: set[str] = set()
    done: set[str] = set()
    for entry in entries:
        event, leg = entry.event, str(entry.event.data.get("leg", ""))
        if event.kind == "share.sent":
            asked[leg] = entry
        elif event.kind in ("share.received", "share.accepted"):
            received.add(leg)
        elif event.kind in ("share.acted", "share.redirected", "share.withdrawn", "share.confirmed"):
            done.add(leg)
    for leg, entry in asked.items():
        data, known = entry.event.data, found[str(entry.event.data.get("recipient_agency", ""))]
        on = dates.short_day(entry.event.occurred_from.astimezone(dates.LONDON).date())
        by = telling.agency(entry.event.agency)
        if leg in done or data.get("asks") not in _ASKS:
            known.links.add(Link.KNOWS)
        elif leg in received:
            known.links.add(Link.WAITS)
            known.lines.append(f"Asked by {by} on {on}")
        else:
            known.links.add(Link.SILENT)
            known.lines.append(f"Asked by {by} on {on}; nobody has received it")


def _what_was_closed(found: dict[str, _Known], entries: Iterable[Entry]) -> None:
    """An agency that closed its case and opened none since no longer works with the child."""
    last = {each.event.agency: each for each in entries if each.event.kind in ("case.opened", "case.closed")}
    for key, entry in last.items():
        if entry.event.kind == "case.closed":
            found[key].links.discard(Link.WORKING)
            found[key].links.add(Link.CLOSED)
            on = dates.short_day(entry.event.occurred_from.astimezone(dates.LONDON).date())
            found[key].lines.append(f"Case closed on {on}")


def _of_list(known: _Known, case: Case, telling: Telling) -> None:
    """What the agency's own list says of the case, always with its day."""
    is_over = bool(case.said.get("closed_on")) or case.absent_since is not None
    known.links.add(Link.CLOSED if is_over else Link.WORKING)
    worker = ", ".join(filter(None, (case.said.get("worker", ""), case.said.get("worker_team", ""))))
    if worker:
        since = as_of_words(case, telling.now)
        known.lines.append(f"{worker} (their list, {since[:1].lower()}{since[1:]})")
