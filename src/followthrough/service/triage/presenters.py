"""What is the triage manager told? That it is so, since when, and whom to bring together; never who holds what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from followthrough.procedures.model.procedure import WatchProcedure
from followthrough.service.agencies.queries import names, titles
from followthrough.service.children.queries import visible_children
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.design import dates
from followthrough.service.design.components import Row
from followthrough.service.ledger import rulebook
from followthrough.service.triage.models import Alert, State


@dataclass(frozen=True)
class Line:
    """One alert on the home page."""

    href: str
    text: str
    since: str


@dataclass(frozen=True)
class AlertPage:
    alert: Alert
    title: str
    meaning: str
    rows: tuple[Row, ...]
    child: str  # a name, where the viewer may open the child
    is_waiting: bool
    call: str
    knew: str


def lines(alerts: list[Alert]) -> tuple[Line, ...]:
    return tuple(
        Line(
            reverse("triage:alert", args=[each.pk]),
            "Agencies together hold enough about a child, and none of them alone",
            f"Since {dates.near_words(each.raised_at, clock.now())}" if each.raised_at else "",
        )
        for each in alerts
    )


def page_of(viewer: Viewer, alert: Alert) -> AlertPage:
    known = titles()
    child = visible_children(viewer).filter(pk=alert.subject_id).first()
    watch = _watch(alert)
    open_to = child is not None and alert.state == State.BROUGHT
    return AlertPage(
        alert=alert,
        title=watch.title if watch else alert.procedure,
        meaning=watch.meaning if watch else "",
        rows=tuple(row for row in _rows(alert, known) if row.value),
        child=child.name if child else "",
        is_waiting=alert.state == State.APART,
        call=_address("strategy:call", alert.subject_id) if open_to else "",
        knew=_address("chronology:knew", alert.subject_id) if open_to else "",
    )


def _rows(alert: Alert, known: Mapping[str, str]) -> tuple[Row, ...]:
    settled = ""
    if alert.settled_at:
        who = names({alert.settled_by}).get(alert.settled_by, "Somebody who has left")
        settled = f"{who}, {dates.in_words(alert.settled_at)}"
    return (
        Row("All together hold it since", dates.in_words(alert.pooled_at) if alert.pooled_at else ""),
        Row("Who holds a part", ", ".join(sorted(known.get(each, each) for each in alert.agencies))),
        Row("How it stands", State(alert.state).label),
        Row("Settled by", settled),
        Row("Why nobody was brought together", alert.reason),
    )


def _watch(alert: Alert) -> WatchProcedure | None:
    versions = rulebook.current().by_id.get(alert.procedure, ())
    found = next((each for each in versions if each.version == alert.version), None)
    return found if isinstance(found, WatchProcedure) else None


def _address(name: str, child_id: str) -> str:
    try:
        return reverse(name, args=[child_id])
    except NoReverseMatch:
        return ""
