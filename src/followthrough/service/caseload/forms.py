"""Who looks after the list, which file is it, and which child does a case mean?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from followthrough.service.caseload.reading import FIELDS, NEEDED
from followthrough.service.core import clock
from followthrough.service.design.dates import LONDON
from followthrough.service.design.forms import (
    Choice,
    DateField,
    Form,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
)
from followthrough.service.design.forms.fields import Looks

NONE = "none"


class SetUpForm(Form):
    """`teams` are (slug, title), `people` (id, name and team)."""

    team = SelectField(label="Which team looks after the list?", choices=[], required_message="Choose a team")
    owner = SelectField(
        label="Who is told when it does not come?",
        choices=[],
        required_message="Choose who is told",
        help_text="Somebody of that team. The team has the duty; this person is told by name.",
    )
    due_by = TextField(
        label="By when is it here each day?",
        required=False,
        marks_optional=False,
        max_length=5,
        width=5,
        help_text="For example, 07:00. Leave it empty if you bring it by hand, and nobody waits for it.",
    )

    def __init__(
        self, *args: Any, teams: Iterable[tuple[str, str]], people: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["team"].choices = [("", "Choose a team"), *teams]
        fields["owner"].choices = [("", "Choose a person"), *people]

    def clean_due_by(self) -> time | None:
        said = self.cleaned_data["due_by"].replace(".", ":")
        if not said:
            return None
        try:
            return time.fromisoformat(said if len(said) == 5 else f"0{said}")
        except ValueError:
            raise ValidationError("Write the time as 07:00") from None


class FileField(Looks, forms.FileField):
    widget = forms.FileInput(attrs={"accept": ".csv,text/csv"})
    asks = "Choose"


class BringForm(Form):
    file = FileField(
        label="The file",
        required_message="Choose a file",
        help_text="CSV, with the names of the columns in the first line. At most 20,000 rows and 8 MB.",
    )
    as_of = DateField(
        label="As of which day?",
        required=False,
        marks_optional=False,
        help_text="For when the list speaks. Leave it empty for today.",
    )

    def clean_as_of(self) -> date | None:
        found: date | None = self.cleaned_data["as_of"]
        if found and found > clock.now().astimezone(LONDON).date():
            raise ValidationError("The day must not be in the future")
        return found


class ColumnsForm(Form):
    """One question for each thing that a column can mean."""

    def __init__(self, *args: Any, head: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "No column"), *((each, each) for each in head)]
        for name, title in FIELDS.items():
            self.fields[name] = SelectField(
                label=title,
                choices=choices,
                required=name in NEEDED,
                marks_optional=False,
                required_message=f"Choose the column for “{title}”",
            )

    @property
    def columns(self) -> dict[str, str]:
        return {name: column for name, column in self.cleaned_data.items() if column}


class MatchForm(Form):
    """`choices` are the children who could be meant, each with the reason."""

    child = RadiosField(label="Which child is it?", required_message="Choose which child it is")

    def __init__(self, *args: Any, choices: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["child"]
        field.choices = list(choices)


class UnmatchForm(Form):
    reason = LongTextField(
        label="How do you know that it is another child?",
        rows=3,
        max_length=1000,
        required_message="Say how you know that it is another child",
    )
