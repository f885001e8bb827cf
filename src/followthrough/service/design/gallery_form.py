"""One of each field, in the words of a concern; the gallery's form."""

from __future__ import annotations

from typing import Any

from followthrough.service.design.forms import (
    CheckboxesField,
    Choice,
    DateField,
    DateTimeField,
    Form,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
    TickField,
)


class GalleryForm(Form):
    name = TextField(label="Child’s full name", max_length=100, help_text="As it is written at school, if you know it")
    born = DateField(label="Date of birth", help_text="For example, 27 3 2010")
    seen_at = DateTimeField(
        label="When was the child last seen?",
        name="When the child was last seen",
        required_message="Enter when the child was last seen",
    )
    urgency = RadiosField(
        label="How soon must somebody act?",
        required_message="Select how soon somebody must act",
        choices=[
            Choice(
                "urgent",
                "Now: a child may not be safe tonight",
                hint="Somebody must answer within 1 hour",
                reveals="phone",
            ),
            Choice("soon", "In the next working days", hint="Somebody must answer within 1 working day"),
            Choice("information", "Nobody has to act: this is for information", divider="or"),
        ],
    )
    phone = TextField(
        label="Number on which you can be reached tonight",
        width=20,
        required=False,
        marks_optional=False,
        required_message="Enter a number on which you can be reached tonight",
    )
    interpreter = RadiosField(
        label="Does the family need an interpreter?", is_inline=True, choices=[("yes", "Yes"), ("no", "No")]
    )
    told = CheckboxesField(
        label="Who already knows?",
        help_text="Select all that you know of",
        required=False,
        choices=[
            Choice("school", "School"),
            Choice("health", "Health", hint="A doctor, nurse or health visitor"),
            Choice("police", "Police"),
        ],
    )
    team = SelectField(
        label="Which team do you ask?",
        choices=[("", "Select a team"), ("triage", "Triage"), ("night", "Out of hours")],
    )
    account = LongTextField(
        label="What happened?",
        rows=4,
        max_length=2000,
        help_text="Say what you saw and heard. Use the child’s own words where you can.",
    )
    sure = TickField(
        label="I have told the parents that I share this",
        required_message="Tick the box, or go back and say why the parents are not told",
    )

    def clean(self) -> dict[str, Any]:
        self.require_when("phone", "urgency", "urgent")
        return self.cleaned_data
