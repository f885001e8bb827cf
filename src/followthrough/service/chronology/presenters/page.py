"""What stands on a child's page? Everything of it, read in a bounded number of questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from followthrough.pictures import Drawn, Svg, Swimlane, draw_key, draw_with_periods
from followthrough.procedures.calendars import localtime
from followthrough.procedures.model.event import Subject
from followthrough.service.agencies.queries import names
from followthrough.service.caseload import presenters as lists
from followthrough.service.caseload import queries as caseload
from followthrough.service.children.models import Child
from followthrough.service.children.numbers import numbers_standing
from followthrough.service.chronology import queries
from followthrough.service.chronology.forms import FilterForm
from followthrough.service.chronology.places import share_about
from followthrough.service.chronology.presenters import duties as duty_cards
from followthrough.service.chronology.presenters import entries, picture, signals, summary
from followthrough.service.chronology.presenters.signals import SignalCard
from followthrough.service.chronology.presenters.telling import Telling, children_in, people_in
from followthrough.service.chronology.queries import Chronicle, Entry
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.components import DutyCard, Row, Table
from followthrough.service.design.dates import LONDON
from followthrough.service.ledger import calendar, rulebook
from followthrough.service.ledger.models import Duty
from followthrough.service.ledger.queries import duties_for, signals_for
from followthrough.service.ledger.same import Folding

WIDTHS = {"ft-wide": 1040, "ft-narrow": 290}  # one of them shows, by the width of the screen


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
    filter: FilterForm
    share_href: str
    swimlane: Swimlane | None

    @property
    def open_count(self) -> int:
        return len(self.duties) + len(self.long_overdue)

    @property
    def newest(self) -> str:
        return self.rows[-1].anchor if self.rows else ""

    @property
    def is_filtered(self) -> bool:
        return bool(self.filter.data)


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


def child_page(viewer: Viewer, child: Child, asked: Mapping[str, Any], records: Folding | None = None) -> ChildPage:
    subject = Subject("child", child.pk)
    chronicle = queries.chronicle(viewer, subject, records)
    duties = list(duties_for(viewer, subject=subject))
    found = list(signals_for(viewer, subject))
    home = queries.at_home(chronicle.records | {child.pk})
    at_home = {each.child_id for each in home if each.child_id}
    telling = telling_of(viewer, chronicle, duties, also=at_home, known={child.pk: child.name})
    form = _filter(asked, chronicle, telling)
    shown, span = _filtered(chronicle, form)
    swimlane = _swimlane(shown, duties, found, telling, form, span)
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
        key=tuple(draw_key()) if swimlane else (),
        rows=entries.rows_of(shown, chronicle, telling, calendar.current()),
        total=len(chronicle.entries),
        filter=form,
        share_href=share_about(child.pk),
        swimlane=swimlane,
    )


def _lists(records: frozenset[str], telling: Telling) -> tuple[Row, ...]:
    """What agencies' own case systems say of the child."""
    cases = caseload.standing(records)
    return lists.rows_of(cases, {each.agency: telling.agency(each.agency) for each in cases})


def _filter(asked: Mapping[str, Any], chronicle: Chronicle, telling: Telling) -> FilterForm:
    keys = sorted({each.event.agency for each in chronicle.entries}, key=telling.agency)
    return FilterForm(asked or None, agencies={key: telling.agency(key) for key in keys})


_Span = tuple[datetime | None, datetime | None]


def _filtered(chronicle: Chronicle, form: FilterForm) -> tuple[list[Entry], _Span]:
    """Entries that the filter lets through; all of them while it holds a mistake."""
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    first: date | None = given.get("from_on")
    last: date | None = given.get("to_on")
    start = localtime.start_of(first, LONDON) if first else None
    end = localtime.end_of(last, LONDON) if last else None
    agency = given.get("agency")
    shown = [
        each
        for each in chronicle.entries
        if (not agency or each.event.agency == agency)
        and (start is None or each.stood.occurred_to >= start)
        and (end is None or each.stood.occurred_from <= end)
    ]
    return shown, (start, end)


def _swimlane(
    shown: list[Entry], duties: list[Duty], found: list[Any], telling: Telling, form: FilterForm, span: _Span
) -> Swimlane | None:
    agency = form.cleaned_data.get("agency") if form.is_bound and form.is_valid() else ""
    if agency:
        duties, found = [each for each in duties if each.debtor_agency == agency], []
    return picture.picture_of(shown, duties, found, telling, calendar.current(), span)


def _pictures(swimlane: Swimlane | None) -> tuple[tuple[str, tuple[Figure, ...]], ...]:
    if swimlane is None:
        return ()
    return tuple((size, tuple(_figures(swimlane, size, width))) for size, width in WIDTHS.items())


def _figures(swimlane: Swimlane, size: str, width: int) -> Iterator[Figure]:
    """The whole, then its crowded times."""
    for n, drawn in enumerate(draw_with_periods(swimlane, id=f"picture-{size}", width=width)):
        closer = drawn.title.removeprefix(f"{swimlane.title}: ")
        yield Figure(f"A closer look: {closer}" if n else "The whole time", drawn)
