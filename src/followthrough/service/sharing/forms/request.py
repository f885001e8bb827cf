"""What does another agency know of a child? One page: about whom, whom you ask, what for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms

from followthrough.service.core.ids import new_id
from followthrough.service.design.forms import Choice, LongTextField, RadiosField, SelectField
from followthrough.service.sharing.forms.about import AboutForm
from followthrough.service.sharing.models import Basis


class RequestForm(AboutForm):
    team = SelectField(label="Which team do you ask?", required_message="Select the team")
    purpose = RadiosField(
        label="What do you need it for?",
        required_message="Select what you need it for",
        choices=[
            Choice("enquiry into harm", "An enquiry into harm"),
            Choice("strategy discussion", "A strategy discussion"),
            Choice("assessment", "An assessment"),
        ],
    )
    words = LongTextField(
        label="What do you need to know?",
        required_message="Enter what you need to know",
        rows=4,
        max_length=2000,
        help_text="Ask for what you need, and no more. Say why the child worries you.",
    )
    family_told = RadiosField(
        label="Does the family know that you ask?",
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
    lawful_basis = RadiosField(
        label="Why may you ask for this?",
        initial=Basis.SAFEGUARDING,
        choices=[Choice(each.value, each.label) for each in Basis],
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput, max_length=32)

    def __init__(self, *args: Any, teams: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = [("", "Select a team"), *teams]  # type: ignore[attr-defined]

    def clean_key(self) -> str:
        given: str = self.cleaned_data["key"]
        return given if re.fullmatch("[0-9a-f]{32}", given) else new_id()

    def clean(self) -> dict[str, Any]:
        self.require_when("why_not_told", "family_told", "no")
        return self.cleaned_data
