"""A call or a talk in person, on one page: about whom, with whom, when, and whether anybody answered."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from followthrough.service.core import clock
from followthrough.service.core.ids import new_id
from followthrough.service.design.forms import (
    Choice,
    DateTimeField,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
)
from followthrough.service.sharing.forms.about import AboutForm

TELEPHONE, IN_PERSON = "telephone", "in person"


class CallForm(AboutForm):
    """`key` makes a second press the same call."""

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
    family_told = RadiosField(
        label="Does the family know that you share this?",
        required_message="Select whether the family knows",
        choices=[Choice("yes", "Yes"), Choice("no", "No", reveals="why_not_told")],
    )
    why_not_told = LongTextField(
        label="Why not?",
        required=False,
        marks_optional=False,
        required_message="Enter why the family is not told",
        rows=2,
        max_length=500,
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput, max_length=32)

    def __init__(self, *args: Any, teams: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = [("", "Select a team"), *teams]  # type: ignore[attr-defined]

    def clean_told(self) -> dt.datetime:
        given: dt.datetime = self.cleaned_data["told"]
        if given > clock.now():
            raise ValidationError("When it was must not be in the future")
        return given

    def clean_key(self) -> str:
        given: str = self.cleaned_data["key"]
        return given if re.fullmatch("[0-9a-f]{32}", given) else new_id()

    def clean(self) -> dict[str, Any]:
        self.require_when("spoken_to", "reached", "yes")
        self.require_when("why_not_told", "family_told", "no")
        return self.cleaned_data
