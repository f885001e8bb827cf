"""Which serious incidents of a child are known, and how far has each come? The record says it: there is no table."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import HttpRequest

from followthrough.service.chronology import desk
from followthrough.service.chronology.queries import Chronicle, Entry
from followthrough.service.chronology.standing import own_entries
from followthrough.service.core.viewer import Viewer
from followthrough.service.design.dates import LONDON
from followthrough.service.learning.reviews.actions.deciding import BY_CHAIR, BY_RAPID_REVIEW, DECIDED, METHOD
from followthrough.service.learning.reviews.actions.incidents import ASKED, HARM, PUT_FORWARD, SENT
from followthrough.service.learning.reviews.actions.workspace import ANALYSED, DIED
from followthrough.service.learning.reviews.models import Press, Review
from followthrough.service.learning.reviews.policies import visible_reviews
from followthrough.service.ledger.models import Duty, Event

DECISIONS = (BY_CHAIR, BY_RAPID_REVIEW, DECIDED)


@dataclass(frozen=True)
class Incident:
    """What is known of one incident, in order."""

    key: str
    entries: tuple[Entry, ...]
    press: tuple[Press, ...]
    reviews: tuple[Review, ...] = ()

    def all(self, *kinds: str) -> list[Entry]:
        return [each for each in self.entries if each.event.kind in kinds]

    def latest(self, *kinds: str) -> Entry | None:
        return next(iter(reversed(self.all(*kinds))), None)

    @property
    def decision(self) -> Entry | None:
        return self.latest(*DECISIONS)

    @property
    def method(self) -> Entry | None:
        return self.latest(METHOD)

    @property
    def happened_on(self) -> date:
        """The day of the incident: as it was said, else the day on which it was put forward."""
        harm = self.latest(HARM)
        said = harm.event.data.get("happened_on") if harm else None
        return said if isinstance(said, date) else self.entries[0].event.occurred_from.astimezone(LONDON).date()

    @property
    def asked(self) -> dict[str, Entry | None]:
        """The agencies that were asked for a summary, each with what it sent."""
        sent = {each.event.agency: each for each in self.all(SENT)}
        asked = [str(each.event.data["recipient_agency"]) for each in self.all(ASKED)]
        return {agency: sent.get(agency) for agency in dict.fromkeys(asked)}


class Incidents(desk.Desk):
    """All that the pages tell."""

    @cached_property
    def incidents(self) -> tuple[Incident, ...]:
        press = list(Press.objects.filter(child_id__in=self.chronicle.records | {self.child.pk}))
        reviews = list(visible_reviews(self.viewer).exclude(incident=""))
        return _gathered(self.chronicle, press, reviews)

    def incident(self, key: str) -> Incident | None:
        return next((each for each in self.incidents if each.key == key), None)

    @property
    def death(self) -> str:
        """The reference of this child’s death; empty where the record that the viewer reads holds none."""
        told = [each.event for each in own_entries(self.chronicle) if each.event.kind in (DIED, ANALYSED)]
        return str(told[-1].data["death"]) if told else ""

    def duties_of(self, incident: Incident) -> list[Duty]:
        roots = {each.root for each in incident.entries}
        return [each for each in self.duties if each.trigger in roots]


def incidents_of(request: HttpRequest, child_id: str) -> Incidents:
    return desk.desk_of(Incidents, request, child_id)


def waiting(viewer: Viewer) -> list[Event]:
    """Cases on which nobody has decided yet, the oldest first; row-level security answers of which children."""
    of_children = Event.objects.filter(subject_kind="child", corrects=None)
    decided = {str(each.data["incident"]) for each in of_children.filter(kind__in=DECISIONS)}
    found = of_children.filter(kind=PUT_FORWARD).order_by("occurred_from", "id")
    return [each for each in found if str(each.data.get("incident", "")) not in decided]


def _gathered(told: Chronicle, press: list[Press], reviews: list[Review]) -> tuple[Incident, ...]:
    """By the reference of the incident, in the order in which each became known."""
    by_key: dict[str, list[Entry]] = defaultdict(list)
    for each in own_entries(told):
        key = each.event.data.get("incident")
        if key and _is_of_incidents(each.event.kind):
            by_key[str(key)].append(each)
    return tuple(
        Incident(
            key,
            tuple(entries),
            tuple(each for each in press if each.incident == key),
            tuple(each for each in reviews if each.incident == key),
        )
        for key, entries in by_key.items()
    )


def _is_of_incidents(kind: str) -> bool:
    """Police incidents bear a reference too."""
    return kind.startswith(KINDS)


KINDS = (
    "case.put-forward", "serious-harm.", "national-panel.", "serious-case-review.", "agency-summary.", "rapid-review.",
    "review-method.", "case.decided", "adults-board.",
)  # fmt: skip
