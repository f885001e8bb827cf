"""What page 2 and page 3 need to know of one draft: who could be asked, by when, and what could go with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import QueryDict

from followthrough.procedures.calendars import Calendar, in_words
from followthrough.procedures.model.rulebook import Rulebook
from followthrough.service.agencies import queries as agencies
from followthrough.service.agencies.models import Team
from followthrough.service.agencies.presenters import person_line
from followthrough.service.agencies.ringing import to_ring
from followthrough.service.attachments import queries as attachments
from followthrough.service.attachments.models import Attachment
from followthrough.service.children import queries as children
from followthrough.service.children.models import Child
from followthrough.service.core import clock
from followthrough.service.core.viewer import Viewer
from followthrough.service.ledger import calendar, rulebook
from followthrough.service.ledger.models import Event
from followthrough.service.sharing import kinds, preparing, queries
from followthrough.service.sharing.addressing import PERSON, Addressed, resolve
from followthrough.service.sharing.foretelling import Promise, foretell
from followthrough.service.sharing.forms import WhatForm
from followthrough.service.sharing.forms.what import typed_again
from followthrough.service.sharing.models import Draft
from followthrough.service.sharing.outgoing import Outgoing
from followthrough.service.sharing.presenters import choices
from followthrough.service.sharing.suggesting import Suggestion, shut_words, stand_in, suggestions

MOST_PEOPLE = 8


@dataclass
class Desk:
    viewer: Viewer
    draft: Draft

    def form(self, typed: QueryDict | None = None) -> WhatForm:
        """Bound to what was typed just now; else filled with what was typed before, or with what is known."""
        offer: dict[str, Any] = {
            "asks": choices.asks(self.own, self._likely, clock.now(), self.rules, self.calendar),
            "suggested": choices.suggested(self.suggested),
            "others": [
                *choices.on_duty_now(self.teams, self.own.agency_id, clock.now()),
                *choices.other_teams(self.teams, self.suggested, self.own.key),
            ],
            "offered": kinds.offered(self.rules.vocabulary),
            "entries": choices.entries(self.entries, self.rules, self.calendar),
            "added": self.files,
            "roles": choices.roles(agencies.roles_held()),
            "people": self._people_named,
        }
        if typed is not None:
            return WhatForm(typed, **offer)
        kept = self.draft.data.get("what", {})
        form = WhatForm(**offer, named=(kept.get("person") or [""])[0], chosen=kept.get("others") or ())
        form.initial = {"occurred": clock.now(), **choices.family(self.child)}
        if "what" in self.draft.data:
            form.initial = typed_again(form, self.draft.data["what"])
        return form

    def promises(self, outgoing: Outgoing, teams: Sequence[Team]) -> list[Promise]:
        return foretell(outgoing.asks, self.own, teams, clock.now(), self.rules, self.calendar)

    def shut(self, teams: Sequence[Team]) -> dict[str, str]:
        """By key, the words for those who are not there now."""
        return {team.key: shut_words(team, self.teams, clock.now()) for team in teams}

    def stand_ins(self, teams: Sequence[Team]) -> list[Team]:
        """Who is there now in place of those who are not, and does not get it yet."""
        keys = {team.key for team in teams}
        found = (stand_in(team, self.teams, clock.now()) for team in teams)
        named = {each.key: each for each in found if each is not None and each.key not in keys | {self.own.key}}
        return list(named.values())

    def ring(self, teams: Sequence[Team]) -> dict[str, str]:
        """By key, who answers now."""
        return {team.key: to_ring(team, self.teams, clock.now()).line for team in teams}

    def addressed(self, outgoing: Outgoing) -> list[Addressed]:
        """Raises CannotSend."""
        return resolve(outgoing.recipients, self.teams, clock.now())

    def _people_named(self, name: str) -> list[tuple[str, str]]:
        found = agencies.people_named(name, MOST_PEOPLE)
        others = [each for each in found if each.pk != self.viewer.practitioner_id]
        return [(f"{PERSON}{each.pk}", person_line(each)) for each in others]

    @property
    def about(self) -> str:
        return preparing.about_whom(self.draft, self.child)

    @cached_property
    def child(self) -> Child | None:
        """Only a child whom the viewer may see."""
        asked = self.draft.data.get("child_id", "")
        return children.by_any_record(self.viewer, [asked]).get(asked) if asked else None

    @cached_property
    def teams(self) -> list[Team]:
        return list(agencies.teams())

    @cached_property
    def own(self) -> Team:
        return next(team for team in self.teams if team.key == self.viewer.teams[0])

    @cached_property
    def suggested(self) -> list[Suggestion]:
        return suggestions(self.viewer, self.teams, self.rules, clock.now())

    @cached_property
    def entries(self) -> list[Event]:
        return queries.events_to_carry(self.viewer, self.child.pk if self.child else "")

    @property
    def files(self) -> list[Attachment]:
        """Asked anew each time: a page may just have added one."""
        return attachments.of_draft(self.viewer, self.draft.pk)

    @property
    def rules(self) -> Rulebook:
        return rulebook.current()

    @property
    def calendar(self) -> Calendar:
        return calendar.current()

    @property
    def _likely(self) -> Team:
        """The clocks of any recipient are alike; the first suggested one stands for all in a hint."""
        return self.suggested[0].team if self.suggested else self.own


def told_when(outgoing: Outgoing, calendar: Calendar) -> str:
    """The day alone where no time was given."""
    first = calendar.local(outgoing.occurred_from)
    if outgoing.occurred_from == outgoing.occurred_to:
        return in_words(first)
    return f"{first:%A} {first.day} {first:%B} {first.year}, time not known"
