"""Which children of the viewer's teams has nobody seen for longest? One reading for all of them, whatever their number.

Only what the viewer may see is read: row-level security answers for each entry, so a sight that is closed to them is
not told. Who was not yet born, has died or is grown up is not on the list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import JSONObject

from followthrough.procedures.model.answer import SignalState
from followthrough.procedures.model.procedure import Obliging, WatchProcedure
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.service.access import queries as access
from followthrough.service.access.policies import CHILD, visible_to
from followthrough.service.children.models import Child
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.dates import LONDON
from followthrough.service.ledger import rulebook, same
from followthrough.service.ledger.models import Adoption, Duty, Event, Signal
from followthrough.service.ledger.queries import duties_for
from followthrough.service.ledger.same import Folding
from followthrough.service.sight.facts import SUPPORT, Fact, Sight, keys_of, sight_of

_Row = TypeVar("_Row", Duty, Signal)
AT_ONCE = 25
_NEVER = datetime.min.replace(tzinfo=UTC)
OF_AGE, OF_AGE_WITH_SUPPORT = 18, 25  # years; support for complex needs and plans for education go on to 25
# Whose duties say who must do what about a child who is out of sight.
THEMES: Final = ("sight", "missed-visits", "home-education", "moves")


@dataclass(frozen=True)
class Listed:
    child: Child
    sight: Sight


@dataclass(frozen=True)
class Found:
    """One page of the list, longest unseen first; `events`, duties and signals are those of its children alone."""

    page: Page[Listed]
    events: dict[str, Event]
    duties: dict[str, list[Duty]]
    signals: dict[str, list[Signal]]


def listed(viewer: Viewer, *, is_agency: bool, why: str, page: str) -> Found:
    """`is_agency` asks for children of every team of the agency; `why` for one reason alone."""
    rules = rulebook.current()
    folded = same.folding(access.worked_with(viewer, is_agency=is_agency))
    # One list of ids: two that the database would hold against each other take it seconds for thousands of children.
    known = {each for each in folded.ids if folded.is_survivor(each)} & set(visible_to(viewer))
    by_id = Child.objects.in_bulk(list(known))
    sights = _sights(folded, by_id, rules)
    rows = [Listed(by_id[child], sight) for child, sight in sights.items() if _is_listed(by_id[child], sight, why)]
    shown = Paginator(sorted(rows, key=_longest_first), AT_ONCE).get_page(page)
    on_page = {each.child.pk for each in shown}
    wanted = [event for each in shown for event in each.sight.events]
    return Found(
        shown,
        Event.objects.in_bulk(wanted) if wanted else {},
        _by_child(_duties(viewer, rules, on_page)),
        _by_child(_signals(rules, on_page)),
    )


def _sights(folded: Folding, children: Iterable[str], rules: Rulebook) -> dict[str, Sight]:
    """One plain reading by index for all of them: what a record holds is put together here."""
    vocabulary = rules.vocabulary
    keys = keys_of(vocabulary)
    names = sorted(set(keys.values()) - {""})
    columns = ("pk", "subject_id", "kind", "occurred_to", "recorded_at", "corrects", "is_retraction")
    told = Event.objects.filter(folded.events(), kind__in=list(keys))
    facts: dict[str, list[Fact]] = {child: [] for child in children}
    for pk, under, kind, at, *_, data in _standing(told.values_list(*columns, JSONObject(**_fields(names)))):
        child = folded.child_of(pk, under)
        if child in facts:
            facts[child].append(Fact(child, kind, pk, at, str(data.get(keys[kind]) or "")))
    return {child: sight_of(own, vocabulary) for child, own in facts.items()}


def _fields(names: Iterable[str]) -> dict[str, KeyTextTransform]:
    return {name: KeyTextTransform(name, "data") for name in names}


def _standing(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """What was put right says what its last version says; what was taken back says nothing."""
    last: dict[str, tuple[Any, ...]] = {}
    roots: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: row[4]):
        pk, corrects = row[0], row[5]
        roots[pk] = roots.get(corrects, corrects) if corrects else pk
        last[roots[pk]] = row
    return (row for row in last.values() if not row[6])


def whys_of(child: Child, sight: Sight) -> frozenset[str]:
    """Who needs help to talk together is listed for support as well: support comes by being known, not by a plan."""
    return sight.whys | ({SUPPORT} if child.communication_needs else frozenset())


def _is_listed(child: Child, sight: Sight, why: str) -> bool:
    if sight.has_died or (why and why not in whys_of(child, sight)):
        return False
    return child.born_on is None or _years(child.born_on) < (OF_AGE_WITH_SUPPORT if sight.is_supported else OF_AGE)


def _years(born_on: date) -> int:
    today = clock.now().astimezone(LONDON).date()
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))


def _longest_first(row: Listed) -> tuple[datetime, str, str]:
    """Whom nobody has seen at all comes first. By time alone, and by name where that is the same."""
    seen = row.sight.seen
    return seen.at if seen else _NEVER, row.child.name, row.child.pk


def _duties(viewer: Viewer, rules: Rulebook, children: set[str]) -> list[Duty]:
    asked = [key for key, held in rules.by_id.items() if isinstance(held[-1], Obliging) and held[-1].theme in THEMES]
    waiting = duties_for(viewer, is_waiting=True).filter(ended_at=None, subject_kind=CHILD, subject_id__in=children)
    return list(waiting.filter(procedure__in=asked))


def _signals(rules: Rulebook, children: set[str]) -> list[Signal]:
    watched = [
        key for key, held in rules.by_id.items() if isinstance(held[-1], WatchProcedure) and held[-1].theme in THEMES
    ]
    standing = Signal.objects.filter(subject_kind=CHILD, state=SignalState.STANDS, adoption=Adoption.ON)
    return list(standing.filter(subject_id__in=children, procedure__in=watched).order_by("true_at", "id"))


def _by_child(rows: Iterable[_Row]) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = defaultdict(list)
    for each in rows:
        found[each.subject_id].append(each)
    return found
