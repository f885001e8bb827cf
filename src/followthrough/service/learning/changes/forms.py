"""What is asked of whoever proposes a change, and of whoever agrees, refuses or takes it back?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from followthrough.service.design.forms import (
    Choice,
    DateField,
    Form,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
)
from followthrough.service.learning.changes.models import What

MOST = 2000
Choices = Sequence[tuple[str, str]]


class WhatForm(Form):
    what = RadiosField(
        label="What should change?",
        is_heading=True,
        label_size="l",
        required_message="Select what should change",
        choices=[
            Choice(What.TIME, "A time of the partnership", "It may stand in several rules", reveals="setting"),
            Choice(What.DEADLINE, "The deadline of one rule", reveals="deadline"),
            Choice(What.CONDITION, "When one rule asks", reveals="condition"),
            Choice(What.NEW, "A new rule", "Something is owed after something has happened"),
        ],
    )
    setting = SelectField(label="Which time?", required=False, marks_optional=False, required_message="Select a time")
    deadline = SelectField(label="Which rule?", required=False, marks_optional=False, required_message="Select a rule")
    condition = SelectField(label="Which rule?", required=False, marks_optional=False, required_message="Select a rule")

    def __init__(self, *args: Any, settings: Choices, deadlines: Choices, conditions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, found in (("setting", settings), ("deadline", deadlines), ("condition", conditions)):
            self.fields[name].choices = [("", "Select one"), *found]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        for name, what in (("setting", What.TIME), ("deadline", What.DEADLINE), ("condition", What.CONDITION)):
            self.require_when(name, "what", what)
        return self.cleaned_data

    @property
    def named(self) -> str:
        said = self.cleaned_data
        names = {What.TIME: "setting", What.DEADLINE: "deadline", What.CONDITION: "condition"}
        return said[names[said["what"]]] if said["what"] in names else "new"


class BecauseForm(Form):
    """What every proposal says: from which recommendation, in whose words, why, and from when."""

    recommendation = SelectField(
        label="Which recommendation does it carry out?", required_message="Select the recommendation"
    )
    source_words = LongTextField(
        label="What does the source say?",
        rows=3,
        max_length=MOST,
        required_message="Enter what the source says",
        help_text="The words of the review or of the document that asks for this. Name no child and no person.",
    )
    reason = LongTextField(
        label="Why this change?", rows=3, max_length=MOST, required_message="Enter why the rule should change"
    )
    in_force_on = DateField(
        label="From which day does it hold?",
        required_message="Enter the day from which it holds",
        help_text="A day after today. What began before keeps the old rule.",
    )

    def __init__(self, *args: Any, recommendations: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recommendation"].choices = [("", "Select one"), *recommendations]  # type: ignore[attr-defined]


class TimeForm(BecauseForm):
    value = TextField(
        label="What should it be?",
        max_length=200,
        required_message="Enter a time, such as 3 working days",
        help_text="For example 4 clock hours, 3 working days, the same day",
    )
    field_order = ("value",)


class ConditionForm(BecauseForm):
    condition = LongTextField(
        label="When should it ask?",
        rows=8,
        max_length=MOST,
        required_message="Enter the condition",
        help_text="In the language of the rules. Each line says one thing that must be so.",
    )
    field_order = ("condition",)


class NewForm(BecauseForm):
    title = TextField(label="What is the rule called?", max_length=120, required_message="Enter a name for the rule")
    event = SelectField(label="After what has happened?", required_message="Select what begins it")
    agency = SelectField(label="Which agency owes something?", required_message="Select who owes it", required=False)
    role = SelectField(label="Who in that agency?", required_message="Select a role")
    action = TextField(
        label="What do they owe?",
        max_length=200,
        required_message="Enter what is owed",
        help_text="For example: Tell the school what was decided",
    )
    value = TextField(
        label="Within what time?",
        max_length=60,
        required_message="Enter a time, such as 3 working days",
        help_text="For example 4 clock hours, 3 working days, the same day",
    )
    closed_by = SelectField(label="What shows that it is done?", required_message="Select what shows that it is done")
    field_order = ("title", "event", "agency", "role", "action", "value", "closed_by")

    def __init__(self, *args: Any, kinds: Choices, agencies: Choices, roles: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = [("", "Select one")]
        for name in ("event", "closed_by"):
            self.fields[name].choices = [*asked, *kinds]  # type: ignore[attr-defined]
        self.fields["agency"].marks_optional = False  # type: ignore[attr-defined]
        self.fields["agency"].choices = [("", "The agency that wrote it down"), *agencies]  # type: ignore[attr-defined]
        self.fields["role"].choices = [*asked, *roles]  # type: ignore[attr-defined]


class DecideForm(Form):
    words = LongTextField(
        label="Why?",
        rows=3,
        max_length=MOST,
        required_message="Say why, and where it is minuted",
        help_text="Everybody who is signed in can read this. Name no child and no person.",
    )
