"""What does somebody without an account fill in; and whoever enters their organisation?"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from followthrough.service.agencies import alerting
from followthrough.service.design.forms import Choice, Form, RadiosField, TextField
from followthrough.service.outside.people import NOT_A_MOBILE

KINDS = {
    "gp": "GP practice",
    "nursery": "Nursery or childminder",
    "club": "Club or activity",
    "faith": "Place of worship",
    "voluntary": "Charity",
    "other": "Something else",
}


class CodeForm(Form):
    code = TextField(
        label="Code from the text",
        help_text="Six digits. It can take a minute to come.",
        required_message="Enter the code from the text",
        max_length=20,
    )

    def clean_code(self) -> str:
        return "".join(sign for sign in str(self.cleaned_data["code"]) if sign.isdigit())


class NameForm(Form):
    name = TextField(
        label="Your name and your job",
        help_text="For example: Ann Reed, practice nurse. The sender sees it.",
        required_message="Enter your name and your job",
        max_length=100,
    )


class OrganisationForm(Form):
    title = TextField(label="Name", required_message="Enter the name of the organisation", max_length=110)
    kind = RadiosField(
        label="What is it?",
        choices=[Choice(value, words) for value, words in KINDS.items()],
        required_message="Choose what it is",
    )
    email = TextField(
        label="E-mail address", help_text="The link goes there.", required_message="Enter an e-mail address"
    )
    telephone = TextField(
        label="Telephone",
        help_text="To ring when nobody answers.",
        required_message="Enter a telephone number",
        max_length=30,
    )
    code_number = TextField(
        label="Mobile for codes",
        help_text="A mobile that the organisation itself holds. Ring it before you go on, and ask who answers.",
        required_message="Enter a mobile number",
        max_length=30,
    )

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).strip()
        try:
            validate_email(email)
        except ValidationError:
            raise ValidationError("Enter an e-mail address like name@example.com") from None
        return email

    def clean_code_number(self) -> str:
        number = str(self.cleaned_data["code_number"])
        if not alerting.mobile(number):
            raise ValidationError(NOT_A_MOBILE)
        return number


class NumbersForm(OrganisationForm):
    """The same for one that is there: its name stays."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        del self.fields["title"], self.fields["kind"]
