"""Where does what came in belong, and why?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from followthrough.service.design.forms import (
    Choice,
    ColumnsForm,
    Form,
    LongTextField,
    RadiosField,
    RowsField,
    SelectField,
    TextField,
)
from followthrough.service.intake.models import Outcome
from followthrough.service.intake.tables import FIELDS

NEW = "new"


class PlaceForm(Form):
    outcome = RadiosField(
        label="Where does it belong?",
        choices=[
            Choice(Outcome.NOT_OURS.value, "It is not ours", hint="Whoever sent it must be told. Say whom you told."),
            Choice(Outcome.RECORDED.value, "It is recorded already", hint="Say where."),
            Choice(Outcome.SHARED.value, "We shared it with another team", hint="Give the reference of the share."),
        ],
        required_message="Choose where it belongs",
    )
    share = TextField(
        label="Reference of the share",
        required=False,
        marks_optional=False,
        max_length=20,
        width=20,
        help_text="Only if you shared it. For example, FT-7K3M-92QD.",
    )
    reason = LongTextField(label="Why?", rows=3, max_length=1000, required_message="Say why")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("outcome") == Outcome.SHARED and not said.get("share"):
            self.add_error("share", "Give the reference of the share")
        return said


class PassOnForm(Form):
    team = SelectField(label="To which team?", choices=[], required_message="Choose a team")
    reason = LongTextField(label="Why?", rows=3, max_length=1000, required_message="Say why")

    def __init__(self, *args: Any, teams: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["team"]
        field.choices = [("", "Choose a team"), *teams]


class BringForm(Form):
    file = RowsField(
        label="The file",
        required_message="Choose a file",
        help_text="CSV, with the names of the columns in the first line. At most 500 rows and 2 MB.",
    )
    sender = TextField(
        label="Who sends such files?",
        max_length=80,
        required_message="Say who sends such files",
        help_text="For example, Hillside Primary School. Their columns are remembered for the next file.",
    )


class RowColumnsForm(ColumnsForm):
    meanings, needed = FIELDS, ("text",)
    missing = "Choose the column that says what happened"


class SystemForm(Form):
    name = TextField(
        label="Which system is it?",
        max_length=80,
        required_message="Say which system it is",
        help_text="For example, the school’s own safeguarding records.",
    )
    team = SelectField(label="To which team does it send?", choices=[], required_message="Choose a team")

    def __init__(self, *args: Any, teams: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["team"]
        field.choices = [("", "Choose a team"), *teams]
