"""How does a serious incident of a child read? What is known, owed and decided, and who speaks to the press."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from followthrough.service.chronology.presenters.duties import short_cards
from followthrough.service.chronology.queries import Entry
from followthrough.service.design import dates
from followthrough.service.design.components import Action, Cell, DutyCard, Row, Table, Tag
from followthrough.service.learning.reviews import criteria
from followthrough.service.learning.reviews.actions.deciding import ADULTS
from followthrough.service.learning.reviews.actions.incidents import AGREED, HARM, NOTIFIED, PUT_FORWARD
from followthrough.service.learning.reviews.models import Kind
from followthrough.service.learning.reviews.policies import can_answer_for_agency, can_keep, can_see_to_incident
from followthrough.service.learning.reviews.queries.incidents import Incident, Incidents


@dataclass(frozen=True)
class IncidentPart:
    key: str
    rows: tuple[Row, ...]
    duties: tuple[DutyCard, ...]
    asked: Table
    press: Table
    actions: tuple[Action, ...]


def parts_of(held: Incidents) -> tuple[IncidentPart, ...]:
    """The latest first."""
    return tuple(_part(held, each) for each in reversed(held.incidents))


def _part(held: Incidents, incident: Incident) -> IncidentPart:
    return IncidentPart(
        key=incident.key,
        rows=tuple(_rows(held, incident)),
        duties=short_cards(held.duties_of(incident), held.telling),
        asked=_asked(held, incident),
        press=_press(held, incident),
        actions=tuple(_actions(held, incident)),
    )


def _rows(held: Incidents, incident: Incident) -> Iterator[Row]:
    for each in incident.all(PUT_FORWARD):
        urgency = str(each.event.data.get("urgency", ""))
        tag = Tag("Urgent", "soon") if urgency == "urgent" else None
        yield Row("Put forward", values=(str(each.event.data.get("reason", "")), _who(held, each)), tag=tag)
    if harm := incident.latest(HARM):
        said = harm.event.data
        worry = "Agencies may not have worked well together" if said.get("agencies_worry") else ""
        yield Row("What happened", values=_given(str(said["outcome"]).capitalize(), str(said.get("words", "")), worry))
    day = dates.day_in_words(incident.happened_on)
    yield Row("Day of the incident", day if incident.latest(HARM) else f"{day}, when it was put forward")
    if notified := incident.latest(NOTIFIED):
        yield Row(
            "National panel", f"Told. Number {notified.event.data.get('number', 'not given')}. {_who(held, notified)}"
        )
    if agreed := incident.latest(AGREED):
        yield Row("Rapid review agreed", _who(held, agreed))
    if decided := incident.decision:
        met = bool(decided.event.data["meets_criteria"])
        tag = Tag("Criteria met", "due") if met else Tag("Criteria not met", "neutral")
        lines = [line for line in str(decided.event.data.get("reason", "")).splitlines() if line.strip()]
        yield Row("Decided", values=(*lines, _who(held, decided)), tag=tag)
    if method := incident.method:
        yield Row("How it is learnt from", str(method.event.data["method"]).capitalize())
    if adults := incident.latest(ADULTS):
        words = f"{adults.event.data['received_by']} received it. {adults.event.data.get('reason', '')}"
        yield Row("Safeguarding Adults Board", values=(words, _who(held, adults)))
    for review in incident.reviews:
        yield Row(
            "Review", f"{review.title}. {Kind(review.kind).label}", href=reverse("reviews:review", args=[review.pk])
        )


def _asked(held: Incidents, incident: Incident) -> Table:
    rows = tuple(
        (
            held.telling.agency(agency),
            Cell(tag=Tag("Sent", "done") if sent else Tag("Not sent yet", "due")),
            str(sent.event.data.get("words", "")) if sent else "",
        )
        for agency, sent in incident.asked.items()
    )
    return Table("What agencies knew", ("Agency", "Summary", "What it says"), rows)


def _press(held: Incidents, incident: Incident) -> Table:
    rows = tuple(
        (
            Cell(each.speaker, tag=None if n else Tag("Now", "done")),
            each.said,
            each.watched,
            f"{held.telling.person(each.written_by)}, {dates.in_short(each.written_at)}"
            if each.written_by in held.telling.names
            else dates.in_short(each.written_at),
        )
        for n, each in enumerate(incident.press)
    )
    return Table("The press", ("Who alone speaks", "What is said", "What is watched", "Written"), rows)


def _actions(held: Incidents, incident: Incident) -> Iterator[Action]:
    viewer = held.viewer
    if can_keep(viewer):
        if incident.decision is None:
            yield _action(held, incident, "decide", "Decide on a review", kind="primary")
            yield _action(held, incident, "include", "Look at this child in a review that goes on")
        if _is_over_18(held) and incident.latest(ADULTS) is None:
            yield _action(held, incident, "adults-board", "Pass it to the Safeguarding Adults Board")
    if can_see_to_incident(viewer):
        if incident.latest(HARM) is None:
            yield _action(held, incident, "harm", "Record what happened")
        elif incident.latest(NOTIFIED) is None:
            yield _action(held, incident, "notified", "Record the national panel’s number")
        yield _action(held, incident, "ask", "Ask agencies what they knew")
        if incident.latest(NOTIFIED) is not None and incident.latest(AGREED) is None:
            yield _action(held, incident, "agreed", "Record that the leaders agreed")
        yield _action(held, incident, "press", "Say how the press is handled")
    if incident.asked.get(viewer.agency, True) is None and can_answer_for_agency(viewer):
        yield _action(held, incident, "summary", "Send your agency’s summary", kind="primary")


def _action(held: Incidents, incident: Incident, step: str, text: str, *, kind: str = "quiet") -> Action:
    href = reverse("incidents:step", args=[held.child.pk, incident.key, step])
    return Action(text, href, f"incident {incident.key}", kind)  # type: ignore[arg-type]


def _is_over_18(held: Incidents) -> bool:
    born = held.child.born_on
    today = held.telling.now.astimezone(dates.LONDON).date()
    return born is not None and criteria.age_on(born, today) >= criteria.ADULT_AT


def _who(held: Incidents, entry: Entry) -> str:
    person = held.telling.person(str(entry.event.data.get("by", ""))) or held.telling.names.get(entry.row.author, "")
    agency = held.telling.agency(entry.event.agency)
    at = dates.in_short(entry.event.occurred_from)
    return f"{person}, {agency}, {at}" if person else f"{agency}, {at}"


def _given(*lines: str) -> tuple[str, ...]:
    return tuple(each for each in lines if each)
