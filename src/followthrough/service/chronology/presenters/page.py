"""What stands on a child's page? Everything of it, read in a bounded number of questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from followthrough.pictures import Drawn, Svg, Swimlane, Tone, draw_key, draw_with_periods
from followthrough.procedures.model.event import Subject
from followthrough.service.agencies.queries import names
from followthrough.service.caseload import presenters as lists
from followthrough.service.caseload import queries as caseload
from followthrough.service.children.models import Child
from followthrough.service.children.numbers import numbers_standing
from followthrough.service.chronology import queries, unseen
from followthrough.service.chronology.looking import AT_ONCE
from followthrough.service.chronology.places import share_about
from followthrough.service.chronology.presenters import duties as duty_cards
from followthrough.service.chronology.presenters import entries, picture, signals, summary
from followthrough.service.chronology.presenters.signals import SignalCard
from followthrough.service.chronology.presenters.telling import Telling, children_in, people_in
from followthrough.service.chronology.queries import Chronicle
from followthrough.service.chronology.weighing import Weighing
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.components import DutyCard, Row, Table
from followthrough.service.design.figures import WIDTHS
from followthrough.service.ledger import calendar, rulebook
from followthrough.service.ledger.models import Duty
from followthrough.service.ledger.queries import duties_for, signals_for
from followthrough.service.ledger.same import Folding

IN_PICTURE = frozenset(Tone) - {Tone.GAP}


@dataclass(frozen=True)
class Figure:
    caption: str
    drawn: Drawn


@dataclass(frozen=True)
class ChildPage:
    child: Child
    interpreter: str
    summary: tuple[Row, ...]
    lists: tuple[Row, ...]
    gaps: tuple[str, ...]
    signals: tuple[SignalCard, ...]
    duties: tuple[DutyCard, ...]
    long_overdue: tuple[DutyCard, ...]
    closed: Table
    pictures: tuple[tuple[str, tuple[Figure, ...]], ...]
    key: tuple[tuple[Svg, str], ...]
    rows: tuple[entries.EntryRow, ...]
    total: int
    share_href: str
    swimlane: Swimlane | None

    @property
    def open_count(self) -> int:
        return len(self.duties) + len(self.long_overdue)

    @property
    def newest(self) -> str:
        return self.rows[-1].anchor if self.rows else ""


def telling_of(
    viewer: Viewer,
    chronicle: Chronicle,
    duties: list[Duty],
    *,
    also: set[str] | None = None,
    known: Mapping[str, str] | None = None,
) -> Telling:
    """`known` are names that the page has already, by the children's ids."""
    vocabulary = rulebook.current().vocabulary
    rows, known = chronicle.rows.values(), known or {}
    children = children_in(rows) | _subjects(chronicle) | (also or set()) | chronicle.records
    people = people_in(rows, vocabulary) | {each.taken_by for each in duties if each.taken_by}
    return Telling(
        vocabulary=vocabulary,
        teams=queries.directory(),
        names=names(people),
        children={**queries.names_of_children(viewer, children - set(known)), **known},
        child_id=chronicle.subject.id,
        now=clock.now(),
    )


def _subjects(chronicle: Chronicle) -> set[str]:
    return {each.subject.id for each in chronicle.history.events if each.subject.kind == "child"}


def child_page(viewer: Viewer, child: Child, records: Folding | None = None) -> ChildPage:
    """The table holds the newest entries; the chronology’s own page holds all of them."""
    subject = Subject("child", child.pk)
    chronicle = queries.chronicle(viewer, subject, records)
    duties = list(duties_for(viewer, subject=subject))
    found = list(signals_for(viewer, subject))
    home = queries.at_home(chronicle.records | {child.pk})
    at_home = {each.child_id for each in home if each.child_id}
    newest = chronicle.entries[-AT_ONCE:]
    telling = telling_of(viewer, chronicle, duties, also=at_home, known={child.pk: child.name})
    weighing, days = Weighing(chronicle, telling.vocabulary), calendar.current()
    swimlane = picture.picture_of(
        chronicle.entries, duties, found, telling, days,
        unseen=unseen.unseen(chronicle, telling.now), near={each.number for each in newest},
    )  # fmt: skip
    numbered = {each.pk: f"D{n}" for n, each in enumerate(duties, 1)}
    cards = duty_cards.cards_of(numbered, duties, chronicle, telling, viewer)
    return ChildPage(
        child=child,
        interpreter=summary.interpreter_words(child),
        summary=summary.rows_of(child, home, numbers_standing(chronicle.records | {child.pk}), chronicle, telling),
        lists=_lists(chronicle.records | {child.pk}, telling),
        gaps=summary.gaps(child, chronicle, telling),
        signals=signals.cards_of(found, chronicle),
        duties=cards[0],
        long_overdue=cards[1],
        closed=duty_cards.closed_table(numbered, duties, telling),
        pictures=_pictures(swimlane),
        key=tuple(draw_key(IN_PICTURE)) if swimlane else (),
        rows=tuple(entries.weighed_row(each, weighing, telling, days) for each in newest),
        total=len(chronicle.entries),
        share_href=share_about(child.pk),
        swimlane=swimlane,
    )


def _lists(records: frozenset[str], telling: Telling) -> tuple[Row, ...]:
    """What agencies' own case systems say of the child."""
    cases = caseload.standing(records)
    return lists.rows_of(cases, {each.agency: telling.agency(each.agency) for each in cases})


def _pictures(swimlane: Swimlane | None) -> tuple[tuple[str, tuple[Figure, ...]], ...]:
    if swimlane is None:
        return ()
    return tuple((size, tuple(_figures(swimlane, size, width))) for size, width in WIDTHS.items())


def _figures(swimlane: Swimlane, size: str, width: int) -> Iterator[Figure]:
    """The whole, then its crowded times."""
    for n, drawn in enumerate(draw_with_periods(swimlane, id=f"picture-{size}", width=width)):
        closer = drawn.title.removeprefix(f"{swimlane.title}: ")
        yield Figure(f"A closer look: {closer}" if n else "The whole time", drawn)
