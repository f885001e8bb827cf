"""What stands on the home page? Cards of duties, soonest first; what climbed and what is awaited as short lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse

from followthrough.procedures.calendars import Sum
from followthrough.procedures.explain.words import rule_confidence, says_words
from followthrough.procedures.model.procedure import Confidence
from followthrough.service.agencies.presenters import role_words
from followthrough.service.children.models import Child
from followthrough.service.core.viewer import Viewer
from followthrough.service.design import dates
from followthrough.service.design.components import Action, Cell, DutyCard, Table, Tag, Why
from followthrough.service.ledger.models import Duty, Event, Rung
from followthrough.service.ledger.notices import reference
from followthrough.service.worklist import explaining, policies
from followthrough.service.worklist.desks import Desks
from followthrough.service.worklist.disputes import Dispute
from followthrough.service.worklist.presenters import words


@dataclass(frozen=True)
class Shelf:
    """What every card of one page needs, read once."""

    viewer: Viewer
    desks: Desks
    now: datetime
    children: Mapping[str, Child]
    triggers: Mapping[str, Event]
    names: Mapping[str, str]
    back_to: str = ""
    disputes: Mapping[str, Dispute] = field(default_factory=dict)

    def card(self, duty: Duty, *, level: int = 4) -> DutyCard:
        child, child_href = words.about(duty, self.children)
        counted = explaining.worked_out(duty)
        return DutyCard(
            title=duty.action,
            href=reverse("worklist:duty", args=[duty.pk]),
            child=child,
            child_href=child_href,
            team=self.desks.team_words(duty),
            clock=dates.clock(duty.due_at, self.now),
            taken_by=self.taker(duty),
            tag=Tag("Urgent", "soon") if self.is_urgent(duty) else None,
            clock_note=explaining.not_counted(counted),
            note=self._note(duty),
            why=why_in_short(duty, counted),
            actions=self._actions(duty, child),
            heading_level=level,
        )

    def _note(self, duty: Duty) -> str:
        """From which share it comes, or for whom of several it is, and its reference."""
        trigger = self.triggers.get(duty.trigger)
        told = []
        if trigger is not None and trigger.kind.startswith(words.SHARE) and trigger.data.get("share"):
            told.append(f"Share {trigger.data['share']} from {self.desks.agency_words(_sender(trigger))}")
        if trigger is not None and (whom := self._addressed(trigger)):
            told.append(whom)
        if duty.each in self.desks.agencies:
            told.append(f"For {self.desks.agency_words(duty.each)}")
        if duty.taken_at and duty.taken_by != self.viewer.practitioner_id:
            told.append(f"Taken {dates.near_words(duty.taken_at, self.now)}: speak to them before you act on it")
        if duty.pk in self.disputes:
            told.append(f"The rule: {self.disputes[duty.pk].rule}")
        return ". ".join((*told, f"Reference {reference(duty.pk)}"))

    def _addressed(self, trigger: Event) -> str:
        """For whose attention a share is. Anybody in the team may take it all the same."""
        person, role = str(trigger.data.get("for_person", "")), str(trigger.data.get("for_role", ""))
        if person == self.viewer.practitioner_id:
            return "For you, by name"
        if person:
            return f"For {self.names.get(person, 'somebody who has left')}; anybody in the team can take it"
        return f"For the {role_words(role)}; anybody in the team can take it" if role else ""

    def taker(self, duty: Duty) -> str:
        if not duty.taken_by:
            return ""
        name = self.names.get(duty.taken_by, "Somebody who has left")
        return f"{name} (you)" if duty.taken_by == self.viewer.practitioner_id else name

    def is_urgent(self, duty: Duty) -> bool:
        trigger = self.triggers.get(duty.trigger)
        return trigger is not None and trigger.data.get("asks") == "urgent"

    @property
    def is_manager(self) -> bool:
        return policies.is_manager(self.viewer)

    def _actions(self, duty: Duty, child: str) -> tuple[Action, ...]:
        about = f"{duty.title}, {child}"
        found = []
        if not duty.taken_by:
            found.append(take_action(duty, about, self.back_to, self.triggers.get(duty.trigger)))
        text, page = words.doing(duty, self.triggers.get(duty.trigger), self.children, is_manager=self.is_manager)
        if page:
            found.append(Action(text, page, about, "primary" if duty.taken_by else "secondary"))
        text = "Why is this here?" if duty.pk in self.disputes else "Why, not ours, or wrong?"
        found.append(Action(text, reverse("worklist:duty", args=[duty.pk]), about))
        return tuple(found)


def addressed_to(triggers: Iterable[Event]) -> set[str]:
    """The people for whose attention shares are."""
    return {str(each.data["for_person"]) for each in triggers if each.data.get("for_person")}


def _sender(trigger: Event) -> str:
    """The agency that sent the share: what was sent carries it as its author, the answers name it."""
    return str(trigger.data.get("sender_agency") or trigger.agency)


def take_action(duty: Duty, about: str, back_to: str = "", trigger: Event | None = None) -> Action:
    """One press. Who had it goes along, so that two people who press at once notice each other.

    What asks for receipt of a share is taken by taking receipt, and the share is shown.
    """
    if (receipt := words.receipt_page(duty, trigger)) and not duty.taken_by:
        return Action("Take receipt", receipt, about, "primary", posts=True)
    fields = (("instead_of", duty.taken_by), ("back_to", back_to))
    text = "Take it over" if duty.taken_by else "Take it"
    href = reverse("worklist:take", args=[duty.pk])
    return Action(text, href, about, "secondary" if duty.taken_by else "primary", posts=True, fields=fields)


def why_in_short(duty: Duty, counted: Sum | None) -> Why:
    """What can be said without opening a child's record."""
    source = duty.source
    return Why(
        sentence=f"{duty.title}. The rule says: {says_words(source.get('says', ''), Confidence(duty.confidence))}",
        sum=(f"{counted.words()}.",) if counted else (),
        source=f"{source.get('title', '')}, {source.get('clause', '')}",
        confidence=rule_confidence(Confidence(duty.confidence)),
    )


def climbed_table(rungs: list[Rung], shelf: Shelf) -> Table:
    rows = []
    for rung in rungs:
        duty = rung.duty
        team = shelf.desks.team_of(duty)
        rows.append(
            (
                Cell(duty.title, reverse("worklist:duty", args=[duty.pk])),
                words.about(duty, shelf.children)[0],
                Cell(when=dates.clock(duty.due_at, shelf.now), tag=None),
                shelf.taker(duty) or "Nobody",
                words.ringing(team, shelf.desks, shelf.now).line if team else shelf.desks.team_words(duty),
            )
        )
    return Table(
        caption="Climbed to you",
        head=("What is overdue", "About", "Since when", "Who has it", "Ring"),
        rows=tuple(rows),
        is_caption_hidden=True,
    )
