"""Entering a person, and giving a seat."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.core.validators import RegexValidator

from followthrough.service.agencies.models import Practitioner, Team
from followthrough.service.design.forms import DateField, Form, SelectField, TextField

_NAME_OF_ACCOUNT = RegexValidator(
    r"^[A-Za-z0-9]+([.\-_][A-Za-z0-9]+)*$", "Use letters and numbers, with dots between, such as ines.doyle"
)


class PersonForm(Form):
    name = TextField(label="Full name", required_message="Type the person’s name", max_length=120, width=30)
    username = TextField(
        label="Username",
        required_message="Choose a username",
        help_text="Such as ines.doyle. It stays, also when the name changes.",
        max_length=60,
        width=20,
    )
    email = TextField(
        label="E-mail address at work",
        required_message="Type the address to which the link goes",
        help_text="The link for signing in goes there, and to nobody else.",
        max_length=254,
        width=30,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    telephone = TextField(label="Telephone at work", max_length=30, required=False, width=20)

    def clean_username(self) -> str:
        said: str = self.cleaned_data["username"]
        _NAME_OF_ACCOUNT(said)
        if Practitioner.objects.filter(username__iexact=said).exists():
            raise forms.ValidationError("Somebody has this username already. Choose another one")
        return said

    def clean_email(self) -> str:
        return str(
            forms.EmailField(error_messages={"invalid": "Type a whole address"}).clean(self.cleaned_data["email"])
        )


class SeatForm(Form):
    """`today` is the first day that a seat can begin."""

    team = SelectField(label="Team", required_message="Choose a team", choices=[])
    role = SelectField(label="Role", required_message="Choose a role", choices=[])
    from_on = DateField(label="First day", required_message="Say from which day")
    to_on = DateField(label="Last day", required=False)

    def __init__(self, *args: Any, teams: list[Team], roles: dict[str, str], today: date, **more: Any) -> None:
        more.setdefault("initial", {"from_on": today})
        super().__init__(*args, **more)
        self.today = today
        team, role = (cast(forms.ChoiceField, self.fields[name]) for name in ("team", "role"))
        team.choices = [("", "Choose"), *((str(each.pk), each.title) for each in teams)]
        role.choices = [("", "Choose"), *roles.items()]

    def clean_from_on(self) -> date:
        said: date = self.cleaned_data["from_on"]
        if said < self.today:
            raise forms.ValidationError("A seat can begin today or later. What was before cannot be changed")
        return said

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        begins, ends = said.get("from_on"), said.get("to_on")
        if begins and ends and ends < begins:
            self.add_error("to_on", "The last day must not be before the first day")
        return said
