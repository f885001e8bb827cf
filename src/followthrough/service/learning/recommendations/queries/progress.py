"""How far has a recommendation come with each agency that was asked? Folded from the events; nothing else says it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from followthrough.procedures.model.event import Event
from followthrough.service.core.viewer import Viewer
from followthrough.service.learning.recommendations.models import Recommendation
from followthrough.service.learning.reviews.models import REVIEW
from followthrough.service.ledger import rulebook
from followthrough.service.ledger.models import Event as Row
from followthrough.service.ledger.translating import to_event

MADE, ACCEPTED, SHOWN = "recommendation.made", "recommendation.accepted", "recommendation.evidence-given"
CONFIRMED, ASKED_BACK = "recommendation.confirmed", "recommendation.asked-back"
TESTED, CLOSED = "recommendation.effect-tested", "recommendation.closed"
KINDS = (MADE, ACCEPTED, SHOWN, CONFIRMED, ASKED_BACK, TESTED, CLOSED)
WORKS = "it works"


class State(StrEnum):
    ASKED = "asked"
    ACCEPTED = "accepted"
    SHOWN = "shown"
    CONFIRMED = "confirmed"
    ASKED_BACK = "asked back"
    WORKS = "works"
    REOPENED = "taken up again"
    CLOSED = "closed"


WAITING = (State.ASKED, State.ASKED_BACK, State.REOPENED)  # the agency has to answer, the first time or again


@dataclass(frozen=True)
class Plan:
    """What an agency said that it will do. `owner` is a person’s id, or a name as somebody wrote it."""

    at: datetime
    owner: str
    action: str
    due_on: date
    measure: str


@dataclass(frozen=True)
class Evidence:
    at: datetime
    words: str
    link: str = ""


@dataclass(frozen=True)
class Step:
    """One of the actions of an agency: what it said of it, the latest last, and what shows that it did it."""

    key: str
    plans: tuple[Plan, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    is_shown: bool = False  # since it was last planned

    @property
    def plan(self) -> Plan:
        """What holds now."""
        return self.plans[-1]


@dataclass(frozen=True)
class Look:
    """What the Board said to what an agency did: enough, or what is missing."""

    at: datetime
    is_enough: bool
    words: str


@dataclass(frozen=True)
class Test:
    at: datetime
    how: str
    result: str
    words: str
    data: str = ""

    @property
    def has_shown(self) -> bool:
        return self.result == WORKS


@dataclass(frozen=True)
class Progress:
    """One agency’s. `team` is the group that is asked, where the Board is. `steps`, `looks` and `tests` are in order;
    `entries` are the ids of the events that say so, by which duties are known; `answered_by` are the people who ever
    said something for the agency.
    """

    agency: str
    team: str
    asked_at: datetime
    entries: tuple[str, ...]
    state: State = State.ASKED
    steps: tuple[Step, ...] = ()
    looks: tuple[Look, ...] = ()
    tests: tuple[Test, ...] = ()
    is_new: bool = False  # whether something was shown at which the Board has not looked
    closed_at: datetime | None = None
    answered_by: frozenset[str] = frozenset()

    @property
    def named(self) -> frozenset[str]:
        """Who see to its actions now: ids of people, or names as somebody wrote them before they were chosen."""
        return frozenset(each.plan.owner for each in self.steps)

    def step(self, key: str) -> Step | None:
        return next((each for each in self.steps if each.key == key), None)

    @property
    def unshown(self) -> tuple[Step, ...]:
        return tuple(each for each in self.steps if not each.is_shown)

    @property
    def shown_at(self) -> datetime | None:
        """When something was last shown."""
        return max((given.at for step in self.steps for given in step.evidence), default=None)

    @property
    def due_on(self) -> date | None:
        """The next day by which something is in place; the last, where all was shown."""
        open_days = [each.plan.due_on for each in self.unshown]
        return min(open_days) if open_days else max((each.plan.due_on for each in self.steps), default=None)

    @property
    def is_waiting(self) -> bool:
        """Whether the agency has not answered: not at all, not what was asked back, not since its action failed."""
        return self.state in WAITING


def progress(viewer: Viewer, recommendation: Recommendation) -> list[Progress]:
    """Of each agency of which the viewer may know it, in the order of asking: those who see the review see all, an
    agency that was asked sees its own.
    """
    return progress_of(viewer, [recommendation]).get(recommendation.key, [])


def progress_of(viewer: Viewer, recommendations: Collection[Recommendation]) -> dict[str, list[Progress]]:
    """The same of many by key, with one question."""
    keys = {each.key for each in recommendations}
    reviews = {each.review_id for each in recommendations}
    rows = _rows(reviews)
    answered_by = _answered_by(rows)
    found: dict[str, dict[str, Progress]] = defaultdict(dict)
    for root, event in _events(rows):
        key, agency = str(event.data.get("recommendation", "")), str(event.data.get("agency", ""))
        if key not in keys:
            continue
        before = found[key].get(agency)
        if before is None and event.kind == MADE:
            found[key][agency] = Progress(
                agency=agency,
                team=_said(event, "for_team"),
                asked_at=event.occurred_from,
                entries=(root,),
                answered_by=frozenset(answered_by[key, agency]),
            )
        elif before is not None and event.kind in _FOLDS:
            found[key][agency] = _FOLDS[event.kind](replace(before, entries=(*before.entries, root)), event)
    return {key: list(by_agency.values()) for key, by_agency in found.items()}


def _rows(reviews: Iterable[str]) -> list[Row]:
    """Row-level security keeps from an asked agency what is not of its own."""
    rows = Row.objects.filter(subject_kind=REVIEW, subject_id__in=list(reviews), kind__in=KINDS)
    return list(rows.order_by("recorded_at"))


def _answered_by(rows: Iterable[Row]) -> dict[tuple[str, str], set[str]]:
    """By recommendation and agency; who took it back or put it right is among them."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        if row.kind in (ACCEPTED, SHOWN):
            found[str(row.data.get("recommendation", "")), str(row.data.get("agency", ""))].add(row.author)
    return found


