"""Who looks after the list, which file is it, and which column is which?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from django.core.exceptions import ValidationError

from followthrough.service.caseload.reading import FIELDS, NEEDED
from followthrough.service.core import clock
from followthrough.service.design.dates import LONDON
from followthrough.service.design.forms import (
    ColumnsForm,
    DateField,
    Form,
    RowsField,
    SelectField,
    TextField,
)

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


class BringForm(Form):
    file = RowsField(
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


class ListColumnsForm(ColumnsForm):
    meanings, needed = FIELDS, NEEDED
