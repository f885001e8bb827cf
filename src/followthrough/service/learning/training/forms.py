"""What is asked for a course, a group that needs it, a session, a register, and of who came?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms as django

from followthrough.service.design.forms import (
    Choice,
    DateTimeField,
    Form,
    LongTextField,
    RadiosField,
    RowsField,
    SelectField,
    TextField,
    TickField,
)
from followthrough.service.design.forms.fields import Looks
from followthrough.service.learning.training.models import Staff, Stage, Use

MOST = 2000
Choices = Sequence[tuple[str, str]]


class NumberField(Looks, django.IntegerField):
    """A whole number. `width` is the number of characters expected."""

    widget = django.TextInput(attrs={"inputmode": "numeric"})
    width = 5


class CourseForm(Form):
    title = TextField(label="What is the course called?", max_length=160, required_message="Enter a name")
    words = LongTextField(label="What is it about?", rows=3, max_length=MOST, required=False)
    recommendation = SelectField(
        label="Which recommendation does it carry out?", required_message="Select the recommendation"
    )
    taught_by = SelectField(
        label="Which agency gives it?",
        required_message="Select who gives it",
        help_text="A service can teach another: for example, the mental health service teaches social care.",
    )

    def __init__(self, *args: Any, recommendations: Choices, agencies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "recommendation", recommendations)
        _choose(self, "taught_by", agencies)


class AudienceForm(Form):
    agency = SelectField(label="Which agency?", required_message="Select the agency")
    team = TextField(
        label="Which team or group?",
        max_length=80,
        required_message="Enter the team or group",
        help_text="As registers name it. For example, Children looked after",
    )
    staff = SelectField(
        label="Is it one of these groups?", choices=[(each.value, each.label) for each in Staff], required=False
    )
    headcount = NumberField(
        label="How many people are in it?",
        min_value=1,
        max_value=5000,
        required_message="Enter how many people are in it",
        error_messages={
            "invalid": "Enter a whole number, such as 24",
            "min_value": "Enter 1 or more",
            "max_value": "Enter 5,000 or fewer",
        },
    )
    is_priority = TickField(label="Its training comes first", required=False)

    def __init__(self, *args: Any, agencies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].marks_optional = False  # type: ignore[attr-defined]
        _choose(self, "agency", agencies)


class SessionForm(Form):
    begins_at = DateTimeField(label="When does it begin?", required_message="Enter the day and time")
    place = TextField(
        label="Where is it?", max_length=160, required_message="Enter the place", help_text="Or write Online"
    )
    by_whom = TextField(
        label="Who gives it?",
        max_length=160,
        required_message="Enter who gives it",
        help_text="Name and role",
    )


class RegisterForm(Form):
    file = RowsField(
        label="The register",
        required_message="Choose a file",
        help_text="A CSV file with the columns email, agency and team. Only those who came. No address "
        "is kept, only a digest made from it.",
    )


class AnswerForm(Form):
    """`stage` changes what is asked: what they took from it, or what it changed."""

    use = RadiosField(
        label="Was it of use for your work?",
        choices=[Choice(each.value, each.label) for each in Use],
        required_message="Select whether it was of use",
    )
    words = LongTextField(
        label="What will you do otherwise?",
        rows=3,
        max_length=MOST,
        required=False,
        help_text="Nothing is kept that says who answered, or when. Name no child and no person.",
    )

    def __init__(self, *args: Any, stage: Stage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if stage is Stage.LATER:
            self.fields["use"].label = "Have you used it in your work?"
            self.fields["words"].label = "What do you do otherwise since?"


def _choose(form: Form, name: str, found: Choices) -> None:
    form.fields[name].choices = [("", "Select one"), *found]  # type: ignore[attr-defined]
