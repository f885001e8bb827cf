"""What is asked of an agency and of a team."""

from __future__ import annotations

import re
from typing import Any, cast

from django import forms

from followthrough.service.agencies.ringing import ALWAYS, EVERY_DAY, SCHOOL_DAY
from followthrough.service.design.forms import Form, SelectField, TextField, TickField

HOURS = {
    "office": "The office’s hours: working days, 9am to 5pm",
    EVERY_DAY: "Every day, 8am to 10pm",
    SCHOOL_DAY: "School days, 8:30am to 4pm",
    ALWAYS: "At every hour",
}
_TELEPHONE = re.compile(r"^\+?[0-9][0-9 ()]{5,}( ?(ext|x) ?[0-9]+)?$")
_SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")


class TelephoneField(TextField):
    def __init__(self, **more: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
        super().__init__(max_length=30, width=20, widget=widget, **more)

    def clean(self, value: Any) -> str:
        said: str = super().clean(value)
        if said and not _TELEPHONE.match(said):
            raise forms.ValidationError("Write the number with digits and spaces, such as 01632 960000")
        return said


class AgencyForm(Form):
    title = TextField(label="Name", required_message="Give the agency’s name", max_length=120, width=30)
    telephone = TelephoneField(
        label="Number that is answered at every hour",
        help_text="Leave it empty when nobody answers at night.",
        required=False,
    )


class NewAgencyForm(AgencyForm):
    key = SelectField(
        label="Which agency is it?",
        help_text="The words are those of the rulebook. Another agency is added there first.",
        choices=[],
        required_message="Choose the agency",
    )
    field_order = ["key", "title", "telephone"]

    def __init__(self, *args: Any, known: dict[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        cast(forms.ChoiceField, self.fields["key"]).choices = [("", "Choose"), *known.items()]


class TeamForm(Form):
    title = TextField(label="Name of the team", required_message="Give the team’s name", max_length=120, width=30)
    telephone = TelephoneField(label="Number", required_message="Give the number that the team answers")
    email = TextField(
        label="E-mail address that several people read",
        required_message="Give the team’s address",
        max_length=254,
        width=30,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    office = SelectField(label="Hours", choices=[], required_message="Choose the hours")
    opening_hours = TextField(
        label="Hours in words",
        help_text="As others read them, such as Monday to Friday, 9am to 5pm.",
        required_message="Write the hours in words",
        max_length=80,
        width=30,
    )
    is_out_of_hours = TickField(label="Answers while the agency’s other teams are shut", required=False)
    is_default = TickField(label="Takes whatever names no team of the agency", required=False)

    def __init__(self, *args: Any, offices: dict[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        cast(forms.ChoiceField, self.fields["office"]).choices = [("", "Choose"), *offices.items()]

    def clean_email(self) -> str:
        words = "Type a whole address, such as team@agency.example"
        return str(forms.EmailField(error_messages={"invalid": words}).clean(self.cleaned_data["email"]))


class NewTeamForm(TeamForm):
    slug = TextField(
        label="Short word",
        help_text="Such as front-door. The rulebook names a team by it, and it never changes.",
        required_message="Give a short word",
        max_length=60,
        width=20,
    )
    field_order = ["title", "slug", "telephone", "email", "office", "opening_hours", "is_out_of_hours", "is_default"]

    def __init__(self, *args: Any, taken: set[str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.taken = taken

    def clean_slug(self) -> str:
        said: str = self.cleaned_data["slug"]
        if not _SLUG.match(said):
            raise forms.ValidationError("Use small letters, numbers and hyphens, such as front-door")
        if said in self.taken:
            raise forms.ValidationError("The agency has a team of that word. Choose another one")
        return said
