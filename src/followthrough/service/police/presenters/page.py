"""How do an attendance, the form of each child and what became of it read? To an officer at night, first of all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from followthrough.service.chronology import fields
from followthrough.service.chronology.queries import Entry
from followthrough.service.design import dates
from followthrough.service.design.components import Action, Row, Tag
from followthrough.service.ledger.models import Duty
from followthrough.service.police import policies
from followthrough.service.police.queries import SENT_BACK
from followthrough.service.police.reading import Desk
from followthrough.service.sharing.models import Leg
from followthrough.service.sharing.presenters.words import upper_first

_SENT = {
    Leg.State.SENT: Tag("Sent: nobody has it yet", "waiting"),
    Leg.State.RECEIVED: Tag("Social care has it", "due"),
    Leg.State.ACCEPTED: Tag("Social care has accepted it", "due"),
    Leg.State.ACTED: Tag("Social care has acted", "done"),
    Leg.State.CONFIRMED: Tag("Social care has acted", "done"),
    Leg.State.WITHDRAWN: Tag("Taken back", "neutral"),
}
_NOT_TOLD = ("incident", "by")


@dataclass(frozen=True)
class ChildLine:
    """One child of the attendance: how far the form is, by when what is missing is due, what to do now."""

    child_id: str
    name: str
    href: str
    tag: Tag
    clock: dates.When | None
    notes: tuple[str, ...]
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class Page:
    number: str
    about: str
    lines: tuple[ChildLine, ...]
    attendance: tuple[Row, ...]
    form: tuple[Row, ...]
    check: tuple[Row, ...]
    missing: int
    is_police: bool
    has_injury: bool

    @property
    def lead(self) -> str:
        if not self.missing:
            return "Every child has a form."
        return f"{self.missing} of {len(self.lines)} forms {'is' if self.missing == 1 else 'are'} missing."


def page_of(desk: Desk, begun: frozenset[str]) -> Page:
    """`begun` are children of whom the viewer keeps a form that is half written."""
    found = desk.found
    event = found.entry.event
    lines = tuple(_line(desk, each, each in begun) for each in found.children)
    form, check = found.forms.get(desk.child.pk), found.check_of(desk.child.pk)
    return Page(
        number=found.number,
        about=", ".join(filter(None, (dates.in_words(event.occurred_from), str(event.data.get("place", ""))))),
        lines=lines,
        attendance=tuple(attendance_rows(desk)),
        form=tuple(form_rows(desk, form)) if form else (),
        check=tuple(_check_rows(desk, check)) if check else (),
        missing=sum(found.needs_form(each) for each in found.children),
        is_police=desk.is_police,
        has_injury=bool(form and form.event.data.get("injuries")),
    )


def attendance_rows(desk: Desk) -> Iterator[Row]:
    entry, told = desk.found.entry, desk.telling
    data = entry.event.data
    known = {True: "Yes", False: f"No. {data.get('why_not_told', '')}"}.get(data.get("family_told"), "")  # type: ignore[call-overload]
    call = "A domestic dispute" if desk.found.is_dispute else str(data.get("category", "")).capitalize()
    rows = (
        ("When", dates.in_words(entry.event.occurred_from)),
        ("Where", str(data.get("place", ""))),
        ("Called to", call),
        ("What was found", str(data.get("words", "") or entry.event.text)),
        ("Adults there", str(data.get("who_was_there", ""))),
        ("The family knows", known),
        ("Written down by", told.names.get(entry.row.author, "")),
    )
    yield from (Row(key, value) for key, value in rows if value)


def form_rows(desk: Desk, form: Entry) -> Iterator[Row]:
    """Each answer of the form with its title, as the vocabulary words it."""
    kind, data = desk.telling.vocabulary.kinds[form.event.kind], form.event.data
    for name, field in kind.fields.items():
        if name in data and name not in _NOT_TOLD:
            yield Row(fields.title_of(field), upper_first(desk.telling.value(field, data[name])))
    who = desk.telling.person(str(form.event.data.get("by", ""))) or desk.telling.names.get(form.row.author, "")
    yield Row("Form written by", f"{who}, {dates.in_words(form.event.occurred_from)}")


def _check_rows(desk: Desk, check: Entry) -> Iterator[Row]:
    data = check.event.data
    became = "Sent back" if data.get("decision") == SENT_BACK else f"Passed to triage, {data.get('threshold', '')}"
    yield Row("Sergeant", became.rstrip(", "))
    yield Row("Why", str(data.get("reason", "")))
    who = desk.telling.person(str(data.get("by", "")))
    yield Row("Looked through by", f"{who}, {dates.in_words(check.event.occurred_from)}")


def _line(desk: Desk, child_id: str, is_begun: bool) -> ChildLine:
    duty = next((each for each in desk.duties if each.subject_id == child_id), None)
    is_open = child_id == desk.child.pk or child_id in desk.telling.children
    is_own = child_id == desk.child.pk
    return ChildLine(
        child_id=child_id,
        name=desk.telling.child(child_id),
        href=address("attendance", desk, child_id) if is_open and not is_own else "",
        tag=_tag(desk, child_id),
        clock=dates.clock(duty.due_at, desk.telling.now) if duty else None,
        notes=tuple(_notes(desk, child_id, is_begun, duty)),
        actions=tuple(_actions(desk, child_id, is_begun)) if is_open else (),
    )


def _tag(desk: Desk, child_id: str) -> Tag:
    found, form = desk.found, desk.found.forms.get(child_id)
    if form is None:
        return Tag("Form missing", "overdue")
    if found.needs_form(child_id):
        return Tag("Sent back: put it right", "overdue")
    if found.needs_check(child_id):
        return Tag("With the sergeant", "soon")
    leg = desk.legs.get(form.root)
    return _SENT[Leg.State(leg.state)] if leg else Tag("Passed to triage", "done")


def _notes(desk: Desk, child_id: str, is_begun: bool, duty: Duty | None) -> Iterator[str]:
    check = desk.found.check_of(child_id)
    if check is not None and check.event.data.get("decision") == SENT_BACK:
        yield f"{desk.telling.person(str(check.event.data.get('by', '')))}: {check.event.data.get('reason', '')}"
    if is_begun:
        yield "You have begun it. Nobody else sees it yet."
    if duty is not None and duty.taken_by:
        yield f"{desk.telling.names.get(duty.taken_by, 'Somebody')} has it"


def _actions(desk: Desk, child_id: str, is_begun: bool) -> Iterator[Action]:
    found, form = desk.found, desk.found.forms.get(child_id)
    name = desk.telling.child(child_id)
    if found.needs_form(child_id) and policies.can_write(desk.viewer, desk.is_police):
        words = "Go on with the form" if is_begun else "Put the form right" if form else "Write the form"
        yield Action(words, address("form", desk, child_id), name, "primary")
    if found.needs_check(child_id) and form and policies.can_check(desk.viewer, desk.is_police, form.row.author):
        yield Action("Look it through", address("check", desk, child_id), name, "primary")
    leg = desk.legs.get(form.root) if form else None
    if leg is not None:
        yield Action("Open the share", reverse("sharing:share", args=[leg.share.reference]), name)


def address(name: str, desk: Desk, child_id: str = "") -> str:
    return reverse(f"police:{name}", args=[child_id or desk.child.pk, desk.found.entry.root])
