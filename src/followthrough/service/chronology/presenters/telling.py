"""How do agencies, people, children and values of an entry read? Names only for those whom the viewer may open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from followthrough.procedures.explain.words import agency_words, kind_words
from followthrough.procedures.model import event as model
from followthrough.procedures.model.event import type_of_value
from followthrough.procedures.model.vocabulary import DataField, FieldType, Vocabulary
from followthrough.service.agencies.models import Team
from followthrough.service.agencies.presenters import role_words
from followthrough.service.chronology import fields, reasons
from followthrough.service.design import dates
from followthrough.service.ledger.models import Duty, Event

# Keys that tie entries together and say nothing to a reader.
UNTOLD = (
    *(
        "leg",
        "items",
        "duty",
        "redirected_from",
        "to_leg",
        "household",
        "discussion",
        "injury",
        "mark",
        "signal",
        "message",
    ),
    *("procedure", "owner_group", "copied_to", "debtor_agency", "debtor_team", "other", "rests_on", "after"),
    *("member", "to_member", "members", "entry", "beside"),
)
_UNDER_THE_ENTRY = (FieldType.KEY, FieldType.TEAM, FieldType.PERSON, FieldType.INSTANT, FieldType.AGENCY)
SYSTEM = "system:"


@dataclass(frozen=True)
class Telling:
    """What words need, read once for a page."""

    vocabulary: Vocabulary
    teams: Mapping[str, Team]
    names: Mapping[str, str]
    children: Mapping[str, str]
    child_id: str
    now: datetime

    def agency(self, key: str) -> str:
        title = next((team.agency.title for team in self.teams.values() if team.agency_id == key), "")
        return title or agency_words(key, self.vocabulary)

    def debtor(self, duty: Duty) -> str:
        team = self.teams.get(f"{duty.debtor_agency}/{duty.debtor_team}")
        name = str(team) if team else self.agency(duty.debtor_agency)
        return f"{name} ({role_words(duty.debtor_role)})" if duty.debtor_role not in ("", "worker") else name

    def kind(self, event: model.Event) -> str:
        return kind_words(event.kind, self.vocabulary)

    def person(self, identity: str) -> str:
        """Whoever stands behind an id; words that were written as a name stay as they are."""
        return "" if identity.startswith(SYSTEM) else self.names.get(identity, identity)

    def child(self, identity: str) -> str:
        return self.children.get(identity, "a child whose record you may not open")

    def whose(self, event: model.Event) -> str:
        """Marks what is not the child's own entry."""
        if event.subject.kind == "household":
            return "About the household"
        if event.subject.kind == "child" and event.subject.id != self.child_id:
            return f"About {self.child(event.subject.id)}, of the same household"
        return ""

    def recorded(self, row: Event) -> str:
        who = self.names.get(row.author, "")
        at = dates.in_short(row.recorded_at)
        return f"{who}, {at}" if who else at

    def lines(self, event: model.Event) -> tuple[str, ...]:
        """What the entry says: each field with its title, then the words."""
        kind = self.vocabulary.kinds.get(event.kind)
        told = []
        for name, value in event.data.items():
            field = kind.fields.get(name) if kind else None
            if name in UNTOLD or field is None or field.protected:
                continue
            told.append(f"{fields.title_of(field)}: {self.value(field, value)}")
        said, _ = reasons.split(event.text)
        is_said_already = said in (str(value) for value in event.data.values())
        return tuple(told) if not said or is_said_already else (*told, said)

    def gist(self, event: model.Event) -> tuple[str, ...]:
        """What a reader looks for first: to whom it went, the plain answers in one line, then the words.

        Who wrote it and who knows of it stand beside it; keys, teams and limits are left to the page of the entry.
        """
        kind = self.vocabulary.kinds.get(event.kind)
        given = [(kind.fields[name], value) for name, value in event.data.items() if kind and name in kind.fields]
        told = [(field, self.value(field, value)) for field, value in given if _is_gist(field)]
        plain = [f"{fields.title_of(field)}: {words}" for field, words in told if field.type is not FieldType.TEXT]
        long = [words for field, words in told if field.type is FieldType.TEXT]
        to = event.data.get(kind.conveys[0]) if kind and kind.conveys else None
        said, _ = reasons.split(event.text)
        first = [f"To {self.agency(to)}"] if isinstance(to, str) else []
        lines = ("; ".join((*first, *plain)), *long, "" if said in long else said)
        return tuple(line for line in lines if line)

    def value(self, field: DataField, value: type_of_value) -> str:
        match field.type, value:
            case FieldType.BOOLEAN, _:
                return "yes" if value else "no"
            case FieldType.AGENCY, str():
                return self.agency(value)
            case FieldType.TEAM, str():
                return next((t.title for key, t in self.teams.items() if key.endswith(f"/{value}")), value)
            case FieldType.PERSON, str():
                return self.person(value) or "not known"
            case FieldType.KEYS, tuple():
                word = self.child if "child" in field.name else self.agency
                return ", ".join(word(each) for each in value) or "nobody"
            case _, datetime():
                return dates.in_words(value)
            case _, date():
                return dates.day_in_words(value)
            case _:
                return str(value)


def _is_gist(field: DataField) -> bool:
    return field.type not in _UNDER_THE_ENTRY and field.name not in UNTOLD and not field.protected


def people_in(rows: Iterable[Event], vocabulary: Vocabulary) -> set[str]:
    """Ids of people whom a page will name."""
    found: set[str] = set()
    for row in rows:
        found.add(row.author)
        kind = vocabulary.kinds.get(row.kind)
        for field in kind.fields.values() if kind else ():
            value = row.data.get(field.name)
            if field.type is FieldType.PERSON and isinstance(value, str):
                found.add(value)
    return {each for each in found if each and not each.startswith(SYSTEM)}


def children_in(rows: Iterable[Event]) -> set[str]:
    """Ids of children whom a page may name."""
    found: set[str] = set()
    for row in rows:
        if row.subject_kind == "child":
            found.add(row.subject_id)
        for name, value in row.data.items():
            if "child" in name and isinstance(value, list):
                found |= {str(each) for each in value}
    return found
