"""How do open questions read? The question, what else it could be, who answers by when, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from followthrough.service.chronology.queries import Entry
from followthrough.service.curiosity import actions
from followthrough.service.curiosity.queries import Case, Question
from followthrough.service.curiosity.reading import Desk
from followthrough.service.design import dates
from followthrough.service.design.components import Cell, Row, Table

MOST_READINGS = 3


@dataclass(frozen=True)
class OpenQuestion:
    words: str
    rows: tuple[Row, ...]
    answer_href: str


@dataclass(frozen=True)
class Page:
    open: tuple[OpenQuestion, ...]
    answered: Table
    readers: tuple[Row, ...]
    may_name: bool
    may_read: bool


def page_of(desk: Desk) -> Page:
    found = desk.questions
    case = desk.case
    return Page(
        open=tuple(_open(desk, each) for each in found if each.answer is None),
        answered=_answered(desk, [each for each in found if each.answer is not None]),
        readers=tuple(readers(desk, case)) if case else (),
        may_name=actions.can_name(desk.viewer, case),
        may_read=case is not None and case.who_reads == desk.viewer.practitioner_id,
    )


def rows_of(desk: Desk, question: Question) -> list[Row]:
    """What a question says, and what was said of it since."""
    data = question.asked.event.data
    found = [Row("Asked by", _who(desk, question.asked))]
    found += [Row("What else it could be", str(data["what_else"]))] if data.get("what_else") else []
    for each in question.later:
        also = f" It could also be: {each.event.data['what_else']}" if each.event.data.get("what_else") else ""
        found.append(Row("Stays open", f"{each.event.data['words']}{also} ({_who(desk, each)})"))
    return [*found, Row("Who answers", _answers(desk, question))]


def _open(desk: Desk, question: Question) -> OpenQuestion:
    href = reverse("curiosity:answer", args=[desk.child.pk, question.asked.root])
    return OpenQuestion(str(question.asked.event.data["words"]), tuple(rows_of(desk, question)), href)


def _answers(desk: Desk, question: Question) -> str:
    """With the clock, where a duty runs; a question that nothing asks for says so."""
    data = question.latest.event.data
    agency = str(data["answers_agency"])
    team = desk.telling.teams.get(f"{agency}/{data.get('answers_team', '')}")
    who = str(team) if team else desk.telling.agency(agency)
    duty = desk.duty_of(question)
    return f"{who}. {dates.clock(duty.due_at, desk.telling.now).words}" if duty else f"{who}. No clock runs"


def _who(desk: Desk, entry: Entry) -> str:
    person = desk.telling.person(str(entry.event.data.get("by", "")))
    by = f"{person}, {desk.telling.agency(entry.event.agency)}" if person else desk.telling.agency(entry.event.agency)
    return f"{by}, {dates.in_short(entry.event.occurred_from)}"


def _answered(desk: Desk, found: list[Question]) -> Table:
    rows = []
    for each in reversed(found):
        assert each.answer is not None
        said = each.answer.event.data
        how = f" ({said['from_whom']})" if said.get("from_whom") else ""
        rows.append((Cell(str(each.asked.event.data["words"])), f"{said['words']}{how}", _who(desk, each.answer)))
    return Table(
        "Answered", ("Question", "Answer", "By whom"), tuple(rows), "None is answered yet.", is_caption_hidden=True
    )


def readers(desk: Desk, case: Case) -> Iterator[Row]:
    worker, telling = case.worker, desk.telling
    if worker is not None:
        name = telling.person(str(worker.event.data.get("to", ""))) or "Named in another system"
        yield Row("Worker", f"{name}, {telling.agency(worker.event.agency)}, since {_day(worker)}")
    if case.reader is None:
        yield Row("Second reader", "Nobody is named")
        return
    data = case.reader.event.data
    why = f". {data['why']}" if data.get("why") else ""
    yield Row("Second reader", f"{telling.person(str(data['reader']))}, since {_day(case.reader)}{why}")
    if case.who_reads:
        yield Row("What they found", "Nothing is written down yet")
    for each in case.readings[:MOST_READINGS]:
        said = each.event.data
        lines = (said.get("found"), f"Read: {said['read']}" if said.get("read") else "", said.get("questions"))
        yield Row("What was found", "\n".join([*(str(line) for line in lines if line), _who(desk, each)]))


def _day(entry: Entry) -> str:
    return dates.short_day(entry.event.occurred_from.astimezone(dates.LONDON).date())