def _events(rows: Iterable[Row]) -> Iterator[tuple[str, Event]]:
    """As they stand now, each with the id that it began with, in the order in which they happened: without what was
    taken back.
    """
    vocabulary = rulebook.current().vocabulary
    roots: dict[str, str] = {}
    latest: dict[str, Event] = {}
    for row in rows:
        event = to_event(row, vocabulary)
        roots[event.id] = roots.get(event.corrects or "", event.id)
        latest[roots[event.id]] = event
    standing = ((root, each) for root, each in latest.items() if not each.is_retraction)
    yield from sorted(standing, key=lambda pair: (pair[1].occurred_from, pair[1].recorded_at))


def _accepted(before: Progress, event: Event) -> Progress:
    due_on = event.data["due_on"]
    assert isinstance(due_on, date)
    said = {name: _said(event, name) for name in ("owner", "action", "measure")}
    plan = Plan(at=event.occurred_from, due_on=due_on, **said)
    key = _said(event, "step")
    known = before.step(key) or Step(key)
    return replace(_with(before, replace(known, plans=(*known.plans, plan), is_shown=False)), state=State.ACCEPTED)


def _shown(before: Progress, event: Event) -> Progress:
    """The Board looks at each action; the agency has shown what it did when it has shown all of them."""
    given = Evidence(event.occurred_from, _said(event, "evidence"), _said(event, "link"))
    after = before
    keys = event.data.get("steps", ())
    assert isinstance(keys, tuple)
    for key in keys:
        if known := after.step(key):
            after = _with(after, replace(known, evidence=(*known.evidence, given), is_shown=True))
    return replace(_when_all_is_shown(after, State.SHOWN), is_new=True)


def _looked_at(before: Progress, event: Event) -> Progress:
    is_enough = event.kind == CONFIRMED
    look = Look(event.occurred_from, is_enough, _said(event, "words"))
    after = _when_all_is_shown(before, State.CONFIRMED) if is_enough else replace(before, state=State.ASKED_BACK)
    return replace(after, looks=(*before.looks, look), is_new=False)


def _tested(before: Progress, event: Event) -> Progress:
    said = {name: _said(event, name) for name in ("how", "result", "words", "data")}
    test = Test(at=event.occurred_from, **said)
    after = _when_all_is_shown(before, State.WORKS) if test.has_shown else replace(before, state=State.REOPENED)
    return replace(after, tests=(*before.tests, test), is_new=False)


def _with(before: Progress, step: Step) -> Progress:
    """In its place among the others; a new one is the last."""
    is_known = before.step(step.key) is not None
    others = tuple(step if each.key == step.key else each for each in before.steps)
    return replace(before, steps=others if is_known else (*before.steps, step))


def _when_all_is_shown(before: Progress, state: State) -> Progress:
    """While an action is still to be shown, the agency is at work on it, whatever was said of another."""
    return replace(before, state=State.ACCEPTED if before.unshown else state)


def _closed(before: Progress, event: Event) -> Progress:
    return replace(before, state=State.CLOSED, closed_at=event.occurred_from)


_FOLDS = {
    ACCEPTED: _accepted,
    SHOWN: _shown,
    CONFIRMED: _looked_at,
    ASKED_BACK: _looked_at,
    TESTED: _tested,
    CLOSED: _closed,
}


def _said(event: Event, name: str) -> str:
    return str(event.data.get(name, ""))


def waiting_first(found: Iterable[Progress], titles: Mapping[str, str]) -> list[Progress]:
    """Who has not answered stands first; then by title."""
    return sorted(found, key=lambda each: (not each.is_waiting, titles.get(each.agency, each.agency)))
