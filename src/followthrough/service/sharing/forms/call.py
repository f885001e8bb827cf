"""A call or a talk in person, on one page: about whom, with whom, when, and whether anybody answered."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError

from followthrough.service.core import clock
from followthrough.service.design.forms import (
    Choice,
    DateTimeField,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
)
from followthrough.service.sharing.forms.about import AboutForm
from followthrough.service.sharing.forms.alike import FamilyTold, OfTeams, SaidOnce

TELEPHONE, IN_PERSON = "telephone", "in person"


class CallForm(OfTeams, SaidOnce, FamilyTold, AboutForm):
    means = RadiosField(
        label="How did you tell them?",
        initial=TELEPHONE,
        required_message="Select how you told them",
        choices=[Choice(TELEPHONE, "By telephone"), Choice(IN_PERSON, "In person")],
    )
    team = SelectField(label="Which team did you ring or speak to?", required_message="Select the team")
    told = DateTimeField(label="When was it?", name="When it was", required_message="Enter when it was")
    reached = RadiosField(
        label="Did anybody answer?",
        required_message="Select whether anybody answered",
        choices=[
            Choice("yes", "Yes", reveals="spoken_to"),
            Choice("no", "No, nobody answered", hint="They are told here, so that it is not lost. Ring again as well."),
        ],
    )
    spoken_to = TextField(
        label="Who did you speak to?",
        required=False,
        marks_optional=False,
        max_length=120,
        required_message="Enter who you spoke to",
    )
    asks = RadiosField(
        label="What do you ask for?",
        required_message="Select what you ask for",
        choices=[
            Choice("urgent", "Urgent: a child may not be safe"),
            Choice("action", "Action: somebody must do something, and tell me"),
            Choice("information", "Nothing: it is for information"),
        ],
    )
    words = LongTextField(
        label="What is it about?",
        required_message="Enter what it is about",
        rows=3,
        max_length=2000,
        help_text="A line or two is enough now. You put in writing what you said when you have time.",
    )

    def clean_told(self) -> dt.datetime:
        given: dt.datetime = self.cleaned_data["told"]
        if given > clock.now():
            raise ValidationError("When it was must not be in the future")
        return given

    def clean(self) -> dict[str, Any]:
        self.require_when("spoken_to", "reached", "yes")
        return super().clean()
