"""Whom is a practitioner looking for?"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from followthrough.service.access.models import Conflict
from followthrough.service.core import clock
from followthrough.service.design.dates import LONDON
from followthrough.service.design.forms import Choice, DateField, Form, RadiosField, SelectField, TextField


class FindForm(Form):
    """Sent by POST: a child's name and date of birth must not stand in an address, where logs would keep them."""

    name = TextField(
        label="Name",
        required=False,
        max_length=120,
        marks_optional=False,
        help_text="Part of the name is enough. Spelling does not have to be exact.",
    )
    born_on = DateField(label="Date of birth", required=False, marks_optional=False, help_text="For example, 27 3 2010")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not self.errors and not found.get("name") and not found.get("born_on"):
            self.add_error("name", "Enter a name, a date of birth, or both")
        return found

    def clean_born_on(self) -> date | None:
        born_on: date | None = self.cleaned_data["born_on"]
        if born_on and born_on > clock.now().astimezone(LONDON).date():
            raise ValidationError("Date of birth must not be in the future")
        return born_on


class OwnPeopleForm(Form):
    """`colleagues` are whom a manager may say it of; without any, it is about oneself."""

    who = SelectField(label="Whose people are they?", choices=[], required=False, marks_optional=False)
    name = TextField(label="Full name of the child or young person", max_length=120, required_message="Enter the name")
    born_on = DateField(label="Date of birth", required_message="Enter the date of birth")
    why = RadiosField(
        label="Why must the record stay closed?",
        choices=[Choice(each.value, each.label) for each in Conflict.Why],
        required_message="Choose why the record must stay closed",
    )

    def __init__(self, *args: Any, colleagues: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not colleagues:
            del self.fields["who"]
            return
        field: Any = self.fields["who"]
        field.choices = [("", "Mine"), *colleagues]
