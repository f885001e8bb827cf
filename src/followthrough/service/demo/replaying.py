"""How do the stories' children come into the demo? Event by event through the one door, each at its own time.

The clock stands at each event's recorded time while it is recorded, so the demo's record reads as it would have
been written. What a story tells of the time after the demo begins is left to the visitor.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from followthrough.procedures.language.histories import Story
from followthrough.procedures.model.event import Event, Known, Subject
from followthrough.procedures.model.history import History
from followthrough.service.access import actions as access
from followthrough.service.agencies.models import Agency, Practitioner
from followthrough.service.agencies.queries import viewer_of
from followthrough.service.children import actions as children
from followthrough.service.children.models import Child, Household
from followthrough.service.children.queries import household_of
from followthrough.service.core.clock import FixedClock
from followthrough.service.core.viewer import Viewer
from followthrough.service.demo import shares, tonight
from followthrough.service.demo.authors import authors
from followthrough.service.demo.children import ADULTS, HOUSEHOLDS, child_of
from followthrough.service.demo.clock import LIVE_FROM
from followthrough.service.ledger import rulebook
from followthrough.service.ledger.actions import NewEvent, go_live, record

LONDON = ZoneInfo("Europe/London")
LOADING = Viewer.system("example partnership")


@dataclass(frozen=True)
class Replayed:
    children: int
    events: int


def replay(stories: list[Story], until: datetime, standing: FixedClock) -> Replayed:
    """Enter the children of the stories and record what was recorded up to `until`; `standing` is moved along."""
    told = {story.id: [each for each in story.history.events if each.recorded_at <= until] for story in stories}
    for story in stories:
        _enter_children(story, told[story.id])
        _enter_adults(story)
    go_live(sorted({event.subject for events in told.values() for event in events}), at=LIVE_FROM, by=LOADING)
    stated = {id_: known for story in stories for id_, known in stated_knowledge(story.history).items()}
    beside = list(tonight.events(until))
    stated |= {event.id: {} for event in beside}
    everything = sorted([*(event for events in told.values() for event in events), *beside], key=_order)
    by = authors(everything)
    for (recorded_at, author), together in groupby(everything, key=lambda event: (event.recorded_at, by[event.id])):
        standing.at = recorded_at
        record([_new(event, stated[event.id], author) for event in together], by=viewer_of(author))
    for story in stories:
        _involve(story, told[story.id], until)
    shares.enter(everything, by)
    return Replayed(Child.objects.count(), len(everything))


def stated_knowledge(history: History) -> dict[str, dict[str, datetime]]:
    """Since when each agency knew an event, as the story states it: the rest follows from authors and shares.

    What was learned after it was recorded is left out. The record shows that by a share, never by the event itself.
    """
    derived: dict[str, set[tuple[str, Known]]] = {
        event.id: {(event.agency, Known(event.occurred_to, event.recorded_at))} for event in history.events
    }
    for event in history.events:
        recipient, items = event.data.get("recipient_agency"), event.data.get("items", ())
        for item in (event.id, *(items if isinstance(items, tuple) else ())):
            derived.setdefault(item, set()).add((str(recipient), Known(event.occurred_to, event.recorded_at)))
    return {event.id: _stated(event, derived[event.id]) for event in history.events}


def _stated(event: Event, derived: set[tuple[str, Known]]) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    for agency, knowns in event.known.items():
        own = [each.at for each in knowns if (agency, each) not in derived and each.at <= event.recorded_at]
        if own:
            found[agency] = min(own)
    return found


def _order(event: Event) -> tuple[datetime, bool, str]:
    """Who exists before what happened to them; otherwise by id, so that every load is the same."""
    return event.recorded_at, event.kind not in ("child.born", "household.joined"), event.id


def _new(event: Event, known: dict[str, datetime], author: Practitioner) -> NewEvent:
    """With the person's name in the field for it, where the story leaves that empty."""
    data = dict(event.data)
    if "by" in rulebook.current().vocabulary.kind(event.kind).fields:
        data.setdefault("by", author.pk)
    return NewEvent(
        id=event.id,
        kind=event.kind,
        subject=event.subject,
        occurred_from=event.occurred_from,
        occurred_to=event.occurred_to,
        agency=event.agency,
        data=data,
        text=event.text,
        corrects=event.corrects,
        is_retraction=event.is_retraction,
        stated_known=known or None,
    )


def _enter_children(story: Story, events: Iterable[Event]) -> None:
    """Rows of children and households, and who lived where: the events themselves are recorded in their own time."""
    for event in sorted(events, key=_order):
        if event.subject.kind != "child":
            continue
        child = _child(story, event)
        home = str(event.data.get("household", ""))
        if event.kind in ("household.joined", "household.left") and home:
            label = HOUSEHOLDS.get(story.history.subject.id, "A home") if home == story.household else "Another home"
            household, _ = Household.objects.get_or_create(pk=home, defaults={"address_label": label})
            move = children.enter_member if event.kind == "household.joined" else children.end_member
            move(child=child, household=household, on=_day(event.occurred_from))


def _enter_adults(story: Story) -> None:
    """Who lived in the story's household from the first on."""
    child = Child.objects.get(pk=story.history.subject.id)
    home = household_of(child)
    for adult in ADULTS.get(child.pk, ()) if home and child.born_on else ():
        assert home is not None and child.born_on is not None
        children.enter_person(
            name=adult.name,
            household=home,
            relation=adult.relation,
            on=child.born_on,
            language=adult.language,
            interpreter_needed=adult.interpreter_needed,
            identity=f"{child.pk}-{adult.relation}",
        )


def _child(story: Story, event: Event) -> Child:
    known = Child.objects.filter(pk=event.subject.id).first()
    if known is None:
        who = child_of(story.history.subject.id, event.subject.id)
        about = children.About(
            name=who.name,
            sex=who.sex,
            language=who.language,
            interpreter_needed=who.interpreter_needed,
            communication_needs=who.communication_needs,
        )
        known = children.enter_child(about=about, identity=event.subject.id)
    if event.kind == "child.born":
        known.born_on = _day(event.occurred_from)
        known.save(update_fields=["born_on"])
    return known


def _involve(story: Story, events: list[Event], until: datetime) -> None:
    """Whoever had written about a child or been told of them works with them when the demo begins."""
    since: dict[tuple[Subject, str], datetime] = {}
    for event in events:
        subject = event.subject if event.subject.kind == "child" else story.history.subject
        for agency, knowns in event.known.items():
            if any(known.shown_at <= until for known in knowns):
                since.setdefault((subject, agency), event.recorded_at)
    known = set(Agency.objects.values_list("pk", flat=True))
    for (subject, agency), at in sorted(since.items()):
        if agency in known:
            reason = "had to do with the child before the demo begins"
            access.involve(agency=agency, subject=subject, reason=reason, by=LOADING, from_at=at)


def _day(at: datetime) -> date:
    return at.astimezone(LONDON).date()
