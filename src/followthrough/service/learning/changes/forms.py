"""What is asked of whoever proposes a change, and of whoever agrees, refuses or takes it back?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from followthrough.service.learning.changes.patterns import PATTERNS, Pattern

MOST = 2000
Choices = Sequence[tuple[str, str]]
_NAMED = {What.TIME: "setting", What.DEADLINE: "deadline", What.CONDITION: "condition", What.NEW: "pattern"}


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
            Choice(What.NEW, "A new rule", "From one of a few patterns", reveals="pattern"),
        ],
    )
    setting = SelectField(label="Which time?", required=False, marks_optional=False, required_message="Select a time")
    deadline = SelectField(label="Which rule?", required=False, marks_optional=False, required_message="Select a rule")
    condition = SelectField(label="Which rule?", required=False, marks_optional=False, required_message="Select a rule")
    pattern = SelectField(
        label="What kind of rule?",
        required=False,
        marks_optional=False,
        required_message="Select a kind of rule",
        choices=[("", "Select one"), *((each.id, each.title) for each in PATTERNS)],
    )

    def __init__(self, *args: Any, settings: Choices, deadlines: Choices, conditions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, found in (("setting", settings), ("deadline", deadlines), ("condition", conditions)):
            self.fields[name].choices = [("", "Select one"), *found]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        for what, name in _NAMED.items():
            self.require_when(name, "what", what)
        return self.cleaned_data

    @property
    def named(self) -> str:
        name: str = self.cleaned_data[_NAMED[self.cleaned_data["what"]]]
        return name


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
    """The fields that the pattern asks for, in its order and with its words."""

    title = TextField(label="What is the rule called?", max_length=120, required_message="Enter a name for the rule")
    event = SelectField(label="After what has happened?", required_message="Select what begins it")
    state = SelectField(label="While what goes on?", required_message="Select what goes on")
    agency = SelectField(
        label="Which agency owes something?",
        required_message="Select who owes it",
        required=False,
        help_text="It owes something only once it has been told of what began it",
    )
    role = SelectField(label="Who in that agency?", required_message="Select a role")
    to = SelectField(label="Which agency is told?", required_message="Select who is told")
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
        help_text="For example 4 clock hours, 3 working days, 6 weeks, the same day",
    )
    closed_by = SelectField(label="What shows that it is done?", required_message="Select what shows that it is done")
    source = SelectField(label="Which document asks for it?", required=False, marks_optional=False)
    clause = TextField(
        label="Where in that document?", max_length=200, required=False, help_text="The chapter, clause or paragraph"
    )
    _WHENCE = ("recommendation", "source", "clause")

    def __init__(
        self, *args: Any, pattern: Pattern, choices: Mapping[str, Choices], agencies: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in set(NewForm.base_fields) - set(BecauseForm.base_fields) - {*pattern.fields, *self._WHENCE}:
            del self.fields[name]
        for name, label in pattern.labels.items():
            self.fields[name].label = label
        told = {**choices, "to": agencies, "agency": agencies}
        first = {"agency": "The agency that wrote it down", "source": "The recommendation alone"}
        for name in {*told} & {*self.fields}:
            self.fields[name].choices = [("", first.get(name, "Select one")), *told[name]]  # type: ignore[attr-defined]
        self.fields["agency"].marks_optional = False  # type: ignore[attr-defined]
        self.order_fields((*pattern.fields, *self._WHENCE))

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("source") and not self.cleaned_data.get("clause"):
            self.add_error("clause", "Enter where in the document it stands")
        return self.cleaned_data


class DecideForm(Form):
    words = LongTextField(
        label="Why?",
        rows=3,
        max_length=MOST,
        required_message="Say why, and where it is minuted",
        help_text="Everybody who is signed in can read this. Name no child and no person.",
    )
