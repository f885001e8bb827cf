"""About whom is it? A child who is found, or one whom nobody here knows yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from followthrough.service.core import clock
from followthrough.service.design.dates import LONDON
from followthrough.service.design.forms import Choice, DateField, Form, RadiosField, TextField

NEW = "new"


class AboutForm(Form):
    """Sent by POST: a child's name must not stand in an address. `choices` are asked when the search found some."""

    name = TextField(
        label="Child’s full name",
        max_length=120,
        help_text="First name and family name, as well as you know them.",
    )
    born_on = DateField(
        label="Date of birth",
        required=False,
        marks_optional=False,
        help_text="For example, 27 3 2010. Leave it empty if you do not know it.",
    )
    age = TextField(
        label="About how old?",
        required=False,
        marks_optional=False,
        max_length=60,
        width=10,
        help_text="Only if you do not know the date of birth. For example, about 3.",
    )
    asked = forms.CharField(required=False, widget=forms.HiddenInput)
    who = RadiosField(
        label="Is it one of these children?",
        required=False,
        marks_optional=False,
        required_message="Select which child it is",
    )

    def __init__(self, *args: Any, choices: Sequence[Choice] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices
        if choices:
            self.fields["who"].choices = list(choices)  # type: ignore[attr-defined]
            self.fields["who"].required = True
        else:
            del self.fields["who"]

    def clean_born_on(self) -> date | None:
        born_on: date | None = self.cleaned_data["born_on"]
        if born_on and born_on > clock.now().astimezone(LONDON).date():
            raise ValidationError("Date of birth must not be in the future")
        return born_on

    @property
    def question(self) -> str:
        """What was searched for; when it changes, the search is done again."""
        found = self.cleaned_data
        return f"{found.get('name', '')}|{found.get('born_on') or ''}"

    def need_age(self) -> bool:
        """A new child needs a date of birth or an age; says whether one is there."""
        found = self.cleaned_data
        if found.get("born_on") or found.get("age"):
            return True
        self.add_error("age", "Enter a date of birth, or about how old the child is")
        return False
