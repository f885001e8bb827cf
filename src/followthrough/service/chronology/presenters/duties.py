"""Which duties about the child are open, and what became of the others?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.urls import reverse

from followthrough.pictures.framing import TONES
from followthrough.procedures.explain import occurred_words
from followthrough.procedures.explain.words import rule_confidence, says_words
from followthrough.procedures.model.answer import DutyState
from followthrough.procedures.model.procedure import Confidence
from followthrough.service.agencies.directory import desk_of
from followthrough.service.chronology import places
from followthrough.service.chronology.presenters.telling import Telling
from followthrough.service.chronology.queries import Chronicle
from followthrough.service.core.viewer import Viewer
from followthrough.service.design import dates
from followthrough.service.design.components import Action, Cell, DutyCard, Table, Tag, Tone, Why
from followthrough.service.ledger import calendar
from followthrough.service.ledger.models import Duty
from followthrough.service.ledger.policies import Desk, can_take

LONG = timedelta(weeks=4)
ENDED = {
    DutyState.OPEN: "to be done",
    DutyState.MET: "done in time",
    DutyState.MET_RECORDED_LATE: "done in time, written down late",
    DutyState.MET_LATE: "done late",
    DutyState.BREACHED: "never done; excused when it was overdue",
    DutyState.EXCUSED: "excused",
    DutyState.SUPERSEDED: "replaced: the record was put right",
}


def is_waiting(duty: Duty) -> bool:
    return DutyState(duty.state).is_waiting and duty.ended_at is None


def cards_of(
    numbered: Mapping[str, str], duties: list[Duty], chronicle: Chronicle, telling: Telling, viewer: Viewer
) -> tuple[tuple[DutyCard, ...], tuple[DutyCard, ...]]:
    """Open duties, and by themselves those that have been overdue for a long time."""
    waiting = [each for each in duties if is_waiting(each)]
    desk = desk_of(viewer, telling.teams.values())
    cards = {each.pk: _card(numbered[each.pk], each, chronicle, telling, desk) for each in waiting}
    old = {each.pk for each in waiting if each.due_at < telling.now - LONG}
    return tuple(c for pk, c in cards.items() if pk not in old), tuple(c for pk, c in cards.items() if pk in old)


def short_cards(duties: Iterable[Duty], telling: Telling) -> tuple[DutyCard, ...]:
    """On pages of one thing: what is owed, by whom, by when; why stands on the duty's own page."""
    return tuple(
        DutyCard(
            title=each.title,
            href=_page(each),
            child=_wanted(each, telling),
            team=telling.debtor(each),
            clock=dates.clock(each.due_at, telling.now),
            taken_by=telling.names.get(each.taken_by, ""),
        )
        for each in duties
    )


def _wanted(duty: Duty, telling: Telling) -> str:
    """What is to be done, and of which agency where it is owed for each."""
    is_agency = any(team.agency_id == duty.each for team in telling.teams.values())
    return f"{duty.action}: {telling.agency(duty.each)}" if is_agency else duty.action


def closed_table(numbered: Mapping[str, str], duties: list[Duty], telling: Telling) -> Table:
    rows = tuple(
        (
            Cell(f"{numbered[each.pk]}. {each.title}", _page(each)),
            telling.debtor(each),
            Cell(when=dates.when_short(each.due_at)),
            Cell(tag=Tag(ENDED[DutyState(each.state)].capitalize(), _tone(each))),
        )
        for each in duties
        if not is_waiting(each)
    )
    return Table("Duties that are closed", ("What was owed", "By whom", "Due", "How it ended"), rows, "None yet.", True)


def _card(number: str, duty: Duty, chronicle: Chronicle, telling: Telling, desk: Desk) -> DutyCard:
    about = duty.title
    actions = []
    if not duty.taken_by and can_take(desk.viewer, duty, desk):
        fields = (("instead_of", ""), ("back_to", reverse("chronology:child", args=[telling.child_id])))
        actions.append(Action("Take it", reverse("worklist:take", args=[duty.pk]), about, "primary", True, fields))
    actions.append(Action("Open this duty", _page(duty), about))
    return DutyCard(
        title=f"{number}. {duty.title}",
        href=_page(duty),
        child=duty.action,
        team=telling.debtor(duty),
        clock=dates.clock(duty.due_at, telling.now),
        taken_by=telling.names.get(duty.taken_by, ""),
        why=_why(duty, chronicle, telling),
        actions=tuple(actions),
    )


def _why(duty: Duty, chronicle: Chronicle, telling: Telling) -> Why:
    source = duty.source
    return Why(
        sentence=f"The rule says: {says_words(source.get('says', ''), Confidence(duty.confidence))}",
        evidence=tuple(_evidence(duty, chronicle, telling)),
        source=f"{source.get('title', '')}, {source.get('clause', '')}",
        confidence=rule_confidence(Confidence(duty.confidence)),
        summary="Why is it here?",
    )


def _evidence(duty: Duty, chronicle: Chronicle, telling: Telling) -> list[str]:
    found = []
    for root in dict.fromkeys((duty.trigger, *duty.because)):
        entry = chronicle.entry(root)
        if entry is not None:
            when = occurred_words(entry.event, calendar.current())
            found.append(f"{when}, {telling.agency(entry.event.agency)}: {telling.kind(entry.event)} ({entry.number})")
    return found


def _tone(duty: Duty) -> Tone:
    return "done" if TONES[DutyState(duty.state)].value.startswith("met") else "neutral"


def _page(duty: Duty) -> str:
    return places.duty(duty.pk)
