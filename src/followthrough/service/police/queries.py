"""What did police attend, which children were there, and how far is the form of each? Told from the record alone.

Pure: a chronicle holds what this viewer may see, of the child and of those who live with the child.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from followthrough.procedures.model.event import type_of_value
from followthrough.service.chronology.queries import Chronicle, Entry

DISPUTE, INCIDENT = "da.incident", "police.incident"
FORM, CHECKED = "vulnerable-child.form", "vulnerable-child.form-checked"
SENT_BACK = "sent back"
_OF_ATTENDANCES = (DISPUTE, INCIDENT, FORM, CHECKED)


@dataclass(frozen=True)
class Attendance:
    """One call of police, by its number. `forms` are the latest of each child, `checks` by the form they are about."""

    number: str
    entry: Entry
    children: tuple[str, ...]
    forms: dict[str, Entry] = field(default_factory=dict)
    checks: dict[str, Entry] = field(default_factory=dict)
    roots: frozenset[str] = frozenset()

    @property
    def is_dispute(self) -> bool:
        return self.entry.event.kind == DISPUTE

    def check_of(self, child_id: str) -> Entry | None:
        form = self.forms.get(child_id)
        return self.checks.get(form.root) if form else None

    def needs_form(self, child_id: str) -> bool:
        """None was written, or the last was sent back."""
        check = self.check_of(child_id)
        return child_id not in self.forms or (check is not None and check.event.data.get("decision") == SENT_BACK)

    def needs_check(self, child_id: str) -> bool:
        return child_id in self.forms and self.check_of(child_id) is None


def attendance(chronicle: Chronicle, identity: str) -> Attendance | None:
    """By any entry that bears its number: the incident, a form, what a sergeant said."""
    asked = chronicle.entry(identity)
    number = asked.event.data.get("incident") if asked else None
    if asked is None or number is None or asked.event.kind not in _OF_ATTENDANCES:
        return None
    own = [each for each in chronicle.entries if each.event.data.get("incident") == number and not each.is_taken_back]
    own = [each for each in own if each.event.agency == asked.event.agency]
    incidents = [each for each in own if each.event.kind in (DISPUTE, INCIDENT)]
    if not incidents:
        return None
    entry = min(incidents, key=lambda each: (each.event.kind != DISPUTE, each.event.subject != chronicle.subject))
    children = [child for each in incidents for child in _children(each, chronicle)]
    forms = {_child(each, chronicle): each for each in sorted(own, key=_recorded) if each.event.kind == FORM}
    checks = {str(each.event.data["form"]): each for each in own if each.event.kind == CHECKED}
    roots = frozenset(each.root for each in incidents)
    return Attendance(str(number), entry, tuple(dict.fromkeys([*children, *forms])), forms, checks, roots)


def _children(entry: Entry, chronicle: Chronicle) -> list[str]:
    named = entry.event.data.get("children_present")
    found = [_survivor(str(each), chronicle) for each in named] if isinstance(named, tuple) else []
    return found or ([_child(entry, chronicle)] if entry.event.subject.kind == "child" else [])


def _child(entry: Entry, chronicle: Chronicle) -> str:
    return _survivor(entry.event.subject.id, chronicle)


def _survivor(child_id: str, chronicle: Chronicle) -> str:
    """A record that was found to be this child's counts as this child's."""
    return chronicle.subject.id if child_id in chronicle.records else child_id


def _recorded(entry: Entry) -> datetime:
    return entry.chain.root.recorded_at


def beside(chronicle: Chronicle, found: Attendance, kind: str) -> Entry | None:
    """What was written down of the child with an earlier form of this attendance, under another kind."""
    at = found.entry.event.occurred_from
    for each in chronicle.entries:
        event = each.event
        is_same = (event.kind, event.subject, event.agency) == (kind, chronicle.subject, found.entry.event.agency)
        if is_same and event.occurred_from == at and not each.is_taken_back:
            return each
    return None


def said(entry: Entry | None) -> dict[str, type_of_value]:
    return dict(entry.event.data) if entry else {}
