"""Which judgements and strategy discussions does a child's record hold, and how far has each come?

There is no table of them: what is in the record says it, and a share says who has received what.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from followthrough.procedures.model.event import Event
from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.service.chronology.queries import Chronicle, Entry
from followthrough.service.chronology.standing import own_entries, standing
from followthrough.service.sharing.actions import key_of
from followthrough.service.sharing.models import Asks, Leg

JUDGED, CALLED, ANSWERED, HELD = "harm.judged", "strategy.called", "strategy.answered", "strategy.held"
UNDERSTOOD, SAID_BACK, ACCEPTED = "arrangements.understood", "arrangements.said-back", "actions.accepted"
STARTED, ENDED = "enquiry.started", "enquiry.ended"
_MARKS = {ANSWERED: "discussion", UNDERSTOOD: "discussion", SAID_BACK: "discussion", ACCEPTED: "meeting"}
_OF = ": "  # between an agency and the name of one of its people


_ByAgency = dict[str, Entry]


@dataclass(frozen=True)
class Discussion:
    """A call, what came of it, or both: one that was held without a call here has none. What each agency said, by
    agency; the latest word counts. A team of the agency that leads it has a part by its own key, and a person who was
    there by their agency and name.
    """

    id: str
    called: Entry | None = None
    held: Entry | None = None
    answered: Mapping[str, Entry] = field(default_factory=dict)
    understood: Mapping[str, Entry] = field(default_factory=dict)
    accepted: Mapping[str, Entry] = field(default_factory=dict)
    said_back: Mapping[str, Entry] = field(default_factory=dict)

    @property
    def entry(self) -> Entry:
        """The outcome; its call, until it is held."""
        entry = self.held or self.called
        assert entry is not None
        return entry

    @property
    def began(self) -> Event:
        return (self.called or self.entry).event

    @property
    def leads(self) -> str:
        """The agency that called it, or held it."""
        return self.began.agency

    @property
    def at(self) -> datetime:
        """When it was, or is to be."""
        if self.held:
            return self.held.event.occurred_from
        at = self.began.data.get("at")
        return at if isinstance(at, datetime) else self.began.occurred_from

    @property
    def asked(self) -> tuple[str, ...]:
        """Every other agency that has a part in it."""
        named = [*_named(self.called, "agencies"), *_named(self.held, "agencies"), *self.absent]
        return tuple(each for each in dict.fromkeys(named) if each != self.leads)

    @property
    def teams(self) -> tuple[str, ...]:
        """The other teams of the agency that leads it that hold the child, too."""
        return _named(self.held, "teams")

    def people(self, agency: str) -> tuple[str, ...]:
        """The names of those who were there for it, each of whom says that they understand."""
        named = (each.partition(_OF) for each in _named(self.held, "people"))
        return tuple(name for of, _, name in named if of == agency)

    def still_to_say(self, agency: str) -> tuple[str, ...]:
        return tuple(each for each in self.people(agency) if person_key(agency, each) not in self.said_back)

    @property
    def roots(self) -> set[str]:
        """The entries of its call and of its outcome."""
        return {each.root for each in (self.called, self.held) if each}

    @property
    def absent(self) -> tuple[str, ...]:
        return _named(self.held, "absent")


def discussions(chronicle: Chronicle) -> list[Discussion]:
    """The latest first."""
    entries = list(own_entries(chronicle))
    calls = {each.root: each for each in entries if each.event.kind == CALLED}
    held = {str(each.event.data.get("discussion", "")): each for each in entries if each.event.kind == HELD}
    alone = [each for each in entries if each.event.kind == HELD and each.event.data.get("discussion") not in calls]
    said = _said(entries)
    both: list[tuple[str, Entry | None, Entry | None]]
    both = [(root, entry, held.get(root)) for root, entry in calls.items()]
    both += [(each.root, None, each) for each in alone]
    found = [Discussion(root, called, outcome, *_words(root, outcome, said)) for root, called, outcome in both]
    return sorted(found, key=lambda each: (each.at, each.id), reverse=True)


def discussion(chronicle: Chronicle, identity: str) -> Discussion | None:
    """By the id of its call, or of any version of what was written of it."""
    entry = chronicle.entry(identity)
    root = entry.root if entry else identity
    return next((each for each in discussions(chronicle) if root in each.roots), None)


def judgements(chronicle: Chronicle) -> list[Entry]:
    """The latest first."""
    return [each for each in own_entries(chronicle) if each.event.kind == JUDGED][::-1]


def enquiry_under_way(chronicle: Chronicle, vocabulary: Vocabulary) -> str:
    """Its key; empty where none is."""
    held = standing(own_entries(chronicle), vocabulary.states["enquiry-into-harm"])
    return str(held[-1].begun.event.data["enquiry"]) if held else ""


def legs_of(found: Discussion) -> dict[str, Leg]:
    """By agency, its part of the call, or of what was arranged once it was held; where the viewer's team has a part. By
    key, that of another team of the agency that leads it.
    """
    fact = found.held.root if found.held else found.id
    keys = [key_of(fact, asks) for asks in (Asks.INFORMATION, Asks.URGENT)]
    legs = Leg.objects.filter(share__idempotency_key__in=keys, share__child=found.began.subject.id)
    ordered = legs.select_related("team__agency", "share__sender_team").order_by("pk")
    kept = [leg for leg in ordered if leg.state != Leg.State.REDIRECTED]
    return {leg.team.key if leg.team.agency_id == found.leads else leg.team.agency_id: leg for leg in kept}


def person_key(agency: str, name: str) -> str:
    return f"{agency}{_OF}{name}"


def _words(identity: str, held: Entry | None, said: Mapping[tuple[str, str], _ByAgency]) -> Iterator[_ByAgency]:
    """What was said to the call, then to what was arranged."""
    after = held.root if held else ""
    yield said.get((ANSWERED, identity), {})
    yield said.get((UNDERSTOOD, after), {})
    yield said.get((ACCEPTED, after), {})
    yield said.get((SAID_BACK, after), {})


def _said(entries: list[Entry]) -> dict[tuple[str, str], _ByAgency]:
    """By kind and by what it is about: what each agency, team or person said last."""
    found: dict[tuple[str, str], _ByAgency] = {}
    for each in entries:
        about = _MARKS.get(each.event.kind)
        if about:
            key = (each.event.kind, str(each.event.data.get(about, "")))
            found.setdefault(key, {})[_whose(each.event)] = each
    return found


def _whose(event: Event) -> str:
    """Whose word it is."""
    agency, data = str(event.data.get("by_agency", "")), event.data
    if name := data.get("attendee"):
        return person_key(agency, str(name))
    return str(data.get("team") or agency)


def _named(entry: Entry | None, name: str) -> tuple[str, ...]:
    return keys_of(entry.event.data.get(name)) if entry else ()


def keys_of(value: object) -> tuple[str, ...]:
    """A list of keys as it stands in an entry; empty where there is none."""
    return tuple(str(each) for each in value) if isinstance(value, (tuple, list)) else ()
