"""What is asked when an entry is written, put right or taken back? The fields of a kind come from the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from followthrough.procedures.calendars import localtime
from followthrough.procedures.model.event import type_of_value
from followthrough.procedures.model.vocabulary import EventKind, FieldType
from followthrough.service.chronology import hearing
from followthrough.service.chronology.fields import MOST, Around, form_field, is_asked, to_initial, to_value
from followthrough.service.chronology.looking import CHILD, HOUSEHOLD, OTHERS, SAID, SIGNIFICANT, UNWEIGHED, Asked
from followthrough.service.chronology.weighing import STRENGTH, WORRY
from followthrough.service.core import clock
from followthrough.service.design.dates import LONDON
from followthrough.service.design.forms import (
    DateField,
    Finds,
    Form,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
    TickField,
)
from followthrough.service.design.forms.fields import Options
from followthrough.service.design.forms.parts import Problem, read_instant, read_time

PREFIX = "field_"


class EntryForm(Finds):
    """When it happened, then what the kind asks for. `fixed` are values that follow from the duty: not asked again.
    `decides` asks that the history beside it was read.
    """

    happened_on = DateField(label="Day it happened", name="The day", help_text="For example, 28 3 2013")
    happened_at = TextField(
        label="Time, if you know it", width=5, required=False, marks_optional=False, help_text="For example, 17:30"
    )

    def __init__(
        self,
        *args: Any,
        kind: EventKind,
        around: Around,
        fixed: Mapping[str, type_of_value] | None = None,
        decides: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.around, self.fixed = kind, around, dict(fixed or {})
        self.asked = [each for each in kind.fields.values() if each.name not in self.fixed and is_asked(each)]
        for each in self.asked:
            self.fields[PREFIX + each.name] = field = form_field(each, around)
            if isinstance(field, Options):
                self.offer(PREFIX + each.name, field.offered, label="Find it by name")
        if not any(each.type is FieldType.TEXT for each in self.asked):
            self.fields["text"] = LongTextField(
                label="In your own words",
                required=False,
                rows=4,
                max_length=MOST,
                help_text="What you saw and heard. Use the child’s own words where you can.",
            )
        if decides:
            self.fields["has_read"] = has_read()

    @property
    def data_of_event(self) -> dict[str, type_of_value]:
        found: dict[str, type_of_value] = dict(self.fixed)
        for each in self.asked:
            value = to_value(each, self.cleaned_data.get(PREFIX + each.name), self.around)
            if value is not None:
                found[each.name] = value
        return found

    @property
    def text(self) -> str:
        return str(self.cleaned_data.get("text", ""))

    @property
    def occurred(self) -> tuple[datetime, datetime]:
        """The minute, or the whole day where no time is known; of today only as much as has passed."""
        found: tuple[datetime, datetime] = self.cleaned_data["occurred"]
        return found

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        problem = hearing.problem(self.kind.id, self.data_of_event)
        if problem is not None:
            self.add_error(PREFIX + problem[0], problem[1])
        day: date | None = found.get("happened_on")
        if day is None:
            return found
        occurred = self._occurred(day, found.get("happened_at", ""))
        if isinstance(occurred, Problem):
            self.add_error("happened_at", occurred.message)
        elif occurred[0] > clock.now():
            self.add_error("happened_on", "The day and time must not be in the future")
        else:
            found["occurred"] = occurred
        return found

    @staticmethod
    def _occurred(day: date, typed: str) -> tuple[datetime, datetime] | Problem:
        if not typed.strip():
            return localtime.start_of(day, LONDON), min(localtime.end_of(day, LONDON), clock.now())
        time = read_time(typed, "The time")
        at = time if isinstance(time, Problem) else read_instant(day, time, "The time")
        return at if isinstance(at, Problem) else (at, at)


def has_read() -> TickField:
    """Asked last, of whoever decides beside the history."""
    return TickField(
        label="I have read the history on this page",
        required_message="Read the history on this page first, then tick the box",
    )


class CorrectForm(EntryForm):
    reason = LongTextField(
        label="Why is it put right?",
        required_message="Say why it is put right",
        rows=3,
        max_length=MOST,
        help_text="What stood before stays on the record beside it.",
    )

    field_order = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name != "reason"] + ["reason"])


class TakeBackForm(Form):
    reason = LongTextField(
        label="Why is it taken back?",
        required_message="Say why it is taken back",
        rows=3,
        max_length=MOST,
        help_text="For example, it was written about the wrong child. The entry stays on the record, marked.",
    )


class LookForm(Form):
    """Which entries of a chronology somebody wants to look at. What is chosen goes into no address as it stands."""

    words = TextField(
        label="Words",
        required=False,
        marks_optional=False,
        max_length=200,
        help_text="For example, burn hand. What is kept off the table is not searched: open its entry.",
    )
    agency = SelectField(label="Agency", required=False, marks_optional=False)
    kind = SelectField(label="What happened", required=False, marks_optional=False)
    whose = RadiosField(
        label="About whom",
        required=False,
        marks_optional=False,
        choices=[
            ("", "Everybody"),
            (CHILD, "The child alone"),
            (HOUSEHOLD, "The household"),
            (OTHERS, "Brothers, sisters and other children of the home"),
        ],
    )
    weight = RadiosField(
        label="How much it matters",
        required=False,
        marks_optional=False,
        choices=[("", "All"), (SIGNIFICANT, "Significant"), (UNWEIGHED, "Nobody has said yet")],
    )
    shows = RadiosField(
        label="What it shows",
        required=False,
        marks_optional=False,
        choices=[("", "All"), (WORRY, "Worries"), (STRENGTH, "Strengths, and what helps")],
    )
    known_as = RadiosField(label="How it is known", required=False, marks_optional=False)
    certainty = RadiosField(label="How certain it is", required=False, marks_optional=False)
    from_on = DateField(label="From", required=False, marks_optional=False)
    to_on = DateField(label="To", required=False, marks_optional=False)

    def __init__(
        self, *args: Any, agencies: Mapping[str, str], kinds: Mapping[str, str], weighed: EventKind, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, empty, options in (("agency", "All agencies", agencies), ("kind", "Everything", kinds)):
            field: Any = self.fields[name]
            field.choices = [("", empty), *options.items()]
        for name in SAID:
            said: Any = self.fields[name]
            own = [(each, each[:1].upper() + each[1:]) for each in weighed.fields[name].choices]
            said.choices = [("", "All"), *own, (UNWEIGHED, "Nobody has said yet")]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        first, last = found.get("from_on"), found.get("to_on")
        if first and last and first > last:
            self.add_error("to_on", "To must not be before From")
        return found

    @property
    def asked(self) -> Asked:
        said = self.cleaned_data
        days = {name: said[name].isoformat() if said.get(name) else "" for name in ("from_on", "to_on")}
        return Asked(**{name: said.get(name) or "" for name in self.fields if name not in days}, **days)


class WeighForm(Form):
    significance = RadiosField(label="How much does it matter?", required_message="Choose how much it matters")
    shows = RadiosField(label="What does it show?", required_message="Choose what it shows")
    impact = LongTextField(
        label="What did it mean for the child?",
        required=False,
        marks_optional=False,
        rows=4,
        max_length=MOST,
        help_text="How it was for the child, in plain words. Say it for each significant entry.",
    )
    known_as = RadiosField(label="How is it known?", required=False)
    certainty = RadiosField(label="How certain is it?", required=False)

    def __init__(self, *args: Any, kind: EventKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("significance", "shows", "known_as", "certainty"):
            field: Any = self.fields[name]
            field.choices = [(each, each[:1].upper() + each[1:]) for each in kind.fields[name].choices]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("significance") == SIGNIFICANT and not found.get("impact", "").strip():
            self.add_error("impact", "Say what it meant for the child: it is marked as significant")
        return found


class ContradictForm(Form):
    number = TextField(
        label="Number of the entry that says otherwise",
        width=5,
        required=False,
        marks_optional=False,
        help_text="As it stands in front of the entry in the chronology. For one that is not in the list.",
    )
    beside = SelectField(label="Entry that says otherwise", required=False, marks_optional=False)
    why = LongTextField(
        label="In what do they contradict each other?",
        required_message="Say in what they contradict each other",
        rows=3,
        max_length=MOST,
        help_text="Both entries stay as they are. Whoever reads one is led to the other.",
    )
    field_order = ("beside", "number", "why")

    def __init__(self, *args: Any, near: Mapping[str, str], numbers: Mapping[str, str], **kwargs: Any) -> None:
        """`near` are entries with their words, by root; `numbers` are the roots of all, by number."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["beside"]
        field.choices = [("", "Select an entry"), *near.items()]
        self.numbers = numbers
        if len(near) == len(numbers):
            del self.fields["number"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        number = found.get("number", "").strip().rstrip(".")
        if number and number not in self.numbers:
            self.add_error("number", "There is no entry with this number")
        elif number:
            found["beside"] = self.numbers[number]
        elif not found.get("beside"):
            self.add_error("beside", "Choose the entry that says otherwise")
        return found


def initial_of(kind: EventKind, data: Mapping[str, Any], around: Around, names: Mapping[str, str]) -> dict[str, Any]:
    """An entry's own values, as the form shows them."""
    return {
        PREFIX + each.name: to_initial(each, data[each.name], around, names)
        for each in kind.fields.values()
        if each.name in data
    }
