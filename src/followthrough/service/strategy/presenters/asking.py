"""Whom does one ask to a discussion, and what is known already when its outcome is written down?"""

from __future__ import annotations

from collections.abc import Iterable

from followthrough.service.access.models import Relationship
from followthrough.service.access.queries import involvements
from followthrough.service.design.forms import Choice
from followthrough.service.strategy import quorum
from followthrough.service.strategy.forms import PERSON
from followthrough.service.strategy.queries import JUDGED, Discussion
from followthrough.service.strategy.reading import Desk

MOST_LIKELY = 12


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


def known_of(desk: Desk, found: Discussion) -> dict[str, object]:
    """What need not be asked again of who takes part. Whoever did not come is taken away again."""
    came = {each: entry.event.data for each, entry in found.answered.items() if entry.event.data.get("comes")}
    people = {PERSON + each: desk.telling.person(str(data.get("person", ""))) for each, data in came.items()}
    means, name = found.began.data.get("means"), desk.telling.names.get(desk.viewer.practitioner_id, "")
    return {"at": desk.telling.now, "means": means, "led_by": name, **people}


def own_teams(desk: Desk) -> list[str]:
    """The other teams of the viewer's own agency that hold the child: who was not in the room, and works on it next.
    For an agency that holds the child as a whole, its first team.
    """
    now, agency = desk.telling.now, desk.viewer.agency
    records = desk.chronicle.records | {desk.child.pk}
    held = [each for each in involvements(desk.viewer, records) if each.agency_id == agency and each.to_at is None]
    lasting = [each for each in held if each.until is None or each.until > now]
    working = [each for each in lasting if each.relationship not in (Relationship.DANGER, Relationship.REQUEST)]
    first = next((key for key, team in desk.teams.items() if team.agency_id == agency and team.is_default), "")
    found = [each.team.key if each.team else first for each in working if each.practitioner_id is None]
    return [each for each in dict.fromkeys(found) if each in desk.teams and each not in desk.viewer.teams[:1]]


def other_agencies(desk: Desk, choices: list[Choice]) -> list[tuple[str, str]]:
    offered = {each.value for each in choices}
    found = {team.agency_id: team.agency.title for team in desk.teams.values()}
    left = [(key, title) for key, title in found.items() if key not in offered and _may_be_asked(desk, key)]
    return sorted(left, key=lambda each: each[1])


def _authors(desk: Desk, *kinds: str) -> list[str]:
    rows = desk.chronicle.rows.values()
    return list(dict.fromkeys(row.agency for row in rows if not kinds or row.kind in kinds))


def _may_be_asked(desk: Desk, agency: str) -> bool:
    return agency in desk.kinds and agency != desk.viewer.agency and desk.kinds[agency] != "board"


def _why_asked(desk: Desk, agency: str, part: str, judged: Iterable[str], wrote: Iterable[str]) -> str:
    why = "judged that harm is suspected" if agency in judged else "knows the child" if agency in wrote else ""
    need = "must be there" if part == "police" else "health must be there" if part == "health" else ""
    team = desk.team_there(agency)
    ring = f"now: {desk.ring(team).title}" if team else ""
    words = "; ".join(filter(None, (need, why, ring)))
    return words[:1].upper() + words[1:]
