"""What stands on the chronology's page? The part that somebody looks at, as a picture and the same as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from followthrough.pictures import Svg, Swimlane, draw, draw_key
from followthrough.procedures.model.event import Subject
from followthrough.procedures.model.history import History
from followthrough.service.children.models import Child
from followthrough.service.chronology import queries, unseen
from followthrough.service.chronology.looking import AT_ONCE, UNWEIGHED, Look, Shown, Time, shown
from followthrough.service.chronology.presenters import picture
from followthrough.service.chronology.presenters.entries import EntryRow, weighed_row
from followthrough.service.chronology.presenters.page import IN_PICTURE, telling_of
from followthrough.service.chronology.presenters.telling import Telling
from followthrough.service.chronology.queries import Chronicle, Entry
from followthrough.service.chronology.unseen import Unseen
from followthrough.service.chronology.weighing import Weighing
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.components import Link
from followthrough.service.design.figures import WIDTHS
from followthrough.service.ledger import calendar
from followthrough.service.ledger.queries import duties_for, signals_for
from followthrough.service.ledger.same import Folding


@dataclass(frozen=True)
class Reading:
    """A child's chronology, read once for a page, a form or a paper."""

    child: Child
    chronicle: Chronicle
    telling: Telling
    weighing: Weighing

    def shown(self, look: Look) -> Shown:
        return shown(self.chronicle.entries, look, self.chronicle.subject, self.weighing, self.telling)

    @property
    def history(self) -> History:
        return self.chronicle.history

    @property
    def unseen(self) -> list[Unseen]:
        return unseen.unseen(self.chronicle, self.telling.now)

    def rows(self, part: tuple[Entry, ...], gaps: list[Unseen]) -> tuple[EntryRow, ...]:
        """Each long time without sight stands before the entry that ended it."""
        days, whom = calendar.current(), unseen.whom(self.child.sex)
        ended = {gap.to: gap.sentence(whom) for gap in gaps}
        sights = {each.root for each in unseen.sightings(self.chronicle)} if ended else set()
        return tuple(
            weighed_row(
                each,
                self.weighing,
                self.telling,
                days,
                ended.pop(each.event.occurred_from, "") if each.root in sights else "",
            )
            for each in part
        )

    @property
    def agencies(self) -> dict[str, str]:
        found = {key: self.telling.agency(key) for key in {each.event.agency for each in self.chronicle.entries}}
        return dict(sorted(found.items(), key=lambda each: each[1]))

    @property
    def kinds(self) -> dict[str, str]:
        first = {each.event.kind: each.event for each in self.chronicle.entries}
        found = {kind: self.telling.kind(event) for kind, event in first.items()}
        return dict(sorted(found.items(), key=lambda each: each[1]))


def reading(viewer: Viewer, child: Child, records: Folding | None = None) -> Reading:
    chronicle = queries.chronicle(viewer, Subject("child", child.pk), records)
    telling = telling_of(viewer, chronicle, [], known={child.pk: child.name})
    return Reading(child, chronicle, telling, Weighing(chronicle, telling.vocabulary))


@dataclass(frozen=True)
class ChronologyPage:
    child: Child
    look: Look
    title: str
    total: int
    chosen: int
    count: int
    wider: tuple[Link, ...]
    closer: tuple[tuple[Link, int], ...]
    before: Link | None
    after: Link | None
    pictures: tuple[tuple[str, Svg], ...]
    key: tuple[tuple[Svg, str], ...]
    rows: tuple[EntryRow, ...]
    first: int
    last: int
    newer: Link | None
    older: Link | None
    unseen_now: str
    chosen_words: tuple[str, ...]
    everything: str
    paper: str
    swimlane: Swimlane | None

    @property
    def is_chosen(self) -> bool:
        return bool(self.look.asked)


def page_of(viewer: Viewer, read: Reading, look: Look) -> ChronologyPage:
    found, gaps = read.shown(look), read.unseen
    rows = read.rows(found.part, gaps)
    swimlane = _swimlane(viewer, read, found, look, gaps)
    first = (found.page - 1) * AT_ONCE
    neighbours = look.time.neighbours
    going_on = [each for each in gaps if each.to is None]
    return ChronologyPage(
        child=read.child,
        look=look,
        title=look.time.title,
        total=len(read.chronicle.entries),
        chosen=len(found.chosen),
        count=len(found.entries),
        wider=tuple(Link(each.title, _at(look, each)) for each in look.time.wider),
        closer=tuple((Link(each.title, _at(look, each)), count) for each, count in found.closer),
        before=Link(neighbours[0].title, _at(look, neighbours[0])) if neighbours else None,
        after=Link(neighbours[1].title, _at(look, neighbours[1])) if neighbours else None,
        pictures=tuple(_pictures(swimlane)),
        key=tuple(draw_key(IN_PICTURE)) if swimlane else (),
        rows=rows,
        first=first + 1,
        last=first + len(rows),
        older=Link("Earlier entries", f"?{look.query(page=found.page - 1)}#table") if found.page > 1 else None,
        newer=Link("Later entries", f"?{look.query(page=found.page + 1)}#table") if found.page < found.pages else None,
        unseen_now=going_on[-1].sentence(unseen.whom(read.child.sex)) if going_on else "",
        chosen_words=tuple(chosen_words(look, read)),
        everything=f"?{Look(time=look.time).query()}",
        paper=look.query(),
        swimlane=swimlane,
    )


def _at(look: Look, time: Time) -> str:
    return f"?{look.query(time=time)}"


def _swimlane(viewer: Viewer, read: Reading, found: Shown, look: Look, gaps: list[Unseen]) -> Swimlane | None:
    """Duties and signals stand beside the whole record; beside a choice of entries they would say too much or too
    little.
    """
    duties = [] if look.asked else list(duties_for(viewer, subject=read.chronicle.subject))
    signals = [] if look.asked else list(signals_for(viewer, read.chronicle.subject))
    near = {each.number for each in found.part}
    return picture.picture_of(
        found.entries, duties, signals, read.telling, calendar.current(), look.time.span, unseen=gaps, near=near
    )


def _pictures(swimlane: Swimlane | None) -> Iterator[tuple[str, Svg]]:
    for size, width in WIDTHS.items() if swimlane else ():
        assert swimlane is not None
        yield size, draw(swimlane, id=f"picture-{size}", width=width)


_WORDS = {
    "child": "About the child alone",
    "household": "About the household",
    "others": "About other children of the home",
    "significant": "Significant",
    "unweighed": "Nobody has said how much it matters",
    "a worry": "Worries",
    "a strength": "Strengths, and what helps",
}


def chosen_words(look: Look, read: Reading) -> Iterator[str]:
    asked = look.asked
    if asked.words:
        yield f"With the words “{asked.words}”"
    if asked.agency:
        yield read.telling.agency(asked.agency)
    if asked.kind:
        yield read.kinds.get(asked.kind, asked.kind)
    yield from (_WORDS[each] for each in (asked.whose, asked.weight, asked.shows) if each in _WORDS)
    for name, nobody in (("known_as", "how it is known"), ("certainty", "how certain it is")):
        said = getattr(asked, name)
        if said:
            yield f"Nobody has said {nobody}" if said == UNWEIGHED else said[:1].upper() + said[1:]
    if asked.from_on:
        yield f"From {Time(asked.from_on).title}"
    if asked.to_on:
        yield f"To {Time(asked.to_on).title}"
