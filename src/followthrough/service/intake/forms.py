"""Where does what came in belong, and why?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from followthrough.service.design.forms import Choice, Form, LongTextField, RadiosField, SelectField, TextField
from followthrough.service.design.forms.fields import Looks
from followthrough.service.intake.models import Outcome
from followthrough.service.intake.tables import FIELDS

NEW = "new"


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
        required_message="Say how you know that it is another child",
    )


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


class FileField(Looks, forms.FileField):
    widget = forms.FileInput(attrs={"accept": ".csv,text/csv"})
    asks = "Choose"


class BringForm(Form):
    file = FileField(
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


class ColumnsForm(Form):
    """One question for each thing that a column can mean."""

    def __init__(self, *args: Any, head: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "No column"), *((each, each) for each in head)]
        for name, title in FIELDS.items():
            self.fields[name] = SelectField(
                label=title,
                choices=choices,
                required=name == "text",
                marks_optional=False,
                required_message="Choose the column that says what happened",
            )

    @property
    def columns(self) -> dict[str, str]:
        return {name: column for name, column in self.cleaned_data.items() if column}


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
