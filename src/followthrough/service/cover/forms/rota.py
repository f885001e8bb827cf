"""What is asked of whoever keeps a rota: which levels, who is on when, and who is away."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, cast

from django import forms

from followthrough.service.agencies.models import Practitioner, Shift, ShiftLevel
from followthrough.service.cover.presenters.words import shift_words
from followthrough.service.cover.reading import FIELDS, NEEDED, CannotRead
from followthrough.service.design.forms import (
    CheckboxesField,
    Choice,
    ColumnsForm,
    DateField,
    DateTimeField,
    Form,
    LongTextField,
    RadiosField,
    RowsField,
    SelectField,
    TextField,
)

NOT_YET = "not-yet"
MOST_TEXT = 200_000
LONGEST = timedelta(days=7)
_WHAT = {
    ShiftLevel.WORKER: "Holds the queue: takes what comes in.",
    ShiftLevel.MANAGER: "Can decide at any hour. Is rung next.",
    ShiftLevel.SENIOR: "Is rung when no manager answers.",
}


class RotaForm(Form):
    levels = CheckboxesField(
        label="Who must be there whenever the team is open?",
        choices=[Choice(level.value, level.label, _WHAT[level]) for level in ShiftLevel],
        required_message="Choose at least one level",
    )
    begins_on = DateField(
        label="From which day?",
        help_text="Leave yourself time to put people in before.",
        required_message="Say from which day the rota holds",
    )


class WhoForm(Form):
    """Who is on, without when."""

    who = SelectField(label="Who?", choices=[], required_message="Choose a person, or “No name yet”")
    role = TextField(
        label="Role on the shift",
        help_text="Such as duty social worker. It is shown when no name is known yet.",
        required_message="Say which role it is",
        max_length=60,
        width=30,
    )
    telephone = TextField(
        label="Number to ring",
        help_text="A telephone that is answered for the whole shift.",
        required_message="Give the number to ring",
        max_length=30,
        width=20,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )

    def __init__(self, *args: Any, people: list[Practitioner], **more: Any) -> None:
        super().__init__(*args, **more)
        field = cast(forms.ChoiceField, self.fields["who"])
        named = [(each.pk, each.name) for each in people]
        field.choices = [("", "Choose"), (NOT_YET, "No name yet"), *named]
        self.people = {each.pk: each for each in people}

    @property
    def practitioner(self) -> Practitioner | None:
        return self.people.get(self.cleaned_data["who"])


class ShiftForm(WhoForm):
    level = RadiosField(
        label="Level",
        choices=[Choice(level.value, level.label, _WHAT[level]) for level in ShiftLevel],
        required_message="Choose a level",
    )
    starts_at = DateTimeField(label="Begins", required_message="Say when the shift begins")
    ends_at = DateTimeField(label="Ends", required_message="Say when the shift ends")

    field_order = ["level", "starts_at", "ends_at", "who", "role", "telephone"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        begins, ends = said.get("starts_at"), said.get("ends_at")
        if begins and ends and not begins < ends <= begins + LONGEST:
            words = "must end after it begins" if ends <= begins else "can be no longer than 7 days"
            self.add_error("ends_at", f"A shift {words}")
        return said


class OfferForm(Form):
    """`people` can be asked; `theirs` are shifts of theirs that could come in return."""

    taker = SelectField(label="Who is asked?", choices=[], required_message="Choose whom you ask")
    in_return = SelectField(
        label="One of their shifts in return",
        help_text="For a swap. They are asked for both at once.",
        choices=[],
        required=False,
    )

    def __init__(self, *args: Any, people: list[Practitioner], theirs: list[Shift], **more: Any) -> None:
        super().__init__(*args, **more)
        taker, back = (cast(forms.ChoiceField, self.fields[name]) for name in ("taker", "in_return"))
        taker.choices = [("", "Choose"), *((each.pk, each.name) for each in people)]
        back.choices = [("", "Nothing in return"), *((str(each.pk), shift_words(each)) for each in theirs)]


class DaysForm(Form):
    """From one day to another, both of them counted."""

    from_on = DateField(label="First day", help_text="For example, 23 12 2026.", required_message="Say from which day")
    to_on = DateField(label="Last day", required_message="Say until which day")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        begins: date | None = said.get("from_on")
        ends: date | None = said.get("to_on")
        if begins and ends and ends < begins:
            self.add_error("to_on", "The last day must not be before the first day")
        return said


class AbsenceForm(DaysForm):
    who = SelectField(label="Who is away?", choices=[], required_message="Choose who is away")
    field_order = ["who", "from_on", "to_on"]

    def __init__(self, *args: Any, people: list[Practitioner], **more: Any) -> None:
        super().__init__(*args, **more)
        cast(forms.ChoiceField, self.fields["who"]).choices = [("", "Choose"), *((p.pk, p.name) for p in people)]


class HolidayForm(DaysForm):
    name = TextField(
        label="Who is rung?",
        help_text="A person who can act, such as the deputy safeguarding lead.",
        required_message="Say who is rung",
        max_length=120,
        width=30,
    )
    telephone = TextField(
        label="Their number",
        required_message="Give the number to ring",
        max_length=30,
        width=20,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    field_order = ["name", "telephone", "from_on", "to_on"]


class FileForm(Form):
    file = RowsField(
        label="Choose the file",
        help_text="CSV, as Excel and most rota systems write it. The first line names the columns.",
        required=False,
        marks_optional=False,
    )
    pasted = LongTextField(label="Or paste the rows here", required=False, rows=6, max_length=MOST_TEXT)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        file = said.get("file")
        if file is None and not said.get("pasted") and not self.errors:
            self.add_error("file", "Choose a file, or paste its rows")
        elif file is not None and file.size > MOST_TEXT:
            self.add_error("file", "The file is larger than 200 KB. Cut it into parts")
        return said

    @property
    def text(self) -> str:
        """Raises CannotRead for what is no text."""
        file = self.cleaned_data.get("file")
        if file is None:
            return str(self.cleaned_data["pasted"])
        content: bytes = file.read()
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            pass
        if b"\0" in content:
            raise CannotRead("This is not a CSV file. In Excel, choose “Save as” and then CSV.")
        return content.decode("cp1252", errors="replace")


class RotaColumnsForm(ColumnsForm):
    meanings, needed = FIELDS, NEEDED
    missing = "Choose the column of “{}”"


def typed_instant(said: str) -> datetime | None:
    """From the address of a gap's link."""
    try:
        return datetime.fromisoformat(said)
    except ValueError:
        return None
