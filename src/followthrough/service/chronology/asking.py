"""What does the page that writes an entry know already: people and places around the child, keys that are in use?"""

from __future__ import annotations

from collections.abc import Mapping

from followthrough.procedures.explain import occurred_words
from followthrough.procedures.model.event import Subject
from followthrough.procedures.model.vocabulary import EventKind, FieldType
from followthrough.service.agencies.queries import names
from followthrough.service.children.models import Child
from followthrough.service.chronology import queries
from followthrough.service.chronology.fields import Around
from followthrough.service.chronology.queries import Chronicle
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger import calendar, rulebook, same

MOST_KEYS = 8


def around(viewer: Viewer, kind: EventKind, chronicle: Chronicle, child: Child | None) -> Around:
    teams = queries.directory()
    agencies = {team.agency_id: team.agency.title for team in teams.values()}
    return Around(
        agencies=dict(sorted(agencies.items(), key=lambda pair: pair[1])),
        teams={key: str(team) for key, team in teams.items()},
        children=_children(viewer, child) if child and _asks_for_children(kind) else {},
        viewer_id=viewer.practitioner_id,
        viewer_name=names({viewer.practitioner_id}).get(viewer.practitioner_id, ""),
        keys=keys_in_use(kind, chronicle),
        begun=_begun(kind),
    )


def subject_for(kind: EventKind, child: Child) -> Subject | None:
    """The child, or the home that the child lives in now; None where none is known."""
    if kind.about != "household":
        return Subject("child", child.pk)
    home = queries.at_home(same.folding([child.pk]).ids)
    return Subject("household", home[0].household_id) if home else None


def keys_in_use(kind: EventKind, chronicle: Chronicle) -> Mapping[str, Mapping[str, str]]:
    """For each key of the kind the ones that earlier entries carry, the latest first, with what they were."""
    vocabulary, days = rulebook.current().vocabulary, calendar.current()
    found: dict[str, dict[str, str]] = {}
    for name in (field.name for field in kind.fields.values() if field.type is FieldType.KEY):
        known: dict[str, str] = {}
        for entry in reversed(chronicle.entries):
            value = entry.event.data.get(name)
            if isinstance(value, str) and not entry.is_taken_back and entry.event.kind in vocabulary.kinds:
                title = vocabulary.kinds[entry.event.kind].title
                known[value] = f"{value}: {title}, {occurred_words(entry.event, days)}"
        found[name] = dict(list(known.items())[:MOST_KEYS])
    return found


def _begun(kind: EventKind) -> frozenset[str]:
    states = rulebook.current().vocabulary.states.values()
    return frozenset(name for state in states if kind.id in state.begun_by for name in state.matching)


def _asks_for_children(kind: EventKind) -> bool:
    return any(field.type is FieldType.KEYS and "child" in field.name for field in kind.fields.values())


def _children(viewer: Viewer, child: Child) -> dict[str, str]:
    """The child and those of the same home whom the viewer may open."""
    ids = {member.child_id for member in queries.at_home(same.folding([child.pk]).ids) if member.child_id}
    return {child.pk: child.name} | queries.names_of_children(viewer, ids)
