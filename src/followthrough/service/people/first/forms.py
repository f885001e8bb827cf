"""Naming an administrator, and saying yes or no to one."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from followthrough.service.agencies.models import Team
from followthrough.service.design.forms import Choice, Form, LongTextField, RadiosField, SelectField
from followthrough.service.people.forms import PersonForm


class NominationForm(PersonForm):
    team = SelectField(label="Team", required_message="Choose a team", choices=[])
    checked = LongTextField(
        label="How do you know that the agency wants this person?",
        required_message="Say how you know it",
        help_text="Such as: a letter from the head of service. Ring the agency’s own number, not one in the letter.",
        rows=3,
        max_length=500,
    )

    def __init__(self, *args: Any, teams: list[Team], own: str, **more: Any) -> None:
        """`own` is the address of whoever names."""
        if len(teams) == 1:
            more.setdefault("initial", {"team": str(teams[0].pk)})
        super().__init__(*args, **more)
        self.own = own
        team = cast(forms.ChoiceField, self.fields["team"])
        team.choices = [("", "Choose"), *((str(each.pk), each.title) for each in teams)]

    def clean_email(self) -> str:
        said = super().clean_email()
        if said.lower() == self.own.lower():
            raise forms.ValidationError("This is your own address. Nobody gives access to themselves")
        return said


class DecideForm(Form):
    answer = RadiosField(
        label="What do you say?",
        choices=[
            Choice("yes", "I agree: let this person in", "They get a link, and can enter the agency’s other people."),
            Choice("no", "No: do not let this person in"),
        ],
        required_message="Choose what you say",
    )
    words = LongTextField(
        label="How did you check it, or why not?",
        required_message="Say how you checked it, or why not",
        help_text="Ring the number above yourself.",
        rows=3,
        max_length=500,
    )


class TakeBackForm(Form):
    """For whoever named the person."""

    words = LongTextField(
        label="Why do you take it back?", required_message="Say why you take it back", rows=2, max_length=500
    )
