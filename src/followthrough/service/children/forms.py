"""Whom is a practitioner looking for?"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from followthrough.service.core import clock
from followthrough.service.design.dates import LONDON
from followthrough.service.design.forms import DateField, Form, TextField


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
